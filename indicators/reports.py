"""Reads across the figures, for dashboards, API, scores and publications: one door to series, shares and structure."""

from indicators.boards import Board, board
from indicators.catalogue import UnknownMeasure, indicators_by_key, measures_by_key, with_targets
from indicators.channels import Channels, ChannelUse, PostalUnits, Ways
from indicators.distinct import Procedures
from indicators.series import (
    Coverage,
    Number,
    Series,
    Values,
    by_unit,
    cut,
    is_updating,
    many,
    part,
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
    is_estimated,
    measures_of,
    values_of,
)
from indicators.structure import Boundaries

__all__ = [
    "Board",
    "Boundaries",
    "ChannelUse",
    "Channels",
    "Coverage",
    "IndicatorValue",
    "Number",
    "PostalUnits",
    "Procedures",
    "Series",
    "UnknownMeasure",
    "Values",
    "Ways",
    "board",
    "by_unit",
    "cut",
    "evaluate",
    "in_force",
    "indicator",
    "indicators",
    "indicators_by_key",
    "indicators_by_unit",
    "is_estimated",
    "is_updating",
    "many",
    "measures_by_key",
    "measures_of",
    "part",
    "percent",
    "series",
    "values_of",
    "with_marks",
    "with_targets",
]
