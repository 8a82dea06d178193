"""What a reorganisation would do: what moves, what is unfinished, and every clash. Nothing is written.

The number of queries does not depend on how many units end or what they hold.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from common import clock, display
from common.months import Month, span
from communes import ports
from communes.models import (
    ClosedMonth,
    Condition,
    Connection,
    ConnectionKind,
    EquipmentKind,
    Membership,
    Placement,
    Posting,
    ReorganisationKind,
    SoftwareLead,
    SoftwareUse,
    Unit,
    UnitFact,
    VillageCount,
)
from communes.reorganise import follow_ups
from communes.reorganise.plan import CARRIED, Plan, below
from communes.reorganise.rehome import ends_after, follows
from communes.reorganise.rules import faults
from communes.reports import opened_months


@dataclass(frozen=True)
class Line:
    """So many of something; `note` says more of it."""

    label: str
    number: int
    note: str = ""


@dataclass
class UnitPreview:
    """What one unit that ends holds, and what it leaves unfinished."""

    unit: Unit
    to: str
    moves: list[Line] = field(default_factory=list)
    unfinished: list[Line] = field(default_factory=list)
    roles: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """The whole: reasons against it, things to know, and what each unit passes on."""

    faults: list[str]
    notes: list[str]
    units: list[UnitPreview]

    @property
    def fingerprint(self) -> str:
        """Changes when what was shown changes: whoever applies has seen what is applied."""
        parts = [self.faults, self.notes]
        parts += [[u.unit.pk, u.to, *map(str, (*u.moves, *u.unfinished, *u.roles))] for u in self.units]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def preview(plan: Plan) -> Preview:
    """What `apply(plan)` would do now."""
    found = [fault.sentence for fault in faults(plan, today=clock.today())]
    under = below(plan.ending, plan.effective_on) if plan.kind in CARRIED else []
    units = [*plan.ending, *under]
    held = holdings(units, plan.effective_on)
    left = _unfinished(units, plan.effective_on)
    roles = _roles(units, plan)
    to = _to(plan)
    shown = [
        UnitPreview(
            unit, to if unit in plan.ending else _("a unit of the same name"), held[unit.pk], left[unit.pk],
            roles[unit.pk],
        )
        for unit in units
    ]  # fmt: skip
    return Preview(found, list(_notes(plan, units)), shown)


def holdings(units: Iterable[Unit], day: date) -> dict[int, list[Line]]:
    """unit id -> what it holds on the day or later and would pass on: machines by kind, people, lines, programmes."""
    ids = [unit.pk for unit in units]
    lines: dict[int, list[Line]] = defaultdict(list)
    _devices(lines, ids, day)
    for model, label in (
        (Posting, _("Staff")),
        (VillageCount, _("Villages")),
        (SoftwareUse, _("Uses of programmes")),
        (SoftwareLead, _("Programmes led")),
    ):
        for pk, number in _grouped(model, ids, day).items():
            lines[pk].append(Line(label, number))
    rows = Connection.objects.filter(ends_after(day), unit__in=ids).order_by()
    for row in rows.values("unit_id", "kind").annotate(n=Count("pk")).order_by("unit_id", "kind"):
        label = display.sentence_case(ConnectionKind(row["kind"]).label)
        lines[row["unit_id"]].append(Line(_("Connections: %(kind)s") % {"kind": label}, row["n"]))
    for fact in UnitFact.objects.filter(ends_after(day), unit__in=ids, key="posts").order_by("unit_id", "since"):
        lines[fact.unit_id].append(Line(_("Assigned posts"), int(fact.value)))
    return lines


def _devices(lines: dict, ids: list[int], day: date) -> None:
    rows = Placement.objects.filter(ends_after(day), unit__in=ids).exclude(condition=Condition.LIQUIDATED).order_by()
    counted = rows.values("unit_id", "equipment__kind").annotate(
        n=Count("equipment", distinct=True),
        good=Count("equipment", distinct=True, filter=Q(condition=Condition.GOOD)),
    )
    order = list(EquipmentKind.values)
    for row in sorted(counted, key=lambda row: order.index(row["equipment__kind"])):
        label = display.sentence_case(EquipmentKind(row["equipment__kind"]).label)
        note = _("%(number)s in good use") % {"number": display.number(row["good"])}
        lines[row["unit_id"]].append(Line(label, row["n"], note))


def _grouped(model, ids: list[int], day: date) -> dict[int, int]:
    rows = model.objects.filter(ends_after(day), unit__in=ids).order_by().values("unit_id")
    return dict(rows.annotate(n=Count("pk")).values_list("unit_id", "n"))


def _unfinished(units: list[Unit], day: date) -> dict[int, list[Line]]:
    """unit id -> what the successor has to finish: what the registers above say, and months that are not closed."""
    ids = [unit.pk for unit in units]
    lines: dict[int, list[Line]] = defaultdict(list)
    for call in (follow_ups.to_pass_on, *ports.reorganisation_preview):
        for pk, label, number in call(ids, day):
            lines[pk].append(Line(label, number))
    first, last = opened_months()
    until = min(last, Month.of(day - timedelta(days=1)))
    months = list(span(first, until)) if first <= until else []
    closed = defaultdict(set)
    for pk, year, month in ClosedMonth.objects.filter(unit__in=ids).values_list("unit_id", "year", "month"):
        closed[pk].add((year, month))
    for unit in units:
        open_ones = [m for m in months if (m.year, m.month) not in closed[unit.pk] and m.last_day() >= unit.valid_from]
        if open_ones:
            names = ", ".join(month.label for month in open_ones[-3:])
            lines[unit.pk].append(Line(_("Months not closed yet"), len(open_ones), names))
    return lines


def _roles(units: list[Unit], plan: Plan) -> dict[int, list[Line]]:
    """unit id -> who has a role there, and whether it goes on."""
    lines: dict[int, list[Line]] = defaultdict(list)
    still = Q(valid_until__isnull=True) | Q(valid_until__gt=plan.effective_on)
    rows = Membership.objects.filter(still, unit__in=units).select_related("user", "unit")
    for row in rows.order_by("unit__sort_key", "user__username"):
        goes_on = bool(plan.heirs) and follows(row, plan.heirs[plan.place_of(f"membership:{row.pk}")].unit)
        label = _("%(person)s (%(role)s)") % {"person": row.user, "role": row.get_role_display()}
        note = _("the role goes on at the successor") if goes_on else _("the role ends; give a new one by hand")
        lines[row.unit_id].append(Line(label, 1, note))
    return lines


def _to(plan: Plan) -> str:
    """The heirs in words."""
    parts = []
    for heir in plan.heirs:
        name = heir.unit.full_name
        if heir.is_new:
            name = _("%(unit)s (new)") % {"unit": name}
        parts.append(f"{name} {display.share(heir.share * 100)}" if len(plan.heirs) > 1 else name)
    return "; ".join(parts)


def _notes(plan: Plan, units: list[Unit]) -> Iterable[str]:
    """What is allowed but worth knowing."""
    day = plan.effective_on
    for model, words in (
        (Placement, _("placements of machines")), (Posting, _("postings of staff")), (Connection, _("connections")),
    ):  # fmt: skip
        number = model.objects.filter(unit__in=units, since__gte=day).count()
        if number:
            sentence = _("%(number)s %(what)s begin on the day or later; they move to the successor as they are.")
            yield sentence % {"number": display.number(number), "what": words}
    if plan.kind == ReorganisationKind.MERGE and plan.new_units and len(plan.ending) == 1:
        # Right where others follow by the same resolution, once the units below them have been reorganised.
        yield _("Only one unit ends here. If it merely gets another name or parent, choose renaming or move.")
    if plan.kind == ReorganisationKind.SPLIT:
        yield _("Figures from before the split are apportioned by the shares and marked as estimates.")
    yield from _double_uses(plan, units)
    if any(heir.is_new for heir in plan.heirs) and plan.kind != ReorganisationKind.CREATE:
        yield _("The new unit keeps registers of its own from the day on; numbers of documents begin anew there.")


def _double_uses(plan: Plan, units: list[Unit]) -> Iterable[str]:
    heirs = plan.existing_heirs
    theirs = SoftwareUse.objects.filter(ends_after(plan.effective_on), unit__in=units).values("software_id")
    both = SoftwareUse.objects.filter(ends_after(plan.effective_on), unit__in=heirs, software__in=theirs)
    names = list(both.values_list("software__name", flat=True).distinct().order_by("software__sort_key")[:20])
    if names:
        yield _("Used on both sides, the accounts are added up: %(names)s.") % {"names": ", ".join(names)}
