"""An entry of one of the books: new, corrected, cancelled."""

from django.forms import Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock, forms
from communes.forms.base import UnitField, offer_units
from documents import numbering
from documents.forms.deadlines import AsksNoDeadline, OffersDeadline
from documents.forms.fields import AnswerField, RecipientsField, RulesInAction, SecrecyField, number_field, series_field
from documents.models import Direction, Document

LATER = gettext_lazy("More columns of the register")


class DocumentForm(RulesInAction, forms.ModelForm):
    """What both directions share. `more`: the fields that stand folded away until somebody needs one of them."""

    template_name = "documents/fields.html"
    # Asked first, before anything of a secret document is typed.
    field_order = ["secrecy"]
    secrecy = SecrecyField()
    more: tuple[str, ...] = ()
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

    def first_fields(self) -> list:
        """The fields that are always in sight."""
        return [field for field in self.visible_fields() if field.name not in self.more]

    def more_fields(self) -> list:
        """The fields that are folded away."""
        return [field for field in self.visible_fields() if field.name in self.more]

    def more_label(self):
        """What the fold is called."""
        return LATER

    def is_more_open(self) -> bool:
        """Whether a folded field has an error or a value of its own."""
        defaults = {"medium", "urgency", "circulation", "in_software", "series", "secrecy"}
        return any(field.errors or (field.value() and field.name not in defaults) for field in self.more_fields())


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


class OutgoingForm(DocumentForm):
    """A document that the unit issues."""

    must = ("type", "signer")
    recipients = RecipientsField()
    more = (
        "position", "kept_by", "code", "transferred_on", "circulation", "pages", "copies", "in_software", "note",
        "series", "number",
    )  # fmt: skip
    labels = {
        "registered_on": gettext_lazy("Day of issue"),
        "transferred_on": gettext_lazy("Day of dispatch"),
    }

    class Meta:
        model = Document
        fields = [
            "registered_on", "type", "subject", "signer", "recipients", "signature", "medium", "urgency", "position",
            "kept_by", "code", "transferred_on", "circulation", "pages", "copies", "in_software", "note",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = gettext_lazy(
            "Leave empty: it is composed of number, kind and agency, for example 15/QĐ-UBND."
        )


class NewMixin(forms.FormMixin):
    """What only a new entry asks: the unit and, for those who keep several books or enter old ones, book and number."""

    direction = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)
        self.fields["number"].help_text = self._say_next()

    def _say_next(self) -> str:
        unit = self.initial.get("unit")
        if unit is None:
            return _("Leave empty for the next number of the register.")
        chosen = self.fields["unit"].queryset.filter(pk=unit).first()
        if chosen is None:
            return _("Leave empty for the next number of the register.")
        number = numbering.next_number(unit=chosen, direction=self.direction, year=clock.today().year)
        return _("Leave empty for the next number of the register; at the moment that is %(number)s.") % {
            "number": f"{number:02}"
        }


class IncomingCreateForm(AsksNoDeadline, NewMixin, IncomingForm):
    """A new incoming document."""

    direction = Direction.INCOMING
    unit = UnitField()
    number, series = number_field(), series_field()
    field_order = ["unit", "secrecy"]


class OutgoingCreateForm(NewMixin, OutgoingForm):
    """A new outgoing document."""

    direction = Direction.OUTGOING
    unit = UnitField()
    number, series = number_field(), series_field()
    field_order = ["unit", "secrecy"]


class IncomingEditForm(OffersDeadline, IncomingForm):
    """An incoming document as it was entered, and how it was finished."""

    completed_on = forms.DayField(label=gettext_lazy("Finished on"), required=False)
    answered_by = AnswerField()

    class Meta(IncomingForm.Meta):
        fields = [*IncomingForm.Meta.fields, "completed_on", "answered_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answered_by"].narrow(self.instance)


class CancelForm(forms.Form):
    """Why a number is taken out of use."""

    reason = forms.ReasonField(max_length=300, help_text=gettext_lazy("Stays beside the number for everybody to read."))
