"""The official on-time rule (domain.md 4.5), case by case and as properties."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.calendar import WorkCalendar
from services.deadlines import Supplement, classify, late_from, open_class, promised_time
from services.models import FilingState

# The days around 2 April 2020 (Thursday, Giỗ Tổ) and 30/4–1/5 (Thursday, Friday).
CALENDAR = WorkCalendar.of([date(2020, 4, 2), date(2020, 4, 30), date(2020, 5, 1)], [])
START = datetime(2020, 3, 2, 8, 0)
MOMENTS = st.integers(0, 60 * 24 * 90).map(lambda minutes: timezone.make_aware(START + timedelta(minutes=minutes)))


def at(text: str | None) -> datetime | None:
    return timezone.make_aware(datetime.fromisoformat(text)) if text else None


def rows(*pairs) -> list[Supplement]:
    return [Supplement(at(requested), at(answered)) for requested, answered in pairs]


@pytest.mark.parametrize(
    ("received", "value", "unit", "promised"),
    [
        ("2020-03-31 09:00", 1, "working_day", "2020-04-01 17:30"),  # day 1 is the next day
        ("2020-03-31 09:00", 2, "working_day", "2020-04-03 17:30"),  # over the holiday
        ("2020-04-01 16:59", 3, "working_day", "2020-04-07 17:30"),  # over holiday and week-end
        ("2020-03-31 09:00", 2, "day", "2020-04-03 17:30"),  # last day a holiday: the next working day
        ("2020-04-01 09:00", 3, "day", "2020-04-06 17:30"),  # last day a Saturday
        ("2020-04-01 09:00", 2, "day", "2020-04-03 17:30"),  # a holiday in between counts
        ("2020-03-30 09:00", 1, "month", "2020-05-04 17:30"),  # 30/4 to 3/5 are not worked
        ("2020-01-31 09:00", 1, "month", "2020-03-02 17:30"),  # no 31 February: its last day, a Saturday
        ("2020-03-05 09:00", 12, "month", "2021-03-05 17:30"),
        ("2020-03-05 08:30", 8, "hour", "2020-03-06 08:30"),
        ("2020-04-01 16:30", 2, "hour", "2020-04-03 08:30"),  # hours do not run on a holiday
        ("2020-03-05 08:00", 0, "day", "2020-03-05 17:30"),  # same day
        ("2020-03-05 15:00", 0, "working_day", "2020-03-05 17:30"),  # at 15:00 still the same day
        ("2020-03-05 15:01", 0, "working_day", "2020-03-06 17:30"),  # after 15:00 the next working day
        ("2020-03-06 15:30", 0, "hour", "2020-03-09 17:30"),  # Friday afternoon
        ("2020-03-07 09:00", 0, "day", "2020-03-09 17:30"),  # a Saturday
        ("2020-04-01 20:00", 0, "day", "2020-04-03 17:30"),  # in the evening before a holiday
        ("2020-03-05 08:00", None, "", None),
        ("2020-03-05 08:00", None, "day", None),
        ("2020-03-05 08:00", 5, "", None),
    ],
)
def test_promise_by_the_limit(received, value, unit, promised):
    assert promised_time(at(received), value, unit, CALENDAR) == at(promised)


@pytest.mark.parametrize(
    ("promised", "supplements", "late"),
    [
        ("2020-03-10 17:30", rows(), "2020-03-10 17:30"),
        (None, rows(), None),
        # One request: the clock stands, then runs on by as much.
        ("2020-03-10 17:30", rows(("2020-03-09 10:00", None)), None),
        ("2020-03-10 17:30", rows(("2020-03-09 10:00", "2020-03-11 10:00")), "2020-03-12 17:30"),
        # Asked for when it was late already: nothing is put off.
        ("2020-03-10 17:30", rows(("2020-03-11 10:00", None)), "2020-03-10 17:30"),
        ("2020-03-10 17:30", rows(("2020-03-11 10:00", "2020-03-20 10:00")), "2020-03-10 17:30"),
        # A second request makes it late from that moment, unless it was late before.
        ("2020-03-10 17:30", rows(("2020-03-04 10:00", "2020-03-05 10:00"), ("2020-03-06 08:00", None)),
         "2020-03-06 08:00"),
        ("2020-03-05 17:30", rows(("2020-03-04 10:00", "2020-03-05 10:00"), ("2020-03-09 08:00", None)),
         "2020-03-06 17:30"),
        (None, rows(("2020-03-04 10:00", "2020-03-05 10:00"), ("2020-03-06 08:00", None)), "2020-03-06 08:00"),
    ],
)  # fmt: skip
def test_late_from(promised, supplements, late):
    assert late_from(at(promised), supplements) == at(late)


@pytest.mark.parametrize(
    ("promised", "ended", "supplements", "expected"),
    [
        ("2020-03-10 17:30", "2020-03-09 17:30", rows(), "early"),
        ("2020-03-10 17:30", "2020-03-10 00:00", rows(), "on_time"),  # the promised day itself is not early
        ("2020-03-10 17:30", "2020-03-10 17:30", rows(), "on_time"),
        ("2020-03-10 17:30", "2020-03-10 17:31", rows(), "late"),
        ("2020-03-10 17:30", "2020-03-12 17:00", rows(("2020-03-09 10:00", "2020-03-11 10:00")), "on_time"),
        ("2020-03-10 17:30", "2020-03-11 17:00", rows(("2020-03-09 10:00", "2020-03-11 10:00")), "early"),
        ("2020-03-10 17:30", "2020-03-12 17:31", rows(("2020-03-09 10:00", "2020-03-11 10:00")), "late"),
        # Withdrawn while the citizen had papers to bring: the time of waiting is the citizen's.
        ("2020-03-10 17:30", "2020-03-20 09:00", rows(("2020-03-10 09:00", None)), "on_time"),
        ("2020-03-10 17:30", "2020-03-20 09:00", rows(("2020-03-11 09:00", None)), "late"),
        # Two requests: late, however quick.
        ("2020-03-10 17:30", "2020-03-05 09:00",
         rows(("2020-03-03 08:00", "2020-03-03 09:00"), ("2020-03-04 08:00", "2020-03-04 09:00")), "late"),
        (None, "2020-03-05 17:30", rows(), "on_time"),  # three working days by the limit below
        (None, "2020-03-05 17:31", rows(), "late"),
        (None, "2020-03-04 17:31", rows(), "early"),
        (None, "2020-03-09 17:30", rows(("2020-03-03 08:00", "2020-03-07 08:00")), "on_time"),
    ],
)  # fmt: skip
def test_classes_of_finished_filings(promised, ended, supplements, expected):
    limit = (3, "working_day", CALENDAR)
    assert classify(at("2020-03-02 08:00"), at(promised), at(ended), supplements, limit) == expected


def test_without_promise_and_limit_nothing_makes_it_late():
    assert classify(at("2020-03-02 08:00"), None, at("2021-03-02 08:00")) == "on_time"
    assert classify(at("2020-03-02 08:00"), None, at("2021-03-02 08:00"), [], (None, "", CALENDAR)) == "on_time"


def test_open_classes():
    late = at("2020-03-10 17:30")
    assert open_class(late, at=late) == FilingState.OPEN_IN_TIME
    assert open_class(late, at=late + timedelta(minutes=1)) == FilingState.OPEN_LATE
    assert open_class(None, at=late) == FilingState.OPEN_IN_TIME


@given(MOMENTS, st.integers(0, 40), st.sampled_from(["hour", "day", "working_day", "month"]))
def test_promise_is_after_receipt_on_a_working_day(received, value, unit):
    promised = promised_time(received, value, unit, CALENDAR)
    assert promised > received
    assert CALENDAR.is_working_day(timezone.localtime(promised).date())


@given(MOMENTS, st.integers(1, 40), st.sampled_from(["hour", "day", "working_day", "month"]))
def test_a_longer_limit_is_never_due_earlier(received, value, unit):
    shorter = promised_time(received, value, unit, CALENDAR)
    assert promised_time(received, value + 1, unit, CALENDAR) >= shorter


@given(st.lists(MOMENTS, min_size=5, max_size=5).map(sorted), st.booleans())
def test_the_official_test_holds_with_one_supplement(moments, is_asked):
    """End minus the citizen's time is not later than the promise: exactly then it is not late."""
    received, requested, answered, promised, ended = moments
    for order in (promised, ended), (ended, promised):
        promise, end = order
        supplements = [Supplement(requested, answered)] if is_asked else []
        waited = answered - requested if is_asked else timedelta(0)
        verdict = classify(received, promise, end, supplements)
        assert (verdict != "late") == (end - waited <= promise)


@given(st.lists(MOMENTS, min_size=6, max_size=6).map(sorted))
def test_open_and_finished_classes_agree_at_the_end(moments):
    """A filing that ends at a moment is late exactly if it was open and late at that moment."""
    received, first, answered, second, promised, ended = moments
    for supplements in ([], [Supplement(first, answered)], [Supplement(first, answered), Supplement(second, ended)]):
        late = late_from(promised, supplements)
        is_late = classify(received, promised, ended, supplements) == "late"
        assert is_late == (open_class(late, at=ended) == FilingState.OPEN_LATE or len(supplements) > 1)
