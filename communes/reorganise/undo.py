"""Taking a reorganisation back: exactly the rows that it wrote, and none if one of them has changed since.

What it wrote stands in its audit event, row by row, before and after. Undoing reads that backwards.
"""

from collections import defaultdict
from itertools import groupby

from django.apps import apps
from django.db import models
from django.db.models import F, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import audit, display
from common.errors import ActionError, NotAllowed, Refused
from common.models import AuditChange
from common.months import Month
from communes import confirming, locks, ports
from communes.actions.units import mark_months
from communes.models import Membership, Reorganisation, Succession, Unit, UnitClosure
from communes.reorganise.rules import closed_from
from communes.scope import forget, scope_of

LABEL, UNIT = Reorganisation._meta.label_lower, Unit._meta.label_lower
MOST_NAMED = 200


class Blocked(ActionError):
    """It cannot be undone; `reasons` lists why, in sentences."""

    message = gettext_lazy("This reorganisation can no longer be undone.")

    def __init__(self, reasons: list[str]):
        self.reasons = reasons
        super().__init__(reasons[0] if reasons else None)


def undo(act: Reorganisation, *, by, reason: str) -> Reorganisation:
    """Reverse the rows that the act wrote, in one transaction; raises Blocked with every row changed since."""
    if not scope_of(by).is_administrator:
        raise NotAllowed()
    if not reason.strip():
        raise Refused(_("Say why the reorganisation is undone."), field="reason")
    with audit.event(by=by, action="units.reorganisation_undone", reason=reason) as event:
        # What an act wrote never changes: it may be read before the lock.
        written = _written(act)
        unit_ids, created = _concerned(act, written), _created(written)
        locks.exclude(unit_ids)
        act = Reorganisation.objects.select_for_update(of=("self",)).get(pk=act.pk)
        reasons = _blockers(act, written)
        if reasons:
            raise Blocked(reasons)
        before = audit.snapshot(act)
        try:
            _reverse(event, written, created)
        except ProtectedError as error:
            sentence = _("“%(record)s” refers to a unit that would be deleted.")
            raise Blocked(sorted(sentence % {"record": obj} for obj in error.protected_objects)[:MOST_NAMED]) from error
        act.undone_at, act.undone_by = timezone.now(), by
        act.save(update_fields=["undone_at", "undone_by"])
        event.changed(act, before=before, after=audit.snapshot(act))
        confirming.note_changes(event.changes)
        mark_months(unit_ids - created, first=Month.of(act.effective_on))
    forget(by)
    return act


def blockers(act: Reorganisation) -> list[str]:
    """Why the act cannot be undone, in sentences; empty if it can."""
    return _blockers(act, _written(act))


def _blockers(act: Reorganisation, written: list[AuditChange]) -> list[str]:
    if act.undone_at is not None:
        words = {"day": display.moment(act.undone_at), "person": act.undone_by}
        return [_("It was undone already on %(day)s by %(person)s.") % words]
    if not written:
        return [_("What it wrote is not in the audit trail; it cannot be undone.")]
    units = Unit.objects.filter(pk__in=_concerned(act, written))
    found = [fault.sentence for fault in closed_from(units, Month.of(act.effective_on))]
    found += _later_acts(act, written)
    found += _out_of_place(act, written)
    return found + _changed_since(act, written)


def _later_acts(act: Reorganisation, written: list[AuditChange]) -> list[str]:
    """Acts that rest on what this one did: its heirs ended, or took more over and found things there already."""
    heirs = set(act.successions.values_list("successor_id", flat=True)) | _created(written)
    ended = Succession.objects.filter(predecessor_id__in=heirs)
    joined = Succession.objects.filter(successor_id__in=heirs, reorganisation_id__gt=act.pk)
    rows = (ended | joined).exclude(reorganisation=act).select_related("reorganisation", "predecessor", "successor")
    sentence = _("%(unit)s was reorganised again on %(day)s (%(resolution)s); undo that first.")
    return list(
        dict.fromkeys(
            sentence
            % {
                "unit": (row.predecessor if row.predecessor_id in heirs else row.successor).title,
                "day": display.day(row.reorganisation.effective_on),
                "resolution": row.reorganisation.resolution,
            }
            for row in rows
        )
    )


