"""A month counted anew for all units at once: every row worked out in memory, own and total, and written a single time.

The refresh of single cells (`rollups`) folds in the database, level by level, and touches a row twice: for its own
columns, then for its totals. For a country that is millions of rows read back and written again. Here nothing stored is
trusted or read for a total: what is stored only tells which rows are right already.
"""

from collections.abc import Iterable

from django.db.models import Q

from common.bulk import insert_values
from common.months import Month
from communes.models import Section, Unit
from indicators import sources
from indicators.cells import SectionState, measure_map, section_state, units_of
from indicators.stores import COVERAGE, FIGURES, PROCEDURES, Store

# (unit, *keys) -> the values of the own columns, or of the total columns, in the store's order.
Rows = dict[tuple, tuple]


def count_month(month: Month) -> None:
    """Make the stored rows of a month what a count of registers and declared values says. Call it holding the lock."""
    units = units_of(None)
    parents = dict(Unit.objects.order_by().values_list("pk", "parent_id"))
    depths = _depths(parents)
    procedures: Rows = {}
    coverage: Rows = {}
    for section in Section.values:
        state = section_state(section, month, None, units=units)
        figures = {key: (own.registered, own.reported, own.blank, own.own) for key, own in state.values.items()}
        totals = _figure_totals(section, month, figures, state, parents, depths)
        _settle(FIGURES, month, Q(measure__section=section), _joined(FIGURES, figures, totals))
        coverage |= {
            (pk, section): (c.expected, c.approved, c.pending, c.blank)
            for pk, c in state.coverage.items()
            if c.expected
        }
        procedures |= state.procedures
    for store, own in ((PROCEDURES, procedures), (COVERAGE, coverage)):
        _settle(store, month, Q(), _joined(store, own, fold(own, parents, depths)))


def _figure_totals(section: str, month: Month, figures: Rows, state: SectionState, parents, depths) -> Rows:
    """Sums up the tree; of distinct measures the count over each subtree, which is no sum."""
    summed = {key: row[-1:] for key, row in figures.items() if row[-1] is not None and key[1] not in state.distinct}
    totals = fold(summed, parents, depths)
    if section in sources.SUBTREE_SOURCES:
        measures = {key: measure.pk for key, measure in measure_map(section).items()}
        counted = sources.count_subtree(section, month, None)
        totals |= {(unit, measures[key]): (number,) for (unit, key), number in counted.items()}
    return totals


def fold(own: Rows, parents: dict[int, int | None], depths: dict[int, int]) -> Rows:
    """Each unit's numbers plus those of the units below it, the deepest level first."""
    levels: dict[int, Rows] = {}
    for key, numbers in own.items():
        levels.setdefault(depths[key[0]], {})[key] = numbers
    totals: Rows = {}
    for depth in range(max(levels, default=-1), -1, -1):
        level = levels.get(depth, {})
        totals |= level
        if depth:
            _add_to_parents(level, levels.setdefault(depth - 1, {}), parents)
    return totals


def _add_to_parents(level: Rows, above: Rows, parents: dict[int, int | None]) -> None:
    for key, numbers in level.items():
        upper = (parents[key[0]], *key[1:])
        known = above.get(upper)
        above[upper] = numbers if known is None else tuple(map(int.__add__, known, numbers))


def _depths(parents: dict[int, int | None]) -> dict[int, int]:
    """unit id -> how many units stand above it."""
    depths: dict[int, int] = {}
    for unit in parents:
        path = []
        while unit is not None and unit not in depths:
            path.append(unit)
            unit = parents[unit]
        above = -1 if unit is None else depths[unit]
        for depth, below in enumerate(reversed(path), start=above + 1):
            depths[below] = depth
    return depths


def _joined(store: Store, own: Rows, totals: Rows) -> Rows:
    """Whole rows: own columns, then totals; either side may be missing."""
    empty = store.empty_own()
    no_own = tuple(empty[name] for name in store.own_columns)
    no_total = (store.nothing,) * len(store.total_columns)
    return {key: own.get(key, no_own) + totals.get(key, no_total) for key in own.keys() | totals.keys()}


def _settle(store: Store, month: Month, narrowed: Q, wanted: Rows) -> None:
    """Write the rows that are missing or wrong, remove those that should not be."""
    columns = (*store.own_columns, *store.total_columns)
    width = 2 + len(store.keys)
    stored = store.month_rows(month, narrowed, None).order_by().values_list("pk", "unit_id", *store.keys, *columns)
    gone, changed = [], []
    for row in stored.iterator(chunk_size=10_000):
        key = row[1:width]
        target = wanted.pop(key, None)
        if target is None:
            gone.append(row[0])
        elif row[width:] != target:
            changed.append((key, target))
    store.remove(gone)
    if changed:
        store.write(month, {key: dict(zip(columns, target, strict=True)) for key, target in changed})
    insert_values(store.model, ("unit_id", *store.keys, "year", "month", *columns), _lines(month, wanted))


def _lines(month: Month, rows: Rows) -> Iterable[tuple]:
    # In the order of the unique index: pages of it are then filled one after the other.
    for key in sorted(rows):
        yield (*key, month.year, month.month, *rows[key])
