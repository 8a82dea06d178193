"""Files of an entry: attached, replaced by newer versions, withdrawn. Figures know nothing of them."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock, display
from common.errors import Invalid, Refused, StaleVersion
from common.files import kinds, names
from common.files.incoming import Incoming, NoRoom, has_room
from common.files.unfit import Unfit
from common.models import FileKind
from common.text import one_line
from communes.models import Unit
from communes.writing import Write
from documents.actions import signatures
from documents.changing import changing, take
from documents.models import Attachment, Document
from documents.secrecy import refuse_marked_files, refuse_marks


def attach(document: Document, *, by, files: list[Incoming], field: str = "files") -> list[Attachment]:
    """Keep files with an entry, all or none of them.

    Invalid with a sentence for each file that is not taken. The caller closes the files, whatever happens.
    """
    if not files:
        raise Refused(_("Choose at least one file."), field=field)
    found = _recognised(files, field)
    with changing(document, by, "attachments.added", "", False) as write:
        document = take(write, document, None)
        _check_room(document, files, field)
        added = [_insert(write, document, file, kind, field) for file, kind in zip(files, found, strict=True)]
        signatures.check_after_commit(added, by=by)
        return added


def replace(
    attachment: Attachment, *, by, version: int | None, file: Incoming, reason: str = "", field: str = "files"
) -> Attachment:
    """Keep a newer version of a file; the old one stays and can still be downloaded. Returns the new one."""
    refuse_marks(reason=reason)
    (kind,) = _recognised([file], field)
    document = attachment.document
    with changing(document, by, "attachments.replaced", reason, False) as write:
        document = take(write, document, None)
        old = _take(write, attachment, version)
        if old.replaced_by_id is not None:
            raise StaleVersion()
        _check_room(document, [file], field)
        new = _insert(write, document, file, kind, field)
        old.replaced_by = new
        write.update(old)
        signatures.settle(write, document)
        signatures.check_after_commit([new], by=by)
    return new


def withdraw(attachment: Attachment, *, by, version: int | None, reason: str) -> Attachment:
    """Take a file out of use, of a cancelled entry too: it is not served any more; its name, its hash and the reason
    stay, and so do its bytes on the disk."""
    refuse_marks(reason=reason)
    reason = one_line(reason)
    if not reason:
        raise Refused(_("Say why the file is withdrawn."), field="reason")
    with changing(attachment.document, by, "attachments.withdrawn", reason, False) as write:
        # The document first, as every act on its files does: the other way round two of them wait for each other.
        document = take(write, attachment.document, None, cancelled=None)
        attachment = _take(write, attachment, version)
        attachment.withdrawn_at, attachment.withdrawn_by = clock.now(), by
        attachment.withdraw_reason = reason
        write.update(attachment)
        signatures.settle(write, document)
    return attachment


# --- Pieces ----------------------------------------------------------------------------------------------------------


def _recognised(files: list[Incoming], field: str) -> list[FileKind]:
    """The kinds of the files; all that are not taken are named at once, before anything is locked.

    Names first: what carries a secrecy mark is repeated in no other sentence either.
    """
    refuse_marked_files([file.name for file in files], field=field)
    found, wrong = [], []
    for file in files:
        try:
            file.complete()
            found.append(kinds.recognise(file.path))
        except Unfit as unfit:
            wrong.append(_("“%(name)s”: %(sentence)s") % {"name": names.shown(file.name), "sentence": unfit})
        except NoRoom as error:
            raise _no_room(field) from error
    if wrong:
        raise Invalid({field: wrong})
    return found


def _take(write: Write, attachment: Attachment, version: int | None) -> Attachment:
    fresh = write.take(attachment, version=version)
    if fresh.withdrawn_at is not None:
        raise Refused(_("This file has been withdrawn already."))
    return fresh


def _insert(write: Write, document: Document, file: Incoming, kind: FileKind, field: str) -> Attachment:
    if document.attachments.current().filter(sha256=file.sha256).exists():
        sentence = _("“%(name)s”: this very file is attached to the document already.")
        raise Refused(sentence % {"name": names.shown(file.name)}, field=field)
    try:
        described = file.keep(kind)
    except NoRoom as error:
        raise _no_room(field) from error
    attachment = Attachment(
        document=document, unit_id=document.unit_id, added_at=clock.now(), added_by=write.by, **described
    )
    write.insert(attachment)
    return attachment


def _check_room(document: Document, files: list[Incoming], field: str) -> None:
    """The limits of a document and of a unit. The unit's row is locked: two uploads at the edge do not both fit."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=document.unit_id)
    if document.attachments.count() + len(files) > settings.FILES_PER_DOCUMENT:
        sentence = ngettext(
            "A document keeps at most %(limit)s file, old versions included.",
            "A document keeps at most %(limit)s files, old versions included.",
            settings.FILES_PER_DOCUMENT,
        )
        raise Refused(sentence % {"limit": display.number(settings.FILES_PER_DOCUMENT)}, field=field)
    used, added = Attachment.objects.stored_in(unit), sum(file.size for file in files)
    if used + added > settings.FILES_BYTES_PER_UNIT:
        words = {
            "unit": unit.full_name, "limit": display.size(settings.FILES_BYTES_PER_UNIT), "used": display.size(used),
            "added": display.size(added),
        }  # fmt: skip
        sentence = _(
            "The files of %(unit)s may take %(limit)s; %(used)s are used, and these are %(added)s more. Ask the "
            "administrator for more room."
        )
        raise Refused(sentence % words, field=field)
    if not has_room():
        raise _no_room(field)


def _no_room(field: str) -> Refused:
    return Refused(
        _("The server has no room for more files. Nothing has been saved; please tell the administrator."), field=field
    )
