"""Reads across the models of this floor: opened months, the tree, sources, closed months. No request, plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import ngettext_lazy

from common import clock, display
from common.months import Month
from communes.models import (
    ClosedMonth,
    Condition,
    Placement,
    ReportingCalendar,
    SectionSource,
    Source,
    Succession,
    Unit,
    UnitClosure,
    UnitKind,
)


@dataclass(frozen=True)
class Opened:
    """The first and last month that figures are kept for, and the version of the figures; 0 before any were written."""

    first: Month
    last: Month
    version: int = 0


def opened_months() -> tuple[Month, Month]:
    """The first and last month that figures are kept for; see `opened`."""
    found = opened()
    return found.first, found.last


def opened() -> Opened:
    """The months that figures are kept for; before the first is stored, last January to this month.

    Raises ImproperlyConfigured if the stored figures were counted with another cut-off day.
    """
    row = ReportingCalendar.objects.first()
    if row is None:
        running = Month.of(clock.today())
        return Opened(Month(running.year - 1, 1), running)
    if row.cutoff_day != settings.REPORTING_CUTOFF_DAY:
        raise ImproperlyConfigured(
            f"The stored figures were counted with REPORTING_CUTOFF_DAY={row.cutoff_day}; "
            f"the environment says {settings.REPORTING_CUTOFF_DAY}. Set it back, or start with an empty database."
        )
    return Opened(Month(row.first_year, row.first_month), Month(row.last_year, row.last_month), row.figures_version)


def closed_among(cells: Iterable) -> list:
    """Those of the cells whose unit-month is closed."""
    cells = list(cells)
    closed = set(
        ClosedMonth.objects.filter(
            unit_id__in={c.unit_id for c in cells}, year__in={c.year for c in cells}
        ).values_list("unit_id", "year", "month")
    )
    return sorted(c for c in cells if (c.unit_id, c.year, c.month) in closed)


def is_closed(unit_id: int, month: Month) -> bool:
    return ClosedMonth.objects.filter(unit_id=unit_id, year=month.year, month=month.month).exists()


def sources_of(unit_ids: Iterable[int] | None, *, on: date) -> dict[tuple[int, str], str]:
    """(unit id, section) -> the declared source in force on a day, of all units for None; what is not in it is the
    register."""
    rows = SectionSource.objects.filter(since__lte=on).order_by("since")
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    return {(row.unit_id, row.section): row.source for row in rows}


def source_of(unit_id: int, section: str, *, on: date) -> str:
    return sources_of([unit_id], on=on).get((unit_id, section), Source.REGISTER)


def stock_counts(unit_ids: Iterable[int] | None, *, on: date) -> dict[int, dict[str, int]]:
    """unit id -> kind of device -> how many are in good use there on a day, of all units for None; one grouped query.

    `unit_ids` may also be a query of ids.
    """
    rows = Placement.objects.in_force(on=on).filter(condition=Condition.GOOD)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    found: dict[int, dict[str, int]] = {}
    grouped = rows.order_by().values_list("unit_id", "equipment__kind").annotate(number=Count("pk"))
    for unit_id, kind, number in grouped:
        found.setdefault(unit_id, {})[kind] = number
    return found


def descendants(unit_id: int, *, kind: str = "") -> list[int]:
    """The ids of the unit and everything below it, of one kind if given."""
    rows = UnitClosure.objects.filter(ancestor_id=unit_id)
    if kind:
        rows = rows.filter(descendant__kind=kind)
    return list(rows.values_list("descendant_id", flat=True))


def parents_up_from(unit_ids: Iterable[int]) -> dict[int, int | None]:
    """unit id -> its parent's, of the units and of every unit above them; one query."""
    links = UnitClosure.objects.filter(descendant_id__in=list(unit_ids))
    return dict(Unit.objects.order_by().filter(pk__in=links.values("ancestor_id")).values_list("pk", "parent_id"))


def ancestors(unit_ids: Iterable[int]) -> dict[int, list[int]]:
    """unit id -> the ids of the units above it, nearest first."""
    above: dict[int, list[int]] = {}
    rows = UnitClosure.objects.filter(descendant_id__in=list(unit_ids), depth__gt=0).order_by("depth")
    for descendant, ancestor in rows.values_list("descendant_id", "ancestor_id"):
        above.setdefault(descendant, []).append(ancestor)
    return above


@dataclass(frozen=True)
class Turns:
    """The days around one on which units began or ended: the last before, whether it is one itself, the next after."""

    before: date | None
    is_turn: bool
    after: date | None


def turns(units: QuerySet, *, on: date) -> Turns:
    """The days of change among some units; one query."""
    found = units.order_by().aggregate(
        **{f"before_{name}": Max(name, filter=Q(**{f"{name}__lt": on})) for name in ("valid_from", "valid_until")},
        **{f"after_{name}": Min(name, filter=Q(**{f"{name}__gt": on})) for name in ("valid_from", "valid_until")},
        here=Count("pk", filter=Q(valid_from=on) | Q(valid_until=on)),
    )
    before = [found["before_valid_from"], found["before_valid_until"]]
    after = [found["after_valid_from"], found["after_valid_until"]]
    return Turns(
        max((day for day in before if day), default=None),
        found["here"] > 0,
        min((day for day in after if day), default=None),
    )


def kinds_in_words(units: QuerySet) -> str:
    """How many units there are of each kind, the higher first: "1 huyện; 21 xã, thị trấn; 13 phòng, ban"; one query."""
    found = dict(units.order_by().values_list("kind").annotate(number=Count("pk", distinct=True)))
    words = {
        UnitKind.PROVINCE: ngettext_lazy("%(number)s province", "%(number)s provinces", "count"),
        UnitKind.DISTRICT: ngettext_lazy("%(number)s district", "%(number)s districts", "count"),
        UnitKind.COMMUNE: ngettext_lazy("%(number)s commune or town", "%(number)s communes and towns", "count"),
        UnitKind.OFFICE: ngettext_lazy("%(number)s office", "%(number)s offices", "count"),
    }
    return "; ".join(
        text % {"number": display.number(found[kind]), "count": found[kind]}
        for kind, text in words.items()
        if kind in found
    )


def predecessors(unit: Unit) -> list[Succession]:
    """The successions into a unit, oldest first."""
    return list(
        Succession.objects.filter(successor=unit)
        .select_related("predecessor", "reorganisation")
        .order_by("reorganisation__effective_on", "predecessor__sort_key")
    )


def successors(unit: Unit) -> list[Succession]:
    """The successions out of a unit."""
    return list(Succession.objects.filter(predecessor=unit).select_related("successor", "reorganisation"))
