"""Parameters of the API: months and days written out, nothing guessed from numbers, everything bounded."""

import re
from datetime import date, datetime
from functools import partial
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Query
from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from api.problems import Unprocessable
from common.months import Month

# Twenty years: more than figures are ever kept for, little enough to answer at once.
MOST_MONTHS = 240


def _as_day(value: object) -> date | None:
    # pydantic alone would take "0" for a moment of 1970.
    if value is None:
        return None
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
            raise ValueError
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(_("Give a day as YYYY-MM-DD.")) from None


def _needed_day(value: object) -> date:
    day = _as_day(value)
    if day is None:
        raise ValueError(_("Give a day as YYYY-MM-DD."))
    return day


def _as_moment(value: object) -> datetime | None:
    # With its zone, so that nobody guesses which clock was meant; years that a register can hold.
    if value is None:
        return None
    try:
        if not re.fullmatch(_MOMENT["pattern"], str(value)):
            raise ValueError
        return datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(_("Give a moment with its zone, such as 2020-06-30T08:05:00+07:00.")) from None


def _needed_moment(value: object) -> datetime:
    moment = _as_moment(value)
    if moment is None:
        raise ValueError(_("Give a moment with its zone, such as 2020-06-30T08:05:00+07:00."))
    return moment


def _end_of(value: object, *, is_last: bool) -> date | None:
    """A day, or the first or last day of a month."""
    if value is None or not re.fullmatch(r"[0-9]{4}-[0-9]{2}", str(value)):
        return _as_day(value)
    try:
        month = Month.parse(str(value))
    except ValueError:
        raise ValueError(_("Give a day as YYYY-MM-DD, or a month as YYYY-MM.")) from None
    return month.last_day() if is_last else month.first_day()


def _checked_month(value: str) -> str:
    try:
        Month.parse(value)
    except ValueError:
        raise ValueError(_("Give a month as YYYY-MM, such as 2020-06.")) from None
    return value


_DAY = {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "examples": ["2020-06-30"]}
_MOMENT = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})$",
    "examples": ["2020-06-30T08:05:00+07:00"],
}
_MONTH = {"type": "string", "pattern": r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", "examples": ["2020-06"]}

_DAY_OR_MONTH = {"type": "string", "examples": ["2020-06-30", "2020-06"]}

NeededDay = Annotated[date, BeforeValidator(_needed_day), WithJsonSchema(_DAY)]
FirstDay = Annotated[date | None, BeforeValidator(partial(_end_of, is_last=False)), WithJsonSchema(_DAY_OR_MONTH)]
LastDay = Annotated[date | None, BeforeValidator(partial(_end_of, is_last=True)), WithJsonSchema(_DAY_OR_MONTH)]
Day = Annotated[date | None, BeforeValidator(_as_day), WithJsonSchema(_DAY)]
NeededMoment = Annotated[datetime, BeforeValidator(_needed_moment), WithJsonSchema(_MOMENT)]
Moment = Annotated[datetime | None, BeforeValidator(_as_moment), WithJsonSchema(_MOMENT)]
MonthText = Annotated[str, AfterValidator(_checked_month), WithJsonSchema(_MONTH)]
Slug = Annotated[str, Query(max_length=80, description="The slug of a unit, such as xa-ta-cu-ty.")]
Key = Annotated[str, Query(max_length=60, description="The key of a measure, such as documents.incoming.")]
Words = Annotated[
    str, Query(max_length=100, description="Parts of a name, former name or other name, with or without marks.")
]
Structure = Annotated[Literal["was", "is"], Query(description="Boundaries as they were then, or as they are now.")]
Kind = Annotated[
    Literal["", "commune", "office"], Query(description="Only units of this kind below the unit; empty: all.")
]


def period(first: str, last: str) -> tuple[Month, Month]:
    """Both months of a period; Unprocessable when it runs backwards or is longer than anything kept."""
    start, end = Month.parse(first), Month.parse(last)
    if end < start:
        raise Unprocessable(_("to: The period ends before it begins."))
    if end - start >= MOST_MONTHS:
        raise Unprocessable(_("to: At most %(count)s months at once.") % {"count": MOST_MONTHS})
    return start, end
