"""Many rows of this floor's registers at once, in one transaction: the demo, the generator, imports.

The caller has checked what a person typed; here stand the rules that a bad row would break for others: units that
exist, days of the register, codes, closed months. Rows that break a constraint of the table raise IntegrityError.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.bulk import insert_rows
from common.calendar import WorkCalendar
from common.errors import Refused
from common.models import Batch
from common.months import Month, stock_months
from common.text import fold, one_line
from communes.models import Cell, Section, Unit, cell
from communes.reports import opened_months
from communes.writing import Write, writing
from services import codes, deadlines
from services.models import (
    ActivityMonth,
    Attendance,
    Filing,
    FilingStatus,
    FilingSupplement,
    Meeting,
    ReasonCount,
    TreasuryMonth,
)
from services.models.unit_month import UnitMonth

_fold = lru_cache(maxsize=20_000)(fold)


def insert_filings(
    *, by, batch: Batch, filings: Iterable[Filing], supplements: Iterable[FilingSupplement] = (),
    override_closed: bool = False,
) -> int:  # fmt: skip
    """Write unsaved filings and requests for supplements (whose `filing` is one of them); returns how many filings.

    `holding_unit` is the receiving unit unless given; the promised time is computed where it is empty; `late_from`,
    `timeliness`, the folded text and the batch are filled in here. One audit event, which names the batch.
    """
    rows, asked = list(filings), defaultdict(list)
    for supplement in supplements:
        asked[id(supplement.filing)].append(supplement)
    for row in rows:
        row.holding_unit_id, row.batch = row.holding_unit_id or row.unit_id, batch
    units = {row.unit_id for row in rows} | {row.holding_unit_id for row in rows}
    with _bulk(by, "filings.bulk_inserted", units, batch, override_closed) as write:
        _check_days(write, [(row.unit_id, _day(row.received_time)) for row in rows], field="received_time")
        for row in rows:
            codes.check_filing_code(row.code, row.received_time)
        _complete(rows, asked)
        insert_rows(rows, with_keys=bool(asked))
        found = [supplement for supplements_of_one in asked.values() for supplement in supplements_of_one]
        for supplement in found:
            supplement.filing_id = supplement.filing.pk
        insert_rows(found)
        write.stale(*cells_of(rows))
        _note(write, batch, len(rows))
    return len(rows)


def insert_treasury(*, by, batch: Batch, rows: Iterable[TreasuryMonth], override_closed: bool = False) -> int:
    """Write unsaved treasury months; returns how many."""
    rows = list(rows)
    with _bulk(by, "treasury.bulk_inserted", {row.unit_id for row in rows}, batch, override_closed) as write:
        return _insert_months(write, batch, rows)


def insert_activities(*, by, batch: Batch, rows: Iterable[ActivityMonth], override_closed: bool = False) -> int:
    """Write unsaved monthly counts; returns how many."""
    rows = list(rows)
    with _bulk(by, "activities.bulk_inserted", {row.unit_id for row in rows}, batch, override_closed) as write:
        return _insert_months(write, batch, rows)


def insert_reasons(*, by, batch: Batch, rows: Iterable[ReasonCount], override_closed: bool = False) -> int:
    """Write unsaved counts of reasons why channels were not used; returns how many."""
    rows = list(rows)
    for row in rows:
        row.batch = batch
    with _bulk(by, "reasons.bulk_inserted", {row.unit_id for row in rows}, batch, override_closed) as write:
        _check_days(write, [(row.unit_id, row.period.first_day()) for row in rows], field="month")
        insert_rows(rows)
        write.stale(*{Cell(row.unit_id, row.year, row.month, str(Section.FILINGS)) for row in rows})
        _note(write, batch, len(rows))
    return len(rows)


def insert_meetings(
    *, by, batch: Batch, meetings: Iterable[tuple[Meeting, dict[Unit, bool]]], override_closed: bool = False
) -> int:
    """Write unsaved meetings, each with its units invited -> attended; returns how many meetings."""
    pairs = list(meetings)
    days = [
        (unit_id, meeting.held_on)
        for meeting, invited in pairs
        for unit_id in {meeting.host_unit_id, *(u.pk for u in invited)}
    ]
    with _bulk(by, "meetings.bulk_inserted", {unit_id for unit_id, _on in days}, batch, override_closed) as write:
        _check_days(write, days, field="held_on")
        for meeting, _invited in pairs:
            meeting.subject, meeting.batch = one_line(meeting.subject), batch
            meeting.search = fold(meeting.subject)
        insert_rows([meeting for meeting, _invited in pairs], with_keys=True)
        insert_rows(
            [
                Attendance(meeting_id=meeting.pk, unit=unit, attended=attended)
                for meeting, invited in pairs
                for unit, attended in invited.items()
            ]
        )
        write.stale(*{cell(unit_id, Month.of(on), str(Section.MEETINGS)) for unit_id, on in days})
        _note(write, batch, len(pairs))
    return len(pairs)


# --- Shared ----------------------------------------------------------------------------------------------------------


def _insert_months(write: Write, batch: Batch, rows: list[UnitMonth]) -> int:
    for row in rows:
        row.batch = batch
    _check_days(write, [(row.unit_id, row.period.first_day()) for row in rows], field="month")
    insert_rows(rows)
    write.stale(*{where for row in rows for where in row.counted().cells()})
    _note(write, batch, len(rows))
    return len(rows)


def _bulk(by, action: str, units: set[int], batch: Batch, override: bool):
    capability = "catalogue" if action.startswith("meetings") else "registers"
    return writing(
        by=by, action=action, units=units, batch=batch, reason=batch.title, override=override, capability=capability
    )


def _check_days(write: Write, days: list[tuple[int, date]], *, field: str) -> None:
    """Once a unit: in force on its first and last day, none in the future, none before the register begins."""
    found = defaultdict(list)
    for unit_id, day in days:
        found[unit_id].append(day)
    units, first = Unit.objects.in_bulk(list(found)), opened_months()[0].first_day()
    for unit_id, known in found.items():
        for day in {min(known), max(known)}:
            write.require_in_force(units[unit_id], on=day, field=field)
            write.require_not_future(day, field=field)
        if min(known) < first:
            raise Refused(
                _("The register begins on %(day)s; %(earlier)s is before it.")
                % {"day": f"{first:%d/%m/%Y}", "earlier": f"{min(known):%d/%m/%Y}"},
                field=field,
            )


def _note(write: Write, batch: Batch, number: int) -> None:
    before = audit.snapshot(batch)
    batch.rows += number
    batch.save(update_fields=["rows"])
    write.event.changed(batch, before=before, after=audit.snapshot(batch))


def _day(moment) -> date | None:
    return timezone.localtime(moment).date() if moment else None


# --- Filings ---------------------------------------------------------------------------------------------------------


def _complete(rows: list[Filing], asked: dict[int, list[FilingSupplement]]) -> None:
    calendar = WorkCalendar.load()
    for row in rows:
        procedure = row.procedure
        row.code, row.note = one_line(row.code), one_line(row.note)
        row.search = f"{row.code.casefold()} {_fold(f'{procedure.code} {procedure.name}')}"
        row.fee_due = bool(procedure.fee)
        by_limit = deadlines.promise_of(row, calendar)
        row.promised_by_hand = row.promised_time is not None and row.promised_time != by_limit
        row.promised_time = row.promised_time or by_limit
        verdict = deadlines.judge_filing(row, asked.get(id(row), ()))
        row.late_from, row.timeliness = verdict.late_from, verdict.timeliness


def cells_of(rows: list[Filing]) -> set[Cell]:
    """The cells that the rows count in, as Filing.counted has them."""
    first, last = opened_months()
    months = lru_cache(maxsize=None)(lambda since, until: list(stock_months(since, until, first=first, last=last)))
    cells, section = set(), str(Section.FILINGS)
    for row in rows:
        if row.status == FilingStatus.REJECTED_AT_INTAKE:
            continue
        received, finished, returned = (_day(t) for t in (row.received_time, row.finished_time, row.returned_time))
        cells.add(cell(row.unit_id, Month.of(received), section))
        if finished:
            cells.add(cell(row.holding_unit_id, Month.of(finished), section))
        if returned:
            cells.add(cell(row.holding_unit_id, Month.of(returned), section))
        if finished is None or received < finished:
            cells |= {cell(row.holding_unit_id, month, section) for month in months(received, finished)}
    return cells
