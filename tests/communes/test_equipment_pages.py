"""The work with a device, by form: condition, move, correction, history."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.actions import equipment
from communes.models import Equipment
from tests.communes.pages import errors, submit
from tests.factories import communes as make

JUNE = date(2020, 6, 1)


@pytest.fixture
def device(tree):
    return make.make_equipment(tree.tacuty, since=JUNE, name="Dell", on_lan=True)


@pytest.fixture
def page(client, official):
    client.force_login(official)
    return client


def buttons(client, device) -> list[str]:
    answer = client.get(device.get_absolute_url())
    return [button["url"].rstrip("/").rsplit("/")[-1] for button in answer.context["buttons"]]


def test_new_device_has_sensible_defaults(page, tree):
    form = page.get(reverse("communes:equipment-create")).context["form"]
    assert form["unit"].value() == tree.tacuty.pk
    assert form["acquired_on"].value() == date(2020, 8, 3)
    assert form["condition"].value() == "good"


def test_one_form_makes_device_and_placement(page, tree):
    person = make.make_staff(tree.tacuty, since=JUNE)
    answer = submit(page, "equipment-create", kind="laptop", cost="13.500.000", holder=person.pk, on_lan="on")
    assert errors(answer) == {}
    device = Equipment.objects.get()
    placement = device.placements.get()
    assert (device.cost, placement.holder, placement.since) == (13_500_000, person, date(2020, 8, 3))


def test_broken_from_a_day_and_history_tells_it(page, device, official):
    assert errors(submit(page, "equipment-condition", device, since="15/07/2020", condition="broken")) == {}
    entries = page.get(reverse("communes:equipment-history", args=[device.pk])).context["entries"]
    ended = next(entry for entry in entries if entry.kind == "changed")
    begun = next(entry for entry in entries if entry.kind == "created")
    assert [str(field.after) for field in ended.fields] == ["15/07/2020"]
    assert {ended.actor, begun.actor} == {official.full_name}
    assert ended.happened_at.date() == timezone.now().date()


def test_correction_shows_before_after_and_why(page, device):
    submit(page, "equipment-edit", device, name="HP", reason="ghi nhầm hãng")
    entry = page.get(reverse("communes:equipment-history", args=[device.pk])).context["entries"][0]
    assert [(str(f.before), str(f.after)) for f in entry.fields] == [("Dell", "HP")]
    assert entry.reason == "ghi nhầm hãng"


def test_move_offers_units_in_which_one_writes(page, client, device, tree, administrator):
    url = reverse("communes:equipment-move", args=[device.pk])
    assert list(page.get(url).context["form"].fields["unit"].queryset) == [tree.tacuty]
    refused = submit(page, "equipment-move", device, unit=tree.banpho.pk)
    assert list(errors(refused)) == ["unit"]
    client.force_login(administrator)
    assert errors(submit(client, "equipment-move", device, unit=tree.banpho.pk)) == {}
    assert device.placements.get(until=None).unit == tree.banpho


def test_former_unit_still_reads_and_no_longer_writes(page, device, tree, administrator):
    assert buttons(page, device) == ["edit", "fault", "propose", "move", "condition"]
    equipment.move(device, by=administrator, version=1, since=date(2020, 7, 15), unit=tree.banpho)
    assert buttons(page, device) == []
    answer = page.get(device.get_absolute_url())
    assert [row.record.unit for _heading, table in answer.context["related"] for row in table.rows] == [tree.tacuty]
    assert page.get(reverse("communes:equipment-edit", args=[device.pk])).status_code == 403
    assert page.get(reverse("communes:equipment-list")).context["count"].number == 0


def test_nothing_different_is_said_and_nothing_written(page, device):
    answer = submit(page, "equipment-condition", device)
    assert "__all__" in errors(answer)
    assert device.placements.count() == 1


def test_unit_column_only_where_units_differ(page, client, device, tree):
    def shown() -> list[str]:
        return [column.name for column in client.get(reverse("communes:equipment-list")).context["table"].columns]

    assert "unit" not in shown()
    client.force_login(make.make_member("leader", tree.district))
    assert "unit" in shown()
