"""Months as the reports count them: two small integers, and the day on which a month is cut off."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.conf import settings


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A reporting month. With cut-off day 31 it is the calendar month; with 14 it runs from the 15th to the 14th."""

    year: int
    month: int

    def __post_init__(self):
        # Wider than the days that forms take (1900 to 2100), so that a month's neighbours exist too.
        if not 1 <= self.month <= 12 or not 1800 <= self.year <= 2200:
            raise ValueError(f"not a month: {self.year}-{self.month}")

    @classmethod
    def of(cls, day: date, *, cutoff: int | None = None) -> Self:
        """The month that `day` is reported in: the one place where a date becomes a month."""
        cutoff = settings.REPORTING_CUTOFF_DAY if cutoff is None else cutoff
        this = cls(day.year, day.month)
        return this if cutoff >= 31 or day.day <= cutoff else this + 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `2020-06`; ValueError for anything else."""
        digits = text[:4] + text[5:]
        if len(text) != 7 or text[4] != "-" or not (digits.isascii() and digits.isdigit()):
            raise ValueError(f"not a month: {text!r}")
        return cls(int(text[:4]), int(text[5:]))

    def __add__(self, months: int) -> Self:
        return type(self)(*divmod_month(self.index + months))

    def __sub__(self, other):
        """Months between two months, or the month so many months before."""
        return self.index - other.index if isinstance(other, Month) else self + -other

    def __str__(self):
        return f"{self.year:04}-{self.month:02}"

    @property
    def index(self) -> int:
        return self.year * 12 + self.month - 1

    @property
    def label(self) -> str:
        return f"{self.month:02}/{self.year}"

    def first_day(self, *, cutoff: int | None = None) -> date:
        return (self - 1).last_day(cutoff=cutoff) + timedelta(days=1)

    def last_day(self, *, cutoff: int | None = None) -> date:
        cutoff = settings.REPORTING_CUTOFF_DAY if cutoff is None else cutoff
        length = calendar.monthrange(self.year, self.month)[1]
        return date(self.year, self.month, min(cutoff, length))


def divmod_month(index: int) -> tuple[int, int]:
    year, month = divmod(index, 12)
    return year, month + 1


def span(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included; nothing if `last` is before `first`."""
    for index in range(first.index, last.index + 1):
        yield Month(*divmod_month(index))


def stock_months(since: date, until: date | None, *, first: Month, last: Month) -> Iterator[Month]:
    """The months within `first`..`last` whose last day lies in `since` <= day < `until`: where a dated row counts."""
    start = max(first, Month.of(since))
    stop = last if until is None else min(last, Month.of(until))
    for month in span(start, stop):
        if since <= month.last_day() and (until is None or month.last_day() < until):
            yield month


def half_year(year: int, half: int) -> tuple[Month, Month]:
    """First and last month of a half-year in the reporting calendar in force."""
    return (Month(year, 1), Month(year, 6)) if half == 1 else (Month(year, 7), Month(year, 12))
