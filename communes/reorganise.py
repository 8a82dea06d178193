"""Applying a merger: units end, and what is counted at a date is re-homed with its past kept (design.md 4)."""

from datetime import date
from itertools import pairwise

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.errors import NotAllowed, Refused
from common.months import Month
from communes import locks, ports
from communes.actions.units import mark_months
from communes.models import (
    ClosedMonth,
    Connection,
    FactKey,
    Membership,
    Placement,
    Posting,
    Reorganisation,
    SoftwareLead,
    SoftwareUse,
    Succession,
    Unit,
    UnitAlias,
    UnitFact,
    VillageCount,
)
from communes.scope import scope_of
from communes.writing import Write

# Dated rows that simply go on at the successor, with the thing whose rows they are; software uses stand apart.
REHOMED = {
    Placement: "equipment", Posting: "staff_member", VillageCount: "village", SoftwareLead: "software", Connection: "",
}  # fmt: skip


def merge(
    *, by, effective_on: date, resolution: str, absorbed: list[Unit], into: Unit, note: str = ""
) -> Reorganisation:
    """Merge units into an existing one from a day on, in one transaction, alone with every unit concerned.

    Refused for a day in the future, if a unit does not exist on the day before or has ended since, if one that ends has
    units below it, before a later merger into one of them, or if a month from that day on is closed for one of them.
    """
    if by is not None and not scope_of(by).is_administrator:
        raise NotAllowed()
    units = [*absorbed, into]
    with audit.event(by=by, action="units.merged", reason=resolution) as event:
        unit_ids = {unit.pk for unit in units}
        locks.exclude(unit_ids)
        _check(absorbed, into, effective_on)
        write = Write(by=by, event=event, unit_ids=unit_ids, reason=resolution, compares=False)
        act = Reorganisation(kind="merge", effective_on=effective_on, resolution=resolution, note=note)
        if by is not None:
            act.applied_at, act.applied_by = timezone.now(), by
        write.insert(act)
        _add_posts(write, act, absorbed, into)
        for unit in absorbed:
            _absorb(write, act, unit, into)
        # What is counted before the day stays where it is.
        mark_months(unit_ids, first=Month.of(effective_on))
        write.finish()
    return act


# --- Rules -----------------------------------------------------------------------------------------------------------


def _check(absorbed: list[Unit], into: Unit, day: date) -> None:
    Write.require_not_future(day, field="effective_on")
    if not absorbed:
        raise Refused(_("Choose the units that end."), field="absorbed")
    for unit in [*absorbed, into]:
        field = "into" if unit.pk == into.pk else "absorbed"
        unit.refresh_from_db()
        if not unit.exists_on(day) or unit.valid_from >= day:
            raise Refused(_("%(unit)s does not exist on the day of the merger.") % {"unit": unit.title}, field=field)
        if unit.valid_until is not None:
            raise Refused(
                _("%(unit)s ended on %(day)s already.") % {"unit": unit.title, "day": f"{unit.valid_until:%d/%m/%Y}"},
                field=field,
            )
    _check_tree(absorbed, day)
    _check_order([*absorbed, into], day)
    _check_closed([*absorbed, into], Month.of(day))


def _check_tree(absorbed: list[Unit], day: date) -> None:
    below = Unit.objects.filter(parent__in=absorbed).exclude(valid_until__lte=day).select_related("parent").first()
    if below is not None:
        raise Refused(
            _("%(unit)s has units below it, such as %(below)s. Reorganise those first.")
            % {"unit": below.parent.title, "below": below.full_name},
            field="absorbed",
        )


def _check_order(units: list[Unit], day: date) -> None:
    """Chains of transfers only go forward: what came later would have to be moved again."""
    later = Succession.objects.filter(successor__in=units, reorganisation__effective_on__gt=day)
    found = later.select_related("successor", "reorganisation").first()
    if found is not None:
        raise Refused(
            _("%(unit)s has taken another unit over on %(day)s; an earlier merger can no longer be recorded.")
            % {"unit": found.successor.title, "day": f"{found.reorganisation.effective_on:%d/%m/%Y}"},
            field="effective_on",
        )


def _check_closed(units: list[Unit], month: Month) -> None:
    for row in ClosedMonth.objects.filter(unit__in=units, year__gte=month.year).select_related("unit"):
        if Month(row.year, row.month) >= month:
            raise Refused(
                _("%(unit)s: month %(month)s is closed. A merger cannot be dated in a closed month.")
                % {"unit": row.unit.title, "month": Month(row.year, row.month).label},
                field="effective_on",
            )


# --- One unit --------------------------------------------------------------------------------------------------------


