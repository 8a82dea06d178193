"""Fields that several forms of the register share."""

from django.forms import Textarea
from django.utils.translation import gettext_lazy

from common import forms, text
from common.errors import Refused
from documents.models import Document
from documents.secrecy import Secrecy, refuse_secret


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


class KindField(forms.ModelChoiceField):
    """One of the 29 kinds, with its abbreviation first: what clerks type for it."""

    def label_from_instance(self, obj):
        """`QĐ – Quyết định (cá biệt)`; the name alone where the decree gives no abbreviation."""
        return f"{obj.abbreviation} – {obj.name}" if obj.abbreviation else obj.name


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
