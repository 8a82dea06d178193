"""Figures of units that never were: when the founding of a unit is undone, what was counted of it goes with it."""

from collections import defaultdict

from django.db.models import Q

from common.months import Month
from communes import locks
from communes.models import StaleMark, Unit, UnitClosure
from indicators import sources
from indicators.models import Measure
from indicators.rollups import fold, move_version, store_distinct_totals
from indicators.stores import COVERAGE, FIGURES, PROCEDURES


def forget(unit_ids: set[int]) -> None:
    """Take the stored figures of the units out and fold the totals above them anew, inside the caller's transaction.

    The caller has ended what the units held and deletes them next. Stands in line behind the refresher, which might
    otherwise write a figure of a unit that is being deleted.
    """
    locks.take_refresh()
    parents = set(Unit.objects.filter(pk__in=unit_ids).values_list("parent_id", flat=True)) - unit_ids - {None}
    StaleMark.objects.filter(unit_id__in=unit_ids).delete()
    UnitClosure.objects.filter(Q(descendant_id__in=unit_ids) | Q(ancestor_id__in=unit_ids)).delete()
    # Distinct things are counted over the subtree, never summed.
    counted_apart = set(Measure.objects.filter(distinct=True).values_list("pk"))
    for store in (FIGURES, PROCEDURES, COVERAGE):
        keys: dict[tuple[int, int], set[tuple]] = defaultdict(set)
        rows = store.model.objects.filter(unit_id__in=unit_ids)
        if store is FIGURES:
            distinct = set(rows.filter(measure__distinct=True).values_list("year", "month").distinct())
        for row in rows.values("unit_id", "year", "month", *store.keys):
            keys[(row["year"], row["month"])].add(store.key_of(row)[1:])
        rows.delete()
        for (year, month), changed in keys.items():
            summed = changed - counted_apart if store is FIGURES else changed
            if parents and summed:
                fold(store, Month(year, month), parents, summed)
    for year, month in distinct if parents else ():
        for section in sources.SUBTREE_SOURCES:
            store_distinct_totals(section, Month(year, month), parents)
    move_version()
