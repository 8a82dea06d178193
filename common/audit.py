"""The one audit mechanism: an event with its changes in the transaction of the change, sealed after the commit."""

import hashlib
import json
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac

from common import clock
from common.models import AuditChange, AuditEvent, AuditHead, AuditSeal
from common.models.audit import SYSTEM

SEAL_LOCK = 0x6261_0001
_SALT = "common.audit.head"
_CHUNK = 2000


class Event:
    """An audit event being written; `changed` adds what it did to one object."""

    def __init__(self, *, by, action: str, reason: str = "", batch=None):
        self.row = AuditEvent(
            action=action,
            actor_id=getattr(by, "pk", None),
            actor_name=str(by) if by is not None else SYSTEM,
            happened_at=timezone.now(),
            business_day=clock.today(),
            reason=reason,
            batch_id=getattr(batch, "pk", None),
        )
        self._changes: list[AuditChange] = []

    def changed(
        self, obj, *, before: dict | None, after: dict | None, unit_id: int | None = None, label: str | None = None
    ) -> None:
        """Note one object's fields before and after (None before: created; None after: deleted).

        Of a change only the fields that differ are kept; nothing is noted when none does. `label`: what the trail
        called the object before, where asking thousands of objects for their names would cost queries.
        """
        if before is not None and after is not None:
            before, after = _difference(before, after)
            if not before and not after:
                return
        if label is None:
            with translation.override(settings.LANGUAGE_CODE):
                label = str(obj)[:300]  # the trail speaks one language, whoever wrote
        self._changes.append(
            AuditChange(
                model=obj._meta.label_lower,
                object_id=obj.pk,
                label=label,
                unit_id=unit_id,
                before=before,
                after=after,
            )
        )

    @property
    def is_empty(self) -> bool:
        return not self._changes

    @property
    def changes(self) -> tuple[AuditChange, ...]:
        """What has been noted so far, not yet written."""
        return tuple(self._changes)

    def save(self) -> None:
        """Write the event and its changes; call inside the transaction of the change."""
        self.row.save(force_insert=True)
        for change in self._changes:
            change.event = self.row
        AuditChange.objects.bulk_create(self._changes, batch_size=500)
        transaction.on_commit(_seal_quietly)


@contextmanager
def event(*, by, action: str, reason: str = "", batch=None, keep_empty: bool = True):
    """Open a transaction with one audit event in it; everything written inside stands or falls with the event.

    `keep_empty`: whether an act that changed nothing leaves an event (a login does).
    """
    with transaction.atomic():
        current = Event(by=by, action=action, reason=reason, batch=batch)
        yield current
        if keep_empty or not current.is_empty:
            current.save()


def snapshot(obj: models.Model) -> dict:
    """The stored fields of an object as plain JSON values, foreign keys by number; derived columns left out."""
    left_out = getattr(obj, "AUDIT_EXCLUDE", ("search", "sort_key", "search_key", "version"))
    return {
        field.attname: _plain(getattr(obj, field.attname))
        for field in obj._meta.concrete_fields
        if field.attname not in left_out and not field.primary_key
    }


def _plain(value):
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat() if timezone.is_aware(value) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


def _difference(before: dict, after: dict) -> tuple[dict, dict]:
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


# --- Sealing ---------------------------------------------------------------------------------------------------------


def _seal_quietly() -> None:
    # A seal that could not be set now is set by the next one or by the timer; the change itself stands.
    if getattr(settings, "AUDIT_SEAL_INLINE", True) and not connection.in_atomic_block:
        seal()


def seal() -> int:
    """Number and chain every committed event that has no seal yet; returns how many.

    One sealer at a time: an advisory lock on PostgreSQL (taken -> 0), the writer lock on SQLite. No clerk waits for it.
    """
    sealed = 0
    while True:
        with transaction.atomic():
            if not _take_seal_lock():
                return sealed
            fresh = list(AuditEvent.objects.unsealed().prefetch_related("changes")[:_CHUNK])
            if not fresh:
                return sealed
            _append(fresh)
        sealed += len(fresh)


def _take_seal_lock() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEAL_LOCK])
        return cursor.fetchone()[0]


def _append(events: list[AuditEvent]) -> None:
    head, _created = AuditHead.objects.get_or_create(pk=1)
    number, previous, seals = head.number, head.hash, []
    for row in events:
        number += 1
        link = _link(number, previous, row)
        seals.append(AuditSeal(event=row, number=number, previous_hash=previous, hash=link))
        previous = link
    AuditSeal.objects.bulk_create(seals, batch_size=500)
    head.number, head.hash, head.signature = number, previous, _sign(number, previous)
    head.save()


def _link(number: int, previous: str, row: AuditEvent) -> str:
    changes = [
        [c.pk, c.model, c.object_id, c.label, c.unit_id, c.before, c.after]
        for c in sorted(row.changes.all(), key=lambda change: change.pk)
    ]
    content = [
        number, previous, row.pk, row.action, row.actor_id, row.actor_name, row.happened_at.timestamp(),
        row.business_day.isoformat(), row.reason, row.batch_id, changes,
    ]  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def _sign(number: int, link: str, *, key: str | None = None) -> str:
    return salted_hmac(_SALT, f"{number}:{link}", secret=key, algorithm="sha256").hexdigest()


# --- Verification ----------------------------------------------------------------------------------------------------


def verify(*, unsealed_after_seconds: int = 300) -> list[str]:
    """Walk the whole chain and return a sentence for everything altered, missing or left unsealed; empty when whole."""
    findings: list[str] = []
    number, previous = 0, ""
    seals = AuditSeal.objects.select_related("event").prefetch_related("event__changes").order_by("number")
    for seal_row in seals.iterator(chunk_size=_CHUNK):
        number += 1
        if seal_row.number != number:
            findings.append(f"seal {number} is missing (the next one is {seal_row.number})")
            number = seal_row.number
        if seal_row.previous_hash != previous:
            findings.append(f"seal {number} does not follow the seal before it")
        if _link(number, seal_row.previous_hash, seal_row.event) != seal_row.hash:
            findings.append(f"event {seal_row.event_id} (seal {number}) was altered")
        previous = seal_row.hash
    return findings + _check_head(number, previous) + _late_events(unsealed_after_seconds)


def _check_head(number: int, previous: str) -> list[str]:
    head = AuditHead.objects.filter(pk=1).first()
    if head is None:
        return ["the head of the chain is missing"] if number else []
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if head.number and not any(
        constant_time_compare(head.signature, _sign(head.number, head.hash, key=key)) for key in keys
    ):
        return ["the head of the chain is not signed with this site's key"]
    if (head.number, head.hash) != (number, previous):
        return [f"the chain ends at seal {number}, but its signed head says {head.number}"]
    return []


def _late_events(seconds: int) -> list[str]:
    limit = timezone.now() - timezone.timedelta(seconds=seconds)
    late = AuditEvent.objects.unsealed().filter(happened_at__lt=limit)
    return [
        f"event {pk} has been unsealed for over {seconds} seconds" for pk in late.values_list("pk", flat=True)[:100]
    ]
