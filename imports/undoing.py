"""Taking an import back: exactly what it wrote, and nothing if one of these rows has been changed since.

Rows that were written one by one stand in the audit trail, before and after; that is read backwards. Rows that came in
bulk carry the batch; their register takes them away (Resource.remove).
"""

from collections import defaultdict

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import audit, display
from common.errors import ActionError, Refused
from common.models import AuditChange, Batch
from communes import locks
from communes.writing import Write, writing
from imports.models import Import, ImportState
from imports.resource import Resource
from imports.resources import RESOURCES

MOST_NAMED = 20


class Blocked(ActionError):
    """It cannot be taken back; `reasons` lists why, in sentences."""

    message = gettext_lazy("This import can no longer be taken back.")

    def __init__(self, reasons: list[str]):
        self.reasons = reasons
        super().__init__(" ".join(reasons[:3]))


def undo(spreadsheet: Import, *, by) -> None:
    """Take it back in one transaction; Blocked with every row that was changed since, ClosedMonth, and so on."""
    resource, batch = RESOURCES[spreadsheet.resource], spreadsheet.batch
    written = _written(batch)
    units = resource.units_of(batch) | {change.unit_id for change in written if change.unit_id}
    with transaction.atomic():
        # Nobody else writes in these units: between the look at what was changed since and the taking away no change
        # slips in, to be lost with its row.
        locks.exclude(units)
        with writing(
            by=by, action="imports.undone", units=units, reason=spreadsheet.reason, capability=resource.capability
        ) as write:
            fresh = Import.objects.select_for_update(of=("self",)).get(pk=spreadsheet.pk)
            if fresh.state != ImportState.PUBLISHED or fresh.job_id != spreadsheet.job_id:
                raise Refused(_("The import is not at this step any more."))
            reasons = blockers(fresh)
            if reasons:
                raise Blocked(reasons)
            before = audit.snapshot(fresh)
            _put_back(write, [change for change in written if change.model != Batch._meta.label_lower])
            resource.remove(write, batch)
            fresh.state, fresh.undone_at, fresh.undone_by = ImportState.UNDONE, timezone.now(), by
            fresh.version += 1
            fresh.save()
            write.event.changed(fresh, before=before, after=audit.snapshot(fresh), unit_id=fresh.unit_id)


def blockers(spreadsheet: Import) -> list[str]:
    """Why it cannot be taken back, in sentences; empty if it can."""
    resource, batch = RESOURCES[spreadsheet.resource], spreadsheet.batch
    written = _written(batch)
    if not written:
        return [_("What it wrote is not in the audit trail; it cannot be taken back.")]
    return [
        *_changed_since(resource, batch, written),
        *_referring(resource, batch, written),
        *resource.undo_blockers(batch),
    ][:MOST_NAMED]


def _written(batch: Batch) -> list[AuditChange]:
    """The changes of the events that name the batch, in the order in which they were made."""
    return list(AuditChange.objects.filter(event__batch_id=batch.pk).select_related("event").order_by("pk"))


def _bulk_rows(model, batch: Batch, written: list[AuditChange]):
    """The rows that only carry the batch: what the trail names one by one is not among them."""
    if not any(field.name == "batch" for field in model._meta.concrete_fields):
        return None
    named = _created(written).get(model._meta.label_lower, set())
    rows = model._base_manager.filter(batch=batch)
    return rows.exclude(pk__in=named) if named else rows


def _created(written: list[AuditChange]) -> dict[str, set[int]]:
    found = defaultdict(set)
    for change in written:
        if change.before is None:
            found[change.model].add(change.object_id)
    return found


def _changed_since(resource: Resource, batch: Batch, written: list[AuditChange]) -> list[str]:
    last = written[-1].pk
    later = AuditChange.objects.filter(pk__gt=last).select_related("event").order_by("pk")
    found = []
    keys = defaultdict(set)
    for change in written:
        keys[change.model].add(change.object_id)
    for label, ids in keys.items():
        ordered = sorted(ids)
        for start in range(0, len(ordered), 500):
            found += later.filter(model=label, object_id__in=ordered[start : start + 500])[:MOST_NAMED]
    for model in resource.models:
        rows = _bulk_rows(model, batch, written)
        if rows is not None:
            keys_of_rows = rows.order_by().values("pk")
            found += later.filter(model=model._meta.label_lower, object_id__in=keys_of_rows)[:MOST_NAMED]
    sentence = _("“%(record)s” was changed by %(person)s on %(moment)s.")
    return [
        sentence
        % {
            "record": change.label, "person": change.event.actor, "moment": display.moment(change.event.happened_at),
        }
        for change in found
        if change.model != Batch._meta.label_lower
    ]  # fmt: skip


def _referring(resource: Resource, batch: Batch, written: list[AuditChange]) -> list[str]:
    """Records of others that refer to what would go: an attached file, a document that names one as its answer."""
    created, found = _created(written), []
    for model in {*resource.models, *map(apps.get_model, created)}:
        rows, named = _bulk_rows(model, batch, written), created.get(model._meta.label_lower, set())
        for relation in model._meta.related_objects:
            if getattr(relation, "on_delete", None) is models.CASCADE or relation.related_model is Import:
                continue
            for gone in ([rows.order_by().values("pk")] if rows is not None else []) + ([named] if named else []):
                found += _others(relation, gone, batch, created)
    sentence = _("“%(record)s” refers to a row of this import.")
    return [sentence % {"record": record} for record in found]


def _others(relation, gone, batch: Batch, created: dict[str, set[int]]) -> list:
    other = relation.related_model
    rows = other._base_manager.filter(**{f"{relation.field.name}__in": gone})
    if any(field.name == "batch" for field in other._meta.concrete_fields):
        rows = rows.exclude(batch=batch)
    return list(rows.exclude(pk__in=created.get(other._meta.label_lower, set()))[:MOST_NAMED])


# --- Backwards -------------------------------------------------------------------------------------------------------


def _put_back(write: Write, written: list[AuditChange]) -> None:
    """From the last change to the first: what was created goes, what was changed is as before."""
    found = [(change, apps.get_model(change.model)) for change in reversed(written)]
    for change, model in found:
        row = model._base_manager.filter(pk=change.object_id).first()
        if row is not None:
            _take_root(write, row)
    taken: dict[tuple, models.Model] = {}
    for change, model in found:
        key = (model, change.object_id)
        row = taken.setdefault(key, model._base_manager.filter(pk=change.object_id).first())
        if change.before is None:
            write.delete(row)
            continue
        if change.after is None:
            sentence = _("“%(record)s” was deleted by this import; it cannot be put back.")
            raise Refused(sentence % {"record": change.label})
        for name, value in _values(model, change.before).items():
            setattr(row, name, value)
        write.update(row)


def _take_root(write: Write, row: models.Model) -> None:
    """The thing whose figures the row belongs to, once: itself, or what its foreign key leads to."""
    roots = [row] if hasattr(row, "counted") else []
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and hasattr(field.related_model, "counted"):
            roots += [root for root in [getattr(row, field.name)] if root is not None]
    for root in roots:
        write.take(root)


def _values(model, snapshot: dict) -> dict:
    """The values of an audit snapshot as the fields hold them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: fields[name].target_field.to_python(value)
        if isinstance(fields[name], models.ForeignKey)
        else fields[name].to_python(value)
        for name, value in snapshot.items()
    }
