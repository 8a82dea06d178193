"""When a filing is promised for and whether it is in time: pure functions, the official rule of domain.md 4.5.

A filing is on time if its end (status 9, else 10, else 8, 3 or 7) is not later than the promise, the citizen's time for
a supplement taken away; more than one request for a supplement makes it late.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from common.calendar import WorkCalendar, at_closing
from services.models import FilingState, LimitUnit, Timeliness

# Same-day procedures received later than this go on to the next working day.
SAME_DAY_UNTIL = time(15, 0)


@dataclass(frozen=True)
class Supplement:
    """A request to the citizen for more papers; `answered` None while the citizen has them to bring."""

    requested: datetime
    answered: datetime | None = None


def promised_time(received: datetime, limit_value: int | None, limit_unit: str, calendar: WorkCalendar):
    """The moment that the law gives: None without a limit; 0 means the same day.

    Day 1 is the day after receipt, and a last day that is not worked moves to the next worked one (Civil Code 2015,
    articles 147 and 148). A promise for a day ends with its office hours.
    """
    if limit_value is None or not limit_unit:
        return None
    local = timezone.localtime(received)
    day = local.date()
    if limit_value == 0:
        is_in_time = calendar.is_working_day(day) and local.time() <= SAME_DAY_UNTIL
        # After closing there is nothing left of the day, so a promise is never before the receipt.
        return at_closing(day if is_in_time else calendar.add_working_days(day, 1))
    if limit_unit == LimitUnit.HOUR:
        return calendar.add_working_hours(received, limit_value)
    if limit_unit == LimitUnit.WORKING_DAY:
        return at_closing(calendar.add_working_days(day, limit_value))
    last = day + timedelta(days=limit_value) if limit_unit == LimitUnit.DAY else _months_later(day, limit_value)
    return at_closing(calendar.next_working_day(last))


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def late_from(promised: datetime | None, supplements: Iterable[Supplement]) -> datetime | None:
    """The moment after which the filing is late; None when there is none, as while one request waits for its answer."""
    rows = sorted(supplements, key=lambda row: row.requested)
    second = rows[1].requested if len(rows) > 1 else None
    due = _due(promised, rows[0] if rows else None)
    return min((moment for moment in (due, second) if moment is not None), default=None)


def _due(promised: datetime | None, supplement: Supplement | None) -> datetime | None:
    """The promise, put off by the time that the citizen took; a request after the promise puts nothing off."""
    if promised is None or supplement is None or supplement.requested > promised:
        return promised
    if supplement.answered is None:
        return None
    return promised + (supplement.answered - supplement.requested)


def classify(
    received: datetime,
    promised: datetime | None,
    ended: datetime,
    supplements: Iterable[Supplement] = (),
    limit: tuple[int | None, str, WorkCalendar] | None = None,
) -> str:
    """Early, on time or late, of a filing that ended. Early: on a day before the one that it was due.

    `limit` (value, unit, calendar) is what counts where nothing was promised; with neither, nothing makes it late.
    """
    if promised is None and limit is not None:
        promised = promised_time(received, *limit)
    # A request that was never answered ended with the filing.
    rows = [row if row.answered else Supplement(row.requested, max(ended, row.requested)) for row in supplements]
    due = late_from(promised, rows)
    if len(rows) > 1 or (due is not None and ended > due):
        return Timeliness.LATE
    if due is not None and timezone.localtime(ended).date() < timezone.localtime(due).date():
        return Timeliness.EARLY
    return Timeliness.ON_TIME


def open_class(late: datetime | None, *, at: datetime) -> str:
    """Of a filing still open at a moment: in time or late; `late` is what `late_from` gave."""
    return FilingState.OPEN_LATE if late is not None and at > late else FilingState.OPEN_IN_TIME
