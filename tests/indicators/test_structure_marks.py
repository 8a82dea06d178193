"""Estimates by the share of a split: rounded once, marked where they are, distinct things whole; at a fixed cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.months import Month
from indicators.models import ProcedureFigure
from indicators.reports import board, by_unit, cut, indicator, indicators_by_unit, many, series
from tests.factories import communes as ground
from tests.factories.desk import make_procedure
from tests.factories.indicators import put_figures
from tests.indicators.lands import JUNE, KEY, MAY, OUT, SIGNED, both, commune, is_estimate, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def bacha():
    """A district."""
    return settle().bacha


def test_period_of_small_numbers_is_rounded_once(bacha):
    """A document a month, six months: the smaller heir does not lose all of them to rounding."""
    a, b, c = commune("A", bacha), commune("B", bacha), commune("C", bacha)
    put_figures(a, {(KEY, Month(2020, month)): 1 for month in range(1, 7)})
    ground.make_succession(a, (b, "0.6"), (c, "0.4"))
    found = [series(unit, KEY, Month(2020, 1), JUNE, structure="is") for unit in (b, c)]
    assert [one.value for one in found] == [4, 2]
    assert [number for _month, number in found[1].months] == [0] * 6
    assert cut(found[1], Month(2020, 2), JUNE).value == 2


def test_halves_are_both_rounded_up(bacha):
    a, b, c = commune("A", bacha, 7), commune("B", bacha), commune("C", bacha)
    ground.make_succession(a, (b, "0.5"), (c, "0.5"))
    assert [now for _was, now in both(b, c)] == [4, 4]


def test_only_months_with_a_part_of_a_split_unit_are_estimates(bacha):
    a, b, c = commune("A", bacha, 7), commune("B", bacha, 1), commune("C", bacha)
    ground.make_succession(a, (b, "0.5"), (c, "0.5"))
    found = series(b, KEY, MAY, JUNE, structure="is")
    assert (found.rough, found.estimated) == ({JUNE}, True)
    assert not cut(found, MAY, MAY).estimated
    assert not is_estimate(b, first=MAY, last=MAY)
    assert not is_estimate(b, key=OUT)
    assert not series(b, KEY, JUNE, JUNE).estimated


def test_tables_carry_the_mark_of_each_measure_and_indicator(bacha):
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


def test_report_of_a_split_unit_stands_behind_each_heir(bacha):
    a, b, c = commune("A", bacha), commune("B", bacha), commune("C", bacha)
    ground.make_succession(a, (b, "0.5"), (c, "0.5"))
    found = [series(unit, KEY, JUNE, JUNE, structure="is").coverage for unit in (bacha, a, b, c)]
    assert [cover.expected for cover in found] == [3, 0, 2, 2]


# --- Distinct things -------------------------------------------------------------------------------------------------


def test_distinct_procedures_of_a_split_unit_count_whole_at_each_heir_and_filings_by_share(bacha):
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


def test_structure_costs_the_same_however_many_successions(bacha):
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
