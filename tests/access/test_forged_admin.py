"""Forged posts to the admin (formsets, keys in the body, bulk actions, target fields) change nothing out of reach.

The holes of this kind in Django 5.2 (security.md, finding 11) were in inlines, `list_editable` and formsets with keys
that can be edited; the admin here has none of them, and these posts try as if it had.
"""

import pytest
from django.contrib import admin
from django.urls import reverse

from communes.models import Connection, Equipment, Membership, Placement, Posting
from documents.models import Document
from services.models import Attendance
from tests.access.driving import MISSING, Drive, body_of, checksum, everybody, swiftly, words_in
from tests.access.oracle import EVERYBODY
from tests.access.test_matrix_admin import things_of
from tests.communes.pages import shown

WRITERS = ("official", "reviewer", "elsewhere")
LOOKERS = ("head", "leader", "auditor", "stranger")


def url(model, verb: str, *keys) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{verb}", args=keys)


def of_unit(world, model, letter: str):
    """A record that belongs to one unit alone."""
    return next(thing.obj for thing in world.of(model) if thing.units == frozenset(letter))


def values_of(client, address: str) -> dict:
    """What a browser would send from an admin form."""
    return shown(client.get(address).context["adminform"].form) | {"reason": "because"}


# The admin has no such actions and no such lists, whatever the database.
@pytest.mark.once
def test_bulk_actions_and_list_formsets_do_nothing(world, clients):
    before = checksum()
    with swiftly():
        for name in (*WRITERS, *LOOKERS, "administrator"):
            for model in admin.site._registry:
                keys = [thing.obj.pk for thing in things_of(world, model)][:3]
                rows = {f"form-{place}-{field}": keys[0] for place in range(2) for field in ("id", "unit", "note")}
                forged = {
                    "action": "delete_selected", "_selected_action": keys, "post": "yes", "select_across": "1",
                    "form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 1, "_save": "1", **rows,
                }  # fmt: skip
                answer = clients[name].post(url(model, "changelist"), forged)
                assert answer.status_code in (200, 302, 403), (name, model)
    assert checksum() == before


@pytest.mark.parametrize("name", LOOKERS)
def test_who_only_looks_adds_and_changes_nothing(world, clients, name):
    before = checksum()
    with swiftly():
        for model in (Equipment, Placement, Posting, Connection, Document, Attendance):
            own = of_unit(world, model, "a")
            forged = {"version": 1, "reason": "x", "unit": world.units["a"].pk, "note": "planted", "name": "planted"}
            for address in (url(model, "change", own.pk), url(model, "add"), url(model, "delete", own.pk)):
                assert clients[name].post(address, forged).status_code in (403, 404), (address, name)
    assert checksum() == before


def test_inlines_and_keys_in_the_body_reach_no_other_record(world, clients):
    """One's own device is corrected; the rows and keys that were sent along are not."""
    client, own, other = clients["official"], of_unit(world, Equipment, "a"), of_unit(world, Equipment, "c")
    theirs, mine = of_unit(world, Placement, "c"), of_unit(world, Placement, "a")
    rows = {}
    for prefix in ("placements", "placement_set", "form"):
        rows |= {f"{prefix}-TOTAL_FORMS": 2, f"{prefix}-INITIAL_FORMS": 1, f"{prefix}-MAX_NUM_FORMS": 1000}
        rows |= {f"{prefix}-0-id": theirs.pk, f"{prefix}-0-equipment": other.pk, f"{prefix}-0-DELETE": "on"}
        rows |= {f"{prefix}-1-unit": world.units["c"].pk, f"{prefix}-1-since": "01/07/2020"}
    address = url(Equipment, "change", own.pk)
    forged = {**rows, "id": other.pk, "pk": other.pk, "note": "corrected"}
    answer = client.post(address, values_of(client, address) | forged)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Equipment.objects.get(pk=own.pk).note == "corrected"
    assert Equipment.objects.get(pk=other.pk).version == 1
    assert list(own.placements.values_list("pk", flat=True)) == [mine.pk]
    assert list(other.placements.values_list("pk", "until")) == [(theirs.pk, None)]


