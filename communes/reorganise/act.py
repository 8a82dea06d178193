"""Applying a reorganisation: units end and begin, and what they hold goes on, in one transaction (design.md 4)."""

from dataclasses import replace
from datetime import date

from django.utils import timezone

from common import audit, clock
from common.errors import NotAllowed, Refused, StaleVersion
from common.months import Month
from communes import locks, ports, tree
from communes.actions.units import mark_months
from communes.models import Reorganisation, ReorganisationKind, Succession, Unit
from communes.reorganise import follow_ups, rehome
from communes.reorganise.plan import CARRIED, Heir, Lot, NewUnit, Plan, below, twin_of, with_slug
from communes.reorganise.rules import faults
from communes.scope import forget, scope_of
from communes.writing import Write


def apply(plan: Plan, *, by) -> Reorganisation:
    """Do what the plan says, alone with every unit concerned; raises Refused with the first reason against it.

    Everything counted at a date is re-homed from the day with its past kept; flows stay; unfinished documents and
    filings, roles and former names pass on. The figures of every month from the day on are counted anew.
    """
    if by is not None and not scope_of(by).is_administrator:
        raise NotAllowed()
    with _event(plan, by) as event:
        concerned = {unit.pk for unit in (*plan.concerned, *plan.parents)}
        if plan.kind in CARRIED:
            concerned |= {unit.pk for unit in below(plan.ending, plan.effective_on)}
        locks.exclude(concerned)
        if plan.kind in CARRIED and not {unit.pk for unit in below(plan.ending, plan.effective_on)} <= concerned:
            raise StaleVersion()  # a unit was founded below between the reading and the lock
        plan = _fresh(plan)
        for fault in faults(plan, today=clock.today()):
            raise Refused(fault.sentence, field=fault.field)
        write = Write(by=by, event=event, unit_ids=concerned, reason=plan.resolution, compares=False)
        act = _apply(write, plan, by)
    if by is not None:
        forget(by)
    return act


def merge(
    *, by, effective_on: date, resolution: str, absorbed: list[Unit], into: Unit, note: str = ""
) -> Reorganisation:
    """Merge units into an existing one from a day on; see `apply`."""
    return apply(
        Plan(
            kind=ReorganisationKind.MERGE, effective_on=effective_on, resolution=resolution, note=note,
            ending=tuple(absorbed), heirs=(Heir(into),),
        ),
        by=by,
    )  # fmt: skip


def _event(plan: Plan, by):
    return audit.event(
        by=by,
        reason=plan.resolution,
        action={
            "merge": "units.merged",
            "split": "units.split",
            "rename": "units.renamed",
            "move": "units.moved",
            "abolish": "units.abolished",
            "create": "units.founded",
        }[plan.kind],
    )


def _fresh(plan: Plan) -> Plan:
    """The plan over the units as they are now that they are locked."""
    known = Unit.objects.in_bulk([unit.pk for unit in (*plan.concerned, *plan.parents)])

    def again(unit):
        if isinstance(unit, NewUnit):
            return replace(unit, parent=known[unit.parent.pk]) if unit.parent is not None else unit
        return known[unit.pk]

    return replace(
        plan,
        ending=tuple(again(unit) for unit in plan.ending),
        heirs=tuple(replace(heir, unit=again(heir.unit)) for heir in plan.heirs),
    )


def _apply(write: Write, plan: Plan, by) -> Reorganisation:
    day = plan.effective_on
    act = Reorganisation(kind=plan.kind, effective_on=day, resolution=plan.resolution, note=plan.note)
    if by is not None:
        act.applied_at, act.applied_by = timezone.now(), by
    write.insert(act)
    heirs = [(_create(write, heir.unit, act) if heir.is_new else heir.unit, heir.share) for heir in plan.heirs]
    lots = [Lot(unit, tuple(heirs), plan) for unit in plan.ending]
    if plan.kind in CARRIED:
        lots += _carry_below(write, act, plan, lots[0])
    created = {heir.pk for lot in lots for heir, _share in lot.heirs if heir.valid_from == day}
    created |= {heir.pk for heir, _share in heirs if heir.valid_from == day}
    rehome.pass_facts(write, plan, lots)
    # The lower ones first: nothing may belong to a unit that has ended.
    for lot in reversed(lots):
        _end(write, act, lot, created)
    # What is counted before the day stays where it is.
    mark_months({unit.pk for unit in plan.concerned} | {lot.unit.pk for lot in lots} | created, first=Month.of(day))
    write.finish()
    return act


def _create(write: Write, new: NewUnit, act: Reorganisation) -> Unit:
    day = act.effective_on
    new = with_slug(new, day)
    unit = Unit(
        slug=new.slug, code=new.code, name=new.name, kind=new.kind, legal_type=new.legal_type, parent=new.parent,
        valid_from=day, founding=act, latitude=new.latitude, longitude=new.longitude, area_km2=new.area_km2,
    )  # fmt: skip
    write.insert(unit)
    tree.add_to_closure(unit)
    # Nobody else knows it before the commit: it is as good as locked.
    write.unit_ids.add(unit.pk)
    return unit


def _carry_below(write: Write, act: Reorganisation, plan: Plan, top: Lot) -> list[Lot]:
    """A unit never changes its parent: what lies below one that is renamed or moved begins anew below its successor."""
    day, over = plan.effective_on, {top.unit.pk: top.main}
    lots = []
    for unit in below([top.unit], day):
        heir = _create(write, twin_of(unit, over[unit.parent_id]), act)
        over[unit.pk] = heir
        lots.append(Lot(unit, ((heir, top.heirs[0][1]),), plan))
    return lots


def _end(write: Write, act: Reorganisation, lot: Lot, created: set[int]) -> None:
    day = act.effective_on
    for heir, share in lot.heirs:
        write.insert(Succession(reorganisation=act, predecessor=lot.unit, successor=heir, share=share))
    rehome.rehome(write, lot, day)
    rehome.pass_sources(write, lot, day, created)
    rehome.keep_names(write, lot)
    if lot.heirs:
        for call in (follow_ups.pass_on, *ports.reorganisation):
            call(act, lot.unit, lot.heir_of("unfinished"), write)
    lot.unit.valid_until, lot.unit.ending = day, act
    write.update(lot.unit)
