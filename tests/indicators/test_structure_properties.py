"""Any forest, any successions: nothing is lost or made up, parents are sums, only borders that are crossed matter."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.months import Month
from communes.models import UnitClosure
from indicators.reports import by_unit, series
from tests.factories import communes as ground
from tests.factories.indicators import put_coverage, put_figures

pytestmark = pytest.mark.django_db
JUNE = Month(2020, 6)
KEY = "documents.incoming"
SIZE = st.integers(4, 9)
SHARES = [(Decimal("1"),), (Decimal("0.6"), Decimal("0.4")), (Decimal("0.3333"), Decimal("0.3333"), Decimal("0.3334"))]


@st.composite
def lands(draw):
    """Each unit's parent or None, own figure, and heirs with shares; heirs are later units, as days go forward."""
    size = draw(SIZE)
    parents = [None] + [draw(st.one_of(st.none(), st.integers(0, place - 1))) for place in range(1, size)]
    own = [draw(st.integers(0, 12)) for _place in range(size)]
    heirs = []
    for place in range(size):
        later = list(range(place + 1, size))
        shares = draw(st.sampled_from([(), (), *(shares for shares in SHARES if len(shares) <= len(later))]))
        chosen = draw(st.permutations(later))[: len(shares)]
        heirs.append(list(zip(chosen, shares, strict=True)))
    return parents, own, heirs


def settle(parents, own, heirs) -> list:
    units = []
    for place, parent in enumerate(parents):
        units.append(ground.make_unit(f"U{place}", parent=None if parent is None else units[parent]))
        put_figures(units[-1], {(KEY, JUNE): own[place]})
        put_coverage(units[-1], "documents", first=JUNE, last=JUNE)
    for place, shares in enumerate(heirs):
        if shares:
            ground.make_succession(units[place], *((units[heir], share) for heir, share in shares))
    return units


def kept_by(own, heirs) -> list[Decimal]:
    """What each unit has of its own once everything has walked to its last heirs."""
    found = [Decimal(number) for number in own]
    for place, shares in enumerate(heirs):  # heirs come later
        for heir, share in shares:
            found[heir] += found[place] * share
        if shares:
            found[place] = Decimal(0)
    return found


@given(land=lands())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_structure_of_today_neither_loses_nor_makes_figures(land):
    with transaction.atomic():
        parents, own, heirs = land
        ground.open_calendar()
        units = settle(parents, own, heirs)
        today = [series(unit, KEY, JUNE, JUNE, structure="is") for unit in units]
        exact = [one.exact[0][1] for one in today]
        roots = [place for place, parent in enumerate(parents) if parent is None]
        assert sum(exact[place] for place in roots) == sum(own)
        kept = kept_by(own, heirs)
        for place in range(len(units)):
            below = [exact[child] for child, parent in enumerate(parents) if parent == place]
            assert exact[place] == kept[place] + sum(below)
            assert abs(today[place].value - exact[place]) <= Decimal("0.5")
        _compare_with_was(units, heirs, today)
        transaction.set_rollback(True)


def _compare_with_was(units, heirs, today) -> None:
    table = by_unit(units, [KEY], JUNE, JUNE, structure="is")
    for place, unit in enumerate(units):
        below = set(UnitClosure.objects.filter(ancestor=unit).values_list("descendant_id", flat=True))
        crossed = any(
            (units[old].pk in below) != (units[heir].pk in below)
            for old, shares in enumerate(heirs)
            for heir, _share in shares
        )
        was = series(unit, KEY, JUNE, JUNE).value
        assert crossed or (today[place].value == was and not today[place].estimated), place
        assert table[unit.pk][KEY] == today[place].value
        assert (KEY in table[unit.pk].estimated) == today[place].estimated