@pytest.mark.parametrize("model", [Connection, Placement, Posting], ids=lambda model: model.__name__)
def test_a_record_is_not_moved_or_added_out_of_reach(world, clients, model):
    client, before = clients["official"], checksum()
    address = url(model, "change", of_unit(world, model, "a").pk)
    values = values_of(client, address)
    said = []
    for unit in (world.units["b"].pk, world.units["c"].pk, MISSING):
        answer = client.post(address, values | {"unit": unit})
        said.append(str(answer.context["adminform"].form.errors["unit"]))
    assert said[0] == said[1] == said[2]
    assert checksum() == before


def test_a_row_is_not_added_to_a_thing_out_of_reach(world, clients):
    client, before = clients["official"], checksum()
    roots = {
        Placement: ("equipment", Equipment),
        Posting: ("staff_member", type(of_unit(world, Posting, "a").staff_member)),
    }
    for model, (root, root_model) in roots.items():
        said = []
        for key in (of_unit(world, root_model, "c").pk, MISSING):
            forged = {
                root: key,
                "unit": world.units["a"].pk,
                "since": "01/08/2020",
                "condition": "good",
                "position": "x",
            }
            answer = client.post(url(model, "add"), forged)
            said.append(str(answer.context["adminform"].form.errors[root]))
        assert said[0] == said[1]
    assert checksum() == before


@pytest.mark.parametrize("query", ["_to_field=serial", "_to_field=version", "_to_field=password", "_popup=1"])
def test_another_target_field_tells_nothing(world, clients, query):
    found = Drive(world, clients)
    with swiftly():
        for name in ("official", "elsewhere"):
            person = EVERYBODY[name]
            for address in (url(Equipment, "changelist"), url(Equipment, "add"), url(Equipment, "change", MISSING)):
                answer, _body = found.ask(person, f"{address}?{query}")
                assert answer.status_code in (200, 400, 404, 403), address
    found.conclude(at_least=6)


def test_a_form_opened_with_hidden_records_in_its_address_does_not_name_them(world, clients):
    """Django fills the form that adds from the address: a number must not become the name of what it stands for."""
    with swiftly():
        for person in everybody():
            if not person.may("registers") or person.is_administrator:
                continue
            thing, staff = of_unit(world, Equipment, "c"), world.of(Posting)[-1].obj.staff_member
            query = f"?equipment={thing.pk}&staff_member={staff.pk}&unit={world.units['c'].pk}&holder={staff.pk}"
            for model in (Placement, Posting, Equipment):
                page = body_of(clients[person.name].get(url(model, "add") + query))
                assert [text for text in words_in(page) if not person.reads(world, text)] == []
                assert world.units["c"].name not in page


def test_autocompletion_is_only_for_the_fields_of_the_forms(world, clients):
    """Another field in the address gets no people and no sessions for who may not see them in the admin."""
    with swiftly():
        for query in (
            "app_label=accounts&model_name=user&field_name=groups",
            "app_label=communes&model_name=closedmonth&field_name=closed_by",
            "app_label=communes&model_name=equipment&field_name=batch",
            "app_label=communes&model_name=reorganisation&field_name=applied_by",
            "app_label=sessions&model_name=session&field_name=session_key",
        ):
            for name in ("official", "reviewer", "auditor"):
                assert clients[name].get(f"/admin/autocomplete/?{query}&term=").status_code == 403, (name, query)


def test_a_role_is_given_by_administrators_only(world, clients):
    before = Membership.objects.count()
    with swiftly():
        for person in everybody():
            if person.is_administrator or not person.is_logged_in:
                continue
            user = world.people[person.name]
            forged = {"user": user.pk, "unit": world.units["p"].pk, "role": "administrator", "valid_from": "01/01/2020"}
            assert clients[person.name].post(url(Membership, "add"), forged).status_code == 403, person.name
            for row in user.memberships.all():
                answer = clients[person.name].post(
                    url(Membership, "change", row.pk), {**forged, "reason": "x", "version": 1}
                )
                assert answer.status_code == 403, person.name
    assert Membership.objects.count() == before
