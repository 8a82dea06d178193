"""Stored whole numbers as the values that people and programs read."""

from decimal import Decimal

from django.utils.formats import number_format

from indicators.models import Measure


def scaled(measure: Measure, stored: int | None) -> int | Decimal | None:
    """value = stored × 10^-decimals; whole numbers stay whole."""
    if stored is None or not measure.decimals:
        return stored
    return Decimal(stored).scaleb(-measure.decimals)


def shown(measure: Measure, stored: int | None) -> str:
    """As text in Vietnamese form: 71.814, 12,500; a dash where there is no data."""
    value = scaled(measure, stored)
    if value is None:
        return "–"
    return number_format(value, decimal_pos=measure.decimals or None, use_l10n=True, force_grouping=True)
