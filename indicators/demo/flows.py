"""Writes what happened: documents, procedures and filings, reasons, meetings, treasury months, declared values."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.utils import timezone

import documents.bulk
import services.bulk
from common import audit
from common.bulk import insert_rows
from common.calendar import WorkCalendar
from common.models import Batch
from communes.models import Unit
from documents.models import Document, DocumentType
from indicators.demo.catalogue import SUFFIX, Entry, entries, offers
from indicators.demo.declared import declared
from indicators.demo.filings import filings
from indicators.demo.gatherings import gatherings, treasury
from indicators.demo.ground import SINCE
from indicators.demo.papers import Papers, papers
from indicators.demo.places import REVIEWING_OFFICE
from indicators.demo.reasons import NOTE, told
from indicators.models import DeclaredValue, Measure
from services.models import Meeting, Procedure, ProcedureLevel, ProcedureOffer, ReasonCount, TreasuryMonth

Units = Mapping[str, Unit]
_LEVEL_BASIS = "NĐ 43/2011/NĐ-CP; mức độ năm 2020 là số liệu minh họa"


def write_documents(units: Units, calendar: WorkCalendar, *, by, batch: Batch) -> Papers:
    """Every document from January to July 2020, numbered by the one allocator."""
    types = {kind.name: kind for kind in DocumentType.objects.all()}
    found = papers(units, types, calendar)
    documents.bulk.insert_rows(by=by, batch=batch, documents=found.documents, by_rule=False)
    return found


def finish_documents(event: audit.Event, found: Papers) -> None:
    """What the absorbed communes left unfinished is finished by their successors."""
    for document, day in found.finished_later:
        row = Document.objects.get(
            unit_id=document.unit_id, direction=document.direction, series="", year=document.year,
            number=document.number,
        )  # fmt: skip
        before = audit.snapshot(row)
        row.completed_on, row.version = day, row.version + 1
        row.save(update_fields=["completed_on", "version"])
        event.changed(row, before=before, after=audit.snapshot(row), unit_id=row.unit_id)


def write_procedures(units: Units, batch: Batch) -> dict[str, Procedure]:
    """The catalogue with levels and offers since 2019; code -> procedure."""
    known, levels, offered = {}, [], []
    for entry in entries():
        procedure = known[entry.code] = _procedure(entry, batch)
        levels.append(ProcedureLevel(procedure=procedure, level=entry.level, since=SINCE, legal_basis=_LEVEL_BASIS))
        offered += [
            ProcedureOffer(
                procedure=procedure, unit=units[place.slug], since=SINCE, published=published, postal=by_post
            )
            for place, published, by_post in offers(entry)
        ]
    ProcedureLevel.objects.bulk_create(levels)
    ProcedureOffer.objects.bulk_create(offered, batch_size=500)
    return known


def _procedure(entry: Entry, batch: Batch) -> Procedure:
    return Procedure.objects.create(
        code=entry.code, suffix=SUFFIX, name=entry.name, field=entry.field, authority=entry.authority,
        limit_value=entry.limit_value, limit_unit=entry.limit_unit, fee=entry.fee, valid_from=SINCE,
        recalled=entry.recalled, note=entry.note, batch=batch,
    )  # fmt: skip


def write_filings(
    units: Units, procedures: Mapping[str, Procedure], calendar: WorkCalendar, *, by, batch: Batch
) -> None:
    """Every filing as it stands on the demo's day, with the requests for more papers."""
    found = filings(units, procedures, calendar)
    services.bulk.insert_filings(by=by, batch=batch, filings=found.filings, supplements=found.supplements)


def write_reasons(units: Units, procedures: Mapping[str, Procedure], *, by, batch: Batch) -> None:
    """Why people did not file online or by post, as far as desks have counted."""
    rows = [
        ReasonCount(
            unit=units[row.slug], year=row.month.year, month=row.month.month, channel=row.channel, cause=row.cause,
            procedure=procedures[row.procedure] if row.procedure else None, people=row.people, note=NOTE,
        )
        for row in told()
    ]  # fmt: skip
    services.bulk.insert_reasons(by=by, batch=batch, rows=rows)


def write_meetings(units: Units, calendar: WorkCalendar, *, by, batch: Batch) -> None:
    """Meetings with everybody who was invited, and the treasury months."""
    meetings = [
        (
            Meeting(held_on=gathering.held_on, host_unit=units[gathering.host], subject=gathering.subject),
            {units[slug]: came for slug, came in gathering.attended.items()},
        )
        for gathering in gatherings(calendar)
    ]
    services.bulk.insert_meetings(by=by, batch=batch, meetings=meetings)
    rows = [
        TreasuryMonth(
            unit=units[line.slug], year=line.month.year, month=line.month.month, transactions=line.transactions,
            online=line.transactions, returned=line.returned,
        )
        for line in treasury()
    ]  # fmt: skip
    services.bulk.insert_treasury(by=by, batch=batch, rows=rows)


def write_declared(units: Units, calendar: WorkCalendar, users: dict, batch: Batch) -> int:
    """Declared values, approved a week after each month: by the reviewer, its own office's by the council's office."""
    measures = {measure.key: measure.pk for measure in Measure.objects.all()}
    rows = []
    for value in declared(calendar):
        approver = users["vanphong" if value.slug == REVIEWING_OFFICE else "vhtt"]
        approved = datetime.combine(value.month.last_day(cutoff=31) + timedelta(days=8), time(10))
        rows.append(
            DeclaredValue(
                unit_id=units[value.slug].pk, measure_id=measures[value.measure], year=value.month.year,
                month=value.month.month, value=value.value, blank=value.blank, last_approved=value.value,
                last_blank=value.blank, approved_at=timezone.make_aware(approved), approved_by_id=approver.pk,
                batch=batch,
            )
        )  # fmt: skip
    insert_rows(rows)
    return len(rows)
