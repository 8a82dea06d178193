"""The state of a follow-up on a day, and what a merger passes on."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from common import audit
from communes import locks
from communes.models import FollowUp, FollowUpState, Reorganisation
from communes.reorganise.follow_ups import pass_on
from communes.writing import Write
from tests.factories import communes as make

DUE, AFTER = date(2020, 8, 14), date(2020, 8, 15)
MOMENT = timezone.make_aware(datetime(2020, 8, 3, 9))


@pytest.fixture
def one_of_each_state(tree):
    """State -> a follow-up, seen on the day after the deadline."""
    later = date(2020, 8, 20)
    return {
        FollowUpState.CLOSED: make.make_follow_up(tree.tacuty, deadline=DUE, answered=MOMENT, closed=MOMENT),
        FollowUpState.ANSWERED: make.make_follow_up(tree.tacuty, deadline=DUE, answered=MOMENT),
        FollowUpState.OPEN: make.make_follow_up(tree.tacuty, deadline=later),
        FollowUpState.OVERDUE: make.make_follow_up(tree.tacuty, deadline=DUE),
    }


def test_state_is_the_same_by_row_by_query_and_by_filter(one_of_each_state):
    for state, row in one_of_each_state.items():
        assert row.state_on(AFTER) == state
        assert FollowUp.objects.with_state(on=AFTER).get(pk=row.pk).state == state
        assert list(FollowUp.objects.in_state(state, on=AFTER)) == [row]


def test_deadline_day_itself_is_in_time(tree):
    row = make.make_follow_up(tree.tacuty, deadline=DUE)
    assert row.state_on(DUE) == FollowUpState.OPEN
    assert not FollowUp.objects.overdue(on=DUE).exists()


def test_urgency_puts_overdue_first_and_closed_last(one_of_each_state):
    rows = FollowUp.objects.with_state(on=AFTER).order_by("urgency")
    assert [row.state for row in rows] == ["overdue", "open", "answered", "closed"]


@pytest.fixture
def merge(tree):
    """`merge(by)` passes the follow-ups of Bản Phố on to Tả Củ Tỷ, as a reorganisation does."""
    act = Reorganisation.objects.create(kind="merge", effective_on=date(2020, 8, 1), resolution="1/NQ")

    def run(by=None):
        with audit.event(by=by, action="units.merged") as event:
            units = {tree.banpho.pk, tree.tacuty.pk}
            locks.exclude(units)
            write = Write(by=by, event=event, unit_ids=units, compares=False)
            pass_on(act, tree.banpho, tree.tacuty, write)
            write.finish()

    return run


def test_open_follow_ups_pass_to_the_successor_and_closed_ones_stay(merge, tree):
    software = make.make_software()
    moving = make.make_follow_up(tree.banpho, software=software, answered=MOMENT)
    done = make.make_follow_up(tree.banpho, software=software, closed=MOMENT)
    merge()
    for row in (moving, done):
        row.refresh_from_db()
    assert (moving.unit, moving.version, done.unit) == (tree.tacuty, 2, tree.banpho)


@pytest.mark.parametrize("by_somebody", [True, False])
def test_of_two_on_one_programme_the_successors_stays_and_the_other_is_closed(merge, tree, by_somebody):
    software, asker = make.make_software(), make.make_administrator()
    kept = make.make_follow_up(tree.tacuty, software=software)
    ended = make.make_follow_up(tree.banpho, software=software, by=asker)
    boss = make.make_administrator() if by_somebody else None
    merge(boss)
    for row in (kept, ended):
        row.refresh_from_db()
    assert not kept.is_closed
    assert (ended.unit, ended.is_closed, ended.closed_by) == (tree.banpho, True, boss or asker)
    assert "01/08/2020" in ended.closing_note


def test_follow_ups_without_a_programme_pass_beside_those_of_the_successor(merge, tree):
    make.make_follow_up(tree.tacuty)
    make.make_follow_up(tree.banpho)
    merge()
    assert FollowUp.objects.open().filter(unit=tree.tacuty).count() == 2
