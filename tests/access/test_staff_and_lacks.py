"""Courses, leavers, what units lack and sums by commune hold, for every person, exactly what the oracle says."""

from datetime import date

import pytest
from django.urls import reverse

from communes.models import Posting, Succession, Training
from tests.access.driving import Drive, everybody, swiftly
from tests.access.oracle import Person
from tests.access.world import UNITS, World

TODAY = date(2020, 8, 3)


def standing(person: Person, world: World, *kinds: str) -> set[int]:
    """The units of these kinds that exist today within the person's reach."""
    units = {world.units[letter] for letter in person.reach if UNITS[letter][1] in kinds}
    return {unit.pk for unit in units if unit.exists_on(TODAY)}


def reached(person: Person, world: World) -> set[int]:
    return {world.units[letter].pk for letter in person.reach}


def courses(person: Person, world: World) -> set[int]:
    return {row.pk for row in Training.objects.all() if row.unit_id in reached(person, world)}


def departures(person: Person, world: World) -> set[int]:
    """Rows that ended, with no other of the same person from that day in the same unit or in one that took it over."""
    rows = list(Posting.objects.all())
    heirs = set(Succession.objects.values_list("predecessor_id", "successor_id"))
    begun = {(row.staff_member_id, row.unit_id, row.since) for row in rows}
    return {
        row.pk
        for row in rows
        if row.until
        and row.unit_id in reached(person, world)
        and (row.staff_member_id, row.unit_id, row.until) not in begun
        and not any((row.staff_member_id, heir, row.until) in begun for old, heir in heirs if old == row.unit_id)
    }


LISTS = {
    "training-people": ({"year": "2020"}, courses),
    "training-list": ({"year": "2020"}, courses),
    "staff-left-list": ({}, departures),
    "connection-missing-list": ({"lack": "dedicated"}, lambda *who: standing(*who, "commune", "office")),
    "village-totals-list": ({}, lambda *who: standing(*who, "commune")),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("export", ["", "csv"])
def test_list_holds_what_lies_within_reach(world, clients, name, export):
    query, expected = LISTS[name]
    address = reverse(f"communes:{name}", query={**query, **({"export": export} if export else {})})
    found = Drive(world, clients)
    with swiftly():
        for person in everybody():
            if not person.role:
                found.expect(person, address, 403 if person.is_logged_in else 302)
                continue
            # Foreign words in it are wrong, in the file too.
            answer, _body = found.ask(person, address)
            if not export:
                assert {row.record.pk for row in answer.context["table"].rows} == expected(person, world), person.name
    found.conclude(at_least=11)


def test_course_is_recorded_only_by_who_writes_and_for_people_within_reach(world, clients):
    address, found = reverse("communes:training-create"), Drive(world, clients)
    with swiftly():
        for person in everybody():
            status = 302 if not person.is_logged_in else 200 if person.may("registers") else 403
            found.expect(person, address, status)
            stranger = world.units["c"]
            answer, _body = found.ask(person, f"{address}?unit={stranger.pk}")
            if answer.status_code == 200 and not person.is_administrator:
                assert not answer.context["form"].fields["people"].queryset.exists()
    found.conclude(at_least=22)


def test_hints_are_of_the_own_unit_and_posts_of_the_reach(world, clients):
    found = Drive(world, clients)
    with swiftly():
        for person in everybody():
            if not person.role:
                continue
            answer, _body = found.ask(person, reverse("communes:staff-list"))
            assert (answer.context["hints"] is not None) == (person.role == "official"), person.name
            units = standing(person, world, "province", "district", "commune", "office")
            (row,) = answer.context["posts"]
            assert row.present == Posting.objects.in_force(on=TODAY).filter(unit_id__in=units).count(), person.name
    found.conclude(at_least=7)
