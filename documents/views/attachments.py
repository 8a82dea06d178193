"""The files of an entry: adding, replacing, withdrawing, downloading."""

import hashlib
import logging

from django.conf import settings
from django.http import FileResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.files import kinds
from common.views import RegisterAction, errors
from common.views.base import RegisterPage
from documents.actions import attachments
from documents.forms import attachments as forms
from documents.models import Attachment
from documents.views.base import DocumentPages

logger = logging.getLogger(__name__)


class Uploading:
    """A form with files in it: they arrive within limits (common.files.middleware), and a full disk has its page."""

    takes_files = True
    template_name = "documents/attach.html"

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"uploads": getattr(self.request, "uploads", None)}

    def get_context_data(self, **kwargs):
        """Adds the limits, so that the page can say what is too large before it is sent."""
        return super().get_context_data(
            file_limit=str(settings.FILE_BYTES), all_limit=str(settings.UPLOAD_BYTES), **kwargs
        )

    def post(self, request, *args, **kwargs):
        """The form, unless the files did not fit on the disk."""
        received = request.FILES  # reading the body is what fills a disk
        if request.uploads.is_full:
            for file in received.values():
                file.close()
            return errors.no_room(request)
        answer = super().post(request, *args, **kwargs)
        if answer.status_code == 302 and "application/json" in request.headers.get("Accept", ""):
            # To the page's script, which would follow a redirect itself and so use up the message for the person.
            return JsonResponse({"url": answer.url})
        return answer


class DocumentAttach(Uploading, DocumentPages, RegisterAction):
    """Files are added to an entry."""

    act = "attach"
    title = gettext_lazy("Attach files")
    verb = gettext_lazy("Attach")
    reason = False
    form_class = forms.FilesForm

    def get_sentence(self) -> str:
        """Which entry it is about."""
        return f"{self.object}: {self.object.subject}"

    def get_form_kwargs(self) -> dict:
        """Without a version: a file changes nothing that somebody else may be editing."""
        return super().get_form_kwargs() | {"version": None}

    def perform(self, form):
        self.added = attachments.attach(self.object, by=self.request.user, files=form.values()["files"])
        return self.object

    def get_success_message(self, result) -> str:
        number = len(self.added)
        sentence = ngettext("%(number)s file has been attached.", "%(number)s files have been attached.", number)
        return sentence % {"number": number}


class AttachmentPages(DocumentPages):
    """What the pages of one file share: who may write is asked of its document."""

    model = Attachment
    register = "documents:attachment"
    select_related = ("document__unit", "document__handling_unit")

    def get_queryset(self):
        """A withdrawn file is as gone as one that never was."""
        return super().get_queryset().served()

    def check_rights(self) -> None:
        self.require(self.can_write(self.request.user, self.object.document))

    def list_title(self) -> str:
        return str(_("Documents"))

    def get_breadcrumbs(self):
        """Book, entry, file."""
        document = self.object.document
        return [
            (self.list_title(), reverse("documents:document-list")),
            (str(document), document.get_absolute_url()),
            (str(self.object), None),
        ]

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url()


class AttachmentReplace(Uploading, AttachmentPages, RegisterAction):
    """A newer version of a file."""

    title = gettext_lazy("New version of a file")
    verb = gettext_lazy("Replace by it")
    reason = "optional"
    form_class = forms.NewVersionForm

    def get_sentence(self) -> str:
        """What becomes of the old version."""
        return _("“%(name)s” stays with the document as an older version and can still be downloaded.") % {
            "name": self.object
        }

    def perform(self, form):
        (file,) = form.values()["files"]
        return attachments.replace(
            self.object, by=self.request.user, version=form.version, file=file, reason=form.reason
        )

    def get_success_message(self, result) -> str:
        """Which file is an older version now."""
        return _("“%(name)s” has a newer version now.") % {"name": self.object}


class AttachmentWithdraw(AttachmentPages, RegisterAction):
    """A file that should not be there."""

    title = gettext_lazy("Withdraw file")
    verb = gettext_lazy("Withdraw file")
    is_danger = True
    form_class = forms.WithdrawForm

    def get_sentence(self) -> str:
        """What withdrawing means."""
        return _(
            "“%(name)s” can no longer be downloaded by anybody. Its name, its hash and the reason stay visible."
        ) % {"name": self.object}

    def perform(self, form):
        return attachments.withdraw(self.object, by=self.request.user, version=form.version, reason=form.reason)

    def get_success_message(self, result) -> str:
        return _("“%(name)s” has been withdrawn.") % {"name": result}


class AttachmentDownload(AttachmentPages, RegisterPage):
    """The bytes as they were handed in, to be saved, never to be opened on this site."""

    def get(self, request, *args, **kwargs):
        """The file; a page of words if the disk does not hold what was stored."""
        attachment = self.get_object()
        file = self.intact(attachment)
        if file is None:
            return errors.file_lost(request)
        response = FileResponse(
            file, as_attachment=True, filename=attachment.name, content_type=kinds.MIME[attachment.kind]
        )
        response["Content-Security-Policy"] = "sandbox"
        return response

    @staticmethod
    def intact(attachment):
        """The opened file if it still is what was stored, to the byte; reading 20 MB twice takes some hundredths of a
        second, and nobody works with a paper that has changed on the disk."""
        try:
            file = attachment.path.open("rb")
        except OSError as error:
            logger.error("attachment %s cannot be read: %s", attachment.pk, error)
            return None
        if hashlib.file_digest(file, "sha256").hexdigest() != attachment.sha256:
            logger.error("attachment %s is not what was stored; run verify_files", attachment.pk)
            file.close()
            return None
        file.seek(0)
        return file
