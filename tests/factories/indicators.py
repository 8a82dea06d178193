"""Stored figures for tests, written past the refresh: a value of a unit with the totals above it, and coverage."""

from common.months import Month, span
from communes.models import Unit, UnitClosure
from indicators.models import CoverageFigure, Figure, Measure

JANUARY, JUNE = Month(2020, 1), Month(2020, 6)


def put_figure(unit: Unit, key: str, month: Month, value: int) -> None:
    """The unit's own figure, added to the totals of the unit and of everything above it."""
    measure = Measure.objects.get(key=key)
    where = {"measure": measure, "year": month.year, "month": month.month}
    for link in UnitClosure.objects.filter(descendant=unit):
        row, _created = Figure.objects.get_or_create(unit_id=link.ancestor_id, **where, defaults={"total": 0})
        row.total = (row.total or 0) + value
        if link.depth == 0:
            row.registered = row.own = value
        row.save()


def put_coverage(
    unit: Unit, section: str, *, first: Month = JANUARY, last: Month = JUNE, state: str = "approved"
) -> None:
    """One unit expected in each month, approved, pending or blank, with the totals above it."""
    for month in span(first, last):
        for link in UnitClosure.objects.filter(descendant=unit):
            row, _created = CoverageFigure.objects.get_or_create(
                unit_id=link.ancestor_id, section=section, year=month.year, month=month.month
            )
            row.expected += 1
            setattr(row, state, getattr(row, state) + 1)
            if link.depth == 0:
                row.own_expected = 1
                setattr(row, f"own_{state}", 1)
            row.save()
