"""Indicators: shares of sums, never means of shares; denominator 0 = not applicable (design.md 6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from common.months import Month
from communes.models import Unit
from indicators.distinct import COUNTS, Procedures
from indicators.models import Indicator, Side, Target
from indicators.series import Coverage, Number, UnknownMeasure, by_unit, many, percent

# Distinct counts rest on what was filed: its coverage is theirs.
FILED = "filings.received"


@dataclass(frozen=True)
class IndicatorValue:
    """An indicator of one unit and period; `value` in percent with two decimals (or a count), None without data."""

    indicator: Indicator
    value: Number
    numerator: Number
    denominator: Number
    target: Target | None
    coverage: Coverage


def indicator(unit: Unit, key: str, first: Month, last: Month, *, structure="was", kind="") -> IndicatorValue:
    """One indicator; raises UnknownMeasure."""
    return indicators(unit, [key], first, last, structure=structure, kind=kind)[key]


def indicators(
    unit: Unit, keys: Iterable[str], first: Month, last: Month, *, structure="was", kind=""
) -> dict[str, IndicatorValue]:
    """Several indicators; the number of queries does not depend on how many."""
    rows = indicators_by_key(keys)
    measure_keys = {term.measure.key for row in rows.values() for term in row.terms.all()}
    if any(row.is_distinct for row in rows.values()):
        measure_keys.add(FILED)
    figures = many(unit, measure_keys, first, last, structure=structure, kind=kind) if measure_keys else {}
    values = {key: one.value for key, one in figures.items()}
    procedures = Procedures(unit, first, last, structure=structure, kind=kind)
    targets = targets_of(rows.values(), unit, last.year, kind)
    found = {}
    for key, row in rows.items():
        top = _side(row, Side.NUMERATOR, row.distinct_numerator, values, procedures)
        bottom = _side(row, Side.DENOMINATOR, row.distinct_denominator, values, procedures)
        covered = [figures[term.measure.key].coverage for term in row.terms.all()]
        if row.is_distinct:
            covered.append(figures[FILED].coverage)
        coverage = max(covered, key=lambda c: (c.pending + c.blank, c.expected), default=Coverage())
        found[key] = IndicatorValue(row, _value(row, top, bottom), top, bottom, targets.get(row.pk), coverage)
    return found


def indicators_by_unit(
    units: list[Unit], keys: Iterable[str], first: Month, last: Month, *, structure="was"
) -> dict[int, dict[str, Number]]:
    """unit id -> {indicator key: value}, for indicators made of measures; in a fixed number of queries."""
    rows = indicators_by_key(keys)
    measure_keys = {term.measure.key for row in rows.values() for term in row.terms.all()}
    table = by_unit(units, measure_keys, first, last, structure=structure)
    return {
        pk: {
            key: _value(row, _sum(row, Side.NUMERATOR, values), _sum(row, Side.DENOMINATOR, values))
            for key, row in rows.items()
        }
        for pk, values in table.items()
    }


def evaluate(row: Indicator, values: Mapping[str, Number]) -> tuple[Number, Number, Number]:
    """Value, numerator and denominator of an indicator made of measures, from values by measure key (sums of units,
    parts of a period); None for a distinct count, which no sum of values gives."""
    if row.is_distinct:
        return None, None, None
    top, bottom = _sum(row, Side.NUMERATOR, values), _sum(row, Side.DENOMINATOR, values)
    return _value(row, top, bottom), top, bottom


def indicators_by_key(keys: Iterable[str]) -> dict[str, Indicator]:
    """The indicators in the order asked for, with their terms; raises UnknownMeasure."""
    keys = list(dict.fromkeys(keys))
    known = {row.key: row for row in Indicator.objects.filter(key__in=keys).prefetch_related("terms__measure")}
    missing = [key for key in keys if key not in known]
    if missing:
        raise UnknownMeasure(missing[0])
    return {key: known[key] for key in keys}


def targets_of(indicators_: Iterable[Indicator], unit: Unit, year: int, kind: str = "") -> dict[int, Target]:
    """indicator id -> the target in force for the unit: that of its kind before the general one, the latest year."""
    wanted = kind or unit.kind
    rows = Target.objects.filter(
        indicator__in=[row.pk for row in indicators_], year__lte=year, unit_kind__in=["", wanted]
    )
    ordered = sorted(rows, key=lambda row: (row.year, row.unit_kind != ""))
    return {row.indicator_id: row for row in ordered}


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
