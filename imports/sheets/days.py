"""Days, moments and months as offices write them in cells, and what Excel makes of them."""

import re
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from common.fields import FIRST_YEAR, LAST_YEAR, parse_day
from common.months import Month
from imports.sheets.problems import Unreadable

# Days since 30/12/1899: right from 01/03/1900 on, for Excel believes in a 29/02/1900. The last one is 31/12/2100.
_EPOCH = datetime(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 61, 73_415
_WORDS = re.compile(r"^(?:ngày\s+)?([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s+năm\s+([0-9]{4})$", re.I)
_MONTH_FIRST = re.compile(r"(?:0?[1-9]|1[0-2])[/.-](?:1[3-9]|2[0-9]|3[01])[/.-][0-9]{4}")
_COMPACT = re.compile(r"(19[0-9]{2}|20[0-9]{2}|2100)(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
_TIME = r"([0-9]{1,2})\s*(?::|h|g|giờ)\s*(?:([0-9]{2})(?:\s*(?:phút|p))?(?:\s*:\s*([0-9]{2})(?:\.[0-9]+)?)?)?"
_TIME_LAST = re.compile(rf"(.+?)[T ,;-]+{_TIME}\s*(am|pm|sa|ch)?", re.I)
_TIME_FIRST = re.compile(rf"{_TIME}\s*(am|pm|sa|ch)?[ ,;-]+(.+)", re.I)
_MONTH = re.compile(r"(?:tháng|thang|t\.?|month)?\s*([0-9]{1,2})(?:\s*[/.-]\s*|\s+(?:năm|nam)\s+|\s+)([0-9]{4})", re.I)
_MONTH_ISO = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")


def day(raw) -> date | None:
    """A day of a date cell, of an Excel serial or of text; a time of day beside it is left out."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, datetime):
        return _bounded(raw.date())
    if isinstance(raw, date):
        return _bounded(raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _of_number(raw).date()
    if not isinstance(raw, str):
        raise Unreadable(_("Write the day as day/month/year, for example 02/01/2020."))
    return _of_text(raw)[0]


def moment(raw) -> datetime | None:
    """A moment in the local time zone; a day alone is its first minute."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, datetime):
        _bounded(raw.date())
        found = raw
    elif isinstance(raw, int | float) and not isinstance(raw, bool):
        found = _of_number(raw)
    elif isinstance(raw, str):
        found = datetime.combine(*_of_text(raw))
    else:
        found = datetime.combine(day(raw), time())
    found = (found + timedelta(microseconds=500_000)).replace(microsecond=0)  # serials are floating numbers
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def month(raw) -> Month | None:
    """A reporting month: 06/2020, "Tháng 6/2020", "T6/2020", or a date cell that Excel made of it."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, date):
        found = _bounded(raw.date() if isinstance(raw, datetime) else raw)
        return Month(found.year, found.month)
    if isinstance(raw, str):
        text = raw.strip()
        if match := _MONTH.fullmatch(text):
            return _month(int(match[2]), int(match[1]), text)
        if match := _MONTH_ISO.fullmatch(text):
            return _month(int(match[1]), int(match[2]), text)
    raise _no_month(raw)


def _month(year: int, number: int, text: str) -> Month:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12):
        raise _no_month(text)
    return Month(year, number)


def _no_month(raw) -> Unreadable:
    return Unreadable(
        _("Write the month as month/year, for example 06/2020. “%(value)s” is none.") % {"value": str(raw)[:40]}
    )


def _of_number(raw: float) -> datetime:
    """Of an Excel serial (1900 system), or of a day written together as 20200803."""
    if isinstance(raw, int) and _COMPACT.fullmatch(str(raw)):
        return datetime.combine(_of_text(str(raw))[0], time())
    if FIRST_YEAR <= raw <= LAST_YEAR and raw == int(raw):
        raise Unreadable(_("Only a year stands here. Write the day as day/month/year, for example 02/01/2020."))
    if not _FIRST_SERIAL <= raw < _LAST_SERIAL + 1:
        raise Unreadable(_("This number is no day. Write the day as day/month/year, for example 02/01/2020."))
    return _EPOCH + timedelta(days=raw)


def _of_text(raw: str) -> tuple[date, time]:
    text, at = raw.strip(), time()
    if match := _TIME_LAST.fullmatch(text):
        text, at = match[1], _time(*match.groups()[1:])
    elif match := _TIME_FIRST.fullmatch(text):
        text, at = match[5], _time(*match.groups()[:4])
    if match := _WORDS.fullmatch(text):
        text = "/".join(match.groups())
    elif match := _COMPACT.fullmatch(text):
        text = "-".join(match.groups())
    if match := _MONTH_FIRST.fullmatch(text):
        raise Unreadable(
            _(
                "%(value)s seems to have the month first; then other days of this column may be wrong as well. Write "
                "all of them as day/month/year and choose the file again."
            )
            % {"value": text}
        )
    return parse_day(text), at


def _time(hour: str, minute: str | None, second: str | None, half: str | None) -> time:
    number, half = int(hour), (half or "").lower()
    if half in ("pm", "ch") and number < 12:
        number += 12
    elif half in ("am", "sa") and number == 12:
        number = 0
    try:
        return time(number, int(minute or 0), int(second or 0))
    except ValueError as error:
        raise ValidationError(_("Write the time as hours:minutes, from 00:00 to 23:59."), "invalid") from error


def _bounded(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        limits = {"first": f"{FIRST_YEAR}", "last": f"{LAST_YEAR}"}
        raise Unreadable(_("The year must lie between %(first)s and %(last)s.") % limits)
    return value
