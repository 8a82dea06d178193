"""The way of an incoming document through the office: passed on, finished, opened again."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock, display
from common.views import RegisterAction
from documents.actions import handling
from documents.forms import handling as forms
from documents.views.base import DocumentPages


def facts_of(doc) -> str:
    """Which document it is, and by when it should be done."""
    if doc.due_on is None:
        return _("%(name)s: %(subject)s. It has no deadline.") % {"name": doc, "subject": doc.subject}
    words = {"name": doc, "subject": doc.subject, "day": f"{doc.due_on:%d/%m/%Y}"}
    return _("%(name)s: %(subject)s. Deadline %(day)s.") % words


class DocumentAssign(DocumentPages, RegisterAction):
    """An open document goes to a person or office."""

    title = gettext_lazy("Pass the document on")
    verb = gettext_lazy("Pass on")
    reason = False
    form_class = forms.AssignForm

    def get_initial(self) -> dict:
        return {"transferred_on": self.object.transferred_on or clock.today()}

    def get_sentence(self) -> str:
        """Which one."""
        return facts_of(self.object)

    def perform(self, form):
        return handling.assign(self.object, by=self.request.user, version=form.version, **form.values())

    def get_success_message(self, result) -> str:
        """To whom."""
        return _("%(name)s has been passed on to %(person)s.") % {"name": result, "person": result.assigned_to}


class DocumentFinish(DocumentPages, RegisterAction):
    """An incoming document has been dealt with."""

    title = gettext_lazy("Finish the document")
    verb = gettext_lazy("Finish")
    reason = False
    form_class = forms.FinishForm

    def get_initial(self) -> dict:
        return {"completed_on": clock.today()}

    def get_sentence(self) -> str:
        """What is being finished, and by when it should have been."""
        return facts_of(self.object)

    def perform(self, form):
        return handling.finish(self.object, by=self.request.user, version=form.version, **form.values())

    def get_success_message(self, result) -> str:
        """On which day, and after the deadline if so."""
        words = {"name": result, "day": display.day(result.completed_on)}
        if result.is_on_time is not False:
            return _("%(name)s is finished as of %(day)s.") % words
        words["due"] = display.day(result.due_on)
        return _("%(name)s is finished as of %(day)s, after its deadline of %(due)s.") % words


class DocumentReopen(DocumentPages, RegisterAction):
    """A finished document waits again."""

    title = gettext_lazy("Open the document again")
    verb = gettext_lazy("Open again")
    sentence = gettext_lazy(
        "The document waits again: its day of finishing and its answer are taken away, its deadline stays. The history "
        "keeps what was there."
    )

    def perform(self, form):
        return handling.reopen(self.object, by=self.request.user, version=form.version, reason=form.reason)

    def get_success_message(self, result) -> str:
        """It waits."""
        return _("%(name)s is open again.") % {"name": result}
