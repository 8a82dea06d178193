"""Stored figures for tests, written past the refresh: own values of units with the totals above them, and coverage."""

from common.months import Month, span
from communes.models import Unit, UnitClosure
from indicators.models import CoverageFigure, Figure, Measure

JANUARY, JUNE = Month(2020, 1), Month(2020, 6)


def put_figures(unit: Unit, values: dict[tuple[str, Month], int]) -> None:
    """The unit's own figures by (measure key, month); the totals of the unit and of everything above it follow."""
    measures = {measure.key: measure.pk for measure in Measure.objects.all()}
    links = list(UnitClosure.objects.filter(descendant=unit))
    stored = Figure.objects.filter(unit__in=[link.ancestor_id for link in links])
    rows = {(row.unit_id, row.measure_id, row.year, row.month): row for row in stored}
    changed = []
    for (key, month), value in values.items():
        known = rows.get((unit.pk, measures[key], month.year, month.month))
        more = value - (known.own if known and known.own else 0)
        for link in links:
            where = (link.ancestor_id, measures[key], month.year, month.month)
            row = rows.setdefault(where, _new(Figure, "measure_id", where))
            row.total = (row.total or 0) + more
            if link.depth == 0:
                row.registered = row.own = value
            changed.append(row)
    _store(Figure, changed)


def put_figure(unit: Unit, key: str, month: Month, value: int) -> None:
    """One of them."""
    put_figures(unit, {(key, month): value})


def put_coverage(
    unit: Unit, *sections: str, first: Month = JANUARY, last: Month = JUNE, state: str = "approved"
) -> None:
    """One unit expected in each month, approved, pending or blank, with the totals above it."""
    links = list(UnitClosure.objects.filter(descendant=unit))
    stored = CoverageFigure.objects.filter(unit__in=[link.ancestor_id for link in links])
    rows = {(row.unit_id, row.section, row.year, row.month): row for row in stored}
    changed = []
    for section in sections:
        for month in span(first, last):
            for link in links:
                where = (link.ancestor_id, section, month.year, month.month)
                row = rows.setdefault(where, _new(CoverageFigure, "section", where))
                row.expected += 1
                setattr(row, state, getattr(row, state) + 1)
                if link.depth == 0:
                    row.own_expected = 1
                    setattr(row, f"own_{state}", 1)
                changed.append(row)
    _store(CoverageFigure, changed)


def _new(model, what: str, where: tuple):
    return model(**dict(zip(("unit_id", what, "year", "month"), where, strict=True)))


def _store(model, rows: list) -> None:
    """Write each row once, whether it is new or was there."""
    unique = list({id(row): row for row in rows}.values())
    model.objects.filter(pk__in=[row.pk for row in unique if row.pk]).delete()
    model.objects.bulk_create(unique)
