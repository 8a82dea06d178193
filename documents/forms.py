"""Forms of the document register; they turn text into values and never save."""

from django.forms import Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock, forms, text
from common.errors import Refused
from communes.forms.base import UnitField, offer_units
from documents import numbering
from documents.models import Direction, Document
from documents.secrecy import Secrecy, refuse_secret

LATER = gettext_lazy("More columns of the register")


class SecrecyField(forms.ChoiceField):
    """Asked on every form so that nobody enters a secret document unawares; anything but "not secret" is refused."""

    def __init__(self, **kwargs):
        defaults = {
            "choices": Secrecy.choices,
            "initial": Secrecy.NONE,
            "label": gettext_lazy("Secrecy mark"),
            "help_text": gettext_lazy("Documents marked Mật, Tối mật or Tuyệt mật must not be entered here."),
        }
        super().__init__(**{**defaults, **kwargs})

    def clean(self, value):
        """The refusal stands at the field, whatever else the form holds."""
        value = super().clean(value)
        try:
            refuse_secret(value)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused
        return value


class RecipientsField(forms.LineField):
    """Recipients as they stand at the foot of a document, a line each; stored in one line with semicolons."""

    def __init__(self, **kwargs):
        defaults = {
            "label": gettext_lazy("Recipients"),
            "max_length": 1000,
            "widget": Textarea(attrs={"rows": 2}),
            "help_text": gettext_lazy("One a line, or separated by semicolons."),
        }
        super().__init__(**{**defaults, **kwargs})

    @staticmethod
    def clean_text(value: str) -> str:
        """`UBND tỉnh; Lưu: VT` for two lines with their dashes and full stops."""
        lines = (text.one_line(line).strip("-;,. ") for line in text.normalise(value).split("\n"))
        return "; ".join(line for line in lines if line)


class RulesInAction:
    """For forms over a document: the constraints are checked by the action, whose sentences stand at their fields."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.validate_constraints = lambda exclude=None: None


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
        defaults = {"medium", "urgency", "in_software", "series", "secrecy"}
        return any(field.errors or (field.value() and field.name not in defaults) for field in self.more_fields())


class IncomingForm(DocumentForm):
    """A document that arrived."""

    must = ("organ_name",)
    more = ("transferred_on", "pages", "copies", "in_software", "note", "series", "number")
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
            "medium", "transferred_on", "pages", "copies", "in_software", "note",
        ]  # fmt: skip


class OutgoingForm(DocumentForm):
    """A document that the unit issues."""

    must = ("type", "signer")
    recipients = RecipientsField()
    more = ("code", "transferred_on", "pages", "copies", "in_software", "note", "series", "number")
    labels = {
        "registered_on": gettext_lazy("Day of issue"),
        "transferred_on": gettext_lazy("Day of dispatch"),
    }

    class Meta:
        model = Document
        fields = [
            "registered_on", "type", "subject", "signer", "recipients", "signature", "medium", "urgency", "code",
            "transferred_on", "pages", "copies", "in_software", "note",
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


def number_field() -> forms.WholeNumberField:
    """The number of an entry that is entered late, or that begins a book."""
    return forms.WholeNumberField(label=gettext_lazy("Number in the register"), required=False, min_value=1)


def series_field() -> forms.LineField:
    """The book, where a unit keeps more than one."""
    return forms.LineField(
        label=gettext_lazy("Book"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Only if the unit keeps several books with numbers of their own, for example QPPL."),
    )


class IncomingCreateForm(NewMixin, IncomingForm):
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


class AnswerField(forms.LookupField):
    """The outgoing document that answers, typed by its notation."""

    def __init__(self, **kwargs):
        defaults = {
            "queryset": Document.objects.outgoing().filter(cancelled=False),
            "url": "documents:document-lookup",
            "key": "code",
            "label": gettext_lazy("Answered by (outgoing document)"),
            "help_text": gettext_lazy("Type its number and notation, for example 15/BC-UBND."),
            "required": False,
        }
        super().__init__(**{**defaults, **kwargs})

    def narrow(self, document: Document) -> None:
        """Only what can answer this document: of its unit, on or after its arrival."""
        units = {document.unit_id, document.handling_unit_id}
        rows = self.queryset.filter(unit_id__in=units, registered_on__gte=document.registered_on)
        self.queryset = rows.order_by("registered_on", "pk")


class IncomingEditForm(IncomingForm):
    """An incoming document as it was entered, and how it was finished."""

    completed_on = forms.DayField(label=gettext_lazy("Finished on"), required=False)
    answered_by = AnswerField()

    class Meta(IncomingForm.Meta):
        fields = [*IncomingForm.Meta.fields, "completed_on", "answered_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answered_by"].narrow(self.instance)


class FinishForm(RulesInAction, forms.ModelForm):
    """When an incoming document was dealt with, and by which answer."""

    answered_by = AnswerField()

    class Meta:
        model = Document
        fields = ["completed_on", "answered_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["completed_on"].required = True
        self.fields["answered_by"].narrow(self.instance)


class CancelForm(forms.Form):
    """Why a number is taken out of use."""

    reason = forms.ReasonField(max_length=300, help_text=gettext_lazy("Stays beside the number for everybody to read."))
