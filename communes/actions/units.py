"""Units, their names and facts, memberships and the source of each section. Only administrators write here."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import Refused, StaleVersion
from common.months import Month, span
from communes import tree
from communes.actions import names, rows
from communes.models import Membership, Section, SectionSource, Unit, UnitAlias, UnitFact, cell
from communes.reports import opened_months
from communes.scope import forget
from communes.writing import mark, writing

# What a unit never changes: such a change ends it and begins a successor (design.md 4).
FIXED = ("code", "kind", "parent", "parent_id", "name", "legal_type", "slug", "valid_from", "valid_until")


def create_unit(*, by, aliases=(), **fields) -> Unit:
    """A new unit below an existing one (or a root), with the closure links; its months are marked for counting."""
    parent = fields.get("parent")
    with writing(by=by, action="units.created", units=[parent] if parent else [], capability="units") as write:
        if parent is not None:
            write.require_in_force(parent, on=fields["valid_from"], field="parent")
        unit = Unit(**fields)
        write.insert(unit)
        tree.add_to_closure(unit)
        for kind, name in aliases:
            write.insert(UnitAlias(unit=unit, kind=kind, name=name))
        mark_months([unit.pk])
    if by is not None:
        forget(by)
    return unit


def change_unit(unit: Unit, *, by, version: int, reason: str, **fields) -> Unit:
    """Correct what may change: position and area. Neither is counted."""
    changed = [name for name in fields if name in FIXED and fields[name] != getattr(unit, name)]
    if changed:
        raise Refused(
            _("A unit never changes its code, kind, parent, name or days; record a reorganisation instead."),
            field=changed[0],
        )
    with writing(by=by, action="units.changed", units=[unit], capability="units", reason=reason) as write:
        unit = write.take(unit, version=version)
        for name, value in fields.items():
            setattr(unit, name, value)
        write.update(unit)
    return unit


def add_fact(
    unit: Unit, *, by, key: str, value, since, norm_group: str = "", source: str = "", reason: str = "",
    override: bool = False,
) -> UnitFact:  # fmt: skip
    """A dated fact; closes the open row of the same key on that day. Refused over days that another row holds.

    Posts by norm group end those of the same group and the undivided; undivided posts end those of every group.
    """
    with writing(
        by=by, action="units.fact_added", units=[unit], capability="units", reason=reason, override=override
    ) as write:
        write.require_in_force(unit, on=since, field="since")
        fact = UnitFact(unit=unit, key=key, norm_group=norm_group, value=value, since=since, source=source)
        for row in names.rivals(fact).open().filter(since__lt=since):
            row = write.take(row)
            row.until = since
            write.update(row)
        names.require_one_division(fact)
        rows.require_free(fact, names.rivals(fact))
        write.insert(fact)
    return fact


def add_membership(*, by, user, unit: Unit, role: str, valid_from, valid_until=None) -> Membership:
    """Give a person a role in a unit."""
    with writing(by=by, action="memberships.created", units=[unit], capability="units") as write:
        membership = Membership(user=user, unit=unit, role=role, valid_from=valid_from, valid_until=valid_until)
        write.insert(membership)
    forget(user)
    return membership


def change_membership(membership: Membership, *, by, version: int, reason: str, **fields) -> Membership:
    """Correct or end a membership; the very next request of the person is judged by it."""
    with writing(
        by=by, action="memberships.changed", units=[membership.unit_id], capability="units", reason=reason
    ) as write:
        fresh = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        if fresh.version != version:
            raise StaleVersion()
        for name, value in fields.items():
            setattr(fresh, name, value)
        write.update(fresh)
    forget(fresh.user)
    return fresh


def set_source(
    unit: Unit, *, by, section: str, source: str, since, reason: str = "", override: bool = False
) -> SectionSource:
    """Declare where a unit's figures of a section come from, from the month on that begins on the day or after it."""
    with writing(
        by=by, action="units.source_set", units=[unit], capability="units", reason=reason, override=override
    ) as write:
        before = _sources_by_month(unit, section)
        row = SectionSource.objects.filter(unit=unit, section=section, since=since).first()
        if row is None:
            row = SectionSource(unit=unit, section=section, since=since, source=source)
            write.insert(row)
        elif row.source != source:
            row.source = source
            write.update(row)
        after = _sources_by_month(unit, section)
        write.stale(*(cell(unit.pk, month, section) for month in after if after[month] != before[month]))
    return row


def _sources_by_month(unit: Unit, section: str) -> dict[Month, str | None]:
    """Each opened month's declared source: the one in force on its first day; None where nothing is declared."""
    declared = list(SectionSource.objects.filter(unit=unit, section=section).order_by("-since"))
    return {
        month: next((row.source for row in declared if row.since <= month.first_day()), None)
        for month in span(*opened_months())
    }


def mark_months(unit_ids, *, first: Month | None = None) -> None:
    """Stale marks for every section and opened month of the units, from `first` on; inside the change's transaction."""
    transaction.get_connection().validate_no_broken_transaction()
    begin, last = opened_months()
    months = list(span(max(first or begin, begin), last))
    mark({cell(pk, month, section) for pk in unit_ids for month in months for section in Section.values})
