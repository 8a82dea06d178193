"""Everything that one page says of a unit and of those below it, read together: two queries whatever the unit is.

As it was and for all kinds of units, the stored totals are read at once: the unit's month by month, those below it as
sums of the period made by the database. In another structure, or for one kind of unit, they are worked out by `series`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet, Value

from common import clock
from common.months import Month, span
from communes.models import Unit
from indicators.catalogue import measures_by_key
from indicators.display import scaled
from indicators.models import CoverageFigure, Figure, Measure, MeasureKind
from indicators.series import (
    Coverage,
    Number,
    Series,
    Values,
    assembled,
    known_or_zero,
    many,
    whole_sum,
    with_coverage,
    within,
)
from indicators.structure import Boundaries

_COUNTS = ("expected", "approved", "pending", "blank")
Span = tuple[Month, Month]


@dataclass(frozen=True)
class Board:
    """`series`: the unit's measures over all months read. `below`: unit id -> {measure key: the period's value}.
    `covered`: unit id -> {section: what those values rest on}, of the period."""

    series: dict[str, Series]
    below: dict[int, Values] = field(default_factory=dict)
    covered: dict[int, dict[str, Coverage]] = field(default_factory=dict)


def board(
    unit: Unit, below: list[Unit], *, keys: Iterable[str], below_keys: Iterable[str], wide: Span, period: Span,
    structure: str | Boundaries = "was", kind: str = "",
) -> Board:  # fmt: skip
    """The measures `keys` of a unit over the months `wide`, and `below_keys` of the units below it in the period."""
    own, others = measures_by_key(keys), measures_by_key(below_keys)
    ids = [one.pk for one in below]
    structure = Boundaries.of(structure)
    if structure.is_today or kind:
        table, sums = with_coverage(below, others, *period, structure=structure) if below else ({}, {})
        return Board(many(unit, own, *wide, structure=structure, kind=kind), table, sums)
    covered = _covered(unit, ids, own, others, wide, period)
    sums = {pk: _of_period(covered, pk, others) for pk in ids}
    months, totals = _figures(unit, ids, own, others, wide, period)
    by_month = {(s, Month(y, m)): cover for (pk, s, y, m), cover in covered.items() if pk == unit.pk and y}
    return Board(
        assembled(own, months, by_month, list(span(*wide))),
        {
            pk: Values({k: _value(m, totals.get((pk, m.pk)), covered, pk, period) for k, m in others.items()})
            for pk in ids
        },
        sums,
    )


def _figures(unit: Unit, ids: list[int], own: dict, others: dict, wide: Span, period: Span) -> tuple[dict, dict]:
    """The unit's totals by (measure id, month), and those of the units below by (unit id, measure id)."""
    mine = Figure.objects.filter(within(*wide), unit=unit, measure_id__in=[m.pk for m in own.values()])
    rows = mine.order_by().values_list("unit_id", "measure_id", "year", "month", "total", Value(1))
    parts = [_summed(ids, others, period), *_at_points(ids, others, period)]
    months, totals = {}, {}
    for pk, measure, year, month, total, is_own in rows.union(*parts, all=True):
        if is_own:
            months[(measure, Month(year, month))] = total
        else:
            totals[(pk, measure)] = total
    return {key: total for key, total in months.items() if total is not None}, totals


def _summed(ids: list[int], measures: dict[str, Measure], period: Span) -> QuerySet:
    flows = [measure.pk for measure in measures.values() if measure.kind == MeasureKind.FLOW]
    rows = Figure.objects.filter(within(*period), unit_id__in=ids, measure_id__in=flows).order_by()
    grouped = rows.values("unit_id", "measure_id").annotate(
        y=Value(0), m=Value(0), whole=whole_sum("total"), own_row=Value(0)
    )
    return grouped.values_list("unit_id", "measure_id", "y", "m", "whole", "own_row")


def _at_points(ids: list[int], measures: dict[str, Measure], period: Span) -> list[QuerySet]:
    """Stocks stand at the last month that has begun, openings at the first."""
    found = []
    for kind, month in _points(period).items():
        pks = [measure.pk for measure in measures.values() if measure.kind == kind]
        rows = Figure.objects.filter(year=month.year, month=month.month, unit_id__in=ids, measure_id__in=pks)
        found.append(rows.order_by().values_list("unit_id", "measure_id", "year", "month", "total", Value(0)))
    return found


def _points(period: Span) -> dict[str, Month]:
    first, last = period
    end = min(last, Month.of(clock.today()))
    return {MeasureKind.OPENING: first} | ({MeasureKind.STOCK: end} if first <= end else {})


def _covered(unit: Unit, ids: list[int], own: dict, others: dict, wide: Span, period: Span) -> dict[tuple, Coverage]:
    """(unit id, section, year, month) -> coverage; year and month 0 for the period's sum of a unit below."""
    columns = ("unit_id", "section", "year", "month", *_COUNTS)
    mine = CoverageFigure.objects.filter(within(*wide), unit=unit, section__in={m.section for m in own.values()})
    theirs = CoverageFigure.objects.filter(unit_id__in=ids, section__in={m.section for m in others.values()})
    parts = [
        theirs.filter(year=month.year, month=month.month).order_by().values_list(*columns)
        for month in set(_points(period).values())
    ]
    grouped = theirs.filter(within(*period)).order_by().values("unit_id", "section")
    sums = grouped.annotate(y=Value(0), m=Value(0), **{f"sum_{name}": whole_sum(name) for name in _COUNTS})
    parts.append(sums.values_list("unit_id", "section", "y", "m", *(f"sum_{name}" for name in _COUNTS)))
    rows = mine.order_by().values_list(*columns).union(*parts, all=True)
    return {(pk, section, year, month): Coverage(*counts) for pk, section, year, month, *counts in rows}


def _of_period(covered: dict, pk: int, measures: dict[str, Measure]) -> dict[str, Coverage]:
    sections = {measure.section for measure in measures.values()}
    return {section: covered.get((pk, section, 0, 0), Coverage()) for section in sections}


def _value(measure: Measure, total: int | None, covered: dict, pk: int, period: Span) -> Number:
    point = _points(period).get(measure.kind)
    if measure.kind == MeasureKind.STOCK and point is None:
        return None
    year, month = (point.year, point.month) if point else (0, 0)
    cover = covered.get((pk, measure.section, year, month), Coverage())
    return scaled(measure, known_or_zero(measure, total, cover))
