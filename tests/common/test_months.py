"""Months: every day lies in exactly one, whatever the cut-off day; stocks count on the last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.months import Month, half_year, span, stock_months

DAYS = st.dates(min_value=date(1901, 1, 1), max_value=date(2199, 12, 31))
CUTOFFS = st.one_of(st.just(31), st.just(14), st.integers(1, 28))
# 200 months away from any of these the calendar (1800 to 2200) still goes on.
MONTHS = st.builds(Month, st.integers(1910, 2180), st.integers(1, 12))


@given(day=DAYS, cutoff=CUTOFFS)
def test_every_day_lies_within_its_month(day, cutoff):
    month = Month.of(day, cutoff=cutoff)
    assert month.first_day(cutoff=cutoff) <= day <= month.last_day(cutoff=cutoff)


@given(month=MONTHS, cutoff=CUTOFFS)
def test_months_follow_each_other_without_gap_or_overlap(month, cutoff):
    following = month + 1
    assert following.first_day(cutoff=cutoff) - month.last_day(cutoff=cutoff) == timedelta(days=1)
    assert Month.of(month.last_day(cutoff=cutoff), cutoff=cutoff) == month
    assert Month.of(following.first_day(cutoff=cutoff), cutoff=cutoff) == following


@pytest.mark.parametrize(
    ("cutoff", "first", "last"),
    [(31, date(2020, 2, 1), date(2020, 2, 29)), (14, date(2020, 1, 15), date(2020, 2, 14))],
)
def test_days_of_february_2020(cutoff, first, last):
    assert Month(2020, 2).first_day(cutoff=cutoff) == first
    assert Month(2020, 2).last_day(cutoff=cutoff) == last


def test_cutoff_of_the_settings_is_the_default(settings):
    settings.REPORTING_CUTOFF_DAY = 14
    assert Month.of(date(2019, 12, 15)) == Month(2020, 1)
    assert half_year(2020, 1)[0].first_day() == date(2019, 12, 15)
    assert half_year(2020, 2)[1].last_day() == date(2020, 12, 14)


@given(month=MONTHS, steps=st.integers(-200, 200))
def test_arithmetic_goes_there_and_back(month, steps):
    there = month + steps
    assert there - month == steps
    assert there - steps == month
    assert (there > month) == (steps > 0)
    assert Month.parse(str(there)) == there


@pytest.mark.parametrize("text", ["2020-13", "2020-00", "2020-6", "2020/06", "202-006", "٢٠٢٠-٠٦", "", "2020-06-01"])
def test_parse_refuses_what_is_no_month(text):
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


def test_span_includes_both_ends_and_may_be_empty():
    assert [str(m) for m in span(Month(2019, 11), Month(2020, 2))] == ["2019-11", "2019-12", "2020-01", "2020-02"]
    assert list(span(Month(2020, 2), Month(2020, 1))) == []


def naive_stock_months(since, until, first, last, cutoff):
    """Day by day: the months on whose last day the row is there."""
    found, day = [], since
    end = last.last_day(cutoff=cutoff) + timedelta(days=1)
    while day < (end if until is None else min(until, end)):
        month = Month.of(day, cutoff=cutoff)
        if day == month.last_day(cutoff=cutoff) and first <= month <= last:
            found.append(month)
        day += timedelta(days=1)
    return found


@given(
    since=st.dates(date(2019, 6, 1), date(2020, 12, 31)),
    length=st.one_of(st.none(), st.integers(1, 500)),
    cutoff=st.sampled_from([31, 14, 28, 1]),
    start=st.integers(0, 10),
    months=st.integers(0, 14),
)
def test_stock_months_equal_a_walk_day_by_day(since, length, cutoff, start, months):
    first = Month(2019, 6) + start
    last = first + months
    until = None if length is None else since + timedelta(days=length)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.REPORTING_CUTOFF_DAY", cutoff)
        found = list(stock_months(since, until, first=first, last=last))
    assert found == naive_stock_months(since, until, first, last, cutoff)
