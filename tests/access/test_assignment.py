"""A form sets what it shows, and nothing else that is sent with it; and only in units within reach."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.access.driving import MISSING, checksum, swiftly
from tests.communes.pages import errors, shown
from tests.factories.documents import make_batch

CREATE = {
    "communes:equipment": {"kind": "printer", "name": "Canon"},
    "communes:staff": {"full_name": "Lý A Sẻng", "position": "Văn thư"},
    "communes:connection": {"kind": "lan", "technology": "wired"},
    "communes:village": {"name": "Sảng Mào Phố"},
    "communes:software-use": {"software": "other"},
    "documents:document-create-incoming": {"organ_name": "UBND tỉnh", "subject": "Về việc", "code": "9/UBND"},
    "documents:document-create-outgoing": {"type": "1", "subject": "Về việc", "signer": "Ai", "recipients": "Ai"},
    "services:filing": {"code": "000.00.12.H38-200803-0777", "received_time": "03/08/2020 08:30"},
    "services:treasury": {"month": "07/2020", "transactions": "10", "online": "5"},
    "services:activity": {"month": "07/2020", "outreach_sessions": "2"},
}
EDIT = ["communes:equipment", "communes:staff", "communes:connection", "communes:village", "documents:document",
        "services:filing", "services:treasury", "services:activity"]  # fmt: skip


@pytest.fixture
def extra(world, db) -> dict:
    """What a browser never sends: columns of the records that no form shows."""
    other, boss = world.units["c"].pk, world.people["administrator"].pk
    return {
        "id": MISSING, "pk": MISSING, "batch": make_batch().pk, "batch_id": make_batch().pk,
        "handling_unit": other, "holding_unit": other, "holding_unit_id": other, "acquired_by_unit": other,
        "acquired_by_unit_id": other, "approved_by": boss, "approved_at": "2020-07-01", "closed_by": boss,
        "created_by": boss, "search": "planted", "sort_key": "planted", "timeliness": "early", "cancelled": "on",
        "cancel_reason": "planted", "late_from": "2030-01-01", "is_superuser": "on", "is_staff": "on",
        "override": "on", "until": "2020-07-31", "search_key": "planted",
    }  # fmt: skip


def address_of(page: str) -> str:
    return reverse(page if "-create" in page else f"{page}-create")


def filled(client, world, page: str) -> dict:
    """A form of the official, filled in so that it would be accepted."""
    values = shown(client.get(address_of(page)).context["form"]) | CREATE[page]
    if values.get("software") == "other":
        values["software"] = next(thing.obj.pk for thing in world.of("communes:software") if "bbb" in str(thing.obj))
    if page == "services:filing":
        values["procedure"] = world.common.procedure.pk
    return values


def newest(world, page: str):
    model = world.of(page.partition("-create")[0])[0].model
    return model._base_manager.order_by("-pk").first()


def planted(obj, extra: dict) -> dict:
    """The columns of a record that have the value sent beside the form."""
    names = [field.attname for field in obj._meta.concrete_fields]
    found = {name: str(getattr(obj, name)) for name in names if name in extra or name.removesuffix("_id") in extra}
    sent = {name: str(extra.get(name, extra.get(name.removesuffix("_id")))) for name in found}
    flags = {"on": "True"}
    return {name: value for name, value in found.items() if value == flags.get(sent[name], sent[name])}


@pytest.mark.parametrize("page", sorted(CREATE))
def test_a_new_record_takes_only_what_its_form_shows(world, clients, extra, page):
    client = clients["official"]
    values = filled(client, world, page)
    answer = client.post(address_of(page), {**extra, "version": "99", **values})
    assert errors(answer) == {}
    made = newest(world, page)
    assert planted(made, extra) == {}
    assert getattr(made, "version", 1) == 1
    assert not User.objects.get(username="official").is_superuser


@pytest.mark.parametrize("page", sorted(CREATE))
def test_a_new_record_of_another_unit_is_refused_like_one_of_no_unit(world, clients, page):
    client, own = clients["official"], world.units["a"].pk
    values = filled(client, world, page)
    before = checksum()
    said = []
    for unit in (world.units["b"].pk, world.units["c"].pk, MISSING, [own, world.units["c"].pk]):
        answer = client.post(address_of(page), {**values, "unit": unit})
        assert answer.status_code == 200, unit
        said.append(errors(answer)["unit"])
    assert said[0] == said[1] == said[2] == said[3]
    assert checksum() == before


@pytest.mark.parametrize("page", EDIT)
def test_a_correction_takes_only_what_its_form_shows(world, clients, extra, page):
    client = clients["official"]
    thing = next(one for one in world.of(page) if one.home == "a")
    other = next(one for one in world.of(page) if one.home == "c")
    address = reverse(f"{page}-edit", args=[thing.obj.pk])
    values = shown(client.get(address).context["form"])
    text = next(name for name in ("note", "name", "full_name") if name in values or name == "note")
    typed = values | {text: "corrected", "reason": "because"}
    smuggled = {**extra, "id": other.obj.pk, "pk": other.obj.pk, "object_id": other.obj.pk, "unit_id": other.obj.pk}
    assert errors(client.post(address, {**smuggled, **typed})) == {}
    fresh = thing.model._base_manager.get(pk=thing.obj.pk)
    assert (getattr(fresh, text), fresh.version) == ("corrected", 2)
    assert planted(fresh, extra) == {}
    assert thing.model._base_manager.get(pk=other.obj.pk).version == 1


@pytest.mark.parametrize("page", ["services:filing", "services:treasury", "services:activity"])
def test_a_record_is_not_moved_into_another_unit(world, clients, page):
    client, before = clients["official"], checksum()
    thing = next(one for one in world.of(page) if one.home == "a")
    address = reverse(f"{page}-edit", args=[thing.obj.pk])
    values = shown(client.get(address).context["form"]) | {"reason": "because", "unit": world.units["b"].pk}
    assert "unit" in errors(client.post(address, values))
    assert checksum() == before


@pytest.mark.parametrize("page", ["communes:equipment-move", "communes:staff-post"])
def test_a_thing_is_not_handed_to_a_unit_out_of_reach(world, clients, page):
    client, before = clients["official"], checksum()
    register, _dash, _verb = page.rpartition("-")
    thing = next(one for one in world.of(register) if one.units == frozenset("a"))
    holder = next(one.obj.pk for one in world.of("communes:staff") if one.units == frozenset("b"))
    address = reverse(page, args=[thing.obj.pk])
    values = shown(client.get(address).context["form"])
    for change in ({"unit": world.units["b"].pk}, {"holder": holder}):
        if next(iter(change)) in values or "move" in page:
            assert set(errors(client.post(address, {**values, **change}))) & {"unit", "holder"}
    assert checksum() == before


def test_a_document_is_not_answered_by_one_of_another_unit(world, clients):
    client, before = clients["official"], checksum()
    mine = next(one for one in world.of("documents:document") if one.home == "a" and one.obj.direction == "incoming")
    theirs = next(one.obj for one in world.of("documents:document") if one.home == "b" and one.obj.code.endswith("-B"))
    for verb in ("edit", "finish"):
        address = reverse(f"documents:document-{verb}", args=[mine.obj.pk])
        values = shown(client.get(address).context["form"]) | {"completed_on": "03/08/2020", "reason": "because"}
        said = set()
        for typed in (theirs.code, f"{theirs} · {theirs.code}", theirs.subject, "văn bản không có"):
            answer = errors(client.post(address, {**values, "answered_by": typed}))
            said.add(answer["answered_by"][0].replace(typed[:60], "#"))
        assert len(said) == 1
    assert checksum() == before


def test_a_serial_number_that_is_taken_elsewhere_does_not_say_where(world, clients):
    """It is unique in the whole country, so the form must refuse it; more it must not tell."""
    client = clients["official"]
    taken = next(one.obj for one in world.of("communes:equipment") if one.units == frozenset("c"))
    values = filled(client, world, "communes:equipment") | {"kind": taken.kind, "serials": taken.serial}
    with swiftly():
        said = errors(client.post("/equipment/new/", values))
    assert said == {"serials": [f"Line 1: a device of this kind with “{taken.serial}” is registered already."]}


@pytest.mark.parametrize("value", ["on", "true", "1", ["true"], "True"])
def test_nobody_makes_himself_more_than_he_is(world, clients, value):
    client, before = clients["official"], User.objects.get(username="official")
    rights = {"is_superuser": value, "is_staff": value, "is_active": value, "role": "administrator", "sessions": 7}
    client.post("/accounts/language/", {"language": "en", **rights})
    client.post("/accounts/password/", {"current": "x", "new": "y", "again": "y", **rights})
    client.post(f"/admin/accounts/user/{before.pk}/change/", {"username": "official", "reason": "x", **rights})
    client.post("/admin/accounts/user/add/", {"username": "planted", **rights})
    client.post("/admin/communes/membership/add/", {"user": before.pk, "unit": world.units["p"].pk, **rights})
    after = User.objects.get(username="official")
    assert [getattr(after, name) for name in ("is_superuser", "is_staff", "sessions")] == [False, True, 0]
    assert after.memberships.count() == 1
    assert not User.objects.filter(username="planted").exists()


def test_an_administrator_by_role_makes_no_superuser(world, clients):
    person = User.objects.get(username="leader")
    address = f"/admin/accounts/user/{person.pk}/change/"
    form = clients["administrator"].get(address).context["adminform"].form
    answer = clients["administrator"].post(address, shown(form) | {"is_superuser": "on", "reason": "because"})
    assert answer.status_code == 302
    assert not User.objects.get(username="leader").is_superuser
