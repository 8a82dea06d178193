"""Every list of the site, found by itself: as fast for many rows as for ten, and no parameter breaks it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common import columns
from tests import registers
from tests.access.driving import swiftly

LISTS = registers.discovered()
FEW, MANY = 10, 310
# What a page asks of the database: session, user, memberships, units taken over, rows, and what the list adds.
QUERIES = {
    "communes:confirmation-list": 10, "communes:connection-list": 9, "communes:connection-missing-list": 8,
    "communes:equipment-list": 10, "communes:follow-up-list": 7, "communes:reorganisation-list": 10,
    "communes:software-list": 10, "communes:software-use-list": 9, "communes:staff-left-list": 6,
    "communes:staff-list": 12, "communes:stocktake-list": 6, "communes:timeline-list": 8, "communes:training-list": 7,
    "communes:training-people": 6, "communes:unit-list": 14, "communes:village-list": 6,
    "communes:village-totals-list": 6, "dashboards:audit": 11, "documents:deadline-list": 6,
    "documents:document-list": 11, "documents:handling-list": 14, "documents:reservation-list": 6,
    "imports:import-list": 4, "indicators:declared-list": 7,
    "jobs:job-list": 6,
    "services:activity-list": 6, "services:filing-list": 11, "services:holiday-list": 5, "services:meeting-list": 6,
    "services:procedure-list": 7, "services:reason-list": 6, "services:swap-list": 4, "services:treasury-list": 6,
}  # fmt: skip
# A parameter that names a record: one that nobody has is missing, as everywhere.
NAMES_A_RECORD = {"communes:confirmation-list": {"unit"}}
ODD = [
    "\x00",
    "x" * 10_000,
    "9" * 30,
    "-1",
    "31/02/2020",
    " \u200bBản\u00a0Già Ð\ufeff ",
    "' OR 1=1 --",
    "%",
    "１２",
    "🛰",
]
PAGING = ["sort", "page", "after", "before", "on", "q", "unit", "export", "columns", "direction", "nonsense"]
every_list = pytest.mark.parametrize("name", sorted(LISTS))


@pytest.fixture
def client_of(world, db):
    """The browser of whoever reads a list."""

    def found(name: str) -> Client:
        client = Client(raise_request_exception=False)
        client.cookies.update(world.sessions[registers.reader_of(name)])
        return client

    return found


def test_lists_are_found():
    assert {"communes:equipment-list", "documents:document-list", "dashboards:audit"} <= set(LISTS)
    assert set(LISTS) == set(QUERIES), "write down how many queries a new list needs"


@every_list
@pytest.mark.parametrize("every_column", [False, True], ids=["as delivered", "every column"])
def test_queries_do_not_grow_with_rows(client_of, name, every_column):
    client = client_of(name)
    (seed, *_others) = registers.rows(client, name)
    if every_column:
        table = LISTS[name].table_class
        # The months of the confirmations are columns that nobody chooses.
        names = columns.every(table) if "document" not in name and isinstance(table, type) else []
        User.objects.update(list_columns={name: names, f"{name}.incoming": ["answer", "note", "subject"]})
    registers.grow(seed, 1, FEW)
    few = registers.queries(client, name)
    registers.grow(seed, FEW, MANY)
    many = registers.queries(client, name)
    shown = client.get(reverse(name)).context
    assert shown["count"] is None or shown["count"].number >= MANY, "the copies are not in the list"
    # A page on which all rows are alike may ask less: nothing is fetched that none of them has.
    assert len(many) <= len(few), [sql[:120] for sql in many]
    if not every_column:
        assert len(few) == QUERIES.get(name), [sql[:120] for sql in few]


@every_list
def test_odd_parameters_break_nothing(client_of, name):
    client = client_of(name)
    filterset = client.get(reverse(name)).context["filterset"]
    fields = list(filterset.form.fields) if filterset is not None else []
    names = [one for one in dict.fromkeys([*PAGING, *fields]) if one not in NAMES_A_RECORD.get(name, ())]
    together = [dict.fromkeys(names, odd) for odd in ODD]
    alone = [{one: odd} for one in names for odd in ("\x00", "9" * 30)]
    with swiftly():
        answers = {str(query)[:60]: client.get(reverse(name), query).status_code for query in together + alone}
    assert {case: status for case, status in answers.items() if status != 200} == {}


@every_list
def test_bad_filter_is_named_and_hides_nothing(client_of, name):
    client = client_of(name)
    everything = client.get(reverse(name)).context
    fields = everything["filterset"].form.fields if everything["filterset"] is not None else {}
    day = next((one for one in fields if type(fields[one]).__name__ == "DayField"), None)
    if day is None:
        return
    answer = client.get(reverse(name), {day: "31/02/2020"})
    assert "31/02/2020" in answer.content.decode()
    assert len(answer.context["table"].rows) == len(everything["table"].rows)
