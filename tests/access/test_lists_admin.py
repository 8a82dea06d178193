"""Lists, searches and autocompletion of the admin hold, for every person, exactly the records of the oracle."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from communes.models import Equipment, Unit
from tests.access.driving import Drive, in_turn, swiftly
from tests.access.oracle import EVERYBODY, Person
from tests.access.test_matrix_admin import ADMINISTRATORS, SHARED
from tests.access.world import World

MODELS = sorted(admin.site._registry, key=str)
# Every field of an admin form that completes what is typed, with the model that it looks in.
LOOK_UPS = sorted(
    {
        (owner.opts.app_label, owner.opts.model_name, name, owner.model._meta.get_field(name).related_model)
        for owner in admin.site._registry.values()
        for name in owner.get_autocomplete_fields(None)
    },
    key=str,
)


def expected(person: Person, model, world: World) -> set[int] | None:
    """The keys of the records that the person must find; None where the admin has nothing for the person."""
    if not person.role or (model in ADMINISTRATORS and not person.is_administrator):
        return None
    if model is User or model in SHARED or not world.of(model):
        return set(model._default_manager.values_list("pk", flat=True))
    return {thing.obj.pk for thing in world.of(model) if person.sees(thing)}


def listing(model, **query) -> str:
    """The address of the list of a model."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query=query or None)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_of_the_admin_is_the_oracles(world, clients, model):
    found = Drive(world, clients)
    with swiftly():
        for person in in_turn(MODELS.index(model)):
            keys = expected(person, model, world)
            if keys is None:
                found.expect(person, listing(model), 403 if person.is_logged_in else 302)
                continue
            answer, _body = found.ask(person, listing(model))
            shown = answer.context["cl"]
            assert {row.pk for row in shown.result_list} <= keys, person.name
            assert shown.result_count == len(keys), person.name
    found.conclude(at_least=9)


def test_search_in_the_admin_finds_only_what_the_person_sees(world, clients):
    found = Drive(world, clients)
    searched = [model for model, owner in admin.site._registry.items() if owner.search_fields and model not in SHARED]
    with swiftly():
        for model in sorted(searched, key=str):
            for name in ("official", "elsewhere", "auditor"):
                keys = expected(EVERYBODY[name], model, world)
                if keys is None:
                    continue
                answer, _body = found.ask(EVERYBODY[name], listing(model, q="kanari"))
                assert {row.pk for row in answer.context["cl"].result_list} <= keys, (model, name)
    found.conclude(at_least=50)


@pytest.mark.parametrize(("app", "model", "name", "target"), LOOK_UPS, ids=[f"{m}.{n}" for _a, m, n, _t in LOOK_UPS])
def test_autocompletion_offers_exactly_what_the_person_sees(world, clients, app, model, name, target):
    found, address = Drive(world, clients), f"/admin/autocomplete/?app_label={app}&model_name={model}&field_name={name}"
    with swiftly():
        for person in in_turn(LOOK_UPS.index((app, model, name, target))):
            keys = expected(person, target, world)
            if keys is None:
                found.expect(person, f"{address}&term=", 403 if person.is_logged_in else 302)
                continue
            offered, page, more = set(), 0, True
            while more:
                page += 1
                answer, _body = found.ask(person, f"{address}&term=&page={page}")
                offered |= {int(row["id"]) for row in answer.json()["results"]}
                more = answer.json()["pagination"]["more"]
            assert offered == keys, person.name
    found.conclude(at_least=9)


@pytest.mark.parametrize(
    "query",
    [
        "placements__unit__name=An",
        "placements__holder__full_name__startswith=k",
        "placements__unit__memberships__user__password__startswith=a",
        "acquired_by_unit__memberships__user__username=official",
        "_connector=OR&name=x",
        "q=x&_to_field=note",
        "e=1",
    ],
)
def test_a_filter_that_nobody_offered_tells_nothing(world, clients, query):
    """Filters reach only what the list offers: neither other tables nor columns of other people."""
    found = Drive(world, clients)
    with swiftly():
        for name in ("official", "reviewer"):
            person = EVERYBODY[name]
            answer, _body = found.ask(person, f"/admin/communes/equipment/?{query}")
            assert answer.status_code in (200, 302, 400)
            if answer.status_code == 200:
                keys = expected(person, Equipment, world)
                assert {row.pk for row in answer.context["cl"].result_list} <= keys
    found.conclude(at_least=2)


def test_the_list_of_people_cannot_be_filtered_by_their_passwords(world, clients):
    """An administrator may see accounts, not guess the stored hash letter by letter."""
    for query in ("password__startswith=!", "password=x", "password__regex=."):
        answer = clients["administrator"].get(f"/admin/accounts/user/?{query}")
        assert answer.status_code in (302, 400), query


def test_a_filter_by_a_hidden_record_is_a_filter_by_none(world, clients):
    """The key of a unit that one does not see gives what the key of no unit gives."""
    with swiftly():
        hidden = world.units["c"].pk
        for field in ("acquired_by_unit__id__exact", "acquired_by_unit"):
            bodies = [
                clients["official"].get(f"/admin/communes/equipment/?{field}={key}").context["cl"].result_count
                for key in (hidden, 987_654)
            ]
            assert bodies == [0, 0], field
        assert Unit.objects.filter(pk=hidden).exists()
