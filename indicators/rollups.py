"""Keeping figures current by the refresh protocol of design.md 3. Figures are recounted, never incremented.

while a mark exists:
    BEGIN; advisory try-lock as a statement of its own, taken -> return; read marks by id, only after the lock;
    own values; fold up the tree; delete the marks BY THE IDS TAKEN; COMMIT; look again
"""

import logging
import time
from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import F, Q, Sum

from common import audit, clock
from common.bulk import analyze
from common.months import Month
from communes import locks
from communes.actions.months import open_months
from communes.models import ReportingCalendar, StaleMark, Unit, UnitClosure
from communes.reports import opened_months
from indicators import sources, whole
from indicators.cells import measure_map, section_state
from indicators.stores import COVERAGE, FIGURES, PROCEDURES, Store

logger = logging.getLogger(__name__)

BATCH = 1000
LONGEST_WAIT = 10
_put_off: ContextVar[bool] = ContextVar("figures put off", default=False)


@contextmanager
def put_off():
    """Within this a commit counts nothing; the caller counts everything afterwards. Until then the marks stay."""
    token = _put_off.set(True)
    try:
        yield
    finally:
        _put_off.reset(token)


def after_commit() -> None:
    """What a register's commit sets off: the refresh itself, or nothing where a worker does it. Never raises."""
    if settings.REFRESH_MODE != "inline" or _put_off.get():
        return
    try:
        refresh()
    except Exception:
        # The marks stay, the page says that figures are being updated, and the timer tries again.
        logger.exception("figures could not be refreshed")


def refresh(*, batch: int = BATCH) -> int:
    """Recount every marked cell; returns the number of marks done. Returns at once if another refresher is at work.

    A mark that always fails is halved out, logged and left, so that it blocks nothing else.
    """
    done, broken = 0, set()
    while StaleMark.objects.exclude(pk__in=broken).exists():
        taken = _refresh_once(batch, broken)
        if taken is None:
            break
        done += taken
    return done


