"""The working calendar: days, swaps, office hours."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.calendar import WorkCalendar, at_closing
from common.models import Holiday, SwappedWorkday

# The end of April 2019 as it was: Monday 29th off, worked on Saturday 4 May instead.
MAY_2019 = WorkCalendar.of([date(2019, 4, 30), date(2019, 5, 1)], [(date(2019, 4, 29), date(2019, 5, 4))])
DAYS = st.dates(date(2018, 1, 1), date(2022, 12, 31))
CALENDARS = st.builds(
    WorkCalendar.of,
    st.lists(DAYS, max_size=30),
    st.lists(st.tuples(DAYS, DAYS), max_size=5, unique_by=(lambda pair: pair[0], lambda pair: pair[1])),
)


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2019, 4, 26), True),
        (date(2019, 4, 27), False),
        (date(2019, 4, 29), False),
        (date(2019, 4, 30), False),
        (date(2019, 5, 1), False),
        (date(2019, 5, 2), True),
        (date(2019, 5, 4), True),
        (date(2019, 5, 5), False),
    ],
)
def test_calendar_knows_weekends_holidays_and_swaps(day, is_worked):
    assert MAY_2019.is_working_day(day) is is_worked


def test_calendars_differ_in_the_days_that_one_of_them_works():
    plain, friday, sunday, swap = WorkCalendar.of(), date(2020, 7, 3), date(2020, 7, 5), date(2020, 7, 11)
    assert plain.differing(WorkCalendar.of([friday, sunday])) == [friday], "a Sunday is a day of rest anyhow"
    assert WorkCalendar.of([friday]).differing(WorkCalendar.of([], [(friday, swap)])) == [swap]
    assert MAY_2019.differing(MAY_2019) == []


def test_adding_working_days_jumps_over_the_bridge():
    assert MAY_2019.add_working_days(date(2019, 4, 26), 1) == date(2019, 5, 2)
    assert MAY_2019.add_working_days(date(2019, 4, 26), 3) == date(2019, 5, 4)


def test_next_working_day_of_a_working_day_is_itself():
    assert MAY_2019.next_working_day(date(2019, 5, 2)) == date(2019, 5, 2)
    assert MAY_2019.next_working_day(date(2019, 4, 27)) == date(2019, 5, 2)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2019-05-02 08:00", 2, "2019-05-02 10:00"),
        ("2019-05-02 10:30", 2, "2019-05-02 14:30"),
        ("2019-05-02 17:00", 1, "2019-05-03 08:00"),
        ("2019-05-02 06:00", 1, "2019-05-02 08:30"),
        ("2019-05-02 12:00", 1, "2019-05-02 14:30"),
        ("2019-04-26 15:30", 8, "2019-05-02 15:30"),
        ("2019-04-28 09:00", 8, "2019-05-02 17:30"),
    ],
)
def test_working_hours_run_in_office_hours_only(start, hours, end):
    assert MAY_2019.add_working_hours(moment(start), hours) == moment(end)


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_added_working_days_are_counted_back(calendar, day, days):
    end = calendar.add_working_days(day, days)
    assert calendar.is_working_day(end)
    assert calendar.working_days_between(day, end) == days


@given(CALENDARS, DAYS, st.integers(0, 23), st.integers(0, 59), st.integers(1, 80))
def test_eight_more_hours_are_one_working_day_more(calendar, day, hour, minute, hours):
    start = timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))
    first, second = calendar.add_working_hours(start, hours), calendar.add_working_hours(start, hours + 8)
    assert first > start
    assert calendar.working_days_between(timezone.localdate(first), timezone.localdate(second)) == 1


def test_closing_is_the_end_of_office_hours():
    assert at_closing(date(2020, 3, 5)) == moment("2020-03-05 17:30")


def test_a_year_that_was_not_loaded_is_an_error():
    calendar = WorkCalendar.of(years=(2020, 2020))
    with pytest.raises(ValueError, match="2021"):
        calendar.add_working_days(date(2020, 12, 31), 1)


@pytest.mark.django_db
def test_loading_takes_two_queries_and_only_the_years_asked(django_assert_num_queries):
    Holiday.objects.all().delete()
    SwappedWorkday.objects.all().delete()
    for year in (2019, 2020, 2021):
        Holiday.objects.create(day=date(year, 9, 2), name="Quốc khánh")
    SwappedWorkday.objects.create(day_off=date(2018, 12, 31), worked_on=date(2019, 1, 5))
    with django_assert_num_queries(2):
        calendar = WorkCalendar.load(2019, 2020)
        assert not calendar.is_working_day(date(2020, 9, 2))
    assert calendar.holidays == {date(2019, 9, 2), date(2020, 9, 2)}
    assert calendar.is_working_day(date(2019, 1, 5))
    assert not WorkCalendar.load().is_working_day(date(2021, 9, 2))
    assert WorkCalendar.load().is_working_day(date(2021, 9, 3) + timedelta(days=3))
