"""The working calendar: Monday to Friday without holidays, with days swapped by yearly decision (domain.md 4.5).

Nothing is computed: holidays and swaps are rows, loaded by year. A calendar is read once for a piece of work and then
asked without further queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.utils import timezone

from common.models import Holiday, SwappedWorkday

ONE_DAY = timedelta(days=1)
# Office hours: eight hours a day. A time limit in hours runs in these only, so that eight hours are one working day.
MORNING = (time(7, 30), time(11, 30))
AFTERNOON = (time(13, 30), time(17, 30))
CLOSING = AFTERNOON[1]
_SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked. `years`: the years that were loaded; another year raises ValueError. None: all."""

    holidays: frozenset[date] = frozenset()
    days_off: frozenset[date] = frozenset()
    worked_on: frozenset[date] = frozenset()
    years: tuple[int, int] | None = None

    @classmethod
    def load(cls, year_from: int | None = None, year_to: int | None = None) -> Self:
        """From the tables, in two queries; all years unless given."""
        holidays, swaps = Holiday.objects.all(), SwappedWorkday.objects.all()
        years = None
        if year_from is not None:
            years = (year_from, year_to if year_to is not None else year_from)
            span = (date(years[0], 1, 1), date(years[1], 12, 31))
            holidays = holidays.filter(day__range=span)
            swaps = swaps.filter(day_off__range=span) | swaps.filter(worked_on__range=span)
        pairs = list(swaps.values_list("day_off", "worked_on"))
        return cls.of(holidays.values_list("day", flat=True), pairs, years=years)

    @classmethod
    def of(cls, holidays: Iterable[date] = (), swaps: Iterable[tuple[date, date]] = (), *, years=None) -> Self:
        """From days; `swaps` are pairs (day off, worked on)."""
        swaps = list(swaps)
        return cls(
            frozenset(holidays), frozenset(off for off, _on in swaps), frozenset(on for _off, on in swaps), years
        )

    def is_working_day(self, day: date) -> bool:
        """Worked in exchange, or Monday to Friday and neither a holiday nor swapped away."""
        if self.years is not None and not self.years[0] <= day.year <= self.years[1]:
            raise ValueError(f"the calendar was loaded for {self.years[0]} to {self.years[1]}, not for {day.year}")
        if day in self.worked_on:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays and day not in self.days_off

    def differing(self, other: Self) -> list[date]:
        """The days, in order, on which one of the two works and the other does not."""
        named = (self.holidays ^ other.holidays) | (self.days_off ^ other.days_off) | (self.worked_on ^ other.worked_on)
        return sorted(day for day in named if self.is_working_day(day) != other.is_working_day(day))

    def years_without_holidays(self, first: date, last: date) -> tuple[int, ...]:
        """The years from one day to the other for which no holiday is entered: a count of days comes out too early."""
        known = {day.year for day in self.holidays}
        return tuple(year for year in range(first.year, last.year + 1) if year not in known)

    def next_working_day(self, day: date) -> date:
        """The day itself if it is worked, otherwise the first worked day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, days: int) -> date:
        """The `days`-th working day after `day`: day 1 is the first worked day after it, day 0 itself or the next."""
        if days == 0:
            return self.next_working_day(day)
        for _step in range(days):
            day = self.next_working_day(day + ONE_DAY)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; 0 if `last` is not later."""
        days = (last - first).days
        return sum(self.is_working_day(first + step * ONE_DAY) for step in range(1, days + 1))

    def add_working_hours(self, moment: datetime, hours: int) -> datetime:
        """The moment at which `hours` office hours after `moment` have passed; outside office hours nothing runs."""
        left, local = timedelta(hours=hours), timezone.localtime(moment)
        day, since = local.date(), local.replace(tzinfo=None)
        while True:
            if self.is_working_day(day):
                for opens, closes in (MORNING, AFTERNOON):
                    start = max(since, datetime.combine(day, opens))
                    runs = datetime.combine(day, closes) - start
                    if timedelta(0) <= left <= runs:
                        return timezone.make_aware(start + left)
                    left -= max(runs, timedelta(0))
            day += ONE_DAY


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def at_closing(day: date) -> datetime:
    """The end of office hours of a day: what a promise for a day means."""
    return timezone.make_aware(datetime.combine(day, CLOSING))
