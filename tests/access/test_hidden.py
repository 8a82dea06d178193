"""What lies out of reach is no oracle: naming it in a filter, a search or a form is naming nothing.

And a record that several units share shows each person only the rows of units that the person sees.
"""

import pytest
from django.urls import reverse

from tests.access.driving import Drive, body_of, everybody, plain, swiftly
from tests.access.oracle import EVERYBODY
from tests.access.world import word

BY_UNIT = [
    "communes:equipment", "communes:staff", "communes:connection", "communes:village", "communes:software-use",
    "communes:follow-up",
    "communes:training", "communes:staff-left", "communes:connection-missing", "communes:village-totals",
    "documents:document", "services:procedure", "services:filing", "services:treasury", "services:activity",
    "services:meeting",
]  # fmt: skip
# What a search finds a thing of each register by.
SEARCHED = {
    "communes:equipment": "device",
    "communes:staff": "staff",
    "communes:connection": "provider",
    "communes:village": "village",
    "communes:follow-up": "followup",
    "documents:document": "incoming",
    "services:meeting": "meeting",
}


def ask_twice(client, address: str, hidden: str, nothing: str) -> tuple[str, str]:
    """The page for a hidden value and for one that does not exist, the values themselves blotted out."""
    bodies = []
    for value in (hidden, nothing):
        body = plain(body_of(client.get(address.format(value))))
        bodies.append(body.replace(value, "#"))
    return bodies[0], bodies[1]


@pytest.mark.parametrize("page", BY_UNIT)
def test_filter_by_a_hidden_unit_is_a_filter_by_no_unit(world, clients, page):
    with swiftly():
        for name, letter in (("official", "b"), ("neighbour", "a"), ("reviewer", "c"), ("elsewhere", "b")):
            unit = world.units[letter]
            for hidden, nothing in ((unit.slug, "unit-zz"), (unit.name, "Z" * len(unit.name))):
                address = f"{reverse(f'{page}-list')}?unit={{}}"
                there, nowhere = ask_twice(clients[name], address, hidden, nothing)
                assert there == nowhere, (name, hidden)


@pytest.mark.parametrize("page", sorted(SEARCHED))
def test_search_for_a_hidden_word_finds_what_no_word_finds(world, clients, page):
    with swiftly():
        for name, letter in (("official", "b"), ("reviewer", "c"), ("elsewhere", "a")):
            hidden = word(letter, SEARCHED[page])
            address = f"{reverse(f'{page}-list')}?on=2020-02-15&q={{}}"
            there, nowhere = ask_twice(clients[name], address, hidden, f"kanarz{hidden[6:]}")
            assert there == nowhere, name
            assert clients[name].get(address.format(hidden)).context["count"].number == 0
            seen = next(iter(EVERYBODY[name].reach - {"x", "k"}))
            found = clients[name].get(address.format(word(seen, SEARCHED[page]))).context["table"].rows
            assert len(found) == 1, name


def test_audit_filter_by_a_hidden_unit_is_a_filter_by_no_unit(world, clients):
    with swiftly():
        slug = world.units["c"].slug
        there, nowhere = ask_twice(clients["auditor"], "/audit/?unit={}", slug, "unit-zz")
        assert there == nowhere


def test_a_shared_record_shows_only_the_rows_of_units_within_reach(world, clients):
    """The programme that all units use, the procedure that all offer, the meeting to which two districts came."""
    council = next(thing.obj for thing in world.of("services:meeting") if thing.mark == word("d", "council"))
    pages = {
        f"/software/{world.common.shared.pk}/": 0,
        f"/procedures/{world.common.procedure.pk}/": 1,
        f"/meetings/{council.pk}/": 0,
    }
    known, found = {unit.pk: letter for letter, unit in world.units.items()}, Drive(world, clients)
    with swiftly():
        for person in everybody():
            for address, place in pages.items():
                if not person.role or (address.startswith("/meetings") and not person.reach & set("dabc")):
                    continue
                answer, _body = found.ask(person, address)
                _heading, table = answer.context["related"][place]
                shown = {known[row.record.unit_id] for row in table.rows}
                everywhere = set("abc") if address.startswith("/meetings") else set(known.values())
                ended = {"x"} if address.startswith("/software") else set()
                assert shown == (everywhere & person.reach) - ended, (person.name, address)
    found.conclude(at_least=20)


