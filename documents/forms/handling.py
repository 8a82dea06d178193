"""What is done with incoming documents after their entry."""

from common import forms
from documents.forms.fields import AnswerField, RulesInAction
from documents.models import Document


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
