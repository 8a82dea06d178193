"""The share on time as domain.md 3.5 and 3.9 have it: on time ÷ (done + open and overdue), in the deadline's month."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from common.errors import ActionError
from common.months import Month
from communes.actions.months import open_months
from communes.models import Role
from communes.reorganise import merge
from documents.actions import entries, handling
from documents.actions.handling_many import finish_many
from documents.models import Document
from indicators import rollups, sources
from indicators.checking import check
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

TODAY, ARRIVED = date(2020, 8, 3), date(2020, 7, 6)
JULY = Month(2020, 7)
DUE, LAST_DAY = date(2020, 7, 20), date(2020, 7, 31)


@pytest.fixture
def tree():
    make.open_calendar()
    return make.make_district()


def figures(unit, month: Month = JULY) -> tuple:
    """(on time, in the denominator, without a deadline) of a unit in a month."""
    found = sources.count("documents", month, [unit.pk])
    return tuple(found.get((unit.pk, f"documents.incoming_{name}"), 0) for name in ("on_time", "due", "undated"))


@pytest.mark.parametrize(
    ("fields", "month", "expected"),
    [
        ({"due_on": DUE, "completed_on": DUE}, 7, (1, 1, 0)),
        ({"due_on": DUE, "completed_on": DUE - timedelta(1)}, 7, (1, 1, 0)),
        ({"due_on": DUE, "completed_on": DUE + timedelta(1)}, 7, (0, 1, 0)),
        ({"due_on": DUE, "completed_on": TODAY}, 7, (0, 1, 0)),
        ({"due_on": DUE}, 7, (0, 1, 0)),
        ({"due_on": TODAY - timedelta(1)}, 8, (0, 1, 0)),
        ({"due_on": TODAY}, 8, (0, 0, 0)),
        ({"due_on": date(2020, 8, 20)}, 8, (0, 0, 0)),
        ({"due_on": date(2020, 8, 20)}, 7, (0, 0, 0)),
        ({"due_on": TODAY, "completed_on": TODAY}, 8, (1, 1, 0)),
        ({"due_on": date(2020, 8, 20), "completed_on": DUE}, 8, (1, 1, 0)),
        ({"due_on": date(2020, 8, 20), "completed_on": DUE}, 7, (0, 0, 0)),
        ({}, 7, (0, 0, 1)),
        ({"completed_on": DUE}, 7, (0, 0, 1)),
        ({"due_on": DUE, "cancelled": True, "cancel_reason": "x"}, 7, (0, 0, 0)),
        ({"cancelled": True, "cancel_reason": "x"}, 7, (0, 0, 0)),
    ],
)
def test_what_counts_as_due_and_on_time(tree, fields, month, expected):
    docs.make_document(tree.tacuty, registered_on=ARRIVED, **fields)
    assert figures(tree.tacuty, Month(2020, month)) == expected
    assert figures(tree.banpho, Month(2020, month)) == (0, 0, 0)


def test_document_passed_on_by_a_merger_is_due_at_the_successor(tree):
    overdue = docs.make_document(tree.tacuty, due_on=date(2020, 7, 10))
    docs.make_document(tree.tacuty, due_on=DUE)
    boss, day = make.make_administrator(), date(2020, 7, 15)
    merge(by=boss, effective_on=day, resolution="896/NQ", absorbed=[tree.tacuty], into=tree.banpho)
    overdue.refresh_from_db()
    assert overdue.handling_unit == tree.tacuty
    assert (figures(tree.tacuty), figures(tree.banpho)) == ((0, 1, 0), (0, 1, 0))


def test_a_deadline_that_passes_is_counted_when_the_day_moves(tree, settings):
    docs.make_document(tree.tacuty, registered_on=ARRIVED, due_on=LAST_DAY)
    settings.BACHA_TODAY = LAST_DAY
    open_months()
    rollups.rebuild(months=[JULY])
    assert figures(tree.tacuty) == (0, 0, 0)
    # A weekend passed without anybody: the last days of the month before are judged anew.
    settings.BACHA_TODAY = TODAY
    assert check(months=[JULY])[0] != []
    open_months()
    rollups.refresh()
    assert check(months=[JULY])[0] == []
    assert figures(tree.tacuty) == (0, 1, 0)


DAYS = st.integers(min_value=0, max_value=45)
ACTS = st.tuples(st.sampled_from(["enter", "assign", "finish", "many", "reopen", "cancel", "due"]), DAYS, DAYS)


@trying(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=8))
def test_figures_equal_a_recount_after_any_acts(transactional_tree, acts):
    person, unit = transactional_tree
    Document.objects.all().delete()
    months = [JULY, JULY + 1, JULY + 2]
    rollups.rebuild(months=months)
    for name, first, second in acts:
        document = Document.objects.order_by("version", "-pk").first()
        with suppress(ActionError):
            act(name, document, person, unit, date(2020, 7, 1) + timedelta(first), second)
        rollups.refresh()
        assert [str(difference) for difference in check(months=months)[0]] == []


@pytest.fixture
def transactional_tree(tree):
    return make.make_member(Role.OFFICIAL, tree.tacuty), tree.tacuty


def act(name: str, document, person, unit, day: date, more: int) -> None:
    """One act with days that may fit or not."""
    if name == "enter" or document is None:
        values = {"organ_name": "UBND tỉnh", "subject": "Về việc", "no_deadline": more == 0}
        due = day + timedelta(more) if more % 2 else None
        entries.register(by=person, direction="incoming", unit=unit, registered_on=day, due_on=due, **values)
        return
    version = {"by": person, "version": document.version}
    if name == "assign":
        due = day + timedelta(more) if more else None
        handling.assign(document, assigned_to="A", transferred_on=TODAY, due_on=due, **version)
    elif name == "finish":
        handling.finish(document, completed_on=day, **version)
    elif name == "many":
        chosen = dict(Document.objects.values_list("pk", "version"))
        finish_many(by=person, chosen=chosen, completed_on=day, leave_out=True)
    elif name == "reopen":
        handling.reopen(document, reason="Chưa xong", **version)
    elif name == "cancel":
        entries.cancel(document, reason="Nhầm", **version)
    else:
        entries.change(document, reason="Sửa", due_on=day, **version)
