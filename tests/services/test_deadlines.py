"""What a limit promises, and from when an open filing is late (domain.md 4.5), case by case and as properties."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.calendar import WorkCalendar
from services.deadlines import Supplement, late_from, promised_time

# The days around 2 April 2020 (Thursday, Giỗ Tổ) and 30/4–1/5 (Thursday, Friday); Monday 1 June is off and worked on
# Saturday 6 June.
HOLIDAYS = [date(2020, 4, 2), date(2020, 4, 30), date(2020, 5, 1)]
CALENDAR = WorkCalendar.of(HOLIDAYS, [(date(2020, 6, 1), date(2020, 6, 6))])
DAYS = st.dates(date(2020, 2, 1), date(2020, 9, 30))
CALENDARS = st.builds(
    WorkCalendar.of,
    st.lists(DAYS, max_size=30),
    st.lists(st.tuples(DAYS, DAYS), max_size=5, unique_by=(lambda pair: pair[0], lambda pair: pair[1])),
)
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
        ("2020-05-29 09:00", 1, "working_day", "2020-06-02 17:30"),  # over a day off by a swap
        ("2020-06-05 09:00", 1, "working_day", "2020-06-06 17:30"),  # a Saturday worked instead is a working day
        ("2020-05-29 09:00", 3, "day", "2020-06-02 17:30"),  # last day swapped away
        ("2020-06-05 09:00", 1, "day", "2020-06-06 17:30"),  # last day a Saturday that is worked
        ("2020-05-01 09:00", 1, "month", "2020-06-02 17:30"),
        ("2020-06-05 16:30", 2, "hour", "2020-06-06 08:30"),
        ("2020-06-05 17:30", 8, "hour", "2020-06-06 17:30"),  # received at closing: the hours of the next day
        ("2020-06-06 15:00", 0, "working_day", "2020-06-06 17:30"),  # same day on a Saturday that is worked
        ("2020-06-06 15:01", 0, "working_day", "2020-06-08 17:30"),
        ("2020-06-01 09:00", 0, "day", "2020-06-02 17:30"),  # same day on a day swapped away
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


@given(CALENDARS, MOMENTS, st.integers(0, 40), st.sampled_from(["hour", "day", "working_day", "month"]))
def test_promise_is_after_receipt_and_never_on_a_day_of_rest(calendar, received, value, unit):
    promised = promised_time(received, value, unit, calendar)
    assert promised > received
    assert calendar.is_working_day(timezone.localtime(promised).date())


@given(MOMENTS, st.integers(1, 40), st.sampled_from(["hour", "day", "working_day", "month"]))
def test_a_longer_limit_is_never_due_earlier(received, value, unit):
    shorter = promised_time(received, value, unit, CALENDAR)
    assert promised_time(received, value + 1, unit, CALENDAR) >= shorter


@given(CALENDARS, CALENDARS, MOMENTS, st.integers(0, 40), st.sampled_from(["hour", "day", "working_day", "month"]))
def test_only_days_from_receipt_to_promise_matter(before, after, received, value, unit):
    """What services.promises goes by when it looks for the filings that a change of the calendar touches."""
    promised = promised_time(received, value, unit, before)
    span = timezone.localdate(received), timezone.localdate(promised)
    if not any(span[0] <= day <= span[1] for day in before.differing(after)):
        assert promised_time(received, value, unit, after) == promised
