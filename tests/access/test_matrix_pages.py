"""Every page that takes a record × every person × every relation of the record's unit to the person's.

The expectation has two parts that share no code with the site's own scope: who may reach the route stands in the
policy table, and what is within reach is walked out anew by tests.access.oracle. A record out of reach answers, to the
byte and the header, like one that does not exist.
"""

import pytest
from django.urls import reverse

from bacha.policy import ROUTES
from bacha.policy.route import MEMBER
from documents.models.document import DocumentQuerySet
from tests.access.driving import Drive, checksum, everybody, is_left_to_sqlite, swiftly
from tests.access.oracle import Person
from tests.access.world import Thing, keys_of
from tests.routes import all_routes

pytestmark = pytest.mark.long
# Routes with an argument that names no record of a unit; they have tests of their own.
NO_RECORD = {
    "accounts:one-time", "api:document", "api:filing", "api:indicator", "communes:reorganisation-new",
    "dashboards:indicator", "imports:template",
}  # fmt: skip
# Acts that the state of the world's records does not allow: nothing is asked of a citizen at present, all follow-ups
# are open, and no row of an import was refused.
NEVER_FIT = {
    "services:filing-answer", "communes:follow-up-reopen", "imports:import-refused",
}  # fmt: skip
# What only fits a record whose time is over.
ONLY_AFTER = {"communes:stocktake-reopen", "imports:import-undo"}
# What may still be done with a thing whose last row has ended.
AFTER_THE_END = {
    "communes:staff": {"edit", "post"},
    "communes:connection": {"edit"},
    "communes:software-use": set(),
    "services:offer": set(),
    "communes:stocktake": {"reopen"},
    "jobs:job": set(),
    "imports:import": {"undo"},
}
# Forms that ask for nothing: an empty one does the act, which tests of their own look at.
AT_ONCE = {"jobs:job-cancel"}
# Downloads that are not always there; nothing can be sent to them.
NO_FORM = {"imports:import-refused"}
READ = {"detail", "download", "file", "history", "event", "letter", "paper", "minutes", "handover"}
OF_UNITS = {f"dashboards:{name}" for name in ("unit", "filings-unit", "chart-json", "chart-csv", "chart-xlsx")}


def page_routes() -> set[str]:
    """The names of the routes with an argument, but the admin's."""
    names = {name for name, text in all_routes() if "<" in text and not name.startswith("admin:")}
    return names - NO_RECORD


def cells(world):
    """(route, verb, address with a gap for the key, thing) for every record and every page of its register."""
    pages = sorted({thing.page for thing in world.things if thing.page}, key=len, reverse=True)
    for name in sorted(page_routes() - OF_UNITS):
        page = next((page for page in pages if name.startswith(f"{page}-")), None)
        for thing in world.of(page) if page else ():
            pattern = reverse(name, args=[7, *keys_of(name, thing.obj)[1:]]).replace("/7/", "/{}/", 1)
            yield name, name.removeprefix(f"{page}-"), pattern, thing


def expected(person: Person, thing: Thing, name: str, verb: str) -> int:
    """The status by policy and oracle; 404 also means: as if it did not exist."""
    if not person.is_logged_in:
        return 302
    words = ROUTES[name].who.split(" or ")
    if not (person.role if words == [MEMBER] else any(person.may(word) for word in words)):
        return 403
    if not person.sees(thing):
        return 404
    if verb in READ:
        return 200
    fits = name not in ONLY_AFTER if thing.is_open else verb in AFTER_THE_END.get(thing.page, {verb})
    may = words == [MEMBER] or any(person.may(word, thing.home or None) for word in words)
    return 200 if may and fits and name not in NEVER_FIT else 403


def is_sampled(number: int, person: Person, status: int, post) -> bool:
    """Those who write somewhere are asked about every record out of their reach. A page that is shown costs ten times
    as much as a refusal: of those who see much, every fourth is looked at. Who is turned away at the door of a form,
    whatever the record, is so at every third (or when sending it, sixth)."""
    if status == 200:
        return person.name in ("official", "head", "neighbour") or number % 4 == 0
    if status == 404:
        return person.role in ("official", "reviewer") or number % 2 == 0
    return number % (3 if post is None else 6) == 0


def drive(world, clients, *, post=None, everything: bool = False, only: str = "") -> Drive:
    """Ask for every cell (of one route); with `post`, send it to whatever is no mere reading."""
    found = Drive(world, clients)
    for number, (name, verb, pattern, thing) in enumerate(cells(world)):
        if only and name != only:
            continue
        for place, person in enumerate(everybody()):
            if not (everything or only) and is_left_to_sqlite(number + place):
                continue
            status = expected(person, thing, name, verb)
            if post is not None and (verb in READ or name in NO_FORM or (name in AT_ONCE and status == 200)):
                continue
            if not (everything or is_sampled(number, person, status, post)):
                continue
            if status == 404:
                found.expect_missing(person, pattern, thing.obj.pk, post=post)
            else:
                found.expect(person, pattern.format(thing.obj.pk), status, post=post)
    return found


def test_every_route_with_a_record_is_driven(world):
    driven = {name for name, *_rest in cells(world)} | OF_UNITS
    assert sorted(page_routes() - driven) == []


def test_every_page_of_a_record_answers_by_policy_and_scope_and_writes_nothing(world, clients):
    before = checksum()
    with swiftly():
        found = drive(world, clients)
    found.conclude(at_least=3500, sparse=True)
    assert checksum() == before


def test_every_form_of_a_record_refuses_by_policy_and_scope(world, clients):
    before = checksum()
    with swiftly():
        found = drive(world, clients, post={})
    found.conclude(at_least=1200, sparse=True)
    assert checksum() == before


@pytest.mark.parametrize(
    "pattern",
    [
        "/units/{}/",
        "/units/{}/charts/documents.json",
        "/units/{}/charts/filings.json",
        "/units/{}/charts/skills.csv",
        "/?unit={}",
        "/indicators/fluent_share/?unit={}",
        "/procedures/without-filings/?unit={}",
        "/filings/channels/?unit={}",
    ],
)
def test_pages_of_a_unit_answer_by_scope(world, clients, pattern):
    found = Drive(world, clients)
    with swiftly():
        for person in everybody():
            for letter, unit in world.units.items():
                if not person.is_logged_in or not person.role:
                    found.expect(person, pattern.format(unit.slug), 403 if person.is_logged_in else 302)
                elif letter in person.reach:
                    found.expect(person, pattern.format(unit.slug), 200)
                else:
                    found.expect_missing(person, pattern, unit.slug, missing="unit-zz")
    found.conclude(at_least=100)


def test_a_scope_that_is_forgotten_is_found(world, clients, monkeypatch):
    """The matrix sees what it is there for: a register without its scope."""
    monkeypatch.setattr(DocumentQuerySet, "visible_to", lambda rows, user: rows)
    with swiftly():
        found = drive(world, clients, only="documents:document-detail")
    assert {cell[0] for cell in found.wrong if "shows" in cell} >= {"official", "neighbour", "reviewer", "elsewhere"}
    assert {cell[0] for cell in found.wrong if 200 in cell} >= {"official", "neighbour", "reviewer", "elsewhere"}


@pytest.mark.soak
def test_every_cell_without_sampling(world, clients):
    with swiftly():
        found = drive(world, clients, everything=True)
    found.conclude(at_least=5000)
