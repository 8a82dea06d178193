"""Closing and reopening a unit's month, and opening the months that the clock has entered."""

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit, clock
from common.errors import NotAllowed, OutOfScope, Refused
from common.months import Month, span
from communes import locks, ports
from communes.models import Cell, ClosedMonth, ReportingCalendar, Section, Unit
from communes.reports import opened_months
from communes.scope import scope_of
from communes.writing import mark


def close(*, by, units, months, reason: str = "") -> int:
    """Settle the figures of the units' months; returns how many were open. Alone with these units while it lasts."""
    unit_ids = _checked(by, units)
    months = list(months)
    for month in months:
        if month.last_day() >= clock.today():
            raise Refused(_("Month %(month)s has not ended yet.") % {"month": month.label})
    with audit.event(by=by, action="months.closed", reason=reason) as event:
        locks.exclude(unit_ids)
        known = set(ClosedMonth.objects.filter(unit_id__in=unit_ids).values_list("unit_id", "year", "month"))
        rows = [
            ClosedMonth(unit_id=pk, year=m.year, month=m.month, closed_at=timezone.now(), closed_by=by)
            for pk in unit_ids
            for m in months
            if (pk, m.year, m.month) not in known
        ]
        for row in ClosedMonth.objects.bulk_create(rows, batch_size=500):
            event.changed(row, before=None, after=audit.snapshot(row), unit_id=row.unit_id)
        _mark_all((row.unit_id, Month(row.year, row.month)) for row in rows)
    return len(rows)


def reopen(*, by, unit: Unit, month: Month, reason: str) -> None:
    """Open a closed month again, with a reason."""
    (unit_id,) = _checked(by, [unit])
    if not reason.strip():
        raise Refused(_("Say why the month is opened again."), field="reason")
    with audit.event(by=by, action="months.reopened", reason=reason) as event:
        locks.exclude([unit_id])
        row = ClosedMonth.objects.filter(unit_id=unit_id, year=month.year, month=month.month).first()
        if row is None:
            raise Refused(_("Month %(month)s is not closed.") % {"month": month.label})
        event.changed(row, before=audit.snapshot(row), after=None, unit_id=unit_id)
        row.delete()
        for call in ports.month_reopened:
            call(unit_id, month, event)
        _mark_all([(unit_id, month)])


def open_months(*, upto: Month | None = None, first: Month | None = None) -> list[Month]:
    """Enter the months up to the clock's and mark every unit in force in them; when the day moved, open counts too.

    Called by refresh_figures at every start and from a timer. Returns the months that were opened now. Raises
    ImproperlyConfigured if the stored figures were counted with another cut-off day.
    """
    day = clock.today()
    running = upto or Month.of(day)
    with audit.event(by=None, action="months.opened", keep_empty=False) as event:
        locks.exclude_calendar()
        opened_months()
        calendar, created = ReportingCalendar.objects.get_or_create(pk=1, defaults=_beginning(first, running))
        begin, last = Month(calendar.first_year, calendar.first_month), Month(calendar.last_year, calendar.last_month)
        opened = list(span(begin if created else last + 1, running))
        counted_on = calendar.counted_on
        if opened or counted_on != day:
            before = audit.snapshot(calendar)
            calendar.last_year, calendar.last_month = max(last, running).year, max(last, running).month
            calendar.counted_on = day
            # Not the version of the figures, which a refresh may be moving on.
            calendar.save(update_fields=["last_year", "last_month", "counted_on"])
            event.changed(calendar, before=None if created else before, after=audit.snapshot(calendar))
        for month in opened:
            _mark_all((pk, month) for pk in _units_in(month))
        for month in _moved(counted_on, day):
            if begin <= month <= last and month not in opened:
                mark({Cell(pk, month.year, month.month, str(Section.FILINGS)) for pk in _units_in(month)})
                mark({Cell(pk, month.year, month.month, str(Section.DOCUMENTS)) for pk in _units_until(month)})
    return opened


def _moved(before: date | None, now: date):
    """The months whose open counts were judged on one day and now on another: which filings are late, and which
    documents are overdue, moves with it.

    That of the day before too: nobody may have counted on its last day.
    """
    if before == now:
        return
    yield from span(*sorted((Month.of(before or now), Month.of(now))))


def _beginning(first: Month | None, running: Month) -> dict:
    first = first or Month(running.year - 1, 1)
    return {
        "cutoff_day": settings.REPORTING_CUTOFF_DAY,
        "first_year": first.year,
        "first_month": first.month,
        "last_year": running.year,
        "last_month": running.month,
    }


def _units_in(month: Month):
    """Units that exist on some day of the month."""
    started = Unit.objects.filter(valid_from__lte=month.last_day())
    return started.exclude(valid_until__lte=month.first_day()).values_list("pk", flat=True)


def _units_until(month: Month):
    """Units that began by its end: a deadline may outlive the unit at which a document was entered late."""
    return Unit.objects.filter(valid_from__lte=month.last_day()).values_list("pk", flat=True)


def _mark_all(unit_months) -> None:
    mark({Cell(pk, m.year, m.month, str(section)) for pk, m in unit_months for section in Section.values})


def _checked(by, units) -> list[int]:
    unit_ids = sorted({unit.pk for unit in units})
    scope = scope_of(by)
    if not all(scope.sees(pk) for pk in unit_ids):
        raise OutOfScope()
    if not all(scope.may("close", pk) for pk in unit_ids):
        raise NotAllowed()
    return unit_ids
