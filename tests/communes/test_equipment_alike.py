"""Several devices alike in one act: all or none, one event, one batch, serial numbers as they are pasted."""

from datetime import date

import pytest

from common.errors import ClosedMonth, Invalid, NotAllowed, Refused
from common.models import AuditEvent, Batch
from common.months import Month
from communes.actions import equipment_bulk
from communes.models import Equipment, Placement
from tests.communes.pages import errors, submit
from tests.factories import communes as make

JULY = date(2020, 7, 15)


def add(by, unit, **fields):
    fields = {"quantity": 3, "serials": [], "kind": "desktop", "acquired_on": JULY, "name": "Dell"} | fields
    return equipment_bulk.create_alike(by=by, unit=unit, **fields)


def test_alike_are_one_event_and_one_batch(tree, official):
    found = add(official, tree.tacuty, quantity=10, serials=["A1", "A2"], on_lan=True)
    assert sorted(device.serial for device in found) == [*[""] * 8, "A1", "A2"]
    batch = Batch.objects.get()
    assert (batch.kind, batch.rows, batch.created_by_id) == ("equipment_alike", 10, official.pk)
    event = AuditEvent.objects.get(action__startswith="equipment")
    assert (event.action, event.batch_id, event.changes.count()) == ("equipment.added_alike", batch.pk, 20)
    assert set(Equipment.objects.values_list("batch", flat=True)) == {batch.pk}
    assert set(Placement.objects.values_list("batch", "on_lan", "unit")) == {(batch.pk, True, tree.tacuty.pk)}


def test_single_one_is_an_ordinary_act(tree, official):
    (device,) = add(official, tree.tacuty, quantity=1, serials=["A1"])
    assert (device.serial, device.batch, Batch.objects.count()) == ("A1", None, 0)
    assert AuditEvent.objects.filter(action="equipment.created").count() == 1


def test_serials_are_trimmed_and_blank_lines_count_as_lines(tree, official):
    make.make_equipment(tree.banpho, serial="OLD-1")
    with pytest.raises(Invalid) as refused:
        add(official, tree.tacuty, serials=["  A1\u00a0", "", "A1", "OLD-1"])
    first, second = refused.value.errors["serials"]
    assert "3" in first
    assert "1" in first
    assert "4" in second
    assert "OLD-1" in second
    assert not Batch.objects.exists()
    assert Equipment.objects.count() == 1


def test_same_serial_of_another_kind_is_free(tree, official):
    make.make_equipment(tree.banpho, kind="printer", serial="A1")
    assert len(add(official, tree.tacuty, serials=["A1"])) == 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"quantity": 0}, "quantity"),
        ({"quantity": 51}, "quantity"),
        ({"quantity": 1, "serials": ["A", "B"]}, "serials"),
        ({"acquired_on": date(2020, 8, 4)}, "acquired_on"),
    ],
)
def test_impossible_numbers_and_days_leave_nothing(tree, official, fields, field):
    with pytest.raises(Refused) as refused:
        add(official, tree.tacuty, **fields)
    assert refused.value.field == field
    assert not Equipment.objects.exists()
    assert not Batch.objects.exists()


def test_long_serial_names_its_line(tree, official):
    with pytest.raises(Invalid) as refused:
        add(official, tree.tacuty, serials=["A1", "x" * 81])
    assert "2" in refused.value.errors["serials"][0]


def test_last_one_that_cannot_be_takes_the_others_with_it(tree, official):
    make.close_month(tree.tacuty, Month(2020, 7))
    with pytest.raises(ClosedMonth):
        add(official, tree.tacuty)
    assert not Equipment.objects.exists()
    assert not Batch.objects.exists()


def test_heads_do_not_add(tree):
    with pytest.raises(NotAllowed):
        add(make.make_member("head", tree.tacuty), tree.tacuty)
    assert not Batch.objects.exists()


def test_form_adds_ten_from_a_pasted_column(client, tree, official):
    client.force_login(official)
    pasted = "\r\n".join(["SN-1", " SN-2 ", "", "SN-3\t"])
    answer = submit(client, "equipment-create", kind="laptop", name="HP", quantity="10", serials=pasted)
    assert errors(answer) == {}
    page = client.get(answer["Location"])
    assert page.context["count"].number == 10
    assert "10" in str(next(iter(page.context["messages"])))
    assert set(Equipment.objects.exclude(serial="").values_list("serial", flat=True)) == {"SN-1", "SN-2", "SN-3"}


@pytest.mark.parametrize(
    ("typed", "field", "part"),
    [
        ({"quantity": "51"}, "quantity", "50"),
        ({"quantity": "0"}, "quantity", "1"),
        ({"quantity": "mười"}, "quantity", "mười"),
        ({"quantity": "2", "serials": "A\nA"}, "serials", "A"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_the_typing(client, tree, official, typed, field, part):
    client.force_login(official)
    answer = submit(client, "equipment-create", kind="laptop", **typed)
    assert part in errors(answer)[field][0]
    assert answer.context["form"]["quantity"].value() == typed["quantity"]
    assert not Equipment.objects.exists()


def test_empty_quantity_is_one(client, tree, official):
    client.force_login(official)
    assert errors(submit(client, "equipment-create", kind="laptop", quantity="")) == {}
    assert Equipment.objects.count() == 1
