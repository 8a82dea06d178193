"""Documents: registered in the month, and due in the month (domain.md 3.5 and 3.9).

On time ÷ (done + open and overdue), with a deadline: an open document whose deadline has not passed is in neither.
"""

from django.db.models import Count, F, Q

from common import clock
from common.months import Month
from documents.models import Direction, Document, Medium, Proof, Signature
from indicators.sources.base import Group, at_units, grouped

_IN, _OUT = Q(direction=Direction.INCOMING), Q(direction=Direction.OUTGOING)


def count(month: Month, unit_ids) -> dict:
    """By day of arrival or issue at the registering unit; by deadline at the unit that handles it."""
    days = (month.first_day(), month.last_day())
    rows = at_units(Document.objects.filter(registered_on__range=days, cancelled=False), unit_ids)
    electronic = Q(medium=Medium.ELECTRONIC)
    registered = {
        "incoming": Count("pk", filter=_IN),
        "incoming_electronic": Count("pk", filter=_IN & electronic),
        "incoming_processed": Count("pk", filter=_IN & Q(in_software=True)),
        "incoming_undated": Count("pk", filter=_IN & Q(due_on__isnull=True)),
        "outgoing": Count("pk", filter=_OUT),
        "outgoing_electronic": Count("pk", filter=_OUT & electronic),
        "outgoing_signed": Count("pk", filter=_OUT & Q(signature=Signature.AGENCY)),
        "outgoing_signed_checked": Count(
            "pk", filter=_OUT & Q(signature=Signature.AGENCY) & ~Q(signature_proof=Proof.NONE)
        ),
        "outgoing_signed_verified": Count("pk", filter=_OUT & Q(signature_proof=Proof.VERIFIED)),
    }
    due = at_units(
        Document.objects.filter(due_on__range=days, cancelled=False, direction=Direction.INCOMING),
        unit_ids,
        "handling_unit_id",
    )
    deadlines = {
        "incoming_due": Count("pk", filter=Q(completed_on__isnull=False) | Q(due_on__lt=clock.today())),
        "incoming_on_time": Count("pk", filter=Q(completed_on__lte=F("due_on"))),
    }
    return grouped("documents", Group(rows, registered), Group(due, deadlines, "handling_unit_id"))
