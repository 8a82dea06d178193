"""The history of a record in words: who changed what, when and why, read from the audit."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import display
from common.models import AuditChange

# Whole numbers that name something instead of counting it: 2329, not 2.329.
ORDINALS = {"year", "number"}


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in words; `before` None: created with, `after` None: deleted with."""

    label: str
    before: object
    after: object

    @property
    def in_words(self) -> SafeString:
        """The field with its value, or with the old one and the new; in Python, for a page shows hundreds."""
        label = conditional_escape(self.label)
        if self.before is None or self.after is None:
            return SafeString(f"{label}: {conditional_escape(self.after if self.before is None else self.before)}")
        before, after = conditional_escape(self.before), conditional_escape(self.after)
        return SafeString(f"{label}: <del>{before}</del> → <ins>{after}</ins>")


@dataclass(frozen=True)
class Entry:
    """One act on one record."""

    happened_at: datetime
    business_day: date | None  # only where the demo's clock differs from the real one
    actor: str
    action: str
    reason: str
    record: str
    kind: str  # created, changed or deleted
    fields: list[FieldChange]
    event_id: int
    pk: int

    @property
    def in_words(self) -> SafeString:
        """All its fields in a line."""
        return SafeString("; ".join(field.in_words for field in self.fields))


def changes_of(objects) -> models.QuerySet:
    """The audit changes of some records (a root and its dated rows), newest first."""
    found = Q(pk__in=[])
    for label, group in _by_model(objects).items():
        found |= Q(model=label, object_id__in=group)
    return AuditChange.objects.filter(found).select_related("event").order_by("-pk")


def seen_by(user, objects) -> list:
    """Those of the records that the user may see: a device that has moved has placements in other units."""
    found: list = []
    for label, ids in _by_model(objects).items():
        rows = apps.get_model(label)._default_manager.filter(pk__in=ids)
        found += rows.visible_to(user) if hasattr(rows, "visible_to") else rows
    return found


def _by_model(objects) -> dict[str, list]:
    groups: dict[str, list] = {}
    for obj in objects:
        groups.setdefault(obj._meta.label_lower, []).append(obj.pk)
    return groups


def entries(changes, *, user=None) -> list[Entry]:
    """Audit changes in words. Names of related records are looked up in bulk, within the scope of `user`."""
    changes = list(changes)
    names = _Names(changes, user)
    return [_entry(change, names) for change in changes]


def _entry(change: AuditChange, names: "_Names") -> Entry:
    model = _model(change.model)
    kind = "created" if change.before is None else "deleted" if change.after is None else "changed"
    before, after = change.before or {}, change.after or {}
    fields = [
        FieldChange(
            _label(model, key),
            None if kind == "created" else names.words(model, key, before.get(key)),
            None if kind == "deleted" else names.words(model, key, after.get(key)),
        )
        for key in {**before, **after}
        if kind == "changed" or (before or after)[key] not in (None, "")
    ]
    event = change.event
    return Entry(
        happened_at=event.happened_at,
        business_day=None if _same_day(event) else event.business_day,
        actor=event.actor,
        action=event.action,
        reason=event.reason,
        record=_("%(kind)s “%(name)s”") % {"kind": _kind(model), "name": change.label} if model else change.label,
        kind=kind,
        fields=fields,
        event_id=event.pk,
        pk=change.pk,
    )


def _same_day(event) -> bool:
    return timezone.localtime(event.happened_at).date() == event.business_day


def _kind(model) -> str:
    return display.sentence_case(model._meta.verbose_name)


def _model(label: str):
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


@lru_cache(maxsize=4096)
def _field(model, key: str):
    """The field behind a key of a stored state; keys are no free text, and there are few of them."""
    if model is None:
        return None
    for field in model._meta.concrete_fields:
        if key in (field.attname, field.name):
            return field
    return None


def _label(model, key: str) -> str:
    field = _field(model, key)
    return display.sentence_case(field.verbose_name) if field is not None else key


class _Names:
    """Names of the records that foreign keys in a set of changes point at; one query a model."""

    def __init__(self, changes, user):
        self._labels: dict[models.Field, dict] = {}
        wanted: dict[type[models.Model], set] = {}
        for change in changes:
            model = _model(change.model)
            for state in (change.before, change.after):
                for key, value in (state or {}).items():
                    field = _field(model, key)
                    if field is not None and field.is_relation and value is not None:
                        wanted.setdefault(field.related_model, set()).add(value)
        self._names = {model: self._look_up(model, ids, user) for model, ids in wanted.items()}

    @staticmethod
    def _look_up(model, ids: set, user) -> dict:
        rows = model._default_manager.filter(pk__in=ids)
        # Who did something is named by the event anyway; other records only as far as the reader may see them.
        if user is not None and model is not get_user_model() and hasattr(rows, "visible_to"):
            rows = rows.visible_to(user)
        return {row.pk: str(row) for row in rows}

    def words(self, model, key: str, value):
        """A stored value as a page shows it."""
        field = _field(model, key)
        if value is None or value == "" or field is None:
            return display.show(value)
        if field.is_relation:
            return self._names.get(field.related_model, {}).get(value, f"#{value}")
        if key in ORDINALS or key.endswith("_year"):
            return str(value)
        if field.choices:
            if field not in self._labels:
                self._labels[field] = dict(field.flatchoices)
            return str(self._labels[field].get(value, value))
        return display.show(_typed(field, value))


def _typed(field: models.Field, value):
    """JSON back to dates and moments; anything odd stays as it is written."""
    try:
        if isinstance(field, models.DateTimeField):
            return datetime.fromisoformat(value)
        if isinstance(field, models.DateField):
            return date.fromisoformat(value)
        return field.to_python(value)
    except (ValueError, TypeError, FieldDoesNotExist):
        return value
