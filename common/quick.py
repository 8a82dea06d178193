"""Days in a few keys: `5` is the 5th, `5/7` and `0507` the 5th of July, without a year where it is clear which; and
moments, `8:30` of today, `5/7 8h30`."""

import re
from datetime import date, timedelta

from common import clock, forms

HALF_A_YEAR = timedelta(days=183)
_SHORT = re.compile(r"([0-9]{1,2})(?:\s*[/.-]\s*([0-9]{1,2}))?")
_TIME = re.compile(r"(?:(.*[^ ,])[ ,]+)?([0-9]{1,2})[:hg]([0-9]{2})?")
_RUN = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})?")


def quick_day(raw: str, *, today: date, ahead: bool = False) -> date | None:
    """The day that a short spelling means, None if it is no short spelling or no day of the calendar.

    `5`: the last 5th up to today, with `ahead` (deadlines) the next from today on. `5/7` and `0507`: of this year, but
    in January `28/12` is last year's, and with `ahead` in December `5/1` next year's. `05072020` says its year.
    """
    raw = raw.strip()
    if match := _RUN.fullmatch(raw):
        day, month, year = (int(part) if part else None for part in match.groups())
    elif match := _SHORT.fullmatch(raw):
        day, month, year = int(match[1]), match[2] and int(match[2]), None
    else:
        return None
    if year is not None:
        return _made(year, month, day)
    if month is None:
        return _day_of_month(day, today, ahead)
    other = today.year + (1 if ahead else -1)
    made = _made(today.year, month, day)
    is_far = made is not None and (today - made if ahead else made - today) > HALF_A_YEAR
    return _made(other, month, day) if made is None or is_far else made


def _day_of_month(day: int, today: date, ahead: bool) -> date | None:
    """Looks at most two months far: of two months that follow each other, one has 31 days."""
    if not 1 <= day <= 31:
        return None
    step, found = timedelta(days=1 if ahead else -1), today
    while found.day != day:
        found += step
    return found


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class QuickDayField(forms.DayField):
    """A day that has been, typed in full or in short."""

    ahead = False

    def to_python(self, value):
        """Short spellings first; what is none is read, or refused, as everywhere."""
        if isinstance(value, str) and (day := quick_day(value, today=clock.today(), ahead=self.ahead)):
            value = f"{day:%d/%m/}{day.year:04}"
        return super().to_python(value)

    def widget_attrs(self, widget):
        """Tells the script of the page which way to look."""
        return {**super().widget_attrs(widget), "data-day": "ahead" if self.ahead else "past"}


class DeadlineField(QuickDayField):
    """A day that is still to come."""

    ahead = True


class QuickMomentField(forms.MomentField):
    """A moment that has been: `8:30` and `8h30` are of today, `5 8:30` of the last 5th, or all of it is written out."""

    def to_python(self, value):
        """Short spellings first; what is none is read, or refused, as everywhere."""
        if isinstance(value, str) and (match := _TIME.fullmatch(value.strip())):
            day = clock.today() if match[1] is None else quick_day(match[1], today=clock.today())
            if day is not None:
                value = f"{day:%d/%m/}{day.year:04} {match[2]}:{match[3] or '00'}"
        return super().to_python(value)
