"""`refresh_figures --check`: every stored figure against a recount from registers and declared values.

Written apart from `rollups`: own values come from the sources, totals from a plain walk of the tree in memory, so that
a mistake in the folding shows as a difference.
"""

from collections import defaultdict
from dataclasses import dataclass

from common.months import Month, span
from communes.models import Section, Unit
from communes.reports import opened_months
from indicators import sources
from indicators.catalogue import measures_of
from indicators.cells import section_state
from indicators.models import CoverageFigure, Figure, ProcedureFigure
from indicators.stores import PROCEDURES


@dataclass(frozen=True)
class Difference:
    """One stored row that differs from the recount; None: no row."""

    table: str
    unit_id: int
    key: tuple
    month: Month
    stored: tuple | None
    expected: tuple | None

    def __str__(self):
        return f"{self.table} unit {self.unit_id} {self.key} {self.month}: {self.stored} instead of {self.expected}"


def check(*, months=None) -> tuple[list[Difference], int]:
    """The differences and the number of rows compared, over the opened months."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    differences, compared = [], 0
    for month in months or span(*opened_months()):
        expected = _expected(month, parents)
        stored = _stored(month)
        for table in expected:
            keys = expected[table].keys() | stored[table].keys()
            compared += len(keys)
            differences += [
                Difference(table, key[0], key[1:], month, stored[table].get(key), expected[table].get(key))
                for key in sorted(keys, key=str)
                if stored[table].get(key) != expected[table].get(key)
            ]
    return differences, compared


def _stored(month: Month) -> dict[str, dict]:
    at = {"year": month.year, "month": month.month}
    figures = Figure.objects.filter(**at).values_list(
        "unit_id", "measure_id", "registered", "reported", "blank", "own", "total"
    )
    procedures = ProcedureFigure.objects.filter(**at).values_list(
        "unit_id", "procedure_id", "channel", *PROCEDURES.own_columns, *PROCEDURES.total_columns
    )
    names = ("expected", "approved", "pending", "blank")
    coverage = CoverageFigure.objects.filter(**at).values_list(
        "unit_id", "section", *(f"own_{name}" for name in names), *names
    )
    return {
        "figure": {row[:2]: row[2:] for row in figures},
        "procedure": {row[:3]: row[3:] for row in procedures},
        "coverage": {row[:2]: row[2:] for row in coverage},
    }


def _expected(month: Month, parents: dict) -> dict[str, dict]:
    figures, procedures, coverage = {}, {}, {}
    for section in Section.values:
        state = section_state(section, month, None)
        figures |= _figures(section, month, state.values, parents)
        procedures |= {
            key: (*state.procedures.get(key, (0,) * len(row)), *row)
            for key, row in _vector_totals(state.procedures, parents).items()
        }
        counts = {(pk, section): (c.expected, c.approved, c.pending, c.blank) for pk, c in state.coverage.items()}
        totals = _vector_totals(counts, parents)
        coverage |= {key: (*counts.get(key, (0, 0, 0, 0)), *row) for key, row in totals.items() if any(row)}
    return {
        "figure": figures,
        "procedure": {key: row for key, row in procedures.items() if any(row)},
        "coverage": coverage,
    }


def _figures(section: str, month: Month, values: dict, parents: dict) -> dict:
    measures = {m.pk: m for m in measures_of(section).values()}
    by_key = {m.key: m.pk for m in measures.values()}
    summed = {key: own.own for key, own in values.items() if own.own is not None}
    totals = _totals({key: n for key, n in summed.items() if not measures[key[1]].distinct}, parents)
    if section in sources.SUBTREE_SOURCES:
        counted = sources.count_subtree(section, month, None)
        totals |= {(unit, by_key[key]): number for (unit, key), number in counted.items()}
    rows = {}
    for key in values.keys() | totals.keys():
        own = values.get(key)
        row = (own.registered, own.reported, own.blank, own.own) if own else (None, None, "", None)
        rows[key] = (*row, totals.get(key))
    return rows


def _totals(own: dict[tuple, int], parents: dict) -> dict[tuple, int]:
    """Each number added to its unit and to every unit above it."""
    totals: dict[tuple, int] = defaultdict(int)
    for (unit, *key), number in own.items():
        current = unit
        while current is not None:
            totals[(current, *key)] += number
            current = parents[current]
    return dict(totals)


def _vector_totals(own: dict[tuple, tuple], parents: dict) -> dict[tuple, tuple]:
    width = len(next(iter(own.values()), ()))
    columns = [_totals({key: row[n] for key, row in own.items()}, parents) for n in range(width)]
    return {key: tuple(column[key] for column in columns) for key in (columns[0] if columns else ())}
