"""Records that other programs send: each enters once, however often it is sent."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import ActionError, Refused
from common.models import Push

# No client repeats a call for longer; a key is afterwards free for another record.
KEPT = timedelta(days=30)


class KeyTaken(Refused):
    """The key was used for another record, or for one that is no longer there."""


def once(kept: type[Push], *, by, key: str, content: dict, enter: Callable[[], models.Model]) -> tuple:
    """Enter a record under a key of the client's own; returns it and whether it is new.

    `content`: what was sent, as plain JSON values; the same key with the same content gives the record that it made
    before, with another content KeyTaken. `enter` writes the record; its refusals pass through and leave the key
    unused.
    """
    digest = digest_of(content)
    known = _known(kept, by, key, digest)
    if known is not None:
        return known, False
    try:
        with transaction.atomic():
            record = enter()
            named = {kept.RECORD: record}
            kept.objects.create(created_by=by, created_at=timezone.now(), key=key, digest=digest, **named)
    except (IntegrityError, ActionError):
        # The same was sent twice at once, and the other one came first: ours is taken back, its number with it. A
        # number or code that both name is refused to ours before the key is.
        known = _known(kept, by, key, digest)
        if known is None:
            raise
        return known, False
    return record, True


def clear() -> None:
    """Forget the keys that are older than KEPT, of every register. The records stay."""
    for model in apps.get_models():
        if issubclass(model, Push):
            model.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


def digest_of(content: dict) -> str:
    """SHA-256 of plain JSON values, whatever the order of their names."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _known(kept: type[Push], by, key: str, digest: str) -> models.Model | None:
    row = kept.objects.select_related(kept.RECORD).filter(created_by=by, key=key).first()
    if row is None:
        return None
    record = getattr(row, kept.RECORD)
    if row.digest != digest:
        sentence = _("This key was used for another record (%(name)s). Send this one under a key of its own.")
        raise KeyTaken(sentence % {"name": record or _("taken out since")}, field="Idempotency-Key")
    if record is None:
        sentence = _("What was entered under this key has been taken out of the register since.")
        raise KeyTaken(sentence, field="Idempotency-Key")
    return record
