"""The way of an incoming document through the office."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.views import RegisterAction
from documents.actions import handling
from documents.forms import handling as forms
from documents.views.base import DocumentPages


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
        doc = self.object
        if doc.due_on is None:
            return _("%(name)s: %(subject)s. It has no deadline.") % {"name": doc, "subject": doc.subject}
        words = {"name": doc, "subject": doc.subject, "day": f"{doc.due_on:%d/%m/%Y}"}
        return _("%(name)s: %(subject)s. Deadline %(day)s.") % words

    def perform(self, form):
        return handling.finish(self.object, by=self.request.user, version=form.version, **form.values())
