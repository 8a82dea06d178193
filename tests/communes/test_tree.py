"""The closure table equals a naive walk up the parents, built at once or unit by unit."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from communes import reports, tree
from communes.models import Unit, UnitClosure
from tests.factories import communes as make

pytestmark = pytest.mark.django_db
# Each unit's parent is one of those before it, or none: any forest.
FORESTS = st.integers(1, 12).flatmap(
    lambda size: st.tuples(*(st.none() | st.integers(0, max(0, place - 1)) for place in range(size)))
)


def plant(parents) -> list[Unit]:
    units = []
    for place, parent in enumerate(parents):
        above = units[parent] if parent is not None and parent < place else None
        units.append(make.make_unit(f"U{place}", parent=above, kind="office"))
    return units


def walked(units) -> set[tuple[int, int, int]]:
    """(ancestor, descendant, depth) by walking up from every unit."""
    found = set()
    for unit in units:
        depth, current = 0, unit
        while current is not None:
            found.add((current.pk, unit.pk, depth))
            depth, current = depth + 1, current.parent
    return found


def stored() -> set[tuple[int, int, int]]:
    return set(UnitClosure.objects.values_list("ancestor_id", "descendant_id", "depth"))


@given(parents=FORESTS)
@example(parents=(None, *range(9)))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_closure_equals_a_walk(parents):
    with transaction.atomic():
        units = plant(parents)
        expected = walked(units)
        assert stored() == expected, "unit by unit"
        UnitClosure.objects.all().delete()
        assert tree.rebuild_closure() == len(expected)
        assert stored() == expected, "at once"
        for unit in units:
            below = {pk for above, pk, _depth in expected if above == unit.pk}
            assert set(reports.descendants(unit.pk)) == below
            above = sorted((depth, pk) for pk, of, depth in expected if of == unit.pk and depth)
            assert reports.ancestors([unit.pk]).get(unit.pk, []) == [pk for _depth, pk in above]
        transaction.set_rollback(True)


def test_ring_of_units_is_named():
    first, second = plant((None, 0))
    Unit.objects.filter(pk=first.pk).update(parent=second)
    with pytest.raises(ValueError, match="below itself"):
        tree.rebuild_closure()


def test_tree_is_no_deeper_than_ten():
    units = plant((None, *range(10)))
    with pytest.raises(IntegrityError, match="depth_bounded"), transaction.atomic():
        make.make_unit(parent=units[-1], kind="office")
