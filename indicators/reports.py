"""Reads across the figures, for dashboards, API, scores and publications: one door to series, shares and structure."""

from indicators.boards import Board, board
from indicators.catalogue import UnknownMeasure, indicators_by_key, measures_by_key, with_targets
from indicators.distinct import Procedures
from indicators.series import (
    Coverage,
    Number,
    Series,
    by_unit,
    is_updating,
    many,
    part,
    part_coverage,
    percent,
    series,
    with_marks,
)
from indicators.shares import (
    IndicatorValue,
    evaluate,
    in_force,
    indicator,
    indicators,
    indicators_by_unit,
    measures_of,
    values_of,
)

__all__ = [
    "Board",
    "Coverage",
    "IndicatorValue",
    "Number",
    "Procedures",
    "Series",
    "UnknownMeasure",
    "board",
    "by_unit",
    "evaluate",
    "in_force",
    "indicator",
    "indicators",
    "indicators_by_key",
    "indicators_by_unit",
    "is_updating",
    "many",
    "measures_by_key",
    "measures_of",
    "part",
    "part_coverage",
    "percent",
    "series",
    "values_of",
    "with_marks",
    "with_targets",
]
