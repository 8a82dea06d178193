"""Reading figures: series, periods, indicators, tables of units. Only stored roll-ups are read, never a register."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import BigIntegerField, Exists, OuterRef, Q, Sum
from django.db.models.functions import Cast

from common import clock
from common.months import Month, span
from communes.models import StaleMark, Unit
from communes.reports import descendants
from indicators import sources
from indicators.catalogue import measures_by_key
from indicators.display import scaled
from indicators.models import CoverageFigure, Figure, Measure, MeasureKind
from indicators.structure import NO_SHIFT, Shift, members, shifts

Number = int | Decimal | None


@dataclass(frozen=True)
class Coverage:
    """Unit-months that were expected to have figures, and how many are approved, pending or blank."""

    expected: int = 0
    approved: int = 0
    pending: int = 0
    blank: int = 0

    @property
    def is_provisional(self) -> bool:
        return self.pending > 0

    @property
    def is_without_data(self) -> bool:
        return self.blank >= self.expected

    @property
    def share(self) -> Decimal | None:
        """Percent of the expected that is approved."""
        return percent(self.approved, self.expected)

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.expected + other.expected,
            self.approved + other.approved,
            self.pending + other.pending,
            self.blank + other.blank,
        )

    def __neg__(self) -> "Coverage":
        return Coverage(-self.expected, -self.approved, -self.pending, -self.blank)


@dataclass(frozen=True)
class Series:
    """A measure of one unit: each month's value, the period's value, and what they rest on."""

    measure: Measure
    months: list[tuple[Month, Number]]
    value: Number
    coverage: Coverage
    estimated: bool = False
    covered: dict[tuple[str, Month], Coverage] = field(default_factory=dict)


def percent(numerator: Number, denominator: Number) -> Decimal | None:
    """Numerator ÷ denominator in percent, half up to two decimals; None without data or with denominator 0."""
    if numerator is None or not denominator:
        return None
    return (Decimal(numerator) * 100 / Decimal(denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def series(unit: Unit, measure_key: str, first: Month, last: Month, *, structure="was", kind="") -> Series:
    """One measure of one unit from `first` to `last`; raises UnknownMeasure."""
    return many(unit, [measure_key], first, last, structure=structure, kind=kind)[measure_key]


def many(unit: Unit, keys: Iterable[str], first: Month, last: Month, *, structure="was", kind="") -> dict[str, Series]:
    """Several measures of one unit; the number of queries does not depend on how many."""
    measures = measures_by_key(keys)
    shift = _shift(unit, structure, kind)
    values = _values(unit, measures.values(), first, last, kind, shift)
    covered = _coverage(unit, {m.section for m in measures.values()}, first, last, kind, shift)
    return assembled(measures, values, covered, list(span(first, last)), estimated=shift.estimated)


def assembled(
    measures: dict[str, Measure], values: dict, covered: dict, months: list[Month], *, estimated: bool = False
) -> dict[str, Series]:
    """Series from totals by (measure id, month) and coverage by (section, month)."""
    found = {}
    for key, measure in measures.items():
        pairs = [(month, _known(measure, values, covered, month)) for month in months]
        value, coverage = _period(measure, pairs, covered)
        shown = [(month, scaled(measure, number)) for month, number in pairs]
        found[key] = Series(measure, shown, scaled(measure, value), coverage, estimated, covered)
    return found


def part(series: Series, first: Month, last: Month) -> Number:
    """The value of a part of a series that was read over more months than one period needs."""
    return _period(series.measure, _cut(series, first, last), {})[0]


def part_coverage(series: Series, first: Month, last: Month) -> Coverage:
    """What that value rests on."""
    return _period(series.measure, _cut(series, first, last), series.covered)[1]


def _cut(series: Series, first: Month, last: Month) -> list[tuple[Month, Number]]:
    """The months of a part; a series has every month from its first to its last."""
    begin = series.months[0][0]
    return series.months[max(first - begin, 0) : max(last - begin + 1, 0)]


def by_unit(units: list[Unit], keys: Iterable[str], first: Month, last: Month, *, structure="was") -> dict[int, dict]:
    """unit id -> {measure key: the period's value} of each unit's subtree, in a fixed number of queries."""
    measures = measures_by_key(keys)
    ids = [unit.pk for unit in units]
    totals, covered = _table(ids, measures.values(), first, last)
    if structure == "is":
        moves = shifts(ids)
        _shift_table(totals, moves, measures.values(), first, last)
        for key, moved in _moved_coverage(moves, {m.section for m in measures.values()}, first, last).items():
            covered[key] = covered.get(key, Coverage()) + moved
    months = list(span(first, last))
    table = {}
    for pk in ids:
        row = {}
        for key, measure in measures.items():
            cover = {m: covered.get((pk, measure.section, m), Coverage()) for m in months}
            pairs = [(m, known_or_zero(measure, totals.get((pk, measure.pk, m)), cover[m])) for m in months]
            by_section = {(measure.section, m): c for m, c in cover.items()}
            row[key] = scaled(measure, _period(measure, pairs, by_section)[0])
        table[pk] = row
    return table


def is_updating(unit: Unit, first: Month, last: Month) -> bool:
    """Whether a figure of the unit's subtree waits for its recount."""
    return Unit.objects.filter(with_marks(first, last), pk=unit.pk).exists()


def with_marks(first: Month, last: Month) -> Exists:
    """The same as a condition on units."""
    return Exists(StaleMark.objects.filter(within(first, last), unit__ancestor_links__ancestor=OuterRef("pk")))


def within(first: Month, last: Month) -> Q:
    """The condition that (year, month) lies between two months."""
    after = Q(year__gt=first.year) | Q(year=first.year, month__gte=first.month)
    before = Q(year__lt=last.year) | Q(year=last.year, month__lte=last.month)
    return Q(year__range=(first.year, last.year)) & after & before


def whole_sum(column: str) -> Cast:
    """The sum of whole numbers as one: PostgreSQL gives that of big integers as a decimal."""
    return Cast(Sum(column), BigIntegerField())


def _shift(unit: Unit, structure: str, kind: str) -> Shift:
    return shifts([unit.pk], kind=kind).get(unit.pk, NO_SHIFT) if structure == "is" else NO_SHIFT


def _values(unit: Unit, measures, first, last, kind: str, shift: Shift) -> dict[tuple[int, Month], int]:
    ids = [measure.pk for measure in measures]
    rows = Figure.objects.filter(within(first, last), measure_id__in=ids)
    if kind:
        below = rows.filter(unit_id__in=descendants(unit.pk, kind=kind)).order_by()
        grouped = below.values("measure_id", "year", "month").annotate(sum_own=whole_sum("own"))
        found = {(r["measure_id"], Month(r["year"], r["month"])): r["sum_own"] for r in grouped}
    else:
        found = {(row.measure_id, Month(row.year, row.month)): row.total for row in rows.filter(unit=unit)}
    distinct = {measure.pk for measure in measures if measure.distinct}
    if shift.weights:
        _apply(found, rows.filter(unit_id__in=list(shift.weights)).exclude(measure_id__in=distinct), shift)
    if distinct and (kind or shift.weights):
        units = members([unit.pk], kind=kind)[unit.pk] if shift.weights else set(descendants(unit.pk, kind=kind))
        again = _distinct({unit.pk: units}, measures, first, last)
        found = {key: number for key, number in found.items() if key[0] not in distinct}
        found |= {(measure, month): number for (_pk, measure, month), number in again.items()}
    return {key: number for key, number in found.items() if number is not None}


def _distinct(groups: dict[int, set[int]], measures, first, last) -> dict[tuple[int, int, Month], int]:
    """(group, measure, month) -> distinct things in groups of units for which no total is kept; a few queries."""
    by_section: dict[str, dict[str, int]] = defaultdict(dict)
    for measure in measures:
        if measure.distinct:
            by_section[measure.section][measure.key] = measure.pk
    months = list(span(first, min(last, Month.of(clock.today()))))
    found = {}
    for section, by_key in by_section.items():
        for month, counts in sources.GROUP_SOURCES[section](months, groups).items():
            found |= {(pk, by_key[key], month): n for (pk, key), n in counts.items() if key in by_key}
    return found


def _apply(found: dict, own_rows, shift: Shift) -> None:
    moved: dict[tuple, Decimal] = defaultdict(Decimal)
    for row in own_rows:
        if row.own is not None:
            moved[(row.measure_id, Month(row.year, row.month))] += shift.weights[row.unit_id] * row.own
    for key, number in moved.items():
        # A part of a split unit is an estimate; what comes of it is counted in whole things.
        found[key] = int(((found.get(key) or 0) + number).quantize(Decimal(1), ROUND_HALF_UP))


def _coverage(
    unit: Unit, sections: set[str], first, last, kind: str, shift: Shift
) -> dict[tuple[str, Month], Coverage]:
    rows = CoverageFigure.objects.filter(within(first, last), section__in=list(sections))
    names = ("expected", "approved", "pending", "blank")
    if not kind:
        stored = rows.filter(unit=unit).values_list("section", "year", "month", *names)
    else:
        own = rows.filter(unit_id__in=descendants(unit.pk, kind=kind)).order_by().values("section", "year", "month")
        sums = own.annotate(**{f"sum_{name}": whole_sum(f"own_{name}") for name in names})
        stored = sums.values_list("section", "year", "month", *(f"sum_{name}" for name in names))
    covered = {(section, Month(year, month)): Coverage(*counts) for section, year, month, *counts in stored}
    if shift.weights:
        for (_pk, *key), moved in _moved_coverage({unit.pk: shift}, sections, first, last).items():
            covered[tuple(key)] = covered.get(tuple(key), Coverage()) + moved
    return covered


def _moved_coverage(moves: dict[int, Shift], sections: set[str], first, last) -> dict[tuple, Coverage]:
    """(unit, section, month) -> the coverage that comes to the unit, or leaves it, with whole units that moved."""
    involved = {x for shift in moves.values() for x in shift.added | shift.removed}
    rows = CoverageFigure.objects.filter(within(first, last), unit_id__in=involved, section__in=list(sections))
    names = ("own_expected", "own_approved", "own_pending", "own_blank")
    found: dict[tuple, Coverage] = defaultdict(Coverage)
    for x, section, year, month, *counts in rows.values_list("unit_id", "section", "year", "month", *names):
        for pk, shift in moves.items():
            if x in shift.added:
                found[(pk, section, Month(year, month))] += Coverage(*counts)
            elif x in shift.removed:
                found[(pk, section, Month(year, month))] += -Coverage(*counts)
    return found


def _known(measure: Measure, values: dict, covered: dict, month: Month) -> int | None:
    return known_or_zero(measure, values.get((measure.pk, month)), covered.get((measure.section, month), Coverage()))


def known_or_zero(measure: Measure, number: int | None, cover: Coverage) -> int | None:
    """A missing figure is 0 where a register is kept, and no data where nobody was expected or all are blank."""
    if number is not None:
        return number
    return 0 if measure.in_register and not cover.is_without_data else None


def _period(measure: Measure, pairs: list[tuple[Month, int | None]], covered: dict) -> tuple[int | None, Coverage]:
    if measure.kind == MeasureKind.FLOW:
        chosen = pairs
    elif measure.kind == MeasureKind.OPENING:
        chosen = pairs[:1]
    else:
        running = Month.of(clock.today())
        chosen = [pair for pair in pairs if pair[0] <= running][-1:]
    numbers = [number for _month, number in chosen if number is not None]
    coverage = sum((covered.get((measure.section, month), Coverage()) for month, _n in chosen), Coverage())
    return (sum(numbers) if numbers else None), coverage


def _table(ids: list[int], measures, first, last) -> tuple[dict, dict]:
    measure_ids = [measure.pk for measure in measures]
    figures = Figure.objects.filter(within(first, last), unit_id__in=ids, measure_id__in=measure_ids)
    totals = {
        (unit, measure, Month(year, month)): total
        for unit, measure, year, month, total in figures.values_list("unit_id", "measure_id", "year", "month", "total")
    }
    rows = CoverageFigure.objects.filter(
        within(first, last), unit_id__in=ids, section__in=list({measure.section for measure in measures})
    ).values_list("unit_id", "section", "year", "month", "expected", "approved", "pending", "blank")
    covered = {(unit, section, Month(year, month)): Coverage(*counts) for unit, section, year, month, *counts in rows}
    return totals, covered


def _shift_table(totals: dict, moves: dict[int, Shift], measures, first, last) -> None:
    involved = {x for shift in moves.values() for x in shift.weights}
    summed = [measure.pk for measure in measures if not measure.distinct]
    rows = list(Figure.objects.filter(within(first, last), unit_id__in=involved, measure_id__in=summed))
    for pk, shift in moves.items():
        own = [row for row in rows if row.unit_id in shift.weights]
        keys = {(row.measure_id, Month(row.year, row.month)) for row in own}
        found = {key: totals.get((pk, *key)) for key in keys}
        _apply(found, own, shift)
        totals |= {(pk, *key): number for key, number in found.items()}
    if moves and len(summed) < len(measures):
        totals |= _distinct(members(moves), measures, first, last)
