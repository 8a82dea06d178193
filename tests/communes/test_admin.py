"""The administration of this floor: everybody as far as the role goes, and corrections of closed months."""

from datetime import date

import pytest

from common.months import Month
from communes.models import Equipment, Placement
from tests.communes.admin_pages import address, errors, send
from tests.communes.pages import shown
from tests.communes.rows import one_of_each
from tests.factories import communes as make

JUNE = date(2020, 6, 1)
# Registered here; what is not has no page: tree links, stale marks, the calendar.
MODELS = [
    "unit", "unitalias", "unitfact", "reorganisation", "succession", "equipment", "placement", "staffmember",
    "posting", "training", "connection", "village", "villagecount", "software", "softwarelead", "softwareuse",
    "membership", "closedmonth", "sectionsource",
]  # fmt: skip


@pytest.fixture
def device(tree):
    return make.make_equipment(tree.tacuty, since=JUNE, name="Dell")


WRITES = {
    "official": [
        "equipment", "placement", "staffmember", "posting", "training", "connection", "village", "villagecount",
        "softwareuse",
    ],
    "reviewer": ["software", "softwarelead", "softwareuse", "closedmonth"],
}  # fmt: skip


@pytest.fixture
def rows(tree) -> dict:
    """A stored row of every registered model."""
    found = {name.lower(): row for name, row in one_of_each(tree).items()}
    return {model: found[model] for model in MODELS}


def test_administrator_opens_every_page(client, rows, administrator):
    client.force_login(administrator)
    for model, row in rows.items():
        pages = [address(model, "changelist"), address(model, "change", row), address(model, "history", row)]
        for url in [*pages, f"{pages[0]}?q=ta+cu&p=1"]:
            assert client.get(url).status_code == 200, url
        assert client.get(address(model, "add")).status_code == (403 if model == "succession" else 200)


@pytest.mark.parametrize("role", ["official", "head", "reviewer", "leader", "auditor"])
def test_every_role_opens_what_it_may_and_nothing_breaks(client, tree, rows, role):
    client.force_login(make.make_member(role, tree.tacuty))
    for model, row in rows.items():
        urls = [address(model, "changelist"), address(model, "add"), address(model, "change", row)]
        codes = [client.get(url).status_code for url in [*urls, address(model, "delete", row)]]
        assert set(codes) <= {200, 302, 403, 404}, model
        assert (codes[1] == 200) is (model in WRITES.get(role, [])), model
        assert (codes[3] == 200) is (model == "closedmonth" and role == "reviewer"), model


def test_official_adds_and_corrects_in_the_own_unit(client, tree, official):
    client.force_login(official)
    assert errors(send(client, address("equipment", "add"), kind="printer", name="Canon")) == {}
    device = Equipment.objects.get()
    assert device.placements.get().unit == tree.tacuty
    assert list(errors(send(client, address("equipment", "change", device), name="HP"))) == ["reason"]
    assert errors(send(client, address("equipment", "change", device), name="HP", reason="sai hãng")) == {}
    assert Equipment.objects.get().name == "HP"


def test_device_of_somebody_else_is_missing(client, tree, device):
    client.force_login(make.make_member("official", tree.banpho))
    found = [client.get(address("equipment", verb, device)) for verb in ("change", "history", "delete")]
    device.pk = 987654
    missing = [client.get(address("equipment", verb, device)) for verb in ("change", "history", "delete")]
    assert [answer.status_code for answer in found] == [answer.status_code for answer in missing]
    assert client.get(address("equipment", "changelist")).context["cl"].result_count == 0


def test_unit_of_somebody_else_is_no_choice(client, tree, official, device):
    client.force_login(official)
    answer = send(client, address("placement", "change", device.placements.get()), unit=tree.banpho.pk, reason="x")
    assert list(errors(answer)) == ["unit"]
    assert list(errors(send(client, address("connection", "add"), unit=tree.banpho.pk, kind="lan"))) == [
        "unit",
        "since",
    ]


def test_next_placement_is_added_from_a_day(client, device, official):
    client.force_login(official)
    fields = {"equipment": device.pk, "unit": device.acquired_by_unit_id, "condition": "broken", "since": "15/07/2020"}
    assert errors(send(client, address("placement", "add"), **fields)) == {}
    assert [row.condition for row in device.placements.order_by("since")] == ["good", "broken"]


def test_official_meets_the_closed_month(client, tree, device, official):
    make.close_month(tree.tacuty, Month(2020, 6))
    client.force_login(official)
    url = address("placement", "change", device.placements.get())
    answer = send(client, url, condition="broken", reason="biên bản")
    assert "06/2020" in errors(answer)["__all__"][0]
    assert answer.context["adminform"].form.effects is None
    assert device.placements.get().condition == "good"


def test_administrator_corrects_a_closed_month_after_seeing_the_effects(client, tree, device, administrator):
    make.close_month(tree.tacuty, Month(2020, 6))
    client.force_login(administrator)
    url = address("placement", "change", device.placements.get())
    first = send(client, url, condition="broken", reason="biên bản")
    form = first.context["adminform"].form
    assert any(effect.before != effect.after for effect in form.effects)
    assert device.placements.get().condition == "good"
    values = shown(form) | {"effects_seen": form.effects_proof, "override": "on"}
    assert errors(client.post(url, values | {"effects_seen": "0" * 64})) != {}
    assert errors(client.post(url, values)) == {}
    assert device.placements.get().condition == "broken"


def test_second_of_two_editors_is_told(client, device, official):
    client.force_login(official)
    url = address("equipment", "change", device)
    version = client.get(url).context["adminform"].form["version"].value()
    Equipment.objects.update(version=2)
    answer = send(client, url, name="HP", reason="x", version=version)
    assert "__all__" in errors(answer)
    assert Equipment.objects.get().name == "Dell"


def test_administrator_deletes_with_a_reason(client, device, administrator, official):
    url = address("equipment", "delete", device)
    client.force_login(official)
    assert client.post(url, {"reason": "nhập trùng"}).status_code == 403
    client.force_login(administrator)
    assert client.post(url, {"reason": " ", "version": 1}).status_code == 200
    assert Equipment.objects.exists()
    assert client.post(url, {"reason": "nhập trùng", "version": 1}).status_code == 302
    assert not Placement.objects.exists()
