"""What a merger passes on of the document register (called through communes.ports.reorganisation)."""

from django.db.models import Q

from communes.models import Reorganisation, Unit
from communes.writing import Write
from documents.models import Document


def pass_on(reorganisation: Reorganisation, unit: Unit, into: Unit, write: Write) -> None:
    """Incoming documents that `unit` had not finished by the day are handled by `into` from then on.

    Receipt stays counted where the document arrived; the deadline counts at the successor. A deadline missed before
    the day stays with the unit that missed it, so that no settled month changes.
    """
    day = reorganisation.effective_on
    # A merger may be recorded after something was finished.
    was_open = Q(completed_on__isnull=True) | Q(completed_on__gte=day)
    was_in_time = Q(due_on__isnull=True) | Q(due_on__gte=day)
    for row in Document.objects.incoming().filter(was_open, was_in_time, handling_unit=unit, cancelled=False):
        document = write.take(row)
        document.handling_unit = into
        write.update(document)
