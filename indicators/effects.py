"""What an uncommitted change would do to figures: shown to an administrator before a closed month is corrected."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from common.months import Month
from communes.models import Cell, Unit
from communes.reports import ancestors
from indicators.cells import section_state
from indicators.display import shown
from indicators.models import Figure, Measure


class Effect(NamedTuple):
    """One figure of one unit and month, before and after, as it is shown to people."""

    label: str
    before: str
    after: str


def of_cells(cells: Iterable[Cell]) -> list[Effect]:
    """The figures of the cells' units, and of the units above them, that the change alters.

    Call inside the transaction of the change, which is rolled back afterwards; writes nothing itself. What one unit
    gains and its neighbour loses leaves the units above both as they were.
    """
    groups = defaultdict(set)
    for cell in cells:
        groups[(str(cell.section), cell.period)].add(cell.unit_id)
    moved = {}
    for (section, month), unit_ids in groups.items():
        moved |= _moved(section, month, unit_ids)
    return _described(moved) if moved else []


def _moved(section: str, month: Month, unit_ids: set[int]) -> dict[tuple[int, int, Month], tuple[int, int]]:
    """(unit, measure, month) -> own figure as stored and as it would be, where they differ; none counts as 0."""
    state = section_state(section, month, unit_ids)
    rows = Figure.objects.filter(
        unit_id__in=unit_ids, measure__section=section, year=month.year, month=month.month
    ).values_list("unit_id", "measure_id", "own")
    before = {(unit, measure): own or 0 for unit, measure, own in rows}
    after = {key: own.own or 0 for key, own in state.values.items()}
    return {
        (*key, month): (before.get(key, 0), after.get(key, 0))
        for key in before.keys() | after.keys()
        if before.get(key, 0) != after.get(key, 0)
    }


def _described(moved: dict) -> list[Effect]:
    measures = Measure.objects.in_bulk({measure for _unit, measure, _month in moved})
    above = ancestors({unit for unit, _measure, _month in moved})
    changes: dict[tuple[Month, int, int], int] = defaultdict(int)
    for (unit, measure, month), (before, after) in moved.items():
        # A distinct count is not shifted by differences: its totals are left out.
        higher = [] if measures[measure].distinct else above.get(unit, [])
        for pk in (unit, *higher):
            changes[(month, measure, pk)] += after - before
    units = Unit.objects.in_bulk({pk for _month, _measure, pk in changes})
    depths = {pk: len(above.get(pk, [])) for pk in units} | _depths(above)
    stored = _stored(changes)
    lines = []
    for month, measure, pk in sorted(
        changes, key=lambda key: (key[0], measures[key[1]].position, -depths[key[2]], units[key[2]].sort_key)
    ):
        change, kind = changes[(month, measure, pk)], measures[measure]
        base = moved[(pk, measure, month)][0] if kind.distinct else stored.get((pk, measure, month), 0)
        if change:
            label = f"{kind}, {units[pk].full_name}, {month.label}"
            lines.append(Effect(label, shown(kind, base), shown(kind, base + change)))
    return lines


def _depths(above: dict[int, list[int]]) -> dict[int, int]:
    """How far from the root each unit above stands."""
    return {pk: len(chain) - place - 1 for chain in above.values() for place, pk in enumerate(chain)}


def _stored(changes) -> dict[tuple[int, int, Month], int]:
    rows = Figure.objects.filter(
        unit_id__in={pk for _month, _measure, pk in changes},
        measure_id__in={measure for _month, measure, _pk in changes},
        year__in={month.year for month, _measure, _pk in changes},
    ).values_list("unit_id", "measure_id", "year", "month", "total")
    return {(unit, measure, Month(year, month)): total or 0 for unit, measure, year, month, total in rows}
