"""Writing the working calendar: holidays and swapped working days (capability "catalogue").

Promised times of filings that are open already stay as they were given to the citizen.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from common.calendar import WorkCalendar
from common.errors import Refused
from common.models import Holiday, SwappedWorkday
from communes.writing import writing

CAPABILITY = "catalogue"


def create(*, by, **fields) -> Holiday:
    """A public holiday, or a day off by decision."""
    return _create(by, "holidays.created", Holiday(**fields))


def change(holiday: Holiday, *, by, version: int | None, reason: str, **fields) -> Holiday:
    """Correct a holiday."""
    return _change(holiday, by, "holidays.changed", version, reason, fields)


def remove(holiday: Holiday, *, by, version: int | None = None, reason: str) -> None:
    """Take a holiday out."""
    _remove(holiday, by, "holidays.removed", version, reason)


def create_swap(*, by, **fields) -> SwappedWorkday:
    """A working day off, worked on a day of rest instead."""
    return _create(by, "holidays.swap_created", SwappedWorkday(**fields))


def change_swap(swap: SwappedWorkday, *, by, version: int | None, reason: str, **fields) -> SwappedWorkday:
    """Correct a swap."""
    return _change(swap, by, "holidays.swap_changed", version, reason, fields)


def remove_swap(swap: SwappedWorkday, *, by, version: int | None = None, reason: str) -> None:
    """Take a swap out."""
    _remove(swap, by, "holidays.swap_removed", version, reason)


def load(*, by, holidays: Iterable[dict], swaps: Iterable[dict]) -> int:
    """Add the days that are not there yet (by `day`, `day_off`); what is there stays. Returns how many were added."""
    known = set(Holiday.objects.values_list("day", flat=True))
    swapped = set(SwappedWorkday.objects.values_list("day_off", flat=True))
    rows = [Holiday(**row) for row in holidays if row["day"] not in known]
    rows += [SwappedWorkday(**row) for row in swaps if row["day_off"] not in swapped]
    if not rows:
        return 0
    with writing(by=by, action="holidays.loaded", units=[], capability=CAPABILITY) as write:
        for row in rows:
            write.insert(row)
    return len(rows)


def _create(by, action: str, row):
    with writing(by=by, action=action, units=[], capability=CAPABILITY) as write:
        _check(row)
        write.insert(row)
    return row


def _change(row, by, action: str, version: int | None, reason: str, fields: dict):
    with writing(by=by, action=action, units=[], capability=CAPABILITY, reason=reason) as write:
        row = write.take(row, version=version)
        for name, value in fields.items():
            setattr(row, name, value)
        _check(row)
        write.update(row)
    return row


def _remove(row, by, action: str, version: int | None, reason: str) -> None:
    with writing(by=by, action=action, units=[], capability=CAPABILITY, reason=reason) as write:
        write.delete(write.take(row, version=version))


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
