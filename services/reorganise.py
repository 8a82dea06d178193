"""What the two registers of this floor do when a unit is absorbed by another (design.md 4)."""

from datetime import date

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from common.calendar import midnight
from communes.models import Unit
from communes.writing import Write
from services.models import Filing, FilingStatus, FilingTransfer, Procedure, ProcedureOffer


def pass_on(reorganisation, unit: Unit, into: Unit, write: Write) -> None:
    """Filings open at the unit and its offers of procedures go on at the unit that takes over.

    A filing's receipt stays counted where it was received, its completion counts at the successor. Of a filing that was
    finished before, the successor hands out the result. The caller locks both units and marks their months.
    """
    day = reorganisation.effective_on
    for filing in _open_on(day).filter(holding_unit=unit):
        _transfer(write, filing, unit, into, day)
    for filing in _open_on(day).filter(resolving_unit=unit):
        filing = write.take(filing)
        filing.resolving_unit = into
        write.update(filing)
    _pass_results(write, unit, into, day)
    for procedure in Procedure.objects.filter(offers__unit=unit).order_by("pk").distinct():
        _rehome_offers(write, procedure, unit, into, day)


def to_pass_on(unit_ids, day: date) -> list[tuple[int, str, int]]:
    """(unit id, what, how many) of what `pass_on` would move."""
    found = []
    for name, label in (
        ("holding_unit_id", _("Filings not finished")),
        ("resolving_unit_id", _("Filings that it resolves for others")),
    ):
        rows = _open_on(day).filter(**{f"{name.removesuffix('_id')}__in": unit_ids})
        if name == "resolving_unit_id":
            rows = rows.exclude(holding_unit_id=F("resolving_unit_id"))
        found += [(pk, label, n) for pk, n in rows.order_by().values_list(name).annotate(n=Count("pk"))]
    results = _results_on(day).order_by().annotate(at=Coalesce("returning_unit_id", "holding_unit_id"))
    at = results.filter(at__in=unit_ids).values_list("at").annotate(n=Count("pk"))
    found += [(pk, _("Results to be handed out"), n) for pk, n in at]
    ongoing = Q(until__isnull=True) | Q(until__gt=day)
    offers = ProcedureOffer.objects.filter(ongoing, unit__in=unit_ids).order_by()
    counted = offers.values_list("unit_id").annotate(n=Count("procedure", distinct=True))
    return found + [(pk, _("Procedures offered"), n) for pk, n in counted]


def _open_on(day: date):
    """Filings not yet finished when the day begins: a merger may be recorded after something was finished."""
    begins = midnight(day)
    still_open = Q(finished_time__isnull=True) | Q(finished_time__gte=begins)
    return Filing.objects.filter(still_open).exclude(status=FilingStatus.REJECTED_AT_INTAKE).order_by("pk")


def _results_on(day: date):
    """Filings finished before the day begins whose results were not handed out before it."""
    begins = midnight(day)
    waiting = Q(returned_time__isnull=True) | Q(returned_time__gte=begins)
    done = [FilingStatus.COMPLETED, FilingStatus.RESULT_RETURNED]
    return Filing.objects.filter(waiting, status__in=done, finished_time__lt=begins).order_by("pk")


def _pass_results(write: Write, unit: Unit, into: Unit, day: date) -> None:
    """Where a result goes on to is noted; the completion stays counted where it was."""
    rows = list(_results_on(day).handed_out_by([unit.pk]).select_for_update(of=("self",)))
    # Back at the unit that finished it, it is handed out there as if it had never left.
    back = [row for row in rows if row.holding_unit_id == into.pk]
    write.update_same(back, returning_unit=None)
    write.update_same([row for row in rows if row not in back], returning_unit=into)


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
