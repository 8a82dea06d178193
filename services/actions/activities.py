"""Writing the monthly counts made by hand: feedback, outreach, guidance, tasks, security (capability "registers")."""

from django.utils.translation import gettext as _

from common import display
from common.errors import Invalid
from common.months import Month
from communes.models import Section, Unit
from communes.writing import Write, writing
from services.actions import unit_months
from services.models import ActivityMonth
from services.models.activity import COLUMNS, PARTS


def create(
    *, by, unit: Unit, month: Month, batch=None, override: bool = False, reason: str = "", **fields
) -> ActivityMonth:
    """A unit's counts of a month; what nobody counted stays empty."""
    with writing(
        by=by, action="activities.created", units=[unit], batch=batch, override=override, reason=reason
    ) as write:
        row = ActivityMonth(unit=unit, year=month.year, month=month.month, **fields)
        _check(write, row)
        write.insert(row)
    return row


def change(
    row: ActivityMonth, *, by, version: int | None, reason: str, override: bool = False, month: Month | None = None,
    **fields,
) -> ActivityMonth:  # fmt: skip
    """Correct the counts, their unit and month included."""
    unit = fields.get("unit") or row.unit
    with writing(
        by=by, action="activities.changed", units=[row.unit_id, unit], reason=reason, override=override
    ) as write:
        row = write.take(row, version=version)
        if month is not None:
            fields |= {"year": month.year, "month": month.month}
        for name, value in fields.items():
            setattr(row, name, value)
        _check(write, row)
        write.update(row)
    return row


def remove(row: ActivityMonth, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take out counts that were entered by mistake."""
    with writing(by=by, action="activities.removed", units=[row.unit_id], reason=reason, override=override) as write:
        write.delete(write.take(row, version=version))


def _check(write: Write, row: ActivityMonth) -> None:
    errors = _odd(row)
    if errors:
        raise Invalid(errors)
    unit_months.check(write, row, {section: _columns(section) for section in row.given})


def _odd(row: ActivityMonth) -> dict[str, list[str]]:
    """Sentences by field: numbers that need each other, or contradict each other."""
    numbers = {name: getattr(row, name) for name in COLUMNS}
    if all(number is None for number in numbers.values()):
        return {COLUMNS[0]: [_("Give at least one number, or leave this month without an entry.")]}
    errors = {}
    for section in PARTS:
        names = _columns(section)
        missing = [name for name in names if numbers[name] is None]
        if missing and len(missing) < len(names):
            errors[missing[0]] = [
                _("Give this number too; 0 is a number. What nobody has counted leaves both empty.")
            ]  # fmt: skip
    for section, sentence in (
        (Section.FEEDBACK, _("There cannot be more answers on time (%(part)s) than feedback due (%(whole)s).")),
        (Section.TASKS, _("There cannot be more tasks done (%(part)s) than tasks assigned (%(whole)s).")),
    ):
        whole, part = _columns(section)
        if None not in (numbers[whole], numbers[part]) and numbers[part] > numbers[whole]:
            shown = {"part": display.number(numbers[part]), "whole": display.number(numbers[whole])}
            errors[part] = [sentence % shown]
    return errors


def _columns(section: str) -> list[str]:
    return [f"{section}_{name}" for name in PARTS[section]]
