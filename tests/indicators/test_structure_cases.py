"""As it was and as it is in made territories: split, chain, border, renaming, move; and what is an estimate."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.months import Month
from indicators.models import ProcedureFigure
from indicators.reports import board, by_unit, cut, indicator, indicators_by_unit, many, series
from tests.factories import communes as ground
from tests.factories.indicators import put_coverage, put_figures
from tests.factories.services import make_procedure

pytestmark = pytest.mark.django_db
MAY, JUNE = Month(2020, 5), Month(2020, 6)
KEY, SIGNED, OUT = "documents.incoming", "documents.outgoing_signed", "documents.outgoing"
ENDED = date(2020, 7, 1)


@pytest.fixture(autouse=True)
def _calendar(db):
    ground.open_calendar()


@pytest.fixture
def land():
    """Lào Cai with Bắc Hà and Si Ma Cai."""
    province = ground.make_unit("Lào Cai", kind="province")
    return province, *(ground.make_unit(name, kind="district", parent=province) for name in ("Bắc Hà", "Si Ma Cai"))


def commune(name, parent, june=0, **others):
    """A commune with its own incoming documents of June, and what else it has by measure key."""
    unit = ground.make_unit(name, parent=parent)
    put_figures(unit, {(KEY, JUNE): june} | {(key, JUNE): value for key, value in others.items()})
    put_coverage(unit, "documents", first=MAY, last=JUNE)
    return unit


def both(*units, key=KEY) -> list[tuple]:
    """(as it was, as it is) of each unit in June."""
    return [tuple(series(unit, key, JUNE, JUNE, structure=word).value for word in ("was", "is")) for unit in units]


def is_estimate(unit, key=KEY, first=JUNE, last=JUNE) -> bool:
    return series(unit, key, first, last, structure="is").estimated


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


# --- Rounding and marks ----------------------------------------------------------------------------------------------


def test_period_of_small_numbers_is_rounded_once(land):
    """A document a month, six months: the smaller heir does not lose all of them to rounding."""
    _province, bacha, _simacai = land
    a, b, c = commune("A", bacha), commune("B", bacha), commune("C", bacha)
    put_figures(a, {(KEY, Month(2020, month)): 1 for month in range(1, 7)})
    ground.make_succession(a, (b, "0.6"), (c, "0.4"))
    found = [series(unit, KEY, Month(2020, 1), JUNE, structure="is") for unit in (b, c)]
    assert [one.value for one in found] == [4, 2]
    assert [number for _month, number in found[1].months] == [0] * 6
    assert cut(found[1], Month(2020, 2), JUNE).value == 2


def test_halves_are_both_rounded_up(land):
    _province, bacha, _simacai = land
    a, b, c = commune("A", bacha, 7), commune("B", bacha), commune("C", bacha)
    ground.make_succession(a, (b, "0.5"), (c, "0.5"))
    assert [now for _was, now in both(b, c)] == [4, 4]


def test_only_months_with_a_part_of_a_split_unit_are_estimates(land):
    _province, bacha, _simacai = land
    a, b, c = commune("A", bacha, 7), commune("B", bacha, 1), commune("C", bacha)
    ground.make_succession(a, (b, "0.5"), (c, "0.5"))
    found = series(b, KEY, MAY, JUNE, structure="is")
    assert (found.rough, found.estimated) == ({JUNE}, True)
    assert not cut(found, MAY, MAY).estimated
    assert not is_estimate(b, first=MAY, last=MAY)
    assert not is_estimate(b, key=OUT)
    assert not series(b, KEY, JUNE, JUNE).estimated


def test_tables_carry_the_mark_of_each_measure_and_indicator(land):
    _province, bacha, _simacai = land
    a, b, c = commune("A", bacha, 7, **{OUT: 10, SIGNED: 5}), commune("B", bacha), commune("C", bacha)
    ground.make_succession(a, (b, "0.5"), (c, "0.5"))
    keys = [KEY, OUT, "staff.total"]
    table = by_unit([bacha, b], keys, JUNE, JUNE, structure="is")
    assert (table[bacha.pk].estimated, table[b.pk].estimated) == (set(), {KEY, OUT})
    assert by_unit([b], keys, JUNE, JUNE)[b.pk].estimated == set()
    shares = indicators_by_unit([bacha, b], ["documents_signed", "fluent_share"], JUNE, JUNE, structure="is")
    assert (shares[bacha.pk].estimated, shares[b.pk].estimated) == (set(), {"documents_signed"})
    assert indicator(b, "documents_signed", JUNE, JUNE, structure="is").estimated
    assert not indicator(b, "documents_signed", JUNE, JUNE).estimated


def test_report_of_a_split_unit_stands_behind_each_heir(land):
    _province, bacha, _simacai = land
    a, b, c = commune("A", bacha), commune("B", bacha), commune("C", bacha)
    ground.make_succession(a, (b, "0.5"), (c, "0.5"))
    found = [series(unit, KEY, JUNE, JUNE, structure="is").coverage for unit in (bacha, a, b, c)]
    assert [cover.expected for cover in found] == [3, 0, 2, 2]


# --- Distinct things -------------------------------------------------------------------------------------------------


def test_distinct_procedures_of_a_split_unit_count_whole_at_each_heir_and_filings_by_share(land):
    _province, bacha, _simacai = land
    a, b, c = commune("A", bacha), commune("B", bacha), commune("C", bacha)
    procedure = make_procedure(offered_by=[a, b, c], level="4")
    ProcedureFigure.objects.create(unit=a, procedure=procedure, channel="online", year=2020, month=6, own=10, total=10)
    ground.make_succession(a, (b, "0.6"), (c, "0.4"))
    used = [indicator(unit, "procedures_with_filings", JUNE, JUNE, structure="is") for unit in (b, c)]
    assert [(one.numerator, one.denominator, one.estimated) for one in used] == [(1, 1, True)] * 2
    filed = [indicator(unit, "filings_online_34", JUNE, JUNE, structure="is") for unit in (b, c)]
    assert [(one.numerator, one.denominator, one.estimated) for one in filed] == [(6, 6, True), (4, 4, True)]
    assert not indicator(b, "procedures_with_filings", MAY, MAY, structure="is").estimated


# --- Cost ------------------------------------------------------------------------------------------------------------


def test_structure_costs_the_same_however_many_successions(land):
    _province, bacha, _simacai = land
    last = commune("Z", bacha, 1)
    keys = {KEY, OUT, "procedures.in_force"}

    def read():
        return board(bacha, [last], keys=keys, below_keys=keys, wide=(MAY, JUNE), period=(JUNE, JUNE), structure="is")

    many(bacha, keys, MAY, JUNE)  # from here on the process knows the measures
    found = []
    for number in range(3):
        for place in range(5):
            ground.make_succession(commune(f"A{number}{place}", bacha, 1), last)
        with CaptureQueriesContext(connection) as caught:
            read()
        found.append([query["sql"] for query in caught])
    assert len(found[0]) == len(found[1]) == len(found[2])
    assert sum(sql.startswith('SELECT "communes_succession"') for sql in found[0]) == 1
