"""What lists, counts, sums, searches, look-ups and exports hold is, for every person, exactly what the oracle says."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from common.models import AuditEvent
from communes.models import Unit
from dashboards.views import Audit
from tests.access.driving import Drive, everybody, in_turn, swiftly, words_in
from tests.access.oracle import EVERYBODY, Person
from tests.access.world import Thing, World, word

TODAY, THEN = date(2020, 8, 3), date(2020, 2, 15)
ROWS = {"communes:equipment": "placements", "communes:staff": "postings", "communes:village": "counts"}
DATED = {*ROWS, "communes:connection", "communes:software-use"}
# register: query
LISTS = {
    **{page: [{}, {"on": "2020-02-15"}] for page in sorted(DATED)},
    "communes:software": [{}],
    "communes:follow-up": [{}, {"state": "open"}],
    "communes:stocktake": [{}],
    "documents:document": [{}, {"direction": "outgoing"}],
    "documents:reservation": [{}, {"state": "open"}],
    "services:filing": [{}],
    "services:treasury": [{}],
    "services:activity": [{}, {"section": "outreach"}],
    "services:meeting": [{}],
    "services:procedure": [{}],
    "indicators:declared": [{}],
    "jobs:job": [{}],
    "imports:import": [{}],
}
CASES = [(page, query) for page, queries in LISTS.items() for query in queries]
SUMS = {
    "services:treasury": ("transactions", "transactions"),
    "services:activity": ("outreach_sessions",) * 2,
    "communes:equipment": ("cost", "cost"),
}


def letters(world: World) -> dict[int, str]:
    """unit id -> its letter."""
    return {unit.pk: letter for letter, unit in world.units.items()}


def stood_within(person: Person, thing: Thing, world: World, day: date) -> bool:
    """Whether the thing stood on a day in a unit that the person sees."""
    known = letters(world)
    rows = getattr(thing.obj, ROWS[thing.page]).all() if thing.page in ROWS else [thing.obj]
    return any(
        row.since <= day and (row.until is None or day < row.until) and known[row.unit_id] in person.reach
        for row in rows
    )


def expected(person: Person, page: str, query: dict, world: World) -> list[Thing]:
    """The things that the list must hold for the person."""
    found = [thing for thing in world.of(page) if person.sees(thing)]
    if page in DATED:
        day = THEN if "on" in query else TODAY
        return [thing for thing in found if stood_within(person, thing, world, day)]
    if page == "documents:document":
        return [thing for thing in found if thing.obj.direction == query.get("direction", "incoming")]
    return found


def csv_rows(body: str) -> list[list[str]]:
    """The rows of an export, without its heading and stamp."""
    rows = list(csv.reader(io.StringIO(body.lstrip("\ufeff"))))
    return rows[1 : rows.index([])]


@pytest.mark.parametrize(("page", "query"), CASES, ids=[f"{page} {query}" for page, query in CASES])
def test_list_count_sum_and_export_are_the_oracles(world, clients, page, query):
    found = Drive(world, clients)
    with swiftly():
        for person in in_turn(CASES.index((page, query))):
            if not person.role:
                found.expect(person, reverse(f"{page}-list"), 403 if person.is_logged_in else 302)
                continue
            things = expected(person, page, query, world)
            answer, _body = found.ask(person, reverse(f"{page}-list", query=query))
            table = answer.context["table"]
            assert {row.record.pk for row in table.rows} == {thing.obj.pk for thing in things}, person.name
            assert answer.context["count"].number == len(things), person.name
            if page in SUMS and things:
                column, field = SUMS[page]
                total = sum(getattr(thing.obj, field) or 0 for thing in things)
                assert int(str(table.columns[column].footer).replace(".", "")) == total, person.name
            _answer, body = found.ask(person, reverse(f"{page}-list", query={**query, "export": "csv"}))
            assert len(csv_rows(body)) == len(things), person.name
    found.conclude(at_least=15)


def test_units_listed_are_those_of_the_scope(world, clients):
    found, known = Drive(world, clients), letters(world)
    with swiftly():
        for person in everybody():
            if not person.role:
                continue
            answer, _body = found.ask(person, "/units/?on=2020-02-15")
            assert {known[row.record.pk] for row in answer.context["table"].rows} == person.reach, person.name
            answer, _body = found.ask(person, "/units/lookup/?q=")
            assert {row["key"] for row in answer.json()["results"]} == slugs(person, world), person.name
            answer, _body = found.ask(person, "/api/v1/units")
            assert {row["slug"] for row in answer.json()} == slugs(person, world), person.name
            assert {row["parent"] for row in answer.json()} <= slugs(person, world) | {None}, person.name
    found.conclude(at_least=24)


def slugs(person: Person, world: World) -> set[str]:
    return {world.units[letter].slug for letter in person.reach}


def test_units_are_found_by_their_other_names_only_within_reach(world, clients):
    ways = {
        "/units/lookup/?q={}": lambda answer: [row["key"] for row in answer.json()["results"]],
        "/api/v1/units?q={}": lambda answer: [row["slug"] for row in answer.json()],
        "/units/?on=2020-02-15&q={}": lambda answer: [row.record.slug for row in answer.context["table"].rows],
        "/admin/communes/unit/?q={}": lambda answer: [unit.slug for unit in answer.context["cl"].result_list],
    }
    with swiftly():
        for name in ("official", "reviewer", "elsewhere"):
            for letter, unit in world.units.items():
                known = [unit.slug] if letter in EVERYBODY[name].reach else []
                for address, read in ways.items():
                    answer = clients[name].get(address.format(word(letter, "alias")))
                    assert read(answer) == known, (name, letter, address)


@pytest.mark.parametrize("page", sorted({page for page, _query in CASES}))
def test_workbook_holds_the_rows_of_the_list(world, clients, page):
    found = Drive(world, clients)
    with swiftly():
        for person in (EVERYBODY["official"], EVERYBODY["elsewhere"]):
            answer, _body = found.ask(person, reverse(f"{page}-list"))
            rows = len(answer.context["table"].rows)
            file = clients[person.name].get(reverse(f"{page}-list", query={"export": "xlsx"}))
            sheets = load_workbook(io.BytesIO(b"".join(file.streaming_content))).worksheets
            text = " ".join(str(cell) for sheet in sheets for row in sheet.values for cell in row)
            assert [one for one in words_in(text) if not person.reads(world, one)] == []
            assert sheets[0].max_row == rows + 1, person.name
    found.conclude(at_least=2)


@pytest.mark.parametrize(
    ("address", "page", "key"),
    [
        ("/staff/lookup/?q=kanari", "communes:staff", "pk"),
        ("/documents/lookup/?q=kanari", "documents:document", "code"),
        ("/procedures/lookup/?q=thu tuc", "services:procedure", "code"),
    ],
)
def test_lookups_suggest_only_what_the_person_sees(world, clients, address, page, key):
    found = Drive(world, clients)
    with swiftly():
        for person in everybody():
            if not person.role:
                found.expect(person, address, 403 if person.is_logged_in else 302)
                continue
            things = (
                expected(person, page, {"direction": "outgoing"}, world) if key == "code" else seen(person, page, world)
            )
            answer, _body = found.ask(person, address)
            keys = {row["key"] for row in answer.json()["results"]}
            assert keys == {str(getattr(thing.obj, key)) for thing in things}, person.name
    found.conclude(at_least=11)


def seen(person: Person, page: str, world: World) -> list[Thing]:
    return [thing for thing in world.of(page) if person.sees(thing)]


def test_audit_trail_holds_the_events_of_the_audited_units(world, clients):
    found, known = Drive(world, clients), letters(world)
    with swiftly():
        for person in everybody():
            if not person.may("audit"):
                found.expect(person, "/audit/", 403 if person.is_logged_in else 302)
                continue
            mine = [unit.pk for unit in Unit.objects.all() if known[unit.pk] in person.reach]
            events = AuditEvent.objects.all() if person.is_administrator else within(mine)
            answer, _body = found.ask(person, "/audit/")
            rows = [row.record.pk for row in answer.context["table"].rows]
            assert rows == [event.pk for event in events.order_by("-pk")[: Audit.keyset.size]], person.name
            _answer, body = found.ask(person, "/audit/?export=csv")
            assert {int(row[0]) for row in csv_rows(body)} == {event.pk for event in events}, person.name
    found.conclude(at_least=11)


def within(unit_ids: list[int]):
    return AuditEvent.objects.filter(changes__unit_id__in=unit_ids).distinct()
