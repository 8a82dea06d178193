"""The monthly word of a unit that its equipment, staff, connections and software are right: given and taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock, display
from common.errors import NotAllowed, Refused
from common.months import Month
from communes import locks, stocks
from communes.models import StockConfirmation, Unit
from communes.reports import is_closed, opened_months
from communes.scope import scope_of
from communes.writing import Write, writing


def confirm_stocks(*, by, unit: Unit, month: Month, seen: str | None = None) -> StockConfirmation:
    """The registers of the unit are right for the month; again after a later change, never twice for one state.

    `seen`: the figures (`Digest.key`) that the person had before the eyes; refused if they have changed since.
    """
    with transaction.atomic():
        # Alone with the unit: what somebody else is writing is either among the figures confirmed or comes after them.
        locks.exclude([unit.pk])
        with writing(by=by, action="stocks.confirmed", units=[unit]) as write:
            _check_month(write, unit, month)
            row = _known(unit, month)
            if row is not None and not row.changed_since:
                raise Refused(
                    _("%(unit)s, month %(month)s: %(person)s has confirmed this already, on %(moment)s.")
                    % {"unit": unit.title, "month": month.label, "person": row.confirmed_by,
                       "moment": display.moment(row.confirmed_at)}
                )  # fmt: skip
            day = stocks.counting_day(month, today=clock.today())
            if seen is not None and seen != stocks.digests(unit, [day])[day].key:
                raise Refused(_("The figures have changed since you opened the page. Look at them and confirm again."))
            return _write(write, row, by=by, unit=unit, month=month)


def withdraw_confirmation(*, by, unit: Unit, month: Month) -> None:
    """Take one's own word back while the month is open; an administrator anybody's."""
    with writing(by=by, action="stocks.confirmation_withdrawn", units=[unit]) as write:
        row = _known(unit, month)
        if row is None:
            raise Refused(_("Month %(month)s has not been confirmed.") % {"month": month.label})
        if row.confirmed_by_id != by.pk and not scope_of(by).is_administrator:
            raise NotAllowed(_("Only %(person)s may take this confirmation back.") % {"person": row.confirmed_by})
        _require_open(unit, month)
        write.delete(row)


def _known(unit: Unit, month: Month) -> StockConfirmation | None:
    rows = StockConfirmation.objects.select_for_update(of=("self",)).select_related("confirmed_by")
    return rows.filter(unit=unit, year=month.year, month=month.month).first()


def _write(write: Write, row: StockConfirmation | None, *, by, unit: Unit, month: Month) -> StockConfirmation:
    if row is None:
        row = StockConfirmation(
            unit=unit, year=month.year, month=month.month, confirmed_at=clock.now(), confirmed_by=by
        )
        write.insert(row)
        return row
    row.confirmed_at, row.confirmed_by, row.changed_since = clock.now(), by, False
    write.update(row)
    return row


def _check_month(write: Write, unit: Unit, month: Month) -> None:
    today = clock.today()
    if month > Month.of(today):
        raise Refused(_("Month %(month)s has not begun yet.") % {"month": month.label})
    if month < opened_months()[0]:
        raise Refused(_("The system keeps no figures of month %(month)s.") % {"month": month.label})
    write.require_in_force(unit, on=stocks.counting_day(month, today=today))
    _require_open(unit, month)


def _require_open(unit: Unit, month: Month) -> None:
    if is_closed(unit.pk, month):
        raise Refused(
            _("Month %(month)s of %(unit)s is closed; its figures are settled.")
            % {"month": month.label, "unit": unit.full_name}
        )