def _absorb(write: Write, act: Reorganisation, unit: Unit, into: Unit) -> None:
    day = act.effective_on
    write.insert(Succession(reorganisation=act, predecessor=unit, successor=into))
    for model, root in REHOMED.items():
        rows = list(model.objects.filter(_ends_after(day), unit=unit))
        for row in rows:
            _rehome(write, row, into, day)
        if root:
            things = model._meta.get_field(root).related_model.objects
            things.filter(pk__in=[getattr(row, f"{root}_id") for row in rows]).update(version=F("version") + 1)
    _rehome_uses(write, unit, into, day)
    for fact in UnitFact.objects.filter(_ends_after(day), unit=unit):
        _cut(write, fact, day)
    for membership in Membership.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), unit=unit):
        _follow(write, membership, into, day)
    for call in ports.reorganisation:
        call(act, unit, into, write)
    _keep_names(write, unit, into)
    unit.valid_until = day
    write.update(unit)


def _ends_after(day: date) -> Q:
    return Q(until__isnull=True) | Q(until__gt=day)


def _cut(write: Write, row, day: date) -> None:
    """End a dated row on the day; one that begins then or later never was."""
    if row.since >= day:
        write.delete(row)
        return
    row.until = day
    write.update(row)


def _rehome(write: Write, row, into: Unit, day: date) -> None:
    """Close a dated row on the day and open its like at the successor; one that begins later just moves."""
    if row.since >= day:
        row.unit = into
        write.update(row)
        return
    until, row.until = row.until, day
    write.update(row)
    row.pk, row._state.adding = None, True
    row.unit, row.since, row.until = into, day, until
    for name, value in row.FRESH.items():
        setattr(row, name, value)
    write.insert(row, root=row)


def _rehome_uses(write: Write, unit: Unit, into: Unit, day: date) -> None:
    """Programmes that either unit uses go on as one use at the successor, with the accounts of both."""
    theirs = list(SoftwareUse.objects.filter(_ends_after(day), unit=unit))
    ours = list(SoftwareUse.objects.filter(_ends_after(day), unit=into, software__in={r.software_id for r in theirs}))
    for software_id in sorted({row.software_id for row in theirs}):
        rows = [row for row in (*theirs, *ours) if row.software_id == software_id]
        stretches = _stretches([(max(row.since, day), row.until or date.max, row) for row in rows])
        for row in rows:
            _cut(write, row, day)
        for since, until, held in stretches:
            use = SoftwareUse(software_id=software_id, unit=into, since=since, until=until, **_together(held))
            write.insert(use, root=use)


def _stretches(rows: list[tuple]) -> list[tuple]:
    """(since, until, the rows that hold) from day to day on which one of them begins or ends."""
    turns = sorted({day for since, until, _row in rows for day in (since, until)})
    found = []
    for since, until in pairwise(turns):
        held = [row for begins, ends, row in rows if begins <= since < ends]
        if held:
            found.append((since, None if until == date.max else until, held))
    return found


def _together(uses: list[SoftwareUse]) -> dict:
    return {
        "required": any(use.required for use in uses),
        "in_use": any(use.in_use for use in uses),
        "accounts": sum(use.accounts for use in uses),
        "accounts_active": sum(use.accounts_active for use in uses),
        "updated_on": max((use.updated_on for use in uses if use.updated_on), default=None),
    }


def _add_posts(write: Write, act: Reorganisation, absorbed: list[Unit], into: Unit) -> None:
    """Assigned posts of the units that end come on top, unless the successor's from the day on are known."""
    day = act.effective_on
    posts = UnitFact.objects.filter(_ends_after(day), key=FactKey.POSTS)
    if posts.filter(unit=into, since__gte=day).exists():
        return
    added = sum(fact.value for fact in posts.filter(unit__in=absorbed, since__lt=day))
    if not added:
        return
    own = posts.filter(unit=into).first()
    fact = UnitFact(unit=into, key=FactKey.POSTS, value=added, since=day, source=act.resolution)
    if own is not None:
        fact.value, fact.until = own.value + added, own.until
        _cut(write, own, day)
    write.insert(fact)


def _follow(write: Write, row: Membership, into: Unit, day: date) -> None:
    """People keep their roles at the successor; who has the role there already keeps that one."""
    since, until = max(row.valid_from, day), row.valid_until
    there = Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=since), user=row.user_id, unit=into, role=row.role
    )
    if until is not None:
        there = there.filter(valid_from__lt=until)
    is_there = there.exists()
    if row.valid_from >= day:
        if is_there:
            return write.delete(row)
        row.unit = into
        return write.update(row)
    row.valid_until = day
    write.update(row)
    if not is_there:
        write.insert(Membership(user=row.user, unit=into, role=row.role, valid_from=day, valid_until=until))


def _keep_names(write: Write, unit: Unit, into: Unit) -> None:
    """The successor is found by the name of the unit that ends, and by the names that led to that one."""
    former = UnitAlias.objects.filter(unit=unit, kind=UnitAlias.Kind.FORMER).values_list("name", flat=True)
    known = set(UnitAlias.objects.filter(unit=into).values_list("name", flat=True))
    for name in dict.fromkeys([unit.name, *former]):
        if name not in known:
            write.insert(UnitAlias(unit=into, kind=UnitAlias.Kind.FORMER, name=name))
