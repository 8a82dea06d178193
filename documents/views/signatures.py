"""Checking the signatures in the files of an entry again."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import display
from common.views import RegisterAction
from documents.actions.signatures import check_all
from documents.views.base import DocumentPages


class SignatureCheckAgain(DocumentPages, RegisterAction):
    """A look into every attached PDF, by the root certificates of now."""

    title = gettext_lazy("Check the signatures again")
    verb = gettext_lazy("Check")
    reason = False
    checked = 0

    def get_sentence(self) -> str:
        """What is looked at."""
        return _(
            "%(name)s: every attached PDF file is looked at anew, by the root certificates of today. This takes a few "
            "seconds. Figures of a settled month stay as they are."
        ) % {"name": self.object}

    def perform(self, form):
        """After the commit: nobody shall wait for a lock while a file is looked at."""
        transaction.on_commit(partial(self._check, by=self.request.user))
        return self.object

    def _check(self, *, by) -> None:
        files = self.object.attachments.current().filter(kind="pdf").select_related("document").order_by("pk")
        self.checked = check_all(files, by=by)

    def get_success_message(self, result) -> str:
        """How many files were looked at."""
        sentence = ngettext("%(number)s file has been checked.", "%(number)s files have been checked.", self.checked)
        return sentence % {"number": display.number(self.checked)}
