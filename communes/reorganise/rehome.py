"""What is counted at a date goes on at the successors with its past kept; flows stay where they happened."""

import copy
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from django.db.models import F, Q

from common.months import Month
from communes.models import (
    Connection,
    FactKey,
    Membership,
    Placement,
    Posting,
    Role,
    SectionSource,
    SoftwareLead,
    SoftwareUse,
    Unit,
    UnitAlias,
    UnitFact,
    VillageCount,
)
from communes.reorganise.plan import CARRIED, RANK, Lot, NewUnit, Plan
from communes.writing import Write

# Dated rows that simply go on at a successor: how a choice names the thing, the relation to the thing whose rows they
# are (none: the row is the thing), and what the audit's label reads. Software uses stand apart: they merge.
REHOMED = {
    Placement: ("equipment", "equipment"),
    Posting: ("staff", "staff_member"),
    VillageCount: ("village", "village"),
    SoftwareLead: ("software", "software"),
    Connection: ("connection", ""),
}


def ends_after(day: date) -> Q:
    """Dated rows that are in force on the day or later."""
    return Q(until__isnull=True) | Q(until__gt=day)


def key_of(row) -> str:
    """How a plan's choices name the thing that a row belongs to: "equipment:12"."""
    name, root = REHOMED[type(row)]
    return f"{name}:{getattr(row, f'{root}_id') if root else row.pk}"


def rehome(write: Write, lot: Lot, day: date) -> None:
    """Everything that the unit holds from the day on goes to its heirs."""
    for model, (_name, root) in REHOMED.items():
        related = ["unit", root] if root else ["unit"]
        rows = list(model.objects.filter(ends_after(day), unit=lot.unit).select_related(*related).order_by("pk"))
        _rehome_rows(write, rows, lot, day)
        if root:
            things = {getattr(row, f"{root}_id") for row in rows}
            _raise_versions(model._meta.get_field(root).related_model, things)
    _rehome_uses(write, lot, day)
    for membership in Membership.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), unit=lot.unit):
        _follow(write, membership, lot, day)


def _rehome_rows(write: Write, rows: list, lot: Lot, day: date) -> None:
    """Close each row on the day and open its like at the successor; one that begins later just moves."""
    cut = [row for row in rows if row.since < day]
    likes = []
    for row in cut:
        like = copy.copy(row)
        like._state = copy.copy(row._state)
        # The cache of relations is the original's own otherwise.
        like._state.fields_cache = dict(row._state.fields_cache)
        like.pk, like._state.adding = None, True
        like.unit, like.since = lot.heir_of(key_of(row)), day
        if _loses_holder(like, lot, like.unit):
            like.holder = None
        if hasattr(like, "batch_id"):
            like.batch = None
        for name, value in like.FRESH.items():
            setattr(like, name, value)
        likes.append(like)
    write.update_same(cut, until=day)
    later = defaultdict(list)
    for row in rows:
        if row.since >= day:
            later[lot.heir_of(key_of(row))].append(row)
    for heir, moved in later.items():
        write.update_same(moved, unit=heir)
        write.update_same([row for row in moved if _loses_holder(row, lot, heir)], holder=None)
    write.insert_many(likes)


def _loses_holder(row, lot: Lot, heir: Unit) -> bool:
    """Whether a machine and the person who holds it go to different heirs: who works elsewhere leaves it behind."""
    return getattr(row, "holder_id", None) is not None and lot.heir_of(f"staff:{row.holder_id}") != heir


def _raise_versions(model, things: Iterable[int]) -> None:
    things = sorted(things)
    for start in range(0, len(things), 500):
        model._base_manager.filter(pk__in=things[start : start + 500]).update(version=F("version") + 1)


def cut(write: Write, row, day: date) -> None:
    """End a dated row on the day; one that begins then or later never was."""
    if row.since >= day:
        write.delete(row)
        return
    row.until = day
    write.update(row)


