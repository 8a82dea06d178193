"""As it was and as it is in made territories: merger, split, chain, border, renaming, move, abolition."""

from datetime import date

import pytest

from tests.factories import communes as ground
from tests.indicators.lands import both, commune, is_estimate, settle

pytestmark = pytest.mark.django_db
ENDED = date(2020, 7, 1)


@pytest.fixture
def land():
    """The province and its two districts."""
    found = settle()
    return found.province, found.bacha, found.simacai


def test_merger_sums_and_is_no_estimate(land):
    province, bacha, _simacai = land
    a, b = commune("A", bacha, 10), commune("B", bacha, 5)
    ground.make_succession(a, b)
    assert both(province, bacha, a, b) == [(15, 15), (15, 15), (10, 0), (5, 15)]
    assert not any(is_estimate(unit) for unit in (province, bacha, a, b))


def test_split_goes_by_share_on_top_of_the_own_history(land):
    province, bacha, _simacai = land
    a, b, c = commune("A", bacha, 10), commune("B", bacha, 100), commune("C", bacha)
    ground.make_succession(a, (b, "0.6"), (c, "0.4"))
    assert both(province, bacha, a, b, c) == [(110, 110), (110, 110), (10, 0), (100, 106), (0, 4)]
    assert [is_estimate(unit) for unit in (province, bacha, a, b, c)] == [False, False, False, True, True]


def test_chain_takes_the_product_of_shares(land):
    _province, bacha, _simacai = land
    a, b, c, d = (commune(name, bacha, june) for name, june in (("A", 1000), ("B", 0), ("C", 0), ("D", 0)))
    ground.make_succession(a, (b, "0.6"), (c, "0.4"), on=date(2020, 3, 1))
    ground.make_succession(b, (c, "0.25"), (d, "0.75"))
    assert both(a, b, c, d) == [(1000, 0), (0, 0), (0, 550), (0, 450)]
    ground.make_succession(c, d, on=date(2020, 8, 1))
    assert both(c, d) == [(0, 0), (0, 1000)]
    assert not is_estimate(d)


def test_only_a_succession_across_the_border_changes_the_districts(land):
    province, bacha, simacai = land
    x, y, z = commune("X", simacai, 400), commune("Y", bacha, 10), commune("Z", bacha, 20)
    ground.make_succession(y, z)
    assert both(province, bacha, simacai) == [(430, 430), (30, 30), (400, 400)]
    ground.make_succession(x, z)
    assert both(province, bacha, simacai) == [(430, 430), (30, 430), (400, 0)]
    assert not is_estimate(bacha)


def test_split_across_the_border_makes_the_districts_estimates_and_not_the_province(land):
    province, bacha, simacai = land
    x, y, z = commune("X", simacai, 10), commune("Y", simacai), commune("Z", bacha)
    ground.make_succession(x, (y, "0.7"), (z, "0.3"))
    assert both(province, bacha, simacai) == [(10, 10), (0, 3), (10, 7)]
    assert [is_estimate(unit) for unit in land] == [False, True, True]


def test_renamed_unit_goes_on_under_its_new_name(land):
    _province, bacha, _simacai = land
    old, new = commune("Cũ", bacha, 7), ground.make_unit("Mới", parent=bacha, valid_from=ENDED)
    ground.make_succession(old, new, kind="rename")
    assert both(old, new, bacha) == [(7, 0), (None, 7), (7, 7)]


def test_unit_that_moves_takes_its_children_along(land):
    province, bacha, simacai = land
    old = commune("Cũ", bacha, 3)
    child = commune("Con", old, 4)
    new = ground.make_unit("Cũ", parent=simacai, valid_from=ENDED, slug="xa-cu-2020")
    heir = ground.make_unit("Con", parent=new, valid_from=ENDED, slug="xa-con-2020")
    act = ground.make_reorganisation("move", on=ENDED)
    ground.make_succession(old, new, act=act)
    ground.make_succession(child, heir, act=act)
    assert both(province, bacha, simacai, old, new, heir) == [(7, 7), (7, 0), (None, 7), (7, 0), (None, 7), (None, 4)]


def test_abolished_unit_without_heirs_stays_with_its_parent(land):
    _province, bacha, _simacai = land
    gone = commune("A", bacha, 9)
    gone.valid_until = ENDED
    gone.save()
    assert both(gone, bacha) == [(9, 9), (9, 9)]
