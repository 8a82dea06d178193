"""What is done with incoming documents after their entry."""

import re

from django.forms import CheckboxInput, HiddenInput, Textarea
from django.utils.translation import gettext_lazy as _

from common import forms
from documents.actions.handling_many import MOST
from documents.forms.fields import AnswerField, RulesInAction
from documents.forms.quick import DeadlineField, QuickDayField
from documents.models import Document

_CHOSEN = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")


def handler_field(**options) -> forms.LineField:
    """A person or office, suggested from the staff and from whom documents were passed on to before."""
    widget = forms.LookupWidget("documents:handler-lookup")
    return forms.LineField(label=_("Unit or person who handles it"), max_length=200, widget=widget, **options)


class AssignForm(RulesInAction, forms.ModelForm):
    """To whom an open document is passed on, with what words, by when."""

    assigned_to = handler_field()

    class Meta:
        model = Document
        fields = ["assigned_to", "instruction", "transferred_on", "due_on"]
        field_classes = {"transferred_on": QuickDayField, "due_on": DeadlineField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["transferred_on"].required = True
        self.fields["instruction"].widget = Textarea(attrs={"rows": 2, "maxlength": 500})
        self.fields["due_on"].help_text = _("Empty means that the document has no deadline.")


class FinishForm(RulesInAction, forms.ModelForm):
    """When an incoming document was dealt with, and by which answer."""

    completed_on = QuickDayField(label=_("Finished on"))
    answered_by = AnswerField()

    class Meta:
        model = Document
        fields = ["completed_on", "answered_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answered_by"].narrow(self.instance)


# --- Many at once ----------------------------------------------------------------------------------------------------


class ChosenField(forms.HiddenField):
    """The chosen documents with the version that the page showed of each: `17:1,18:3`."""

    def clean(self, value):
        """Document id -> version."""
        found = _CHOSEN.findall(value or "")
        if not 0 < len(found) <= MOST:
            raise forms.ValidationError(_("Choose between 1 and %(most)s documents."), "invalid", {"most": MOST})
        return {int(pk): int(version) for pk, version in found}

    @staticmethod
    def ids(value: str | None) -> list[int]:
        """The documents of a value that may be no good."""
        return [int(pk) for pk, _version in _CHOSEN.findall(value or "")][:MOST]

    @staticmethod
    def written(documents) -> str:
        """The value for documents."""
        return ",".join(f"{document.pk}:{document.version}" for document in documents)


class ManyForm(forms.Form):
    """What the acts on many documents share."""

    chosen = ChosenField()
    # The filters of the list in which they were ticked; that list is shown again afterwards.
    back = forms.HiddenField(required=False)
    leave_out = forms.BooleanField(
        label=_("Leave these documents out and do it for the others"), required=False, widget=HiddenInput
    )

    def values(self) -> dict:
        """What the act needs; the way back belongs to the page."""
        return {name: value for name, value in super().values().items() if name != "back"}

    def offer_to_leave_out(self) -> None:
        """Asked once the person has read which documents cannot take the act."""
        self.fields["leave_out"].widget = CheckboxInput()


class AssignManyForm(ManyForm):
    """To whom all of them are passed on."""

    assigned_to = handler_field()
    instruction = forms.LineField(
        label=_("Instruction"),
        required=False,
        max_length=500,
        widget=Textarea(attrs={"rows": 2}),
        help_text=_("Left empty, each document keeps its own."),
    )
    transferred_on = QuickDayField(label=_("Passed on"))
    due_on = DeadlineField(label=_("Deadline"), required=False, help_text=_("Left empty, each document keeps its own."))
    field_order = ["assigned_to", "instruction", "transferred_on", "due_on", "leave_out"]


class FinishManyForm(ManyForm):
    """On which day all of them were dealt with."""

    completed_on = QuickDayField(
        label=_("Finished on"), help_text=_("The answer of a document is noted on its own page.")
    )
    field_order = ["completed_on", "leave_out"]
