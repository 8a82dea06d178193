"""As it was and as it is: any tree and any chain of successions, against a naive computation."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.months import Month
from communes.models import Reorganisation, Succession, UnitClosure
from communes.reorganise import merge
from documents.actions import handling
from indicators import rollups
from indicators.models import Figure
from indicators.reports import by_unit, indicator, series
from tests.factories import communes as ground
from tests.factories.desk import make_filing, make_procedure
from tests.factories.documents import make_document
from tests.factories.indicators import put_coverage, put_figures

pytestmark = pytest.mark.django_db
JUNE, JULY = Month(2020, 6), Month(2020, 7)
KEY = "documents.incoming"


@pytest.fixture(autouse=True)
def _calendar(db, settings):
    settings.REFRESH_MODE = "worker"
    ground.open_calendar(first=Month(2020, 5))


def succeed(predecessor, **shares_of) -> None:
    """`predecessor` went to units with these shares: succeed(a, to=[(b, "0.6"), (c, "0.4")])."""
    act = Reorganisation.objects.create(kind="split", effective_on=date(2020, 7, 1), resolution="1/NQ")
    for successor, share in shares_of["to"]:
        Succession.objects.create(reorganisation=act, predecessor=predecessor, successor=successor, share=share)


def today(unit, month=JUNE, key=KEY, **kwargs):
    return series(unit, key, month, month, structure="is", **kwargs).value


# --- Any tree, any chain ---------------------------------------------------------------------------------------------

LAND = st.integers(4, 9).flatmap(
    lambda size: st.tuples(
        st.tuples(*(st.integers(0, max(0, place - 1)) for place in range(size))),  # each unit's parent
        st.tuples(*(st.integers(0, 9) for _place in range(size))),  # own figures
        st.lists(st.tuples(st.integers(1, size - 2), st.integers(1, size), st.sampled_from([0, 25, 50])), max_size=5),
    )
)


def settle(parents, own, moves):
    """Units, their own figures, and successions that only go to later units; shares of one unit sum to 1."""
    units = []
    for place, parent in enumerate(parents):
        units.append(ground.make_unit(f"U{place}", parent=units[parent] if place else None))
    heirs = {}
    for place, step, part in moves:
        successor = place + step
        if place not in heirs and successor < len(units):
            others = [other for other in range(place + 1, len(units)) if other != successor]
            split = part if others else 0
            heirs[place] = [(successor, Decimal(100 - split) / 100)]
            heirs[place] += [(others[0], Decimal(split) / 100)] if split else []
    for place, shares in heirs.items():
        succeed(units[place], to=[(units[successor], share) for successor, share in shares])
    for unit, number in zip(units, own, strict=True):
        if number:
            put_figures(unit, {(KEY, JUNE): number})
        put_coverage(unit, "documents", first=JUNE, last=JUNE)
    return units, heirs


def naive(own, heirs, parents) -> list[Decimal]:
    """Every figure walks to the last heirs, then up today's tree."""
    moved = [Decimal(0)] * len(own)

    def give(place, number):
        if place not in heirs:
            moved[place] += number
        for successor, share in heirs.get(place, []):
            give(successor, number * share)

    for place, number in enumerate(own):
        give(place, Decimal(number))
    for place in reversed(range(1, len(own))):
        moved[parents[place]] += moved[place]
    return moved


@given(land=LAND)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_today_equals_a_naive_walk_of_every_figure(land):
    with transaction.atomic():
        parents, own, moves = land
        units, heirs = settle(parents, own, moves)
        expected = naive(own, heirs, parents)
        table = by_unit(units, [KEY], JUNE, JUNE, structure="is")
        was = by_unit(units, [KEY], JUNE, JUNE)
        for unit, number in zip(units, expected, strict=True):
            found = series(unit, KEY, JUNE, JUNE, structure="is")
            assert abs((found.value or 0) - number) <= Decimal("0.5")
            assert found.estimated or (found.value or 0) == number
            assert table[unit.pk][KEY] == found.value
            assert was[unit.pk][KEY] == sum_below(unit, units, own)
        assert series(units[0], KEY, JUNE, JUNE, structure="is").value == sum(own)
        transaction.set_rollback(True)


def sum_below(unit, units, own) -> int:
    below = set(UnitClosure.objects.filter(ancestor=unit).values_list("descendant_id", flat=True))
    return sum(number for other, number in zip(units, own, strict=True) if other.pk in below)


# --- Cases of the district -------------------------------------------------------------------------------------------