def test_a_shared_record_counts_only_units_within_reach(world, clients):
    """Numbers beside a programme, a procedure and a meeting are of the reader's units, not of the country's."""
    council = word("d", "council")
    with swiftly():
        for person in filter(lambda person: person.role, everybody()):
            today = person.reach - {"x"}
            programmes = clients[person.name].get("/software/").context["table"].rows
            shared = next(row.record for row in programmes if row.record.pk == world.common.shared.pk)
            assert (shared.required_in, shared.used_in) == (len(today), len(today)), person.name
            procedures = clients[person.name].get("/procedures/").context["table"].rows
            assert [row.record.offered_by for row in procedures] == [len(today)], person.name
            meetings = {
                row.record.subject: row.record for row in clients[person.name].get("/meetings/").context["table"].rows
            }
            invited, attended = len(person.reach & set("abc")), len(person.reach & set("ab"))
            numbers = (meetings[council].invited, meetings[council].attended) if council in meetings else (0, 0)
            assert numbers == (invited, attended), person.name


def test_an_event_in_several_units_tells_the_changes_of_those_within_reach(world, clients):
    event = world.common.joint
    found, changes = Drive(world, clients), {"auditor": 1, "administrator": 2}
    with swiftly():
        for name, number in changes.items():
            answer, _body = found.ask(EVERYBODY[name], f"/audit/{event.pk}/")
            assert len(answer.context["lines"]) == number, name
            answer, _body = found.ask(EVERYBODY[name], "/audit/")
            told = {row.record.pk: row.record.told for row in answer.context["table"].rows}[event.pk]
            assert (len(told.lines), told.more) == (number, 0), name
            _answer, body = found.ask(EVERYBODY[name], "/audit/?export=csv")
            assert sum(line.startswith(f"{event.pk},") for line in body.splitlines()) == number, name
    found.conclude(at_least=6)


@pytest.mark.parametrize("name", ["reviewer", "administrator"])
def test_form_of_a_meeting_names_only_invited_units_within_reach(world, clients, name):
    """Two districts came to the council; who writes it for one of them does not read the other's attendance."""
    council = next(thing.obj for thing in world.of("services:meeting") if thing.mark == word("d", "council"))
    with swiftly():
        for address in (f"/meetings/{council.pk}/edit/", f"/admin/services/meeting/{council.pk}/change/"):
            page = body_of(clients[name].get(address))
            assert (f"attendances-{world.units['c'].pk}" in page) == (name == "administrator"), address
            assert f"attendances-{world.units['a'].pk}" in page, address


@pytest.mark.parametrize("address", ["/meetings/{}/history/", "/admin/services/meeting/{}/history/"])
def test_history_of_a_meeting_names_only_units_within_reach(world, clients, address):
    council = next(thing.obj for thing in world.of("services:meeting") if thing.mark == word("d", "council"))
    address = address.format(council.pk)
    with swiftly():
        for person in everybody():
            if not person.role or not person.reach & set("dabc"):
                continue
            page = body_of(clients[person.name].get(address))
            for letter in "abc":
                assert (world.units[letter].full_name in page) == (letter in person.reach), (person.name, letter)


def test_one_time_link_of_a_person_is_like_that_of_nobody(world, clients):
    bodies = []
    for key in ("MQ", "OTk5OTk5"):
        bodies.append(plain(body_of(clients["anonymous"].get(f"/accounts/one-time/{key}/abc-123/"))))
    assert bodies[0] == bodies[1]


def test_matrix_of_software_has_the_units_within_reach_in_rows_and_totals(world, clients):
    known, found = {unit.pk: letter for letter, unit in world.units.items()}, Drive(world, clients)
    with swiftly():
        for person in filter(lambda person: person.role, everybody()):
            answer, _body = found.ask(person, "/software/matrix/")
            table, mine = answer.context["table"], person.reach & set("abokcq")
            assert {known[row.record.unit.pk] for row in table.rows} == mine, person.name
            total = table.columns[f"p{world.common.shared.pk}"].column.total
            assert (total.required, total.used) == (len(mine), len(mine)), person.name
            found.ask(person, "/software/matrix/?on=2020-02-15&export=csv")
    found.conclude(at_least=16)
