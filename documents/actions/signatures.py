"""Keeping what the checks of attached files found, and what the register and its figures make of it."""

import time
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common import audit
from common.months import Month
from communes.reports import is_closed
from communes.writing import Write
from documents.changing import changing
from documents.models import Attachment, Direction, Document, FoundSignature, ShownSignature, SignatureCheck, proof_of
from documents.models.choices import Proof
from documents.signatures.checking import verify
from documents.signatures.verdict import FileState, SignatureFound, Verdict

# How many seconds a request goes on beginning checks; a single one takes twenty at most, and gunicorn waits sixty.
TOGETHER = 15
# What counts most among the signatures of several files.
_WEIGHT = ["", ShownSignature.NONE, ShownSignature.PERSONAL, ShownSignature.SIGNED, ShownSignature.AGENCY]


def check(attachment: Attachment, *, by=None) -> SignatureCheck | None:
    """Look into an attached PDF and keep what was found; None for a file of another kind. `by` None: the system.

    The look takes about a second, in a process of its own and before the transaction: nobody waits for a lock.
    """
    if attachment.kind != "pdf":
        return None
    verdict = verify(attachment.path)
    with changing(attachment.document, by, "documents.signatures_checked", "", False) as write:
        document = _take(write, attachment.document)
        found = _keep(write, attachment, verdict, by)
        settle(write, document)
    return found


def check_all(attachments: Iterable[Attachment], *, by=None, seconds: float = TOGETHER) -> int:
    """Check several files after their commit; returns how many. None is begun after `seconds`: a person waits.

    What is left over is checked by `manage.py verify_signatures`, and so is what could not be checked.
    """
    began, done = time.monotonic(), 0
    for attachment in attachments:
        if time.monotonic() - began > seconds:
            break
        done += check(attachment, by=by) is not None
    return done


def check_after_commit(attachments: Iterable[Attachment], *, by) -> None:
    """Look into new files once they are kept. A look that fails takes no upload back."""
    transaction.on_commit(partial(check_all, list(attachments), by=by), robust=True)


def settle(write: Write, document: Document) -> None:
    """Bring the document in line with its current files; within the act that changed these, the document taken.

    A closed month keeps what it has counted: then only what the page shows is brought up to date.
    """
    if document.direction != Direction.OUTGOING:
        return
    checks = list(SignatureCheck.objects.current().filter(attachment__document=document))
    closed = is_closed(document.unit_id, Month.of(document.registered_on))
    _bear(write.event, document, checks, document.signature_proof if closed else proof_of(checks))


def settle_month(unit_id: int, month: Month, event) -> None:
    """Let the outgoing documents of a reopened month count what their files show now (called through communes.ports).

    Within the act that reopens it, which is alone with the unit; the month is counted anew anyway.
    """
    rows = SignatureCheck.objects.current().filter(unit_id=unit_id)
    found: dict[int, list[SignatureCheck]] = {}
    days = (month.first_day(), month.last_day())
    for row in rows.filter(attachment__document__registered_on__range=days).select_related("attachment"):
        found.setdefault(row.attachment.document_id, []).append(row)
    concerned = Q(pk__in=list(found)) | ~Q(signature_proof=Proof.NONE)
    documents = Document.objects.outgoing().filter(concerned, unit_id=unit_id, registered_on__range=days)
    for document in documents.order_by("pk"):
        checks = found.get(document.pk, [])
        _bear(event, document, checks, proof_of(checks))


def _bear(event, document: Document, checks: list[SignatureCheck], proof: str) -> None:
    shown = max((check.shows for check in checks), key=_WEIGHT.index, default="")
    if (shown, proof) == (document.signature_shown, document.signature_proof):
        return
    before = audit.snapshot(document)
    document.signature_shown, document.signature_proof = shown, proof
    # Past Write.update: the version stays, for nobody who has the entry open in a form would type over this.
    Document.objects.filter(pk=document.pk).update(signature_shown=shown, signature_proof=proof)
    event.changed(document, before=before, after=audit.snapshot(document), unit_id=document.unit_id)


def _take(write: Write, document: Document) -> Document:
    # Not documents.changing.take: the files of a cancelled entry are looked at too.
    return write.take(document)


def _keep(write: Write, attachment: Attachment, verdict: Verdict, by) -> SignatureCheck:
    row = SignatureCheck.objects.select_for_update().filter(attachment=attachment).first()
    if row is not None and verdict.state == FileState.UNCHECKED:
        # A check that could not be made takes nothing back.
        return row
    before = audit.snapshot(row) if row else None
    row = row or SignatureCheck(attachment=attachment, unit_id=attachment.unit_id)
    row.take(verdict)
    row.checked_at, row.checked_by = timezone.now(), by
    row.full_clean()
    row.save()
    write.event.changed(row, before=before, after=audit.snapshot(row), unit_id=row.unit_id)
    # Derived from a file that never changes, so the trail need not keep them: the check itself stands in it.
    row.signatures.all().delete()
    rows = [_row(row, place, found) for place, found in enumerate(verdict.signatures, start=1)]
    FoundSignature.objects.bulk_create(rows)
    return row


def _row(check_of: SignatureCheck, position: int, found: SignatureFound) -> FoundSignature:
    same = (
        "field", "kind", "signer", "organisation", "department", "issuer", "serial", "timestamp_trusted", "integrity",
        "coverage", "trust",
    )  # fmt: skip
    return FoundSignature(
        check_of=check_of,
        position=position,
        valid_from=_moment(found.valid_from),
        valid_until=_moment(found.valid_until),
        claimed=_moment(found.claimed_at),
        stamped=_moment(found.stamped_at),
        **{name: getattr(found, name) for name in same},
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