@pytest.fixture
def border():
    """Two districts, and the commune of 2025 that takes communes of both over."""
    province = ground.make_unit("Lào Cai", kind="province")
    bacha, simacai = (ground.make_unit(name, kind="district", parent=province) for name in ("Bắc Hà", "Si Ma Cai"))
    old = [ground.make_unit(name, parent=bacha) for name in ("Lùng Phình", "Tả Van Chư")]
    old.append(ground.make_unit("Lùng Thẩn", parent=simacai))
    for unit, number in zip(old, (10, 20, 400), strict=True):
        put_figures(unit, {(KEY, JUNE): number})
        put_coverage(unit, "documents", first=JUNE, last=JUNE)
    return province, bacha, simacai, old


def test_succession_across_a_border_moves_figures_between_districts(border):
    """The commune as a unit of Bắc Hà: what came from Si Ma Cai is Bắc Hà's now."""
    province, bacha, simacai, old = border
    new = ground.make_unit("Lùng Phình", parent=bacha, slug="xa-lung-phinh-2025", valid_from=date(2025, 7, 1))
    for unit in old:
        succeed(unit, to=[(new, 1)])
    was = [series(unit, KEY, JUNE, JUNE).value for unit in (province, bacha, simacai, new)]
    assert was == [430, 30, 400, None]
    assert [today(unit) for unit in (province, bacha, simacai, new)] == [430, 430, 0, 430]
    assert [today(unit) for unit in old] == [0, 0, 0]
    covered = [series(u, KEY, JUNE, JUNE, structure="is").coverage.expected for u in (province, bacha, simacai, new)]
    assert covered == [3, 3, 0, 3]


def test_two_level_government_leaves_nothing_at_the_districts(border):
    """The commune of 2025 stands right below the province."""
    province, bacha, simacai, old = border
    new = ground.make_unit("Lùng Phình", parent=province, slug="xa-lung-phinh-2025", valid_from=date(2025, 7, 1))
    for unit in old:
        succeed(unit, to=[(new, 1)])
    assert [today(unit) for unit in (province, bacha, simacai, new)] == [430, 0, 0, 430]
    assert today(province, kind="commune") == 430


def test_split_is_an_estimate_and_rounded_half_up(border):
    province, bacha, simacai, old = border
    succeed(old[0], to=[(old[1], "0.75"), (old[2], "0.25")])
    assert [today(unit) for unit in (bacha, simacai, old[1], old[2])] == [28, 403, 28, 403]
    assert series(old[1], KEY, JUNE, JUNE, structure="is").estimated
    assert not series(province, KEY, JUNE, JUNE, structure="is").estimated


def test_merger_of_the_middle_of_july_in_both_structures():
    tree = ground.make_district()
    both, one = make_procedure(offered_by=[tree.tacuty, tree.banpho], level="3"), make_procedure(level="4")
    ground.make_equipment(tree.banpho, since=date(2020, 5, 1))
    for _number in range(2):
        ground.make_equipment(tree.tacuty, since=date(2020, 5, 1))
    one.offers.create(unit=tree.banpho, since=date(2020, 5, 1))
    document = make_document(tree.banpho, registered_on=date(2020, 6, 1), due_on=date(2020, 10, 1))
    make_filing(tree.banpho, both, received="2020-06-10 08:00", channel="online")
    rollups.rebuild()
    merge(by=None, effective_on=date(2020, 7, 16), resolution="1/NQ", absorbed=[tree.banpho], into=tree.tacuty)
    rollups.refresh()
    for key, was, now in (
        ("equipment.computers", (2, 3), (3, 3)),
        ("procedures.in_force", (1, 2), (2, 2)),
        ("documents.incoming", (0, 0), (1, 0)),
    ):
        assert tuple(series(tree.tacuty, key, m, m).value for m in (JUNE, JULY)) == was, key
        assert tuple(today(tree.tacuty, m, key) for m in (JUNE, JULY)) == now, key
        assert tuple(today(tree.district, m, key, kind="commune") for m in (JUNE, JULY)) == now, key
        assert by_unit([tree.tacuty], [key], JUNE, JUNE, structure="is")[tree.tacuty.pk][key] == now[0]
    shares = [indicator(tree.tacuty, "procedures_with_filings", JUNE, JUNE, structure=s) for s in ("was", "is")]
    assert [(s.numerator, s.denominator) for s in shares] == [(0, 1), (1, 2)]
    document.refresh_from_db()
    handling.finish(document, by=None, version=None, completed_on=date(2020, 7, 20))
    rollups.refresh()
    due = Figure.objects.filter(measure__key="documents.incoming_due", year=2020, month=10, own=1)
    assert [row.unit for row in due] == [tree.tacuty]
