"""What a merger passes on of the document register (called through communes.ports.reorganisation)."""

from datetime import date

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from common import audit
from common.months import Month
from communes.models import Reorganisation, Section, Unit, cell
from communes.writing import Write
from documents.models import Document


def _unfinished(unit_ids, day: date):
    # A merger may be recorded after something was finished.
    was_open = Q(completed_on__isnull=True) | Q(completed_on__gte=day)
    was_in_time = Q(due_on__isnull=True) | Q(due_on__gte=day)
    return Document.objects.incoming().filter(was_open, was_in_time, handling_unit__in=unit_ids, cancelled=False)


def to_pass_on(unit_ids, day: date) -> list[tuple[int, str, int]]:
    """(unit id, what, how many) of what `pass_on` would move."""
    rows = _unfinished(unit_ids, day).order_by().values("handling_unit_id").annotate(n=Count("pk"))
    return [(row["handling_unit_id"], _("Incoming documents not finished"), row["n"]) for row in rows]


def pass_on(reorganisation: Reorganisation, unit: Unit, into: Unit, write: Write) -> None:
    """Incoming documents that `unit` had not finished by the day are handled by `into` from then on.

    Receipt stays counted where the document arrived; the deadline counts at the successor. A deadline missed before
    the day stays with the unit that missed it, so that no settled month changes.
    """
    found = _unfinished([unit.pk], reorganisation.effective_on)
    rows = list(found.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        before = audit.snapshot(row)
        row.handling_unit = into
        write.event.changed(row, before=before, after=audit.snapshot(row), unit_id=row.unit_id)
        if row.due_on:
            month = Month.of(row.due_on)
            write.stale(*(cell(pk, month, str(Section.DOCUMENTS)) for pk in (unit.pk, into.pk)))
    # One statement for thousands of rows: nothing but the unit changes, and the merger holds both units alone.
    for start in range(0, len(rows), 1000):
        keys = [row.pk for row in rows[start : start + 1000]]
        Document.objects.filter(pk__in=keys).update(handling_unit=into, version=F("version") + 1)
