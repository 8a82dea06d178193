"""Writing the working calendar: holidays and swapped working days (capability "catalogue").

Promises of open filings that were computed follow a change, in its transaction (services.promises). `seen` is the proof
that the person was shown what follows; without it an act that moves promises is refused by promises.NotSeen. The row
that an act returns carries what followed as `impact`.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from common.calendar import WorkCalendar
from common.errors import Invalid, Refused
from common.models import Holiday, SwappedWorkday
from communes import locks
from communes.writing import writing
from services import promises

CAPABILITY = "catalogue"


def create(*, by, seen: str | None = None, **fields) -> Holiday:
    """A public holiday, or a day off by decision."""
    return _create(by, "holidays.created", Holiday(**fields), seen)


def create_many(*, by, days: Iterable[tuple[date, str]], legal_basis: str = "", seen: str | None = None) -> "Entered":
    """Several holidays in one act, such as those of a year: all of them or none; what is wrong stands at `days`."""
    rows = [Holiday(day=day, name=name, legal_basis=legal_basis) for day, name in days]
    with _writing(by, "holidays.created") as (write, before):
        known = dict(Holiday.objects.filter(day__in=[row.day for row in rows]).values_list("day", "name"))
        worked = set(SwappedWorkday.objects.values_list("worked_on", flat=True))
        if errors := [said for row in rows if (said := _why_not(row.day, known, worked))]:
            raise Invalid({"days": errors})
        for row in rows:
            write.insert(row)
        return Entered(rows, promises.follow(write, before, seen=seen))


def change(holiday: Holiday, *, by, version: int | None, reason: str, seen: str | None = None, **fields) -> Holiday:
    """Correct a holiday."""
    return _change(holiday, by, "holidays.changed", version, reason, seen, fields)


def remove(holiday: Holiday, *, by, version: int | None = None, reason: str, seen: str | None = None) -> Holiday:
    """Take a holiday out."""
    return _remove(holiday, by, "holidays.removed", version, reason, seen)


def create_swap(*, by, seen: str | None = None, **fields) -> SwappedWorkday:
    """A working day off, worked on a day of rest instead."""
    return _create(by, "holidays.swap_created", SwappedWorkday(**fields), seen)


def change_swap(
    swap: SwappedWorkday, *, by, version: int | None, reason: str, seen: str | None = None, **fields
) -> SwappedWorkday:  # fmt: skip
    """Correct a swap."""
    return _change(swap, by, "holidays.swap_changed", version, reason, seen, fields)


def remove_swap(
    swap: SwappedWorkday, *, by, version: int | None = None, reason: str, seen: str | None = None
) -> SwappedWorkday:  # fmt: skip
    """Take a swap out."""
    return _remove(swap, by, "holidays.swap_removed", version, reason, seen)


def load(*, by, holidays: Iterable[dict], swaps: Iterable[dict]) -> int:
    """Add the days that are not there yet (by `day`, `day_off`); what is there stays. Returns how many were added."""
    known = set(Holiday.objects.values_list("day", flat=True))
    swapped = set(SwappedWorkday.objects.values_list("day_off", flat=True))
    rows = [Holiday(**row) for row in holidays if row["day"] not in known]
    rows += [SwappedWorkday(**row) for row in swaps if row["day_off"] not in swapped]
    if not rows:
        return 0
    with _writing(by, "holidays.loaded") as (write, before):
        for row in rows:
            write.insert(row)
        promises.follow(write, before, seen=None)
    return len(rows)


@dataclass(frozen=True)
class Entered:
    """Holidays that were entered together, and what followed."""

    rows: list[Holiday]
    impact: promises.Impact


def _why_not(day: date, known: dict[date, str], worked: set[date]) -> str:
    """Why a day cannot be entered as a holiday; empty where it can."""
    if day in known:
        words = {"day": f"{day:%d/%m/%Y}", "name": known[day]}
        return _("%(day)s is a holiday already (%(name)s). Take it out of the list.") % words
    if day in worked:
        return _("%(day)s is worked in exchange for another day; change the swap first.") % {"day": f"{day:%d/%m/%Y}"}
    return ""


@contextmanager
def _writing(by, action: str, reason: str = ""):
    """Yields (write, the calendar before the change)."""
    with transaction.atomic():
        # Alone with all writers: who works out a promise beside us would do so by the calendar before the change.
        locks.exclude_calendar()
        with writing(by=by, action=action, units=[], capability=CAPABILITY, reason=reason) as write:
            yield write, WorkCalendar.load()


def _create(by, action: str, row, seen: str | None):
    with _writing(by, action) as (write, before):
        _check(row)
        write.insert(row)
        row.impact = promises.follow(write, before, seen=seen)
    return row


def _change(row, by, action: str, version: int | None, reason: str, seen: str | None, fields: dict):
    with _writing(by, action, reason) as (write, before):
        row = write.take(row, version=version)
        for name, value in fields.items():
            setattr(row, name, value)
        _check(row)
        write.update(row)
        row.impact = promises.follow(write, before, seen=seen)
    return row


def _remove(row, by, action: str, version: int | None, reason: str, seen: str | None):
    with _writing(by, action, reason) as (write, before):
        row = write.take(row, version=version)
        write.delete(row)
        row.impact = promises.follow(write, before, seen=seen)
    return row


def _check(row) -> None:
    """A swap takes a working day off and works on a day of rest; a day is not both off and worked."""
    if isinstance(row, Holiday):
        if row.day and SwappedWorkday.objects.filter(worked_on=row.day).exists():
            raise Refused(_("This day is worked in exchange for another one; change the swap first."), field="day")
        return
    calendar = _calendar_without(row)
    if not calendar.is_working_day(row.day_off):
        raise Refused(_("%(day)s is a day of rest already.") % {"day": f"{row.day_off:%d/%m/%Y}"}, field="day_off")
    if calendar.is_working_day(row.worked_on):
        raise Refused(_("%(day)s is a working day already.") % {"day": f"{row.worked_on:%d/%m/%Y}"}, field="worked_on")


def _calendar_without(swap: SwappedWorkday) -> WorkCalendar:
    others = SwappedWorkday.objects.exclude(pk=swap.pk).values_list("day_off", "worked_on")
    return WorkCalendar.of(Holiday.objects.values_list("day", flat=True), others)
