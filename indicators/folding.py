"""Writing what a section and month should hold, and folding it up the tree, for all three stores together: what the
units have is read along with their declared values, one query reads what stands at and beside the units above where
something changed, and each store is written once. Totals are added up anew from what stands below, never moved by a
difference."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from common.months import Month
from communes.models import Section
from indicators import together
from indicators.catalogue import measures_of
from indicators.cells import Ground, SectionState
from indicators.stores import COVERAGE, FIGURES, PROCEDURES, Rows, Store
from indicators.together import Part

Parents = dict[int, int | None]


@dataclass
class Change:
    """What is to be done in one store: rows to write (the totals among them as stored until they are folded), ids of
    rows to remove, and the keys to fold with the units from which on."""

    store: Store
    rows: Rows = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    units: set[int] = field(default_factory=set)
    keys: set[tuple] = field(default_factory=set)

    def to_fold(self, keys: Iterable[tuple]) -> None:
        """Have the totals of these (unit, *keys) worked out anew."""
        for unit, *rest in keys:
            self.units.add(unit)
            self.keys.add(tuple(rest))


def stored_parts(section: str, month: Month, ground: Ground) -> dict[Store, Part]:
    """What the units have stored of a section, by store; figures of a distinct measure also of the units above."""
    at = {FIGURES: ground.units, COVERAGE: ground.units}
    if any(measure.distinct for measure in measures_of(section).values()):
        at[FIGURES] = ground.parents
    if section == Section.FILINGS:
        at[PROCEDURES] = ground.units
    return {store: store.part(store.month_rows(month, store.within(section), units)) for store, units in at.items()}


def settle(section: str, month: Month, ground: Ground, state: SectionState) -> None:
    """Write the own columns that changed, and the totals of these units and of everything above them. What is stored
    was read along with the state, as `stored_parts` asks."""
    wanted, changes = _wanted(section, state), []
    for store, lines in zip(stored_parts(section, month, ground), state.along, strict=True):
        stored, own = store.rows_of(lines), wanted[store]
        change = _own_changes(store, stored, own, ground.units)
        counted_apart = state.distinct if store is FIGURES else frozenset()
        change.to_fold(key for key in change.rows if key[1] not in counted_apart)
        if counted_apart:
            _take_counted(change, stored, state)
        changes.append(change)
    fold(month, changes, ground.parents)


def _wanted(section: str, state: SectionState) -> dict[Store, Rows]:
    """The own columns that should be, by store."""
    figures = {
        key: {"registered": own.registered, "reported": own.reported, "blank": own.blank, "own": own.own}
        for key, own in state.values.items()
    }
    coverage = {
        (pk, section): {
            "own_expected": c.expected,
            "own_approved": c.approved,
            "own_pending": c.pending,
            "own_blank": c.blank,
        }
        for pk, c in state.coverage.items()
        if c.expected
    }
    wanted = {FIGURES: figures, COVERAGE: coverage}
    if section == Section.FILINGS:
        names = PROCEDURES.own_columns
        wanted[PROCEDURES] = {key: dict(zip(names, row, strict=True)) for key, row in state.procedures.items()}
    return wanted


def _own_changes(store: Store, stored: Rows, own: Rows, units) -> Change:
    """The units' rows whose own columns are not what they should be."""
    change, names = Change(store), store.own_columns
    missing, empty = store.empty_row(), store.empty_own()
    for key in stored.keys() | own.keys():
        row, target = stored.get(key, missing), own.get(key, empty)
        if key[0] in units and any(row[name] != target[name] for name in names):
            change.rows[key] = row | target
    return change


def _take_counted(change: Change, stored: Rows, state: SectionState) -> None:
    """Totals of distinct measures, at the units and those above: counted over the subtree, not summed."""
    for key in [key for key in stored.keys() | change.rows.keys() | state.totals.keys() if key[1] in state.distinct]:
        before = change.rows.get(key) or stored.get(key) or FIGURES.empty_row()
        row = before | {"total": state.totals.get(key)}
        if FIGURES.is_zero(row):
            _drop(change, key, row)
        elif row != before:
            change.rows[key] = row


def _drop(change: Change, key: tuple, row: dict) -> None:
    change.rows.pop(key, None)
    if row["pk"] is not None:
        change.gone.append(row["pk"])


def fold(month: Month, changes: list[Change], parents: Parents) -> None:
    """Work out the totals that the changes ask for, and write everything. `parents`: of these units and all above."""
    folded = [change for change in changes if change.keys]
    levels, parts = depths(parents), []
    for change in folded:
        involved = _with_those_above(change.units, parents)
        first_keys = change.store.first_keys(change.keys)
        others = change.store.beside(month, first_keys, involved)
        parts += [change.store.part(change.store.month_rows(month, first_keys, involved)), others]
    answers = iter(together.read(*parts) if parts else ())
    for change in folded:
        stored = {key: row for key, row in change.store.rows_of(next(answers)).items() if key[1:] in change.keys}
        below = {key: row for key, row in change.store.sums_of(next(answers)).items() if key[1:] in change.keys}
        _add_up(change, stored, below, parents, levels)
    for change in changes:
        if change.rows:
            change.store.write(month, change.rows)
        change.store.remove(change.gone)


def _add_up(change: Change, stored: Rows, below: Rows, parents: Parents, levels: dict[int, int]) -> None:
    """Own plus the children's totals, deepest level first, so that each is worked out from totals that are new already.
    `below`: the sums of the children that are not worked out themselves; the others join them here."""
    store = change.store
    waiting: dict[int, set[tuple]] = defaultdict(set)
    for key in stored.keys() | change.rows.keys() | below.keys():
        if key[1:] in change.keys:
            waiting[levels[key[0]]].add(key)
    for level in range(max(waiting, default=-1), -1, -1):
        for key in waiting[level]:
            before = change.rows.get(key) or stored.get(key) or store.empty_row()
            sums = below.get(key)
            row = before | store.totals(before, sums)
            # A zero that units below declared is a number, not the lack of one.
            if store.is_zero(row) and all(number is None for number in (sums or {}).values()):
                _drop(change, key, row)
                continue
            if row != before or before["pk"] is None:
                change.rows[key] = row
            if parents[key[0]] is not None:
                upper = (parents[key[0]], *key[1:])
                store.add(below.setdefault(upper, {}), row)
                waiting[level - 1].add(upper)


def depths(parents: Parents) -> dict[int, int]:
    """unit id -> how many units stand above it."""
    found: dict[int, int] = {}
    for unit in parents:
        path = []
        while unit is not None and unit not in found:
            path.append(unit)
            unit = parents[unit]
        above = -1 if unit is None else found[unit]
        for depth, below in enumerate(reversed(path), start=above + 1):
            found[below] = depth
    return found


def _with_those_above(units: Iterable[int], parents: Parents) -> set[int]:
    found: set[int] = set()
    for unit in units:
        while unit is not None and unit not in found:
            found.add(unit)
            unit = parents[unit]
    return found
