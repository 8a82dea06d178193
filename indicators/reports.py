"""Reads across the figures, for dashboards, API, scores and publications: one door to series, shares and structure."""

from indicators.boards import Board, board
from indicators.catalogue import UnknownMeasure, indicators_by_key, measures_by_key, with_targets
from indicators.channels import Channels, ChannelUse, PostalUnits, Ways
from indicators.definitions import definitions, key_by_definition
from indicators.demand import Demand, Tally, Units, Use
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
    whole,
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
    "Demand",
    "IndicatorValue",
    "Number",
    "PostalUnits",
    "Procedures",
    "Series",
    "Tally",
    "Units",
    "UnknownMeasure",
    "Use",
    "Values",
    "Ways",
    "board",
    "by_unit",
    "cut",
    "definitions",
    "evaluate",
    "in_force",
    "indicator",
    "indicators",
    "indicators_by_key",
    "indicators_by_unit",
    "is_estimated",
    "is_updating",
    "key_by_definition",
    "many",
    "measures_by_key",
    "measures_of",
    "part",
    "percent",
    "series",
    "values_of",
    "whole",
    "with_marks",
    "with_targets",
]
