"""Filters of the document register."""

from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, TextChoices
from django.forms import SearchInput
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common import clock, fields, filters, pages
from communes import reports
from communes.models import Unit
from communes.scope import scope_of
from documents.finding import MOST_BOOKS, Wanted
from documents.models import Direction, Document, DocumentType, Medium, Proof, Signature, Urgency
from documents.words import LONGEST_QUERY, Query


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


# As the index of words knows them (documents.search_index).
WAITING = (Deadline.OVERDUE, Deadline.DUE_TODAY, Deadline.OPEN)
MARKS = {Deadline.IN_TIME: "@intime", Deadline.LATE: "@late"} | dict.fromkeys(WAITING, "@waiting")


class WordsField(fields.LineField):
    """What somebody looks for; it must hold something that can be looked for."""

    def clean(self, value):
        value = super().clean(value)
        if value and not Query.read(value):
            raise ValidationError(_("Type at least one letter or digit to search for."))
        return value


class DocumentWords(filters.Filter):
    """Documents that hold the words typed, or whose unit has them in a name of its own or as its code."""

    field_class = WordsField

    def filter(self, qs, value):
        """The units are looked up first: beside a condition on the words a subquery keeps both databases from both
        indexes."""
        if not value:
            return qs
        found = Document.objects.holding(self.parent.query)
        if self.parent.named:
            found |= Q(unit_id__in=self.parent.named)
        return qs.filter(found)


class DocumentFilter(filters.RegisterFilter):
    """Documents of one direction by words, unit, kind, days, medium, signature, urgency and deadline."""

    direction = filters.ChoiceFilter(choices=Direction.choices, label=_("Register"), empty_label=None)
    q = DocumentWords(
        label=_("Search"),
        widget=SearchInput(attrs={"autocomplete": "off"}),
        max_length=LONGEST_QUERY,
        help_text=_(
            "Words of the abstract, sender, signer, recipients or unit, marks or not; a number such as 15/QD-UBND; "
            "a phrase in quotes: “dich ta lon”."
        ),
    )
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

    @cached_property
    def kinds(self) -> dict[int, DocumentType]:
        """The catalogue, read once for the box of kinds and for the rows."""
        return {kind.pk: kind for kind in DocumentType.objects.all()}

    @cached_property
    def form(self):
        """The form, with the kinds that are read already."""
        form = super().form
        field = form.fields["type"]
        field.widget.choices = lambda: [("", field.empty_label), *self._named_kinds()]
        return form

    def _named_kinds(self) -> list[tuple[int, str]]:
        return [(key, str(kind)) for key, kind in self.kinds.items()]

    @property
    def search_field(self):
        """The one box that is always there."""
        return self.form["q"]

    @property
    def folded_fields(self) -> list:
        """The other filters, behind a word; the book itself is chosen by the tabs."""
        return [field for field in self.form.visible_fields() if field.name not in {"q", "direction"}]

    def folded(self) -> SafeString:
        """They as HTML."""
        return SafeString("".join([self._written(field) for field in self.folded_fields]))

    def _written(self, field) -> SafeString:
        """A field; while nothing is chosen in it, it is the same for everybody who reads the language."""
        if field.errors or field.value() not in (None, ""):
            return field.as_field_group()
        kinds = self._named_kinds() if field.name == "type" else None
        made_of = ("documents filter", get_language(), get_script_prefix(), field.name, kinds)
        return pages.kept(made_of, field.as_field_group)

    @property
    def is_unfolded(self) -> bool:
        """Whether one of the folded ones has something to say."""
        return any(field.errors for field in self.folded_fields)

    @cached_property
    def query(self) -> Query:
        """What is looked for."""
        return Query.read(self.value_of("q") or "")

    @cached_property
    def named(self) -> tuple[int, ...]:
        """The units that are meant by the words; none where so many fit that no unit is meant ("xã")."""
        words = " ".join(" ".join(run) for run in self.query.runs)
        if not any(len(word) > 1 and not word.isdigit() for word in words.split()):
            return ()
        typed = (self.value_of("q") or "").replace('"', " ")
        units = Unit.objects.visible_to(self.request.user)
        found = tuple(units.keys_found(typed, on=clock.today(), most=MOST_BOOKS + 1))
        return found if len(found) <= MOST_BOOKS else ()

    @cached_property
    def units(self) -> frozenset[int] | None:
        """The units whose documents are asked for: the person's, or of them those of the filter; None for all."""
        readable, unit = scope_of(self.request.user).readable, self.value_of("unit")
        if unit is None:
            return readable
        below = frozenset(reports.descendants(unit.pk))
        return below if readable is None else below & readable

    def wanted(self) -> Wanted:
        """What the filters ask for, as the ways to a page need it."""
        kind, medium, urgency, signature = (self.value_of(name) for name in ("type", "medium", "urgency", "signature"))
        marks = [
            f"@{self.value_of('direction')}", kind and f"@k{kind.pk}", medium and f"@{medium}",
            urgency and f"@{urgency}", signature and f"@s{signature}",
            "@cancelled" if self.value_of("cancelled") else None, MARKS.get(self.value_of("deadline")),
        ]  # fmt: skip
        return Wanted(
            query=self.query, named=self.named, marks=tuple(filter(None, marks)), units=self.units,
            first=self.value_of("registered_from") or date.min, last=self.value_of("registered_until") or date.max,
        )  # fmt: skip

    def words(self):
        """The direction stands in the tabs already."""
        return [word for word in super().words() if "direction" not in word.without]

    def of_unit(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """By a list of unit ids, which both databases meet with an index; a join over the tree would not."""
        return queryset.filter(unit_id__in=sorted(self.units))

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
