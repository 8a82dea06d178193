"""Writing the treasury months: transactions with the State Treasury, apart from filings (capability "registers")."""

from datetime import date

from django.utils.translation import gettext as _

from common.errors import Refused
from common.months import Month
from communes.models import Section, Unit
from communes.writing import Write, writing
from services.actions import unit_months
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
    """Correct an entry, its unit and month included. A confirmation was of the old numbers and falls with them, unless
    the correction brings another one."""
    unit = fields.get("unit") or row.unit
    with writing(
        by=by, action="treasury.changed", units=[row.unit_id, unit], reason=reason, override=override
    ) as write:
        row = write.take(row, version=version)
        was, confirmed = _confirmable(row), (row.confirmed_on, row.confirmation)
        if month is not None:
            fields |= {"year": month.year, "month": month.month}
        for name, value in fields.items():
            setattr(row, name, value)
        if _confirmable(row) != was and (row.confirmed_on, row.confirmation) == confirmed:
            row.confirmed_on, row.confirmation = None, ""
        _check(write, row)
        write.update(row)
    return row


def confirm(
    row: TreasuryMonth, *, by, version: int | None, confirmed_on: date, confirmation: str = "", reason: str = ""
) -> TreasuryMonth:
    """The treasury has confirmed the numbers of the month. No figure changes, so a closed month may be confirmed."""
    with writing(by=by, action="treasury.confirmed", units=[row.unit_id], reason=reason) as write:
        row = write.take(row, version=version)
        row.confirmed_on, row.confirmation = confirmed_on, confirmation
        _check_confirmation(write, row)
        write.update(row)
    return row


def remove(row: TreasuryMonth, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take out an entry that was made by mistake."""
    with writing(by=by, action="treasury.removed", units=[row.unit_id], reason=reason, override=override) as write:
        write.delete(write.take(row, version=version))


def _confirmable(row: TreasuryMonth) -> tuple:
    """All that a confirmation speaks of."""
    return (row.unit_id, row.year, row.month, *(getattr(row, name) for name in TreasuryMonth.NUMBERS))


def _check(write: Write, row: TreasuryMonth) -> None:
    if row.online > row.transactions:
        raise Refused(_("There cannot be more online transactions than transactions."), field="online")
    if row.returned > row.transactions:
        raise Refused(_("There cannot be more returned transactions than transactions."), field="returned")
    unit_months.check(write, row, {Section.TREASURY: ["month"]})
    _check_confirmation(write, row)


def _check_confirmation(write: Write, row: TreasuryMonth) -> None:
    if row.confirmed_on is None:
        if row.confirmation.strip():
            raise Refused(_("Give the day of the confirmation too."), field="confirmed_on")
        return
    write.require_not_future(row.confirmed_on, field="confirmed_on")
    last = row.period.last_day()
    if row.confirmed_on < last:
        raise Refused(
            _("Month %(month)s ends on %(day)s; the treasury confirms it then or later.")
            % {"month": row.period.label, "day": f"{last:%d/%m/%Y}"},
            field="confirmed_on",
        )
