from indicators.models.declared import Blank, DeclaredValue
from indicators.models.figure import CoverageFigure, Figure, ProcedureFigure
from indicators.models.indicator import Indicator, IndicatorTerm, Side, Target
from indicators.models.measure import Measure, MeasureKind

__all__ = [
    "Blank",
    "CoverageFigure",
    "DeclaredValue",
    "Figure",
    "Indicator",
    "IndicatorTerm",
    "Measure",
    "MeasureKind",
    "ProcedureFigure",
    "Side",
    "Target",
]
