"""What forbids a reorganisation, as sentences: the preview lists them all, applying stops at the first."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from common import display
from common.months import Month
from communes import ports
from communes.models import ClosedMonth, ReorganisationKind, SoftwareUse, Succession, Unit, UnitFact
from communes.reorganise import follow_ups
from communes.reorganise.plan import CARRIED, RANK, NewUnit, Plan, below
from communes.reorganise.rehome import REHOMED, ends_after

Kind = ReorganisationKind
# How many units may end and take over; None: any number.
SHAPES = {
    Kind.MERGE: ((1, None), (1, 1)),
    Kind.SPLIT: ((1, 1), (2, None)),
    Kind.RENAME: ((1, 1), (1, 1)),
    Kind.MOVE: ((1, 1), (1, 1)),
    Kind.ABOLISH: ((1, None), (0, 1)),
    Kind.CREATE: ((0, 0), (1, 1)),
}


@dataclass(frozen=True)
class Fault:
    """Why it cannot be done, and at which part of the plan."""

    sentence: str
    field: str | None = None


def faults(plan: Plan, *, today) -> Iterator[Fault]:
    """Every reason against the plan, as the registers are now. The caller holds the locks, or only looks."""
    if plan.effective_on > today:
        words = {"day": display.day(plan.effective_on), "today": display.day(today)}
        yield Fault(_("%(day)s lies in the future; today is %(today)s.") % words, "effective_on")
    yield from _shape(plan)
    yield from _existence(plan)
    yield from _tree(plan)
    yield from _order(plan)
    yield from _closed(plan)
    yield from _left_behind(plan)
    for new in plan.new_units:
        yield from _new_unit(plan, new)


# --- The shape -------------------------------------------------------------------------------------------------------


def _shape(plan: Plan) -> Iterator[Fault]:
    (fewest, most), (heirs, most_heirs) = SHAPES[plan.kind]
    if len(plan.ending) < fewest:
        yield Fault(_("Choose the units that end."), "ending")
    if most is not None and len(plan.ending) > most:
        yield Fault(_("Only one unit can end here; record one reorganisation for each."), "ending")
    if len(plan.heirs) < heirs or (most_heirs is not None and len(plan.heirs) > most_heirs):
        sentence = _("A split needs at least two units that take over.") if plan.kind == Kind.SPLIT else None
        yield Fault(sentence or _("Name the unit that takes over."), "heirs")
    if len({unit.pk for unit in plan.ending}) < len(plan.ending):
        yield Fault(_("A unit is named twice among those that end."), "ending")
    if len({unit.pk for unit in plan.existing_heirs}) < len(plan.existing_heirs):
        yield Fault(_("A unit is named twice among those that take over."), "heirs")
    for unit in plan.existing_heirs:
        if unit in plan.ending:
            yield Fault(_("%(unit)s cannot take itself over.") % {"unit": unit.title}, "heirs")
    yield from _shares(plan)
    yield from _kinds(plan)


def _shares(plan: Plan) -> Iterator[Fault]:
    if not plan.heirs or not plan.ending:
        return
    if any(heir.share <= 0 for heir in plan.heirs):
        yield Fault(_("A share is more than 0 and at most 100 %."), "heirs")
    total = sum((heir.share for heir in plan.heirs), Decimal(0))
    if total != 1:
        shown = display.share(total * 100)
        yield Fault(_("The shares must sum to 100 %%; they sum to %(total)s.") % {"total": shown}, "heirs")


def _kinds(plan: Plan) -> Iterator[Fault]:
    """What makes each kind this kind and no other."""
    for heir in plan.heirs:
        lower = next((unit for unit in plan.ending if RANK[heir.unit.kind] < RANK[unit.kind]), None)
        if lower is not None:
            # Its people would read all that ever lay below the unit that ends.
            words = {"heir": heir.unit.title, "unit": lower.full_name}
            yield Fault(_("%(heir)s ranks below %(unit)s and cannot take it over.") % words, "heirs")
    new = plan.new_units[0] if plan.new_units else None
    if plan.kind in (*CARRIED, Kind.CREATE) and plan.existing_heirs:
        yield Fault(_("Name the new unit."), "heirs")
    if new is None or len(plan.ending) != 1:
        return
    old = plan.ending[0]
    if plan.kind in CARRIED and new.kind != old.kind:
        yield Fault(_("A unit that is renamed or moved stays of its kind."), "heirs")
    if plan.kind == Kind.RENAME:
        if (new.name, new.legal_type, new.code) == (old.name, old.legal_type, old.code):
            yield Fault(_("Name, type and code are the same as before; nothing would change."), "heirs")
        if new.parent != old.parent:
            yield Fault(_("A renamed unit stays where it belongs; a move is an act of its own."), "heirs")
    if plan.kind == Kind.MOVE and new.parent == old.parent:
        yield Fault(_("%(unit)s belongs there already.") % {"unit": old.title}, "heirs")


# --- The units concerned ---------------------------------------------------------------------------------------------


def _existence(plan: Plan) -> Iterator[Fault]:
    for field, units in (("ending", plan.ending), ("heirs", plan.existing_heirs)):
        for unit in units:
            # What takes over may itself begin on the day, by an act recorded before this one.
            begins_late = unit.valid_from >= plan.effective_on if field == "ending" else False
            if unit.valid_until is not None:
                words = {"unit": unit.title, "day": display.day(unit.valid_until)}
                yield Fault(_("%(unit)s ended on %(day)s already.") % words, field)
            elif begins_late or unit.valid_from > plan.effective_on:
                yield Fault(_("%(unit)s does not exist on the day before.") % {"unit": unit.title}, field)


def _tree(plan: Plan) -> Iterator[Fault]:
    under = [unit for unit in below(plan.ending, plan.effective_on) if unit not in plan.ending]
    # Recorded late: what began below since, or ended below only after the day.
    day, lower = plan.effective_on, Q(ancestor_links__ancestor__in=plan.ending, ancestor_links__depth__gt=0)
    late = Q(valid_until__isnull=True, valid_from__gte=day) | Q(valid_until__gt=day)
    later = Unit.objects.filter(lower & late).exclude(pk__in=[unit.pk for unit in plan.ending]).distinct()
    if plan.kind in CARRIED:
        ids = {unit.pk for unit in (*plan.ending, *under)}
        for new in plan.new_units:
            if new.parent is not None and new.parent.pk in ids:
                yield Fault(_("%(unit)s lies below the unit that moves.") % {"unit": new.parent.title}, "heirs")
        under = []
    for unit in (*under[:1], *later.select_related("parent")[:1]):
        words = {"unit": unit.parent.title, "below": unit.full_name}
        yield Fault(_("%(unit)s has units below it, such as %(below)s. Reorganise those first.") % words, "ending")


def _order(plan: Plan) -> Iterator[Fault]:
    """Chains of transfers only go forward: what came later would have to be moved again."""
    units = [*plan.concerned, *(below(plan.ending, plan.effective_on) if plan.kind in CARRIED else [])]
    later = Succession.objects.filter(successor__in=units, reorganisation__effective_on__gt=plan.effective_on)
    for found in later.select_related("successor", "reorganisation")[:3]:
        words = {"unit": found.successor.title, "day": display.day(found.reorganisation.effective_on)}
        sentence = _("%(unit)s has taken another unit over on %(day)s; an earlier merger can no longer be recorded.")
        yield Fault(sentence % words, "effective_on")


def _closed(plan: Plan) -> Iterator[Fault]:
    units = [*plan.concerned, *plan.parents]
    if plan.kind in CARRIED:
        units += below(plan.ending, plan.effective_on)
    yield from closed_from(units, Month.of(plan.effective_on))


def _left_behind(plan: Plan) -> Iterator[Fault]:
    """Nothing that is counted, and no work that is not done, may be left without a unit."""
    if plan.kind not in CARRIED:
        for fact in UnitFact.objects.filter(unit__in=plan.ending, since__gte=plan.effective_on).select_related("unit"):
            words = {"unit": fact.unit.title, "fact": fact.get_key_display(), "day": display.day(fact.since)}
            yield Fault(
                _("%(unit)s: %(fact)s begins on %(day)s, after the unit has ended. Correct that first.") % words
            )
    if plan.heirs or not plan.ending:
        return
    for unit in plan.ending:
        held = [
            f"{display.sentence_case(model._meta.verbose_name_plural)} {display.number(number)}"
            for model in (*REHOMED, SoftwareUse)
            if (number := model.objects.filter(ends_after(plan.effective_on), unit=unit).count())
        ]
        for call in (follow_ups.to_pass_on, *ports.reorganisation_preview):
            held += [f"{label} {display.number(number)}" for _pk, label, number in call([unit.pk], plan.effective_on)]
        if held:
            words = {"unit": unit.title, "held": ", ".join(held)}
            yield Fault(_("%(unit)s still holds: %(held)s. Name the unit that takes this over.") % words, "heirs")


def closed_from(units, first: Month) -> Iterator[Fault]:
    """The first closed month of each unit from a month on."""
    rows = ClosedMonth.objects.filter(unit__in=units, year__gte=first.year).select_related("unit")
    told = set()
    for row in rows.order_by("year", "month", "unit__sort_key"):
        month = Month(row.year, row.month)
        if month >= first and row.unit_id not in told:
            told.add(row.unit_id)
            words = {"unit": row.unit.title, "month": month.label}
            sentence = _("%(unit)s: month %(month)s is closed. A reorganisation cannot be dated in a closed month.")
            yield Fault(sentence % words, "effective_on")


# --- What begins -----------------------------------------------------------------------------------------------------


def _new_unit(plan: Plan, new: NewUnit) -> Iterator[Fault]:
    day, words = plan.effective_on, {"unit": new.title}
    if not new.name.strip():
        yield Fault(_("Give the new unit a name."), "heirs")
        return
    parent = new.parent
    if parent is not None:
        if not parent.exists_on(day) or parent in plan.ending:
            known = words | {"parent": parent.full_name, "day": display.day(day)}
            yield Fault(_("%(unit)s cannot belong to %(parent)s: that does not exist on %(day)s.") % known, "heirs")
        if RANK[parent.kind] <= RANK[new.kind] and not (parent.kind == "commune" and new.kind == "office"):
            known = words | {"parent": parent.full_name}
            yield Fault(_("%(unit)s cannot belong to %(parent)s.") % known, "heirs")
    gone = {unit.pk for unit in plan.ending}
    others = Unit.objects.in_force(on=day).exclude(pk__in=gone)
    if new.code and (found := others.filter(code=new.code).first()):
        known = {"code": new.code, "unit": found.full_name}
        yield Fault(_("Code %(code)s belongs to %(unit)s on that day.") % known, "heirs")
    twins = others.filter(parent=parent, name=new.name, legal_type=new.legal_type)
    # Two of one name with codes of their own may stand side by side while one takes the other's place.
    if (twins.filter(code__in=["", new.code]) if new.code else twins).exists():
        yield Fault(_("%(unit)s exists there already.") % words, "heirs")
    if new.slug and Unit.objects.filter(slug=new.slug).exists():
        yield Fault(_("The short name %(slug)s is taken.") % {"slug": new.slug}, "heirs")
