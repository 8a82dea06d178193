"""What is done with incoming documents after their entry."""

from django.forms import Textarea
from django.utils.translation import gettext_lazy as _

from common import forms
from common.quick import DeadlineField, QuickDayField
from communes.forms.together import ManyForm
from documents.forms.fields import AnswerField, RulesInAction
from documents.models import Document


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
