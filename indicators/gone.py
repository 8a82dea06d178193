"""Figures of units that never were: when the founding of a unit is undone, what was counted of it goes with it."""

from collections import defaultdict

from django.db.models import Q

from common.months import Month
from communes import locks
from communes.models import StaleMark, Unit, UnitClosure
from communes.reports import parents_up_from
from indicators import sources
from indicators.folding import Change, fold
from indicators.models import Measure
from indicators.rollups import move_version, recount
from indicators.stores import COVERAGE, FIGURES, PROCEDURES


def forget(unit_ids: set[int]) -> None:
    """Take the stored figures of the units out and fold the totals above them anew, inside the caller's transaction.

    The caller has ended what the units held and deletes them next. Stands in line behind the refresher, which might
    otherwise write a figure of a unit that is being deleted.
    """
    locks.take_refresh()
    above = set(Unit.objects.filter(pk__in=unit_ids).values_list("parent_id", flat=True)) - unit_ids - {None}
    StaleMark.objects.filter(unit_id__in=unit_ids).delete()
    UnitClosure.objects.filter(Q(descendant_id__in=unit_ids) | Q(ancestor_id__in=unit_ids)).delete()
    changes, counted_again = _take_out(unit_ids, above)
    parents = parents_up_from(above)
    for month, changed in changes.items():
        fold(month, changed, parents)
    for month in counted_again if above else ():
        for section in sources.SUBTREE_SOURCES:
            recount(section, month, above)
    move_version()


def _take_out(unit_ids: set[int], above: set[int]) -> tuple[dict[Month, list[Change]], set[Month]]:
    """Remove the stored rows; what to fold from the units above on, and the months in which distinct things were among
    them: these are counted over the subtree, never summed."""
    distinct = set(Measure.objects.filter(distinct=True).values_list("pk", flat=True))
    changes, counted_again = defaultdict(list), set()
    for store in (FIGURES, PROCEDURES, COVERAGE):
        found: dict[Month, Change] = {}
        rows = store.model.objects.filter(unit_id__in=unit_ids)
        for year, month, *key in rows.values_list("year", "month", *store.keys):
            if store is FIGURES and key[0] in distinct:
                counted_again.add(Month(year, month))
            else:
                change = found.setdefault(Month(year, month), Change(store))
                change.to_fold((unit, *key) for unit in above)
        rows.delete()
        for month, change in found.items():
            changes[month].append(change)
    return changes, counted_again
