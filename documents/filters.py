"""Filters of the document register."""

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from common import clock, filters
from communes import reports
from communes.filters.base import WordsFilter
from communes.models import Unit
from communes.scope import scope_of
from documents.models import Direction, Document, DocumentType, Medium, Proof, Signature, Urgency


class Deadline(TextChoices):
    """What somebody who chases deadlines asks for."""

    OVERDUE = "overdue", _("overdue")
    DUE_TODAY = "due_today", _("due today")
    OPEN = "open", _("not finished, with a deadline")
    IN_TIME = "in_time", _("finished in time")
    LATE = "late", _("finished late")


class FileCheck(TextChoices):
    """What somebody who cares for proof asks for."""

    DIFFERS = "differs", _("differs from the file")
    VERIFIED = "verified", _("verified by the file")
    UNPROVED = "unproved", _("declared signed, not verified")
    MISSING = "missing", _("declared signed, no file checked")


class DocumentFilter(filters.RegisterFilter):
    """Documents of one direction by words, unit, kind, days, medium, signature, urgency and deadline."""

    direction = filters.ChoiceFilter(choices=Direction.choices, label=_("Register"), empty_label=None)
    q = WordsFilter(units=["unit"], label=_("Number, notation, sender, recipient, abstract or unit"))
    unit = filters.LookupFilter(
        queryset=lambda request: Unit.objects.visible_to(request.user),
        label=_("Unit, with what belongs to it"),
        url="communes:unit-lookup",
        key="slug",
        search_field="search_key",
        method="of_unit",
    )
    type = filters.ModelChoiceFilter(queryset=DocumentType.objects.all(), label=_("Kind"))
    registered_from = filters.FromDay("registered_on", label=_("From day"))
    registered_until = filters.UntilDay("registered_on", label=_("Until day"))
    deadline = filters.ChoiceFilter(choices=Deadline.choices, method="of_deadline", label=_("Deadline"))
    medium = filters.ChoiceFilter(choices=Medium.choices, label=_("Medium"))
    signature = filters.ChoiceFilter(choices=Signature.choices, label=_("Digital signature"))
    file = filters.ChoiceFilter(choices=FileCheck.choices, method="of_file", label=_("Signature in the file"))
    urgency = filters.ChoiceFilter(choices=Urgency.choices, label=_("Urgency"))
    cancelled = filters.YesNoFilter("cancelled", label=_("Cancelled"))

    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        # Each book has what the other has not.
        is_outgoing = data is not None and data.get("direction") == Direction.OUTGOING
        for name in ["deadline"] if is_outgoing else ["signature", "file"]:
            del self.filters[name]

    def words(self):
        """The direction stands in the tabs already."""
        return [word for word in super().words() if "direction" not in word.without]

    def of_unit(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """By a list of unit ids, which both databases meet with an index; a join over the tree would not."""
        ids, readable = set(reports.descendants(value.pk)), scope_of(self.request.user).readable
        return queryset.filter(unit_id__in=sorted(ids if readable is None else ids & readable))

    def of_file(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By what the checks of the attached files have found."""
        declared = queryset.filter(signature=Signature.AGENCY)
        return {
            FileCheck.DIFFERS: queryset.signed_otherwise,
            FileCheck.VERIFIED: lambda: queryset.filter(signature_proof=Proof.VERIFIED),
            FileCheck.UNPROVED: lambda: declared.exclude(signature_proof=Proof.VERIFIED),
            FileCheck.MISSING: lambda: declared.filter(signature_proof=Proof.NONE),
        }[value]()

    def of_deadline(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By the state of the deadline today."""
        today = clock.today()
        return {
            Deadline.OVERDUE: lambda: queryset.overdue(on=today),
            Deadline.DUE_TODAY: lambda: queryset.due_on_day(today),
            Deadline.OPEN: queryset.unresolved,
            Deadline.IN_TIME: queryset.finished_in_time,
            Deadline.LATE: queryset.finished_late,
        }[value]()
