"""What an uncommitted change would do to figures: shown to an administrator before a closed month is corrected."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from common.months import Month
from communes.models import Cell, Unit, UnitClosure
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

    Call inside the transaction of the change, which is rolled back afterwards; writes nothing itself.
    """
    groups = defaultdict(set)
    for cell in cells:
        groups[(str(cell.section), cell.period)].add(cell.unit_id)
    effects = []
    for (section, month), unit_ids in sorted(groups.items(), key=lambda item: (item[0][1], item[0][0])):
        effects += _of_section(section, month, unit_ids)
    return effects


def _of_section(section: str, month: Month, unit_ids: set[int]) -> list[Effect]:
    state = section_state(section, month, unit_ids)
    rows = {
        (row.unit_id, row.measure_id): row
        for row in Figure.objects.filter(
            unit_id__in=unit_ids, measure__section=section, year=month.year, month=month.month
        )
    }
    moved = {}
    for key in rows.keys() | state.values.keys():
        before = rows[key].own if key in rows else None
        after = state.values[key].own if key in state.values else None
        if (before or 0) != (after or 0):
            moved[key] = (before or 0, after or 0)
    return _described(moved, month)


def _described(moved: dict, month: Month) -> list[Effect]:
    measures = Measure.objects.in_bulk([measure for _unit, measure in moved])
    lines = []
    for (unit_id, measure_id), (before, after) in sorted(moved.items()):
        measure = measures[measure_id]
        for unit, total in _own_and_above(unit_id, measure, month):
            base = before if unit.pk == unit_id else total
            if base is None:
                continue
            label = f"{measure}, {unit.full_name}, {month.label}"
            lines.append(Effect(label, shown(measure, base), shown(measure, base + after - before)))
    return lines


def _own_and_above(unit_id: int, measure: Measure, month: Month):
    """The unit, then the units above it with their stored totals; a distinct count is not shifted by differences."""
    links = UnitClosure.objects.filter(descendant_id=unit_id).order_by("depth")
    units = Unit.objects.in_bulk(links.values_list("ancestor_id", flat=True))
    totals = dict(
        Figure.objects.filter(unit_id__in=units, measure=measure, year=month.year, month=month.month).values_list(
            "unit_id", "total"
        )
    )
    for ancestor_id in links.values_list("ancestor_id", flat=True):
        if ancestor_id == unit_id:
            yield units[ancestor_id], None
        elif not measure.distinct:
            yield units[ancestor_id], totals.get(ancestor_id) or 0
