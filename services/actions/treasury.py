"""Writing the treasury months: transactions with the State Treasury, apart from filings (capability "registers")."""

from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.months import Month
from communes.models import Unit
from communes.writing import Write, writing
from services.models import TreasuryMonth


def create(
    *, by, unit: Unit, month: Month, batch=None, override: bool = False, reason: str = "", **fields
) -> TreasuryMonth:
    """A unit's entry for a month. The running month may be entered and changed until it is closed."""
    with writing(
        by=by, action="treasury.created", units=[unit], batch=batch, override=override, reason=reason
    ) as write:
        row = TreasuryMonth(unit=unit, year=month.year, month=month.month, **fields)
        _check(write, row)
        write.insert(row)
    return row


def change(
    row: TreasuryMonth, *, by, version: int | None, reason: str, override: bool = False, month: Month | None = None,
    **fields,
) -> TreasuryMonth:  # fmt: skip
    """Correct an entry, its unit and month included."""
    unit = fields.get("unit") or row.unit
    with writing(
        by=by, action="treasury.changed", units=[row.unit_id, unit], reason=reason, override=override
    ) as write:
        row = write.take(row, version=version)
        if month is not None:
            fields |= {"year": month.year, "month": month.month}
        for name, value in fields.items():
            setattr(row, name, value)
        _check(write, row)
        write.update(row)
    return row


def remove(row: TreasuryMonth, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take out an entry that was made by mistake."""
    with writing(by=by, action="treasury.removed", units=[row.unit_id], reason=reason, override=override) as write:
        write.delete(write.take(row, version=version))


def _check(write: Write, row: TreasuryMonth) -> None:
    month = row.period
    if month.first_day() > clock.today():
        raise Refused(
            _("Month %(month)s has not begun; today is %(today)s.")
            % {"month": month.label, "today": f"{clock.today():%d/%m/%Y}"},
            field="month",
        )
    if row.online > row.transactions:
        raise Refused(_("There cannot be more online transactions than transactions."), field="online")
    if row.returned > row.transactions:
        raise Refused(_("There cannot be more returned transactions than transactions."), field="returned")
    others = TreasuryMonth.objects.filter(unit=row.unit_id, year=row.year, month=row.month).exclude(pk=row.pk)
    if others.exists():
        raise Refused(_("This unit has an entry for this month already."), field="month")
    # A unit that ended in the middle of a month has an entry for it; so has one that began in it.
    begins = row.unit.valid_from
    write.require_in_force(row.unit, on=max(month.first_day(), min(begins, month.last_day())), field="unit")