def _out_of_place(act: Reorganisation, written: list[AuditChange]) -> list[str]:
    """Units that would exist again below one that has ended, or beside one that has their code or name by now."""
    created, found = _created(written), []
    again = Unit.objects.filter(pk__in=_reopened(written)).select_related("parent")
    keys = {unit.pk for unit in again}
    others = Unit.objects.in_force(on=act.effective_on).exclude(pk__in=created | keys)
    others = others | Unit.objects.filter(valid_from__gt=act.effective_on).exclude(pk__in=created | keys)
    for unit in again:
        parent = unit.parent
        if parent is not None and parent.valid_until is not None and parent.pk not in keys:
            words = {"unit": unit.title, "parent": parent.full_name, "day": display.day(parent.valid_until)}
            found.append(_("%(unit)s belongs to %(parent)s, which ended on %(day)s; undo that first.") % words)
        same = Q(name=unit.name, legal_type=unit.legal_type, parent=parent)
        taken = others.filter(same | Q(code=unit.code) if unit.code else same).first()
        if taken is not None:
            words = {"unit": unit.title, "other": taken.full_name}
            found.append(_("%(unit)s would stand beside %(other)s with the same code or name.") % words)
    return found


def _changed_since(act: Reorganisation, written: list[AuditChange]) -> list[str]:
    """Rows of the act that were written again, whatever was entered at units that it founded, and roles of the same
    people at the heirs: undoing must not give back a right that was taken away there."""
    last = max(change.pk for change in written)
    by_model: dict[str, set[int]] = defaultdict(set)
    for change in written:
        if change.model != LABEL:
            by_model[change.model].add(change.object_id)
    roles = Membership._meta.label_lower
    people = Membership.objects.filter(pk__in=by_model[roles]).values("user_id")
    heirs = act.successions.values("successor_id")
    by_model[roles] |= set(
        Membership.objects.filter(user_id__in=people, unit_id__in=heirs).values_list("pk", flat=True)
    )
    found: dict[int, AuditChange] = {}
    for model, keys in by_model.items():
        ordered = sorted(keys)
        for start in range(0, len(ordered), 500):
            later = AuditChange.objects.filter(
                model=model, object_id__in=ordered[start : start + 500], pk__gt=last
            ).select_related("event")
            found |= {change.pk: change for change in later[:MOST_NAMED]}
    entered = AuditChange.objects.filter(unit_id__in=_created(written), pk__gt=last).select_related("event")
    found |= {change.pk: change for change in entered[:MOST_NAMED]}
    sentence = _("“%(record)s” was changed by %(person)s on %(moment)s.")
    return [
        sentence
        % {
            "record": change.label,
            "person": change.event.actor,
            "moment": display.moment(timezone.localtime(change.event.happened_at)),
        }
        for _key, change in sorted(found.items())
    ][:MOST_NAMED]


# --- What it wrote ---------------------------------------------------------------------------------------------------


def _written(act: Reorganisation) -> list[AuditChange]:
    """The changes of the act's own event, in the order in which they were made."""
    first = AuditChange.objects.filter(model=LABEL, object_id=act.pk, before__isnull=True).order_by("pk").first()
    if first is None:
        return []
    return list(AuditChange.objects.filter(event_id=first.event_id).order_by("pk"))


def _concerned(act: Reorganisation, written: list[AuditChange]) -> set[int]:
    """The units whose rows are put back, and those above the units that go: their totals fall."""
    links = act.successions.values_list("predecessor_id", "successor_id")
    created = _created(written)
    above = Unit.objects.filter(pk__in=created, parent__isnull=False).values_list("parent_id", flat=True)
    return {pk for pair in links for pk in pair} | created | _reopened(written) | set(above)


def _created(written: list[AuditChange]) -> set[int]:
    """The units that the act founded."""
    return {change.object_id for change in written if change.model == UNIT and change.before is None}


def _reopened(written: list[AuditChange]) -> set[int]:
    """The units that the act ended."""
    return {change.object_id for change in written if change.model == UNIT and "valid_until" in (change.before or ())}


