"""Days in a few keys: which day each short spelling means, and what is left to the ordinary reading."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.forms import ValidationError
from common.quick import DeadlineField, QuickDayField, QuickMomentField, quick_day

TODAY = date(2020, 8, 3)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("typed", "past", "ahead"),
    [
        ("3", date(2020, 8, 3), date(2020, 8, 3)),
        ("5", date(2020, 7, 5), date(2020, 8, 5)),
        ("31", date(2020, 7, 31), date(2020, 8, 31)),
        ("5/7", date(2020, 7, 5), date(2020, 7, 5)),
        ("05.07", date(2020, 7, 5), date(2020, 7, 5)),
        ("0507", date(2020, 7, 5), date(2020, 7, 5)),
        (" 5 / 7 ", date(2020, 7, 5), date(2020, 7, 5)),
        ("05072019", date(2019, 7, 5), date(2019, 7, 5)),
        ("1/1", date(2020, 1, 1), date(2021, 1, 1)),
        ("3/2", date(2020, 2, 3), date(2020, 2, 3)),
        ("1/2", date(2020, 2, 1), date(2021, 2, 1)),
        ("29/2", date(2020, 2, 29), date(2020, 2, 29)),
        ("28/12", date(2020, 12, 28), date(2020, 12, 28)),  # to be refused as a day to come, not moved to last year
        ("0", None, None), ("32", None, None), ("31/6", None, None), ("3106", None, None), ("5/13", None, None),
        ("507", None, None), ("", None, None), ("5/7/2020", None, None), ("٥", None, None), ("hôm nay", None, None),
    ],
)  # fmt: skip
def test_quick_day_means(typed, past, ahead):
    assert quick_day(typed, today=TODAY) == past
    assert quick_day(typed, today=TODAY, ahead=True) == ahead


def test_quick_day_at_the_turn_of_the_year():
    assert quick_day("28/12", today=date(2021, 1, 5)) == date(2020, 12, 28)
    assert quick_day("31", today=date(2021, 1, 5)) == date(2020, 12, 31)
    assert quick_day("5/1", today=date(2020, 12, 28), ahead=True) == date(2021, 1, 5)


@given(day=DAYS, today=DAYS)
def test_quick_day_with_its_year_is_that_day(day, today):
    assert quick_day(f"{day:%d%m}{day.year}", today=today) == day


@given(today=DAYS, distance=st.integers(0, 180))
def test_quick_day_without_a_year_is_found_half_a_year_away(today, distance):
    for day, ahead in ((today - timedelta(days=distance), False), (today + timedelta(days=distance), True)):
        for typed in (f"{day.day}/{day.month}", f"{day:%d%m}"):
            assert quick_day(typed, today=today, ahead=ahead) == day


@given(today=DAYS, number=st.integers(1, 31))
def test_quick_day_of_the_month_looks_one_way(today, number):
    past, ahead = (quick_day(str(number), today=today, ahead=way) for way in (False, True))
    assert past <= today <= ahead
    assert past.day == ahead.day == number
    assert max(today - past, ahead - today) <= timedelta(days=61)


def test_quick_day_field_reads_short_and_full(settings):
    settings.BACHA_TODAY = TODAY
    assert QuickDayField().clean("31") == date(2020, 7, 31)
    assert DeadlineField().clean("31") == date(2020, 8, 31)
    assert QuickDayField().clean("31/07/2020") == QuickDayField().clean("2020-07-31") == date(2020, 7, 31)
    assert QuickDayField(required=False).clean(" ") is None


@pytest.mark.parametrize("typed", ["31/02", "32", "05071800", "5/7/20", "mai"])
def test_quick_day_field_says_what_it_cannot_read(typed):
    with pytest.raises(ValidationError) as refused:
        QuickDayField().clean(typed)
    assert len(refused.value.messages[0]) > 20


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("8:30", "2020-08-03 08:30"),
        ("8h", "2020-08-03 08:00"),
        ("5 8:30", "2020-07-05 08:30"),
        ("5/7 8h30", "2020-07-05 08:30"),
        ("05072019, 23:59", "2019-07-05 23:59"),
        ("05/07/2020 08:30", "2020-07-05 08:30"),
        ("2020-07-05T08:30", "2020-07-05 08:30"),
        ("05/07/2020", "2020-07-05 00:00"),
    ],
)
def test_quick_moment_field_reads_short_and_full(settings, typed, read):
    settings.BACHA_TODAY = TODAY
    assert f"{QuickMomentField().clean(typed):%Y-%m-%d %H:%M}" == read


@pytest.mark.parametrize("typed", ["25:00", "8:75", "31/02 8:30", "hôm qua 8:30", "8:30:x", ":"])
def test_quick_moment_field_says_what_it_cannot_read(settings, typed):
    settings.BACHA_TODAY = TODAY
    with pytest.raises(ValidationError):
        QuickMomentField().clean(typed)