# --- Software uses ---------------------------------------------------------------------------------------------------


def _rehome_uses(write: Write, lot: Lot, day: date) -> None:
    """Programmes that either unit uses go on as one use at the main heir, with the accounts of both.

    Other heirs of a split must use what the unit had to use; whether they do is for them to say.
    """
    theirs = list(SoftwareUse.objects.filter(ends_after(day), unit=lot.unit))
    programmes = {row.software_id for row in theirs}
    for heir, _share in lot.heirs:
        ours = list(SoftwareUse.objects.filter(ends_after(day), unit=heir, software__in=programmes))
        for software_id in sorted(programmes):
            mine = [row for row in ours if row.software_id == software_id]
            passed = [_passed(row, is_main=heir == lot.main) for row in theirs if row.software_id == software_id]
            passed = [row for row in passed if row is not None]
            if passed:
                _join(write, software_id, heir, passed, mine, day)
    for row in theirs:
        cut(write, row, day)


def _passed(row: SoftwareUse, *, is_main: bool) -> SoftwareUse | None:
    """What an heir gets of a use: all of it, or only the duty."""
    if is_main:
        return row
    if not row.required:
        return None
    return SoftwareUse(software_id=row.software_id, since=row.since, until=row.until, required=True)


def _join(write: Write, software_id: int, heir: Unit, passed: list, mine: list[SoftwareUse], day: date) -> None:
    stretches = _stretches([(max(row.since, day), row.until or date.max, row) for row in (*passed, *mine)])
    for row in mine:
        cut(write, row, day)
    for since, until, held in stretches:
        use = SoftwareUse(software_id=software_id, unit=heir, since=since, until=until, **_together(held))
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


# --- Facts, names, sources -------------------------------------------------------------------------------------------


def pass_facts(write: Write, plan: Plan, lots: list[Lot]) -> None:
    """A unit that only changes its name or parent keeps its facts; otherwise its assigned posts come on top of the
    successors', by shares, unless theirs from the day on are known. The rest ends with the unit."""
    day = plan.effective_on
    if plan.kind in CARRIED:
        for lot in lots:
            for fact in UnitFact.objects.filter(ends_after(day), unit=lot.unit):
                like = UnitFact(
                    unit=lot.main, key=fact.key, norm_group=fact.norm_group, value=fact.value,
                    since=max(fact.since, day), until=fact.until, source=fact.source,
                )  # fmt: skip
                cut(write, fact, day)
                write.insert(like)
        return
    _add_posts(write, plan, lots)
    for fact in UnitFact.objects.filter(ends_after(day), unit__in=[lot.unit for lot in lots]):
        cut(write, fact, day)


def _add_posts(write: Write, plan: Plan, lots: list[Lot]) -> None:
    """By norm group where both sides have them so; where one side is undivided, the whole sum is."""
    day, added = plan.effective_on, defaultdict(lambda: defaultdict(Decimal))
    for lot in lots:
        rows = UnitFact.objects.filter(ends_after(day), key=FactKey.POSTS, unit=lot.unit, since__lt=day)
        for fact in rows:
            for heir, part in _apportioned(fact.value, lot).items():
                added[heir][fact.norm_group] += part
    for heir, by_group in added.items():
        own = list(UnitFact.objects.filter(ends_after(day), key=FactKey.POSTS, unit=heir))
        if not any(by_group.values()) or any(fact.since >= day for fact in own):
            continue
        held = {fact.norm_group: fact for fact in own}
        if "" in {*held, *by_group} and len({*held, *by_group}) > 1:
            total = sum(by_group.values()) + sum(fact.value for fact in own)
            rows = [UnitFact(norm_group="", value=total)]
        else:
            rows = [
                UnitFact(norm_group=group, value=number + held[group].value, until=held[group].until)
                if group in held
                else UnitFact(norm_group=group, value=number)
                for group, number in by_group.items()
                if number
            ]
            own = [held[row.norm_group] for row in rows if row.norm_group in held]
        for fact in own:
            cut(write, fact, day)
        for fact in rows:
            fact.unit, fact.key, fact.since, fact.source = heir, FactKey.POSTS, day, plan.resolution
            write.insert(fact)


