"""Entering and correcting documents, and taking their numbers out of use."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.views import RegisterAction, RegisterCreate, RegisterEdit
from communes.scope import scope_of
from documents.actions import entries
from documents.deadlines import deadline_of, in_words
from documents.forms import entry as forms
from documents.models import Direction
from documents.views.base import DocumentPages


class DocumentCreate(DocumentPages, RegisterCreate):
    """A new entry of one of the books."""

    direction = ""

    def get_initial(self) -> dict:
        """Today, in one's own unit."""
        return {"registered_on": clock.today(), "unit": scope_of(self.request.user).home_unit_id}

    def perform(self, form):
        return entries.register(by=self.request.user, direction=self.direction, **form.values())

    def get_success_message(self, result) -> str:
        """The number is what the clerk writes on the paper."""
        said = _("Entered under number %(number)s: %(name)s.") % {"number": f"{result.number:02}", "name": result}
        return f"{said} {self.deadline_in_words(result)}".strip()

    def deadline_in_words(self, result) -> str:
        """The deadline that the software worked out; nothing where the clerk gave one or said that there is none."""
        return ""


class IncomingCreate(DocumentCreate):
    """A document that arrived."""

    direction = Direction.INCOMING
    form_class = forms.IncomingCreateForm
    title = gettext_lazy("Enter an incoming document")

    def perform(self, form):
        result = super().perform(form)
        self.is_worked_out = not (form.cleaned_data["due_on"] or form.cleaned_data["no_deadline"])
        return result

    def deadline_in_words(self, result) -> str:
        return in_words(deadline_of(result)) if self.is_worked_out else ""


class OutgoingCreate(DocumentCreate):
    """A document that is issued."""

    direction = Direction.OUTGOING
    form_class = forms.OutgoingCreateForm
    title = gettext_lazy("Enter an outgoing document")


class DocumentEdit(DocumentPages, RegisterEdit):
    """A correction of an entry; its unit, book and number stay."""

    select_related = ("unit", "type")

    @property
    def form_class(self):
        """The columns of the entry's own book."""
        return forms.IncomingEditForm if self.object.direction == Direction.INCOMING else forms.OutgoingForm

    def perform(self, form):
        return entries.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class DocumentCancel(DocumentPages, RegisterAction):
    """A number is taken out of use."""

    title = gettext_lazy("Cancel the number")
    verb = gettext_lazy("Cancel the number")
    sentence = gettext_lazy(
        "The entry no longer counts. Its number stays visible with the reason and is not given to another document."
    )
    is_danger = True
    form_class = forms.CancelForm

    def perform(self, form):
        return entries.cancel(self.object, by=self.request.user, version=form.version, reason=form.reason)


class DocumentReinstate(DocumentPages, RegisterAction):
    """A cancellation was a mistake."""

    title = gettext_lazy("Take the cancellation back")
    verb = gettext_lazy("Take back")
    sentence = gettext_lazy("The entry counts again under its old number.")

    def perform(self, form):
        return entries.reinstate(self.object, by=self.request.user, version=form.version, reason=form.reason)
