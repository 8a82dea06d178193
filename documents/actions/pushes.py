"""Documents that other programs send: each enters once, however often it is sent."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import Refused
from documents.actions import entries
from documents.models import Document, DocumentPush


class KeyTaken(Refused):
    """The key was used for another document."""


def push(*, by, key: str, content: dict, **fields) -> tuple[Document, bool]:
    """Enter a document under a key of the client's own; returns it and whether it is new.

    `content`: what was sent, as plain JSON values; the same key with the same content gives the document that it made
    before, with another content KeyTaken. `fields`: as for entries.register, whose refusals pass through and leave the
    key unused.
    """
    digest = digest_of(content)
    known = _known(by, key, digest)
    if known is not None:
        return known, False
    try:
        with transaction.atomic():
            document = entries.register(by=by, **fields)
            DocumentPush.objects.create(
                created_by=by, created_at=timezone.now(), key=key, digest=digest, document=document
            )
    except (IntegrityError, Refused):
        # The same was sent twice at once, and the other one came first: ours is taken back, its number with it. A
        # number that both name is refused to ours before the key is.
        known = _known(by, key, digest)
        if known is None:
            raise
        return known, False
    return document, True


def digest_of(content: dict) -> str:
    """SHA-256 of plain JSON values, whatever the order of their names."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _known(by, key: str, digest: str) -> Document | None:
    row = DocumentPush.objects.select_related("document").filter(created_by=by, key=key).first()
    if row is None:
        return None
    if row.digest != digest:
        raise KeyTaken(
            _("This key was used for another document (%(name)s). Send this one under a key of its own.")
            % {"name": row.document},
            field="Idempotency-Key",
        )
    return row.document