def _refresh_once(batch: int, broken: set[int]) -> int | None:
    ids: list[int] = []
    try:
        with transaction.atomic():
            if not locks.try_refresh():
                return None
            marks = list(StaleMark.objects.exclude(pk__in=broken).order_by("pk")[:batch])
            ids = [mark.pk for mark in marks]
            recount_marks(marks)
            if marks:
                move_version()
            StaleMark.objects.filter(pk__in=ids).delete()
    except Exception:
        if len(ids) == 1:
            logger.exception("stale mark %s cannot be recounted; left for a person to look at", ids[0])
            broken.add(ids[0])
            return 0
        if not ids:
            raise
        return _refresh_once(max(1, len(ids) // 2), broken)
    return len(ids)


def recount_marks(marks) -> None:
    """Recount the cells of the marks, section and month by month."""
    groups: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for mark in marks:
        groups[(mark.section, mark.year, mark.month)].add(mark.unit_id)
    for (section, year, month), unit_ids in sorted(groups.items()):
        recount(section, Month(year, month), unit_ids)


def recount(section: str, month: Month, unit_ids: set[int]) -> None:
    """Own values of one section and month for the units, then the totals above them."""
    state = section_state(section, month, unit_ids)
    keys = Q(measure__section=section)
    values = {
        key: {"registered": own.registered, "reported": own.reported, "blank": own.blank, "own": own.own}
        for key, own in state.values.items()
    }
    _store_own(FIGURES, month, keys, unit_ids, values, not_summed=state.distinct)
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
    _store_own(COVERAGE, month, Q(section=section), unit_ids, coverage)
    if section == "filings":
        own = {
            key: dict(zip(PROCEDURES.own_columns, numbers, strict=True)) for key, numbers in state.procedures.items()
        }
        _store_own(PROCEDURES, month, Q(), unit_ids, own)
    if section in sources.SUBTREE_SOURCES:
        store_distinct_totals(section, month, unit_ids)


def _store_own(
    store: Store, month: Month, narrowed: Q, unit_ids: set[int], wanted: dict[tuple, dict],
    not_summed: frozenset[int] = frozenset(),
) -> None:  # fmt: skip
    """Write the own columns that changed, keeping the totals, and fold the units whose row changed. `not_summed`: first
    keys whose totals are counted otherwise."""
    empty = store.empty_own()
    changed: dict[tuple, dict] = {}
    for row in store.month_rows(month, narrowed, unit_ids):
        key = store.key_of(row)
        target = wanted.pop(key, empty)
        if any(getattr(row, name) != target[name] for name in store.own_columns):
            changed[key] = {**target, **{name: getattr(row, name) for name in store.total_columns}}
    for key, target in wanted.items():
        changed[key] = {**target, **dict.fromkeys(store.total_columns, store.nothing)}
    if changed:
        store.write(month, changed)
    folded = {key for key in changed if key[1] not in not_summed}
    if folded:
        fold(store, month, {key[0] for key in folded}, {key[1:] for key in folded})


def fold(store: Store, month: Month, unit_ids: set[int], keys: set[tuple]) -> None:
    """Totals of the units and everything above them: own plus the children's totals, deepest level first, so that each
    is worked out from totals that are new already. Read at once and written at once, however deep the tree."""
    levels, parents = _levels(unit_ids)
    rows = {store.key_of(row): row for row in _rows_at(store, month, parents, keys)}
    below = _sums_of_others(store, month, parents, keys)
    changed, gone = {}, []
    for level in levels:
        for key in [key for key in rows.keys() | below.keys() if key[0] in level]:
            row, sums = rows.get(key), below.get(key)
            columns = _with_totals(store, row, sums)
            # A zero that units below declared is a number, not the lack of one.
            if store.is_zero(columns) and all(number is None for number in (sums or {}).values()):
                if row is not None:
                    gone.append(row.pk)
                continue
            if row is None or any(getattr(row, name) != columns[name] for name in store.total_columns):
                changed[key] = columns
            if parents[key[0]] is not None:
                _add(below.setdefault((parents[key[0]], *key[1:]), {}), store, columns)
    if changed:
        store.write(month, changed)
    store.remove(gone)


def _add(sums: dict, store: Store, columns: dict) -> None:
    """A child's totals to what is below its parent; None is no data, which adds nothing."""
    for name in store.total_columns:
        known = [number for number in (sums.get(name), columns[name]) if number is not None]
        sums[name] = sum(known) if known else None


def _with_totals(store: Store, row, sums: dict | None) -> dict:
    columns = store.empty_own() if row is None else {name: getattr(row, name) for name in store.own_columns}
    for own, total in store.pairs:
        below = sums[total] if sums else None
        parts = [part for part in (columns[own], below) if part is not None]
        columns[total] = sum(parts) if parts else store.nothing
    return columns


def _levels(unit_ids: set[int]) -> tuple[list[set[int]], dict[int, int | None]]:
    """The units and their ancestors, grouped by their distance from the root, deepest first; and the parent of each."""
    above = UnitClosure.objects.filter(descendant_id__in=list(unit_ids)).values("ancestor_id")
    links = UnitClosure.objects.filter(descendant_id__in=above).values_list("ancestor_id", "descendant_id", "depth")
    depths: dict[int, int] = dict.fromkeys(unit_ids, 0)
    parents: dict[int, int | None] = dict.fromkeys(unit_ids)
    for ancestor, unit, depth in links:
        depths[unit] = max(depths.get(unit, 0), depth)
        parents.setdefault(unit, None)
        if depth == 1:
            parents[unit] = ancestor
    levels: dict[int, set[int]] = defaultdict(set)
    for unit, depth in depths.items():
        levels[depth].add(unit)
    return [levels[depth] for depth in sorted(levels, reverse=True)], parents


def _rows_at(store: Store, month: Month, unit_ids, keys: set[tuple]):
    rows = store.month_rows(month, _first_keys(store, keys), unit_ids)
    return [row for row in rows if store.key_of(row)[1:] in keys]


def _sums_of_others(store: Store, month: Month, involved, keys: set[tuple]) -> dict[tuple, dict]:
    """What stands below the units beside those that are worked out anew themselves."""
    rows = store.model.objects.filter(
        _first_keys(store, keys), year=month.year, month=month.month, unit__parent_id__in=list(involved)
    ).exclude(unit_id__in=list(involved))
    names = ("unit__parent_id", *store.keys)
    # Aliased: an aggregate may not carry the name of the column that it sums.
    sums = {f"sum_{total}": Sum(total) for total in store.total_columns}
    return {
        tuple(row[name] for name in names): {total: row[f"sum_{total}"] for total in store.total_columns}
        for row in rows.order_by().values(*names).annotate(**sums)
        if tuple(row[name] for name in store.keys) in keys
    }


def _first_keys(store: Store, keys: set[tuple]) -> Q:
    return Q(**{f"{store.keys[0]}__in": sorted({key[0] for key in keys})})


def store_distinct_totals(section: str, month: Month, unit_ids: set[int]) -> None:
    """Totals of distinct measures for the units and those above: counted over the subtree, not summed."""
    links = UnitClosure.objects.filter(descendant_id__in=list(unit_ids))
    above = set(links.values_list("ancestor_id", flat=True)) | unit_ids
    measures = {key: m for key, m in measure_map(section).items() if m.distinct}
    counted = sources.count_subtree(section, month, above)
    wanted = {(unit, measures[key].pk): number for (unit, key), number in counted.items()}
    narrowed = Q(measure__section=section, measure__distinct=True)
    changed, gone = {}, []
    for row in FIGURES.month_rows(month, narrowed, above):
        key = FIGURES.key_of(row)
        total = wanted.pop(key, None)
        columns = {name: getattr(row, name) for name in FIGURES.own_columns} | {"total": total}
        if FIGURES.is_zero(columns):
            gone.append(row.pk)
        elif row.total != total:
            changed[key] = columns
    for key, total in wanted.items():
        changed[key] = FIGURES.empty_own() | {"total": total}
    FIGURES.write(month, changed)
    FIGURES.remove(gone)


def watch(*, every: float = 0.3, stop=lambda: False) -> None:
    """The worker's loop: refresh and seal every `every` seconds until `stop()`; open months when the day changes.

    A round that fails (the database is restarted) is logged; the next one follows later and on a fresh connection.
    """
    day, wait = None, every
    while not stop():
        close_old_connections()
        try:
            if clock.today() != day:
                open_months()
                day = clock.today()
            refresh()
            audit.seal()
            wait = every
        except Exception:
            logger.exception("the worker's round failed; it goes on")
            wait = min(wait * 2, LONGEST_WAIT)
        time.sleep(wait)


def move_version() -> None:
    """In the transaction that writes figures, so that whoever reads the new version reads them too."""
    ReportingCalendar.objects.update(figures_version=F("figures_version") + 1)


def rebuild(*, months=None) -> int:
    """Count everything anew, month by month; returns the number of unit-months. For first loads and repairs."""
    first, last = opened_months()
    wanted = list(months) if months is not None else [first + n for n in range(last - first + 1)]
    for month in wanted:
        with transaction.atomic():
            locks.take_refresh()
            taken = list(StaleMark.objects.filter(year=month.year, month=month.month).values_list("pk", flat=True))
            whole.count_month(month)
            move_version()
            for start in range(0, len(taken), BATCH):
                StaleMark.objects.filter(pk__in=taken[start : start + BATCH]).delete()
    # Filled from nothing, the tables look empty to a planner until somebody looks again.
    analyze(*(store.model for store in (FIGURES, PROCEDURES, COVERAGE)))
    return len(wanted) * Unit.objects.count()
