"""A year of the working calendar as it is read on one page: months, weeks, days, and what is special about them."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common import display
from common.calendar import ONE_DAY, WorkCalendar, midnight
from common.keyset import Count, bounded_count
from common.models import Holiday, SwappedWorkday
from services.models import Filing

# Kinds of days; the page shows each by a colour, a shape and a word.
WORKED, REST, HOLIDAY, OFF, EXTRA = "worked", "rest", "holiday", "off", "extra"


@dataclass(frozen=True)
class Special:
    """A day that is not as its weekday says. `basis`: the decision."""

    day: date
    kind: str
    name: str
    basis: str
    url: str


@dataclass(frozen=True)
class Named:
    """Days in a row of a month that are special by one name."""

    first: date
    last: date
    name: str


@dataclass(frozen=True)
class Day:
    """A cell of the page."""

    day: date
    kind: str
    special: Special | None
    is_today: bool


@dataclass(frozen=True)
class Month:
    """A month: its weeks from Monday to Sunday (None: a day of a neighbouring month), and its special days by name."""

    first: date
    weeks: list[list[Day | None]]
    specials: list[Named]
    worked: int


@dataclass(frozen=True)
class Year:
    """The year. `holidays` 0: nothing has been entered, so that promises which pass through it come out too early."""

    number: int
    months: list[Month]
    worked: int
    holidays: int


def year_of(number: int, *, today: date) -> Year:
    """The calendar of a year, in four queries."""
    specials = _specials(number)
    calendar = WorkCalendar.load(number)
    months = [_month(number, month, specials, calendar, today) for month in range(1, 13)]
    holidays = sum(special.kind == HOLIDAY for special in specials.values())
    return Year(number, months, sum(month.worked for month in months), holidays)


def _specials(number: int) -> dict[date, Special]:
    span = date(number, 1, 1), date(number, 12, 31)
    found = {}
    for swap in SwappedWorkday.objects.filter(Q(day_off__range=span) | Q(worked_on__range=span)):
        url = reverse("services:swap-detail", args=[swap.pk])
        off = _("day off, worked on %(day)s instead") % {"day": display.day(swap.worked_on)}
        extra = _("worked instead of %(day)s") % {"day": display.day(swap.day_off)}
        for day, kind, name in ((swap.day_off, OFF, off), (swap.worked_on, EXTRA, extra)):
            if day.year == number:
                found[day] = Special(day, kind, name, swap.legal_basis, url)
    for row in Holiday.objects.filter(day__range=span):
        url = reverse("services:holiday-detail", args=[row.pk])
        found[row.day] = Special(row.day, HOLIDAY, row.name, row.legal_basis, url)
    return dict(sorted(found.items()))


def _month(number: int, month: int, specials: dict, calendar: WorkCalendar, today: date) -> Month:
    weeks = [
        [_day(day, specials, calendar, today) if day.month == month else None for day in week]
        for week in Calendar().monthdatescalendar(number, month)
    ]
    days = [day for week in weeks for day in week if day is not None]
    worked = sum(day.kind in (WORKED, EXTRA) for day in days)
    return Month(date(number, month, 1), weeks, _named(day.special for day in days if day.special), worked)


def _named(specials: Iterable[Special]) -> list[Named]:
    found: list[Named] = []
    for special in specials:
        goes_on = found and found[-1].name == special.name and found[-1].last + ONE_DAY == special.day
        first = found.pop().first if goes_on else special.day
        found.append(Named(first, special.day, special.name))
    return found


def _day(day: date, specials: dict, calendar: WorkCalendar, today: date) -> Day:
    special = specials.get(day)
    kind = special.kind if special else (WORKED if calendar.is_working_day(day) else REST)
    return Day(day, kind, special, day == today)


def passing_through(user, number: int) -> Count:
    """How many open filings that the person sees count their days through a year."""
    rows = Filing.objects.visible_to(user).open().filter(promised_by_hand=False)
    rows = rows.filter(
        received_time__lt=midnight(date(number + 1, 1, 1)), promised_time__gte=midnight(date(number, 1, 1))
    )
    return bounded_count(rows)
