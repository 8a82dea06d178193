"""An entry of one of the books: new, corrected, cancelled."""

from django.forms import Textarea
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock, forms
from common.folding import FoldedMixin
from common.quick import DeadlineField, QuickDayField
from communes.forms.base import UnitField, offer_units
from documents import numbering
from documents.doubles import doubles_of
from documents.forms.deadlines import AsksNoDeadline, OffersDeadline
from documents.forms.fields import (
    AnswerField,
    KindField,
    RecipientsField,
    RulesInAction,
    SecrecyField,
    number_field,
    series_field,
)
from documents.guessing import kind_of
from documents.models import Direction, Document
from documents.secrecy import marked_fields

# The fields in which the unit's earlier entries are offered while typing (documents.completion).
COMPLETED = ("organ_name", "code", "subject", "signer", "position", "recipients", "assigned_to", "kept_by")
DAYS = {
    "registered_on": QuickDayField, "issued_on": QuickDayField, "transferred_on": QuickDayField,
    "due_on": DeadlineField, "type": KindField,
}  # fmt: skip


class DocumentForm(FoldedMixin, RulesInAction, forms.ModelForm):
    """What both directions share."""

    head = ("unit", "secrecy", "registered_on")
    usual = ("medium", "urgency", "circulation", "in_software", "series", "secrecy")
    # Asked first, before anything of a secret document is typed.
    field_order = ["secrecy"]
    secrecy = SecrecyField()
    labels: dict = {}
    must: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
        for name in self.must:
            self.fields[name].required = True
        self.fields["subject"].widget = Textarea(attrs={"rows": 2})
        self.fields["type"].empty_label = gettext_lazy("choose the kind")
        for name in COMPLETED:
            if name in self.fields:
                self.fields[name].widget.attrs["data-complete"] = name

    def clean(self):
        """A kind that nobody chose is the one that the notation names; a chosen one stays."""
        values = super().clean()
        if "type" in self.fields and not self.errors.get("type") and values.get("type") is None:
            values["type"] = kind_of(values.get("code") or "", self.fields["type"].queryset)
        return values

    def is_secret(self) -> bool:
        """Whether what was sent carries a secrecy mark: then the page keeps nothing and asks nothing."""
        return self.is_bound and bool(self.errors.get("secrecy") or marked_fields(self.data))


class IncomingForm(DocumentForm):
    """A document that arrived."""

    must = ("organ_name",)
    more = (
        "instruction", "transferred_on", "circulation", "pages", "copies", "in_software", "note", "series", "number",
    )  # fmt: skip
    labels = {
        "registered_on": gettext_lazy("Day of arrival"),
        "organ_name": gettext_lazy("Issued by"),
        "code": gettext_lazy("Number and notation on the document"),
        "issued_on": gettext_lazy("Date on the document"),
        "assigned_to": gettext_lazy("Unit or person who handles it"),
    }

    class Meta:
        model = Document
        fields = [
            "registered_on", "organ_name", "code", "issued_on", "type", "subject", "assigned_to", "due_on", "urgency",
            "medium", "instruction", "transferred_on", "circulation", "pages", "copies", "in_software", "note",
        ]  # fmt: skip
        field_classes = DAYS


class OutgoingForm(DocumentForm):
    """A document that the unit issues."""

    must = ("type", "signer")
    recipients = RecipientsField()
    more = (
        "kept_by", "code", "transferred_on", "circulation", "pages", "copies", "in_software", "note",
        "series", "number",
    )  # fmt: skip
    labels = {
        "registered_on": gettext_lazy("Day of issue"),
        "transferred_on": gettext_lazy("Day of dispatch"),
    }

    class Meta:
        model = Document
        fields = [
            "registered_on", "type", "subject", "signer", "position", "recipients", "signature", "medium", "urgency",
            "kept_by", "code", "transferred_on", "circulation", "pages", "copies", "in_software", "note",
        ]  # fmt: skip
        field_classes = DAYS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = gettext_lazy(
            "Leave empty: it is composed of number, kind and agency, for example 15/QĐ-UBND."
        )


class EntersMixin(forms.FormMixin):
    """What a document that is entered has, under a new number or a kept one. `first`: the first field to be typed."""

    direction = ""
    first = ""
    # Set after a refusal: the only thing in the way is that it may be the same document again.
    asks_about_double = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields[self.first].widget.attrs |= {"autofocus": True, "data-first": True}

    def unit_id(self) -> int | None:
        """In whose book it is entered."""
        raise NotImplementedError

    def doubles(self) -> list[Document]:
        """After a refusal: the entries of the unit's book that look like what was typed."""
        if not (self.is_bound and self.errors):
            return []
        self.instance.unit_id, self.instance.direction = self.unit_id(), self.direction
        return doubles_of(self.instance)


class NewMixin(EntersMixin):
    """What only a new entry asks: the unit and, for those who keep several books or enter old ones, book and number.

    `kept`: what an entry hands on to the one that is typed after it.
    """

    kept: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)
        self.fields["number"].help_text = self._say_next()

    def unit_id(self) -> int | None:
        """The unit that was chosen."""
        unit = self.cleaned_data.get("unit")
        return unit and unit.pk

    @cached_property
    def next_number(self) -> str:
        """What the next number would be if nobody else registers first; empty while the unit is not known."""
        unit, day = self.initial.get("unit"), self.initial.get("registered_on") or clock.today()
        chosen = self.fields["unit"].queryset.filter(pk=unit).first() if unit else None
        if chosen is None:
            return ""
        return f"{numbering.next_number(unit=chosen, direction=self.direction, year=day.year):02}"

    def _say_next(self) -> str:
        if not self.next_number:
            return _("Leave empty for the next number of the register.")
        return _("Leave empty for the next number of the register; at the moment that is %(number)s.") % {
            "number": self.next_number
        }


class IncomingCreateForm(AsksNoDeadline, NewMixin, IncomingForm):
    """A new incoming document."""

    direction = Direction.INCOMING
    first = "organ_name"
    kept = ("unit", "registered_on", "organ_name", "medium", "in_software", "series")
    unit = UnitField()
    number, series = number_field(), series_field()
    field_order = ["unit", "secrecy"]


class OutgoingCreateForm(NewMixin, OutgoingForm):
    """A new outgoing document."""

    direction = Direction.OUTGOING
    first = "type"
    kept = (
        "unit", "registered_on", "type", "signer", "position", "signature", "medium", "in_software", "kept_by",
        "series",
    )  # fmt: skip
    unit = UnitField()
    number, series = number_field(), series_field()
    field_order = ["unit", "secrecy"]


class IncomingEditForm(OffersDeadline, IncomingForm):
    """An incoming document as it was entered, and how it was finished."""

    completed_on = QuickDayField(label=gettext_lazy("Finished on"), required=False)
    answered_by = AnswerField()

    class Meta(IncomingForm.Meta):
        fields = [*IncomingForm.Meta.fields, "completed_on", "answered_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answered_by"].narrow(self.instance)


class CancelForm(forms.Form):
    """Why a number is taken out of use."""

    reason = forms.ReasonField(max_length=300, help_text=gettext_lazy("Stays beside the number for everybody to read."))
