"""Figures and indicators by API, page, chart and export equal sums that the oracle makes by walking the tree.

Every unit has a figure of its own, a power of two: a sum that holds one unit too many or too few is another number. A
unit's figure holds what lies below it, also for an official of the unit alone, who sees the unit's figure but not the
registers below.
"""

import pytest

from common.months import Month
from tests.access.driving import Drive, everybody, swiftly
from tests.access.oracle import CHILDREN, Person, subtree
from tests.access.test_lists import csv_rows
from tests.access.world import UNITS
from tests.factories.indicators import put_figures

JUNE = Month(2020, 6)
OWN = {letter: 2**number for number, letter in enumerate(UNITS)}
MEASURES = {"documents.incoming": 1, "documents.outgoing": 2048, "documents.outgoing_signed": 1024}


@pytest.fixture
def figures(world, db):
    """Figures of June for every unit, written past the registers."""
    for letter, unit in world.units.items():
        put_figures(unit, {(key, JUNE): OWN[letter] * factor for key, factor in MEASURES.items()})


def total(letter: str, *, today: bool = False) -> int:
    """The figure of a unit; in today's structure what was taken over stands where it went."""
    units = subtree(letter)
    if today:
        units = units - {"x"} | ({"x"} if "a" in units else set())
    return sum(OWN[low] for low in units)


def members() -> list[Person]:
    return [person for person in everybody() if person.role]


def test_figures_of_the_api_are_sums_of_the_tree(world, clients, figures):
    found = Drive(world, clients)
    address = "/api/v1/figures?unit={}&measure=documents.incoming&from=2020-06&to=2020-06"
    with swiftly():
        for person in everybody():
            for letter, unit in world.units.items():
                if not person.is_logged_in:
                    found.expect(person, address.format(unit.slug), 401)
                elif letter not in person.reach:
                    found.expect_missing(person, address, unit.slug, missing="unit-zz")
                else:
                    answer, _body = found.ask(person, address.format(unit.slug))
                    assert answer.json()["value"] == total(letter), (person.name, letter)
                    answer, _body = found.ask(person, f"{address.format(unit.slug)}&structure=is")
                    assert answer.json()["value"] == total(letter, today=True), (person.name, letter)
    found.conclude(at_least=140)


def test_indicators_of_the_api_are_shares_of_such_sums(world, clients, figures):
    found = Drive(world, clients)
    address = "/api/v1/indicators/documents_signed?unit={}&from=2020-06&to=2020-06"
    with swiftly():
        for person in members():
            for letter, unit in world.units.items():
                if letter not in person.reach:
                    found.expect_missing(person, address, unit.slug, missing="unit-zz")
                    continue
                answer, _body = found.ask(person, address.format(unit.slug))
                parts = (answer.json()["numerator"], answer.json()["denominator"])
                assert parts == (total(letter) * 1024, total(letter) * 2048), (person.name, letter)
    found.conclude(at_least=80)


@pytest.mark.parametrize("kind", ["commune", "office"])
def test_figures_by_kind_are_sums_of_that_kind(world, clients, figures, kind):
    with swiftly():
        for person in members():
            for letter in person.reach:
                address = f"/api/v1/figures?unit={world.units[letter].slug}&measure=documents.incoming&kind={kind}"
                answer = clients[person.name].get(f"{address}&from=2020-06&to=2020-06")
                wanted = sum(OWN[low] for low in subtree(letter) if UNITS[low][1] == kind)
                assert (answer.json()["value"] or 0) == wanted, (person.name, letter)


def test_chart_and_page_show_the_same_figure(world, clients, figures):
    found = Drive(world, clients)
    with swiftly():
        for person in members():
            for letter in sorted(person.reach)[:4]:
                slug, period = world.units[letter].slug, "from=2020-06&to=2020-06"
                answer, _body = found.ask(person, f"/units/{slug}/charts/documents.json?{period}")
                assert answer.json()["series"][0]["values"] == [total(letter)], (person.name, letter)
                answer, _body = found.ask(person, f"/units/{slug}/?{period}")
                groups = [group for _name, group, _charts in answer.context["sections"]]
                facts = {fact.key: fact.value for group in groups for fact in group.facts}
                assert facts["documents.incoming"] == total(letter), (person.name, letter)
    found.conclude(at_least=40)


def test_units_compared_are_the_units_below_that_the_person_sees(world, clients, figures):
    found = Drive(world, clients)
    with swiftly():
        for person in members():
            for letter in sorted(person.reach & {"p", "d", "e", "a"}):
                below = {low for low in CHILDREN[letter] & person.reach if low != "x"}
                wanted = {(world.units[low].title, str(total(low))) for low in below}
                address = f"/?unit={world.units[letter].slug}&from=2020-06&to=2020-06"
                _answer, body = found.ask(person, f"{address}&export=csv")
                assert {(row[0], row[2]) for row in csv_rows(body)} == wanted, (person.name, letter)
                answer, _body = found.ask(person, address)
                tables = [table for _kind, _heading, table in answer.context["tables"]]
                shown = {(row.unit.title, str(row.figures["incoming"])) for table in tables for row in table.data.data}
                assert shown == wanted, (person.name, letter)
    found.conclude(at_least=24)


def test_first_page_is_of_the_highest_unit_within_reach(world, clients, figures):
    first = {
        "official": "a", "neighbour": "b", "head": "a", "reviewer": "d", "leader": "d", "auditor": "d",
        "elsewhere": "e", "administrator": "p",
    }  # fmt: skip
    with swiftly():
        found = {name: clients[name].get("/").context["unit"].slug for name in first}
    assert found == {name: world.units[letter].slug for name, letter in first.items()}
