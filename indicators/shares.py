"""Indicators: shares of sums, never means of shares; denominator 0 = not applicable (design.md 6)."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from common.months import Month
from communes.models import Unit
from indicators.catalogue import indicators_by_key, with_targets
from indicators.distinct import COUNTS, Procedures
from indicators.models import Indicator, Side, Target
from indicators.series import Coverage, Number, Series, Values, by_unit, many, percent
from indicators.structure import Boundaries

# Distinct counts rest on what was filed: its coverage is theirs.
FILED = "filings.received"


@dataclass(frozen=True)
class IndicatorValue:
    """An indicator of one unit and period; `value` in percent with two decimals (or a count), None without data.
    `estimated`: something in it comes of a unit that was split."""

    indicator: Indicator
    value: Number
    numerator: Number
    denominator: Number
    target: Target | None
    coverage: Coverage
    estimated: bool = False


def indicator(unit: Unit, key: str, first: Month, last: Month, *, structure="was", kind="") -> IndicatorValue:
    """One indicator; raises UnknownMeasure."""
    return indicators(unit, [key], first, last, structure=structure, kind=kind)[key]


def indicators(
    unit: Unit, keys: Iterable[str], first: Month, last: Month, *, structure="was", kind=""
) -> dict[str, IndicatorValue]:
    """Several indicators; the number of queries does not depend on how many."""
    rows, targets = with_targets(keys)
    structure = Boundaries.of(structure)
    needed = measures_of(rows.values())
    figures = many(unit, needed, first, last, structure=structure, kind=kind) if needed else {}
    procedures = Procedures(unit, first, last, structure=structure, kind=kind)
    return values_of(rows, figures, procedures, in_force(targets, unit, last.year, kind))


def measures_of(rows: Iterable[Indicator]) -> set[str]:
    """The keys of the measures that the values of some indicators are made of, or rest on."""
    rows = list(rows)
    found = {term.measure.key for row in rows for term in row.terms.all()}
    return found | {FILED} if any(row.is_distinct for row in rows) else found


def values_of(
    rows: Mapping[str, Indicator], figures: Mapping[str, Series], procedures: Procedures, targets: dict[int, Target]
) -> dict[str, IndicatorValue]:
    """Indicators from series that were read before; `figures` holds those of `measures_of(rows)`."""
    values = {key: one.value for key, one in figures.items()}
    found = {}
    for key, row in rows.items():
        top = _side(row, Side.NUMERATOR, row.distinct_numerator, values, procedures)
        bottom = _side(row, Side.DENOMINATOR, row.distinct_denominator, values, procedures)
        covered = [figures[term.measure.key].coverage for term in row.terms.all()]
        if row.is_distinct:
            covered.append(figures[FILED].coverage)
        coverage = max(covered, key=lambda c: (c.pending + c.blank, c.expected), default=Coverage())
        estimated = any(figures[term.measure.key].estimated for term in row.terms.all())
        estimated = estimated or (row.is_distinct and procedures.estimated)
        value = _value(row, top, bottom)
        found[key] = IndicatorValue(row, value, top, bottom, targets.get(row.pk), coverage, estimated)
    return found


def indicators_by_unit(
    units: list[Unit], keys: Iterable[str], first: Month, last: Month, *, structure="was"
) -> dict[int, Values]:
    """unit id -> {indicator key: value}, for indicators made of measures; in a fixed number of queries."""
    rows = indicators_by_key(keys)
    measure_keys = {term.measure.key for row in rows.values() for term in row.terms.all()}
    table = by_unit(units, measure_keys, first, last, structure=structure)
    return {
        pk: Values(
            {key: evaluate(row, values)[0] for key, row in rows.items()},
            [key for key, row in rows.items() if is_estimated(row, values.estimated)],
        )
        for pk, values in table.items()
    }


def is_estimated(row: Indicator, keys: Container[str]) -> bool:
    """Whether an indicator rests on one of these measures."""
    return any(term.measure.key in keys for term in row.terms.all())


def evaluate(row: Indicator, values: Mapping[str, Number]) -> tuple[Number, Number, Number]:
    """Value, numerator and denominator of an indicator made of measures, from values by measure key (sums of units,
    parts of a period); None for a distinct count, which no sum of values gives."""
    if row.is_distinct:
        return None, None, None
    top, bottom = _sum(row, Side.NUMERATOR, values), _sum(row, Side.DENOMINATOR, values)
    return _value(row, top, bottom), top, bottom


def in_force(targets: Iterable[Target], unit: Unit, year: int, kind: str = "") -> dict[int, Target]:
    """indicator id -> its target for the unit: that of its kind before the general one, the latest year.

    `targets` as `catalogue.with_targets` orders them.
    """
    wanted = ("", kind or unit.kind)
    return {row.indicator_id: row for row in targets if row.year <= year and row.unit_kind in wanted}


def _side(row: Indicator, side: str, name: str, values: dict, procedures: Procedures) -> Number:
    return COUNTS[name](procedures) if name else _sum(row, side, values)


def _sum(row: Indicator, side: str, values: Mapping[str, Number]) -> Number:
    terms = [(term.sign, values[term.measure.key]) for term in row.terms.all() if term.side == side]
    known = [sign * value for sign, value in terms if value is not None]
    return sum(known) if known else None


def _value(row: Indicator, top: Number, bottom: Number) -> Number:
    if row.is_share:
        return percent(top, bottom)
    if bottom is None:
        return top
    return None if not bottom or top is None else Decimal(top) / Decimal(bottom)
