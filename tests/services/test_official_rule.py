"""The official on-time rule (domain.md 4.5): a table of every case, and what holds for all of them."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.calendar import WorkCalendar
from services.deadlines import Facts, Supplement, judge
from services.models import FilingState

NO_CALENDAR = WorkCalendar.of()
FINISHED, RETURNED, STOPPED, REFUSED, WITHDRAWN = 9, 10, 8, 3, 7
START = datetime(2020, 3, 2, 8, 0)
MOMENTS = st.integers(0, 60 * 24 * 30).map(lambda minutes: timezone.make_aware(START + timedelta(minutes=minutes)))
RANK = {"early": 0, "on_time": 1, "late": 2, "open_in_time": 0, "open_late": 1}


def at(text: str | None) -> datetime | None:
    """`10 17:30` in March 2020."""
    return timezone.make_aware(datetime.fromisoformat(f"2020-03-{text}")) if text else None


def facts(promised, ends=None, asked=(), **more) -> Facts:
    """Received on Monday 2 March at 8 o'clock."""
    ends = {status: at(text) for status, text in (ends or {}).items()}
    rows = tuple(Supplement(at(requested), at(answered)) for requested, answered in asked)
    return Facts(at("02 08:00"), at(promised), ends, rows, **more)


def of_limit(value, unit, ends=None, asked=()) -> Facts:
    """Nothing was promised: the legal limit counts."""
    return facts(None, ends, asked, limit=(value, unit, NO_CALENDAR))


