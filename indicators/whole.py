"""A month counted anew for all units at once: every row worked out in memory, own and total, and written a single time.

The refresh of single cells (`folding`) asks the database for what stands above and beside them and trusts the totals of
the units beside. For a country that would be millions of rows. Here nothing stored is trusted or read for a total: what
is stored only tells which rows are right already.
"""

from collections.abc import Iterable

from django.db.models import Q

from common.bulk import insert_values
from common.months import Month
from communes.models import Section
from indicators.cells import SectionState, ground_of, section_state
from indicators.folding import depths
from indicators.stores import COVERAGE, FIGURES, PROCEDURES, Store

# (unit, *keys) -> the values of the own columns, or of the total columns, in the store's order.
Rows = dict[tuple, tuple]


def count_month(month: Month) -> None:
    """Make the stored rows of a month what a count of registers and declared values says. Call it holding the lock."""
    ground = ground_of(None, month)
    parents, levels = ground.parents, depths(ground.parents)
    procedures: Rows = {}
    coverage: Rows = {}
    for section in Section.values:
        state = section_state(section, month, None, ground=ground, with_totals=True)
        figures = {key: (own.registered, own.reported, own.blank, own.own) for key, own in state.values.items()}
        totals = _figure_totals(figures, state, parents, levels)
        _settle(FIGURES, month, FIGURES.within(section), _joined(FIGURES, figures, totals))
        coverage |= {
            (pk, section): (c.expected, c.approved, c.pending, c.blank)
            for pk, c in state.coverage.items()
            if c.expected
        }
        procedures |= state.procedures
    for store, own in ((PROCEDURES, procedures), (COVERAGE, coverage)):
        _settle(store, month, Q(), _joined(store, own, fold(own, parents, levels)))


def _figure_totals(figures: Rows, state: SectionState, parents, levels) -> Rows:
    """Sums up the tree; of distinct measures the count over each subtree, which is no sum."""
    summed = {key: row[-1:] for key, row in figures.items() if row[-1] is not None and key[1] not in state.distinct}
    return fold(summed, parents, levels) | {key: (number,) for key, number in state.totals.items()}


def fold(own: Rows, parents: dict[int, int | None], levels: dict[int, int]) -> Rows:
    """Each unit's numbers plus those of the units below it, the deepest level first."""
    at: dict[int, Rows] = {}
    for key, numbers in own.items():
        at.setdefault(levels[key[0]], {})[key] = numbers
    totals: Rows = {}
    for depth in range(max(at, default=-1), -1, -1):
        level = at.get(depth, {})
        totals |= level
        if depth:
            _add_to_parents(level, at.setdefault(depth - 1, {}), parents)
    return totals


def _add_to_parents(level: Rows, above: Rows, parents: dict[int, int | None]) -> None:
    for key, numbers in level.items():
        upper = (parents[key[0]], *key[1:])
        known = above.get(upper)
        above[upper] = numbers if known is None else tuple(map(int.__add__, known, numbers))


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