# --- Backwards -------------------------------------------------------------------------------------------------------


def _reverse(event: audit.Event, written: list[AuditChange], created: set[int]) -> None:
    changes = [change for change in reversed(written) if change.model != LABEL]
    founded = [change for change in changes if change.model == UNIT and change.before is None]
    rest = [change for change in changes if not (change.model == UNIT and change.before is None)]
    for (label, kind), group in groupby(rest, key=lambda change: (change.model, _kind(change))):
        model = apps.get_model(label)
        _REVERSED[kind](event, model, list(group))
    if created:
        for call in ports.units_gone:
            call(created)
        UnitClosure.objects.filter(descendant_id__in=created).delete()
        for change in founded:
            _delete(event, Unit, [change])


def _kind(change: AuditChange) -> str:
    if change.before is None:
        return "created"
    return "deleted" if change.after is None else "changed"


def _delete(event: audit.Event, model, changes: list[AuditChange]) -> None:
    """What was created goes; a thing that refers to it keeps it (ProtectedError)."""
    rows = model._base_manager.in_bulk([change.object_id for change in changes])
    for change in changes:
        row = rows[change.object_id]
        event.changed(row, before=audit.snapshot(row), after=None, unit_id=change.unit_id, label=change.label)
    for start in range(0, len(changes), 500):
        model._base_manager.filter(pk__in=[c.object_id for c in changes[start : start + 500]]).delete()
    _raise_version(model, rows.values())


def _restore(event: audit.Event, model, changes: list[AuditChange]) -> None:
    """What was changed is as before, in few statements: rows that get the same values together."""
    rows = model._base_manager.in_bulk([change.object_id for change in changes])
    # A row changed twice: what stood before the first change, which comes last here.
    wanted: dict[int, dict] = defaultdict(dict)
    for change in changes:
        wanted[change.object_id] |= _values(model, change.before)
    labels = {change.object_id: change.label for change in changes}
    alike: dict[tuple, list[int]] = defaultdict(list)
    for pk, values in wanted.items():
        row, values = rows[pk], dict(sorted(values.items()))
        snapshot = audit.snapshot(row)
        for name, value in values.items():
            setattr(row, name, value)
        after, unit_id = audit.snapshot(row), getattr(row, "unit_id", None)
        event.changed(row, before=snapshot, after=after, unit_id=unit_id, label=labels[pk])
        alike[tuple(values.items())].append(pk)
    raised = {"version": F("version") + 1} if _has_version(model) else {}
    for values, keys in alike.items():
        for start in range(0, len(keys), 500):
            model._base_manager.filter(pk__in=keys[start : start + 500]).update(**dict(values), **raised)
    _raise_version(model, rows.values())


def _insert(event: audit.Event, model, changes: list[AuditChange]) -> None:
    """What was deleted stands again, under its old number."""
    for change in changes:
        row = model(pk=change.object_id, **_values(model, change.before))
        row.save(force_insert=True)
        event.changed(row, before=None, after=audit.snapshot(row), unit_id=change.unit_id)
        _raise_version(model, [row])


_REVERSED = {"created": _delete, "changed": _restore, "deleted": _insert}


def _values(model, snapshot: dict) -> dict:
    """The values of an audit snapshot as the fields hold them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: fields[name].target_field.to_python(value)
        if isinstance(fields[name], models.ForeignKey)
        else fields[name].to_python(value)
        for name, value in snapshot.items()
    }


def _has_version(model) -> bool:
    return any(field.name == "version" for field in model._meta.concrete_fields)


def _raise_version(model, rows) -> None:
    """The things whose dated rows were written: a page opened before must not save over them."""
    for field in model._meta.concrete_fields:
        if (
            isinstance(field, models.ForeignKey)
            and field.related_model is not Unit
            and _has_version(field.related_model)
        ):
            keys = sorted({key for row in rows if (key := getattr(row, field.attname)) is not None})
            for start in range(0, len(keys), 500):
                field.related_model._base_manager.filter(pk__in=keys[start : start + 500]).update(
                    version=F("version") + 1
                )
