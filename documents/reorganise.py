"""What a merger passes on of the document register (called through communes.ports.reorganisation)."""

from django.db.models import Q

from communes.models import Reorganisation, Unit
from communes.writing import Write
from documents.models import Document


def pass_on(reorganisation: Reorganisation, unit: Unit, into: Unit, write: Write) -> None:
    """Unfinished incoming documents handled by `unit` are handled by `into` from now on.

    Receipt stays counted where the document arrived; the deadline counts at the successor. A deadline missed before
    the day of the merger stays with the unit that missed it, so that no settled month changes.
    """
    in_time = Q(due_on__isnull=True) | Q(due_on__gte=reorganisation.effective_on)
    for row in Document.objects.unfinished().filter(in_time, handling_unit=unit).order_by("pk"):
        document = write.take(row)
        document.handling_unit = into
        write.update(document)
