"""Reading figures: series, periods, indicators, tables of units. Only stored roll-ups are read, never a register."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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
from indicators.structure import Boundaries, Shift

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
    """A measure of one unit: each month's value, the period's value, and what they rest on.

    `rough` are the months in which a part of a split unit is counted, `estimated` says that the value rests on one.
    `exact` are the stored numbers of the months before they are rounded to what is shown.
    """

    measure: Measure
    months: list[tuple[Month, Number]]
    value: Number
    coverage: Coverage
    estimated: bool = False
    covered: dict[tuple[str, Month], Coverage] = field(default_factory=dict)
    rough: frozenset[Month] = frozenset()
    exact: list[tuple[Month, Number]] = field(default_factory=list)


class Values(dict[str, Number]):
    """Values by the key of their measure or indicator; `estimated` are the keys of those that a split makes so."""

    def __init__(self, values: dict[str, Number], estimated: Iterable[str] = ()):
        super().__init__(values)
        self.estimated = frozenset(estimated)


def percent(numerator: Number, denominator: Number) -> Decimal | None:
    """Numerator ÷ denominator in percent, half up to two decimals; None without data or with denominator 0."""
    if numerator is None or not denominator:
        return None
    return (Decimal(numerator) * 100 / Decimal(denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def series(unit: Unit, measure_key: str, first: Month, last: Month, *, structure="was", kind="") -> Series:
    """One measure of one unit from `first` to `last`; raises UnknownMeasure."""
    return many(unit, [measure_key], first, last, structure=structure, kind=kind)[measure_key]


def many(unit: Unit, keys: Iterable[str], first: Month, last: Month, *, structure="was", kind="") -> dict[str, Series]:
    """Several measures of one unit; the number of queries does not depend on how many.

    `structure` is "was", "is", or the Boundaries of a page that reads more than this.
    """
    measures = measures_by_key(keys)
    boundaries = Boundaries.of(structure)
    shift = boundaries.shift(unit.pk, kind=kind)
    values, rough = _values(unit, measures.values(), first, last, kind, boundaries)
    covered = _coverage(unit, {m.section for m in measures.values()}, first, last, kind, shift)
    return assembled(measures, values, covered, list(span(first, last)), rough=rough)


def assembled(
    measures: dict[str, Measure], values: dict, covered: dict, months: list[Month], *, rough: Iterable[tuple] = ()
) -> dict[str, Series]:
    """Series from totals by (measure id, month) and coverage by (section, month); `rough`: the keys of estimates."""
    vague: dict[int, set[Month]] = defaultdict(set)
    for pk, month in rough:
        vague[pk].add(month)
    found = {}
    for key, measure in measures.items():
        exact = [(month, _known(measure, values, covered, month)) for month in months]
        estimated = frozenset(vague[measure.pk])
        whole = Series(measure, [], None, Coverage(), covered=covered, rough=estimated, exact=exact)
        found[key] = _completed(whole)
    return found


def cut(series: Series, first: Month, last: Month) -> Series:
    """The part of a series that was read over more months than one period needs."""
    return _completed(replace(series, exact=_cut(series, first, last)))


def part(series: Series, first: Month, last: Month) -> Number:
    """The value of that part."""
    return cut(series, first, last).value


def _completed(series: Series) -> Series:
    """A series with everything that follows from its exact numbers. A sum is rounded once, not month by month."""
    measure = series.measure
    number, coverage = _period(measure, series.exact, series.covered)
    return replace(
        series,
        months=[(month, _shown(measure, number)) for month, number in series.exact],
        value=_shown(measure, number),
        coverage=coverage,
        estimated=any(month in series.rough for month, _n in _chosen(measure, series.exact)),
    )


def _shown(measure: Measure, number: Number) -> Number:
    """A part of a split unit is an estimate; what comes of it is told in whole things."""
    if isinstance(number, Decimal):
        number = whole(number)
    return scaled(measure, number)


def _cut(series: Series, first: Month, last: Month) -> list[tuple[Month, Number]]:
    """The months of a part; a series has every month from its first to its last."""
    begin = series.exact[0][0]
    return series.exact[max(first - begin, 0) : max(last - begin + 1, 0)]


def by_unit(units: list[Unit], keys: Iterable[str], first: Month, last: Month, *, structure="was") -> dict[int, Values]:
    """unit id -> {measure key: the period's value} of each unit's subtree, in a fixed number of queries."""
    return with_coverage(units, keys, first, last, structure=structure)[0]


def with_coverage(
    units: list[Unit], keys: Iterable[str], first: Month, last: Month, *, structure="was"
) -> tuple[dict[int, Values], dict[int, dict[str, Coverage]]]:
    """The same, and unit id -> {section: what stands behind its figures of the period}."""
    measures = measures_by_key(keys)
    sections = {measure.section for measure in measures.values()}
    boundaries = Boundaries.of(structure)
    ids = [unit.pk for unit in units]
    totals, covered = _table(ids, measures.values(), first, last)
    moves = boundaries.shifts(ids)
    rough = _shift_table(totals, boundaries, ids, measures.values(), first, last) if moves else set()
    for key, moved in _moved_coverage(moves, sections, first, last).items() if moves else ():
        covered[key] = covered.get(key, Coverage()) + moved
    months = list(span(first, last))
    table, sums = {}, {}
    for pk in ids:
        cover = {(section, m): covered.get((pk, section, m), Coverage()) for section in sections for m in months}
        numbers = {(m.pk, month): totals.get((pk, m.pk, month)) for m in measures.values() for month in months}
        vague = [(measure, month) for measure, month in numbers if (pk, measure, month) in rough]
        row = assembled(measures, numbers, cover, months, rough=vague)
        table[pk] = Values({k: one.value for k, one in row.items()}, [k for k, one in row.items() if one.estimated])
        sums[pk] = {s: sum((cover[s, m] for m in months), Coverage()) for s in sections}
    return table, sums


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


def whole(number: Number) -> int:
    """Half up: what comes of a part of a split unit is told in whole things."""
    return int(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP))


def whole_sum(column: str) -> Cast:
    """The sum of whole numbers as one: PostgreSQL gives that of big integers as a decimal."""
    return Cast(Sum(column), BigIntegerField())


def _values(unit: Unit, measures, first, last, kind: str, boundaries: Boundaries) -> tuple[dict, set]:
    """Exact totals by (measure id, month), and those of these keys that are estimates."""
    ids = [measure.pk for measure in measures]
    rows = Figure.objects.filter(within(first, last), measure_id__in=ids)
    if kind:
        below = rows.filter(unit_id__in=descendants(unit.pk, kind=kind)).order_by()
        grouped = below.values("measure_id", "year", "month").annotate(sum_own=whole_sum("own"))
        found = {(r["measure_id"], Month(r["year"], r["month"])): r["sum_own"] for r in grouped}
    else:
        found = {(row.measure_id, Month(row.year, row.month)): row.total for row in rows.filter(unit=unit)}
    distinct = {measure.pk for measure in measures if measure.distinct}
    shift, rough = boundaries.shift(unit.pk, kind=kind), set()
    if shift.weights:
        rough = _apply(found, rows.filter(unit_id__in=list(shift.weights)), shift, distinct)
    if distinct and (kind or shift.weights):
        again = _distinct({unit.pk: set(boundaries.parts([unit.pk], kind=kind)[unit.pk])}, measures, first, last)
        found = {key: number for key, number in found.items() if key[0] not in distinct}
        found |= {(measure, month): number for (_pk, measure, month), number in again.items()}
    return {key: number for key, number in found.items() if number is not None}, rough


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


def _apply(found: dict, own_rows: Iterable[Figure], shift: Shift, distinct: set[int]) -> set[tuple]:
    """Add what comes of other units, exactly; returns the keys of what became an estimate. Distinct things are counted
    anew elsewhere: of those only the keys are of interest."""
    rough, divided = set(), shift.divided
    for row in own_rows:
        if row.own is None:
            continue
        key = (row.measure_id, Month(row.year, row.month))
        if row.own and row.unit_id in divided:
            rough.add(key)
        if row.measure_id not in distinct:
            found[key] = (found.get(key) or 0) + shift.weights[row.unit_id] * row.own
    return rough


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
    """(unit, section, month) -> the coverage that comes to the unit, or leaves it. A report cannot be divided: that of
    a split unit stands behind the figures of each of its heirs."""
    goes: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for pk, shift in moves.items():
        for x in shift.added | shift.removed:
            goes[x].append((pk, x in shift.added))
    rows = CoverageFigure.objects.filter(within(first, last), unit_id__in=goes, section__in=list(sections))
    names = ("own_expected", "own_approved", "own_pending", "own_blank")
    found: dict[tuple, Coverage] = defaultdict(Coverage)
    for x, section, year, month, *counts in rows.values_list("unit_id", "section", "year", "month", *names):
        for pk, comes in goes[x]:
            found[(pk, section, Month(year, month))] += Coverage(*counts) if comes else -Coverage(*counts)
    return found


def _known(measure: Measure, values: dict, covered: dict, month: Month) -> int | None:
    return known_or_zero(measure, values.get((measure.pk, month)), covered.get((measure.section, month), Coverage()))


def known_or_zero(measure: Measure, number: int | None, cover: Coverage) -> int | None:
    """A missing figure is 0 where a register is kept, and no data where nobody was expected or all are blank."""
    if number is not None:
        return number
    return 0 if measure.in_register and not cover.is_without_data else None


def _chosen(measure: Measure, pairs: list[tuple[Month, Number]]) -> list[tuple[Month, Number]]:
    """The months that make the value of a period."""
    if measure.kind == MeasureKind.FLOW:
        return pairs
    if measure.kind == MeasureKind.OPENING:
        return pairs[:1]
    running = Month.of(clock.today())
    return [pair for pair in pairs if pair[0] <= running][-1:]


def _period(measure: Measure, pairs: list[tuple[Month, Number]], covered: dict) -> tuple[Number, Coverage]:
    chosen = _chosen(measure, pairs)
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


def _shift_table(totals: dict, boundaries: Boundaries, ids: list[int], measures, first, last) -> set[tuple]:
    """Shift the totals by (unit id, measure id, month); returns the keys of what became an estimate."""
    moves = boundaries.shifts(ids)
    involved = {x for shift in moves.values() for x in shift.weights}
    distinct = {measure.pk for measure in measures if measure.distinct}
    rows_of: dict[int, list[Figure]] = defaultdict(list)
    pks = [measure.pk for measure in measures]
    for row in Figure.objects.filter(within(first, last), unit_id__in=involved, measure_id__in=pks):
        rows_of[row.unit_id].append(row)
    rough = set()
    for pk, shift in moves.items():
        own = [row for x in shift.weights for row in rows_of[x]]
        keys = {(row.measure_id, Month(row.year, row.month)) for row in own}
        found = {key: totals[(pk, *key)] for key in keys if (pk, *key) in totals}
        rough |= {(pk, *key) for key in _apply(found, own, shift, distinct)}
        totals |= {(pk, *key): number for key, number in found.items()}
    if distinct:
        groups = {pk: set(parts) for pk, parts in boundaries.parts(moves).items()}
        for key in [key for key in totals if key[0] in groups and key[1] in distinct]:
            del totals[key]
        totals |= _distinct(groups, measures, first, last)
    return rough
