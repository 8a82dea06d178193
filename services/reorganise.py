"""What the two registers of this floor do when a unit is absorbed by another (design.md 4)."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from common.calendar import midnight
from communes.models import Unit
from communes.writing import Write
from services.models import Filing, FilingStatus, FilingTransfer, Procedure, ProcedureOffer


def pass_on(reorganisation, unit: Unit, into: Unit, write: Write) -> None:
    """Filings open at the unit and its offers of procedures go on at the unit that takes over.

    A filing's receipt stays counted where it was received, its completion counts at the successor. The caller holds the
    locks of both units and marks their months.
    """
    day = reorganisation.effective_on
    for filing in _open_on(day).filter(holding_unit=unit):
        _transfer(write, filing, unit, into, day)
    for filing in _open_on(day).filter(resolving_unit=unit):
        filing = write.take(filing)
        filing.resolving_unit = into
        write.update(filing)
    for procedure in Procedure.objects.filter(offers__unit=unit).order_by("pk").distinct():
        _rehome_offers(write, procedure, unit, into, day)


def _open_on(day: date):
    """Filings not yet finished when the day begins: a merger may be recorded after something was finished."""
    begins = midnight(day)
    still_open = Q(finished_time__isnull=True) | Q(finished_time__gte=begins)
    return Filing.objects.filter(still_open).exclude(status=FilingStatus.REJECTED_AT_INTAKE).order_by("pk")


def _transfer(write: Write, filing: Filing, unit: Unit, into: Unit, day: date) -> None:
    filing = write.take(filing)
    # A filing that was entered after the day is handed over as soon as it was received.
    on = max(day, timezone.localtime(filing.received_time).date())
    same_day = filing.transfers.filter(on=on, to_unit=unit).first()
    if same_day is not None:
        same_day.to_unit = into
        write.update(same_day)
    else:
        write.insert(FilingTransfer(filing=filing, from_unit=unit, to_unit=into, on=on), root=filing)
    filing.holding_unit = into
    write.update(filing)


def _rehome_offers(write: Write, procedure: Procedure, unit: Unit, into: Unit, day: date) -> None:
    """End the unit's offers on the day; what the successor does not offer itself, it offers from then on."""
    procedure = write.take(procedure)
    for offer in ProcedureOffer.objects.filter(procedure=procedure, unit=unit).order_by("since"):
        if offer.until is not None and offer.until <= day:
            continue
        since, until = max(offer.since, day), offer.until
        if offer.since >= day:
            write.delete(offer)
        else:
            offer.until = day
            write.update(offer)
        for gap_since, gap_until in _gaps(procedure, into, since, until):
            row = ProcedureOffer(
                procedure=procedure, unit=into, published=offer.published, postal=offer.postal,
                since=gap_since, until=gap_until,
            )  # fmt: skip
            write.insert(row, root=procedure)
    write.bump(procedure)


def _gaps(procedure: Procedure, unit: Unit, since: date, until: date | None):
    """The parts of `since`..`until` in which the unit does not offer the procedure."""
    rows = list(ProcedureOffer.objects.filter(procedure=procedure, unit=unit).order_by("since"))
    for row in rows:
        if until is not None and row.since >= until:
            break
        if row.until is not None and row.until <= since:
            continue
        if since < row.since:
            yield since, row.since
        if row.until is None:
            return
        since = row.until
    if until is None or since < until:
        yield since, until