def _apportioned(number: Decimal, lot: Lot) -> dict[Unit, Decimal]:
    """Whole posts by share; what rounding leaves over goes to the main heir, so that the sum stays."""
    parts = {
        heir: (number * share).quantize(Decimal(1), ROUND_HALF_UP) for heir, share in lot.heirs if heir != lot.main
    }
    return {lot.main: number - sum(parts.values()), **parts} if lot.heirs else {}


def keep_names(write: Write, lot: Lot) -> None:
    """Successors of the same kind are found by the name of the unit that ends and by the names that led to that one;
    where it only changes its name or parent, by its other names too."""
    carried = lot.plan.kind in CARRIED
    aliases = list(UnitAlias.objects.filter(unit=lot.unit).order_by("pk"))
    former = {lot.unit.name: UnitAlias.Kind.FORMER}
    former |= {alias.name: alias.kind for alias in aliases if carried or alias.kind == UnitAlias.Kind.FORMER}
    for heir, _share in lot.heirs:
        if heir.kind != lot.unit.kind:
            continue
        known = {*UnitAlias.objects.filter(unit=heir).values_list("name", flat=True), heir.name}
        for name, kind in former.items():
            if name not in known:
                write.insert(UnitAlias(unit=heir, kind=kind, name=name))


def pass_sources(write: Write, lot: Lot, day: date, created: set[int]) -> None:
    """A unit that begins takes its figures from where the first unit that it takes over took them."""
    rows = SectionSource.objects.filter(unit=lot.unit, since__lte=day).order_by("since")
    for heir, _share in lot.heirs:
        if heir.pk not in created:
            continue
        known = set(SectionSource.objects.filter(unit=heir).values_list("section", flat=True))
        for section, source in {row.section: row.source for row in rows}.items():
            if section not in known:
                # What is declared on the first day of a month holds for all of it.
                since = Month.of(day).first_day()
                write.insert(SectionSource(unit=heir, section=section, source=source, since=since))


# --- People who log in -----------------------------------------------------------------------------------------------


def follows(membership: Membership, heir: Unit | NewUnit) -> bool:
    """A role goes on at a unit of the same kind or of a lower rank. At another one it must be given anew: a clerk of an
    office keeps no registers of a commune. An administrator's goes on anywhere: it covers everything already."""
    if membership.role == Role.ADMINISTRATOR:
        return True
    return heir.kind == membership.unit.kind or RANK[heir.kind] < RANK[membership.unit.kind]


def _follow(write: Write, row: Membership, lot: Lot, day: date) -> None:
    """People keep their roles at the successor; who has the role there already keeps that one."""
    heir = lot.heir_of(f"membership:{row.pk}") if lot.heirs else None
    if heir is None and row.role == Role.ADMINISTRATOR:
        return None  # who did this must be able to undo it
    if heir is not None and not follows(row, heir):
        heir = None
    since, until = max(row.valid_from, day), row.valid_until
    is_wanted = heir is not None and not _has_role(row, heir, since, until)
    if row.valid_from >= day:
        if not is_wanted:
            return write.delete(row)
        row.unit = heir
        return write.update(row)
    row.valid_until = day
    write.update(row)
    if is_wanted:
        write.insert(Membership(user=row.user, unit=heir, role=row.role, valid_from=day, valid_until=until))


def _has_role(row: Membership, heir: Unit, since: date, until: date | None) -> bool:
    there = Membership.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=since), user=row.user_id, unit=heir, role=row.role
    )
    return (there.filter(valid_from__lt=until) if until is not None else there).exists()