DUE = "10 17:30"
ONE, TWO = [("05 10:00", "07 10:00")], [("03 08:00", "03 09:00"), ("04 08:00", "04 09:00")]
CASES = [
    # end_time <= promised_date
    ("a day before", facts(DUE, {FINISHED: "09 17:30"}), "early"),
    ("on the day, before the hour", facts(DUE, {FINISHED: "10 00:00"}), "on_time"),
    ("at the very moment", facts(DUE, {FINISHED: DUE}), "on_time"),
    ("a minute later", facts(DUE, {FINISHED: "10 17:31"}), "late"),
    # end_time: status 9, else 10, else 8, 3, 7
    ("finished in time, returned late", facts(DUE, {FINISHED: "09 10:00", RETURNED: "20 10:00"}), "early"),
    ("returned only", facts(DUE, {RETURNED: "11 08:00"}), "late"),
    ("stopped", facts(DUE, {STOPPED: "10 09:00"}), "on_time"),
    ("stopped late", facts(DUE, {STOPPED: "11 09:00"}), "late"),
    ("refused after receipt", facts(DUE, {REFUSED: "11 09:00"}), "late"),
    ("refused at the desk", facts(DUE, {REFUSED: "02 09:00"}, is_received=False), ""),
    ("withdrawn", facts(DUE, {WITHDRAWN: "09 09:00"}), "early"),
    ("withdrawn late", facts(DUE, {WITHDRAWN: "11 09:00"}), "late"),
    # supplement time is subtracted
    ("one supplement, its time added", facts(DUE, {FINISHED: "12 17:30"}, ONE), "on_time"),
    ("one supplement, a minute over", facts(DUE, {FINISHED: "12 17:31"}, ONE), "late"),
    ("one supplement, a day before", facts(DUE, {FINISHED: "11 17:30"}, ONE), "early"),
    ("early by the day less the waiting", facts(DUE, {FINISHED: "12 16:00"}, [("05 08:00", "07 18:00")]), "on_time"),
    ("asked for after the promise", facts(DUE, {FINISHED: "12 10:00"}, [("11 08:00", "12 08:00")]), "late"),
    ("asked for at the very moment", facts(DUE, {FINISHED: "12 08:00"}, [(DUE, "12 08:00")]), "on_time"),
    ("withdrawn while waiting", facts(DUE, {WITHDRAWN: "25 09:00"}, [("10 09:00", None)]), "on_time"),
    ("stopped while waiting, asked a day before", facts(DUE, {STOPPED: "25 09:00"}, [("09 09:00", None)]), "early"),
    ("withdrawn while waiting, asked too late", facts(DUE, {WITHDRAWN: "25 09:00"}, [("11 09:00", None)]), "late"),
    # more than one supplement request: overdue
    ("two supplements, however quick", facts(DUE, {FINISHED: "05 09:00"}, TWO), "late"),
    ("two supplements, without a promise", facts(None, {FINISHED: "05 09:00"}, TWO), "late"),
    ("two supplements, open", facts(DUE, None, TWO), "open_late"),
    ("two supplements, the second unanswered", facts(DUE, None, [TWO[0], ("04 08:00", None)]), "open_late"),
    # only status 5: the time of the single request is the end
    ("waits, asked in time", facts(DUE, None, [("10 17:30", None)]), "open_in_time"),
    ("waits, asked too late", facts(DUE, None, [("10 17:31", None)]), "open_late"),
    ("waits, nothing promised", facts(None, None, [("10 17:31", None)]), "open_in_time"),
    # still open: the end of the period
    ("open, due after the end of the period", facts("31 23:59"), "open_in_time"),
    ("open, due at the very end", facts("31 17:30"), "open_late"),
    ("open, due before", facts(DUE), "open_late"),
    ("open, the answer puts it off past the end", facts("28 17:30", None, [("10 10:00", "20 10:00")]), "open_in_time"),
    ("open, the answer does not suffice", facts(DUE, None, ONE), "open_late"),
    # without promised date: the legal maximum
    ("by working days", of_limit(3, "working_day", {FINISHED: "05 17:30"}), "on_time"),
    ("by working days, over", of_limit(3, "working_day", {FINISHED: "05 17:31"}), "late"),
    ("by days", of_limit(5, "day", {FINISHED: "09 17:30"}), "on_time"),  # the 7th is a Saturday
    ("by days, over", of_limit(5, "day", {FINISHED: "10 08:00"}), "late"),
    ("by hours", of_limit(8, "hour", {FINISHED: "03 08:00"}), "on_time"),
    ("by hours, over", of_limit(8, "hour", {FINISHED: "03 08:01"}), "late"),
    ("by months", of_limit(1, "month", {FINISHED: "30 08:00"}), "early"),
    ("same day", of_limit(0, "day", {FINISHED: "02 17:30"}), "on_time"),
    ("same day, over", of_limit(0, "day", {FINISHED: "03 08:00"}), "late"),
    ("by the limit, with a supplement", of_limit(3, "working_day", {FINISHED: "09 17:30"}, [("03 08:00", "07 08:00")]),
     "on_time"),
    ("by the limit, open", of_limit(3, "working_day"), "open_late"),
    ("neither promise nor limit", facts(None, {FINISHED: "31 08:00"}), "on_time"),
    ("neither promise nor limit, open", facts(None), "open_in_time"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_official_rule_at_the_end_of_the_month(case, expected):
    assert judge(case).state(at=at("31 23:59")) == expected


def test_what_has_not_happened_yet_does_not_count():
    case = facts(DUE, {FINISHED: "12 09:00"})
    found = [judge(case).state(at=at(text)) for text in ("01 08:00", "02 08:00", DUE, "10 17:31", "12 09:00")]
    assert found == ["", "open_in_time", "open_in_time", "open_late", "late"]


@st.composite
def courses(draw, most: int = 2) -> tuple[Facts, list[datetime]]:
    """Facts in a possible order of any filing, and two moments of ending after all of them."""
    moments = sorted(draw(st.lists(MOMENTS, min_size=7, max_size=7)))
    number = draw(st.integers(0, most))
    rows = [Supplement(*moments[1 + 2 * step : 3 + 2 * step]) for step in range(number)]
    if rows and draw(st.booleans()):
        rows[-1] = Supplement(rows[-1].requested)
    promised = draw(st.none() | MOMENTS.filter(lambda moment: moment >= moments[0]))
    return Facts(moments[0], promised, {}, tuple(rows)), moments[5:]


def ended(case: Facts, end: datetime, status: int = FINISHED) -> Facts:
    return Facts(case.received, case.promised, {status: end}, case.supplements)


@given(courses())
def test_a_later_end_is_never_better(course):
    case, (sooner, later) = course
    assert RANK[judge(ended(case, sooner)).timeliness] <= RANK[judge(ended(case, later)).timeliness]


@given(courses(most=1), MOMENTS)
def test_the_time_of_a_supplement_never_harms(course, moment):
    case, (end, _later) = course
    without = Facts(case.received, case.promised)
    assert RANK[judge(ended(case, end)).timeliness] <= RANK[judge(ended(without, end)).timeliness]
    moment = max(moment, case.received)
    assert RANK[judge(case).state(at=moment)] <= RANK[judge(without).state(at=moment)]


@given(courses(), MOMENTS, st.sampled_from([FINISHED, RETURNED, STOPPED, WITHDRAWN]))
def test_the_classes_partition(course, moment, status):
    """Exactly one class from receipt on: an open one before the end, a finished one from it on."""
    case, (end, _later) = course
    state = judge(ended(case, end, status)).state(at=moment)
    if moment < case.received:
        assert state == ""
    else:
        assert state in (("early", "on_time", "late") if moment >= end else ("open_in_time", "open_late"))
        assert state in FilingState.values


@given(courses(), MOMENTS)
def test_a_state_does_not_depend_on_what_comes_after_it(course, moment):
    case, (end, _later) = course
    known = tuple(
        Supplement(row.requested, row.answered if row.answered and row.answered <= moment else None)
        for row in case.supplements
        if row.requested <= moment
    )
    ends = {FINISHED: end} if end <= moment else {}
    then = Facts(case.received, case.promised, ends, known)
    assert judge(ended(case, end)).state(at=moment) == judge(then).state(at=moment)


@given(courses())
def test_the_official_sentence(course):
    """On time exactly if the end, less the citizen's time, is not later than the promise, and at most one was asked."""
    case, (end, _later) = course
    waited = sum(((row.answered or end) - row.requested for row in case.supplements), timedelta(0))
    is_late = len(case.supplements) > 1 or (case.promised is not None and end - waited > case.promised)
    assert (judge(ended(case, end)).timeliness == "late") == is_late
