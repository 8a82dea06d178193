"""Reads across the figures, for dashboards, API, scores and publications: one door to series, shares and structure."""

from indicators.series import (
    Coverage,
    Number,
    Series,
    UnknownMeasure,
    by_unit,
    is_updating,
    many,
    measures_by_key,
    part,
    part_coverage,
    percent,
    series,
)
from indicators.shares import (
    IndicatorValue,
    evaluate,
    indicator,
    indicators,
    indicators_by_key,
    indicators_by_unit,
    targets_of,
)

__all__ = [
    "Coverage",
    "IndicatorValue",
    "Number",
    "Series",
    "UnknownMeasure",
    "by_unit",
    "evaluate",
    "indicator",
    "indicators",
    "indicators_by_key",
    "indicators_by_unit",
    "is_updating",
    "many",
    "measures_by_key",
    "part",
    "part_coverage",
    "percent",
    "series",
    "targets_of",
]
