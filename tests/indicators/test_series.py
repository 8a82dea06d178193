"""Reading figures: flows are summed, stocks are their last month, an opening its first; queries stay few."""

from datetime import date
from decimal import Decimal

import pytest

from common.months import Month
from communes.models import Cell
from communes.writing import mark
from indicators.display import shown
from indicators.models import Measure
from indicators.reports import UnknownMeasure, by_unit, is_updating, many, part, percent, series
from tests.factories import communes as ground
from tests.factories.indicators import put_coverage, put_figure, put_figures

pytestmark = pytest.mark.django_db
JANUARY, JUNE, JULY, AUGUST, DECEMBER = (Month(2020, number) for number in (1, 6, 7, 8, 12))
FLOW, STOCK, OPENING = "documents.incoming", "staff.total", "filings.carried_over"
SECTIONS = ("documents", "staff", "filings", "equipment", "workfiles")


@pytest.fixture
def tree(settings):
    settings.REFRESH_MODE = "worker"
    ground.open_calendar()
    return ground.make_district()


@pytest.fixture
def figures(tree):
    """Flow 1, 2, … 8, stock 101, … 108, opening 201, … 208 from January to August at Tả Củ Tỷ; less at Bản Phố."""
    for unit, less in ((tree.tacuty, 0), (tree.banpho, 1)):
        values = {
            (key, Month(2020, n)): base + n - less
            for key, base in ((FLOW, 0), (STOCK, 100), (OPENING, 200))
            for n in range(1, 9)
        }
        put_figures(unit, values)
        put_coverage(unit, *SECTIONS, first=JANUARY, last=AUGUST)
    put_coverage(tree.office, *SECTIONS, first=JANUARY, last=AUGUST)
    return tree


def test_period_of_each_kind_of_measure(figures):
    found = many(figures.tacuty, [FLOW, STOCK, OPENING], Month(2020, 3), JUNE)
    assert {key: one.value for key, one in found.items()} == {FLOW: 3 + 4 + 5 + 6, STOCK: 106, OPENING: 203}
    assert found[STOCK].months[0] == (Month(2020, 3), 103)
    assert [one.coverage.expected for one in found.values()] == [4, 1, 1]


def test_stock_of_a_year_that_is_not_over_is_the_running_month(figures):
    assert series(figures.tacuty, STOCK, JANUARY, DECEMBER).value == 108
    assert series(figures.tacuty, FLOW, JANUARY, DECEMBER).value == 36
    assert series(figures.tacuty, STOCK, Month(2020, 9), DECEMBER).value is None
    assert series(figures.tacuty, FLOW, Month(2020, 9), DECEMBER).value is None


def test_unit_above_has_the_sum_of_those_below_or_of_one_kind(figures):
    put_figure(figures.office, FLOW, JUNE, 50)
    assert series(figures.district, FLOW, JUNE, JUNE).value == 6 + 5 + 50
    assert series(figures.district, FLOW, JUNE, JUNE, kind="commune").value == 11
    assert series(figures.province, FLOW, JUNE, JUNE, kind="office").value == 50
    assert series(figures.province, STOCK, JANUARY, JUNE, kind="office").value == 0


def test_period_over_the_turn_of_a_year(figures):
    put_figure(figures.tacuty, FLOW, Month(2019, 12), 1_000)
    found = series(figures.tacuty, FLOW, Month(2019, 11), Month(2020, 2))
    assert [number for _month, number in found.months] == [None, 1_000, 1, 2]
    assert found.value == 1_003


def test_part_of_a_wider_series_is_the_period_itself(figures):
    for key in (FLOW, STOCK, OPENING):
        wide = series(figures.district, key, JANUARY, AUGUST)
        for first, last in ((JANUARY, JUNE), (JUNE, JULY), (AUGUST, AUGUST)):
            assert part(wide, first, last) == series(figures.district, key, first, last).value


def test_many_units_equal_one_by_one(figures):
    units = [figures.province, figures.district, figures.tacuty, figures.banpho, figures.office]
    for first, last in ((JANUARY, JUNE), (AUGUST, DECEMBER)):
        table = by_unit(units, [FLOW, STOCK, OPENING], first, last)
        for unit in units:
            alone = many(unit, [FLOW, STOCK, OPENING], first, last)
            assert table[unit.pk] == {key: one.value for key, one in alone.items()}


def test_decimals_are_put_back(tree):
    put_coverage(tree.tacuty, "equipment")
    put_figures(tree.tacuty, {("equipment.invested", month): 12_345 for month in (JANUARY, JUNE)})
    found = series(tree.tacuty, "equipment.invested", JANUARY, JUNE)
    assert found.value == Decimal("24.690")
    assert shown(found.measure, 12_345_678) == "12.345,678"
    assert shown(Measure.objects.get(key=FLOW), 71_814) == "71.814"
    assert shown(found.measure, None) == "–"


def test_unknown_measure_is_named(tree):
    with pytest.raises(UnknownMeasure, match="nothing"):
        many(tree.tacuty, [FLOW, "nothing"], JANUARY, JUNE)


@pytest.mark.parametrize(
    ("top", "bottom", "expected"),
    [
        (8_412, 10_281, "81.82"),
        (15, 22, "68.18"),
        (1, 800, "0.13"),
        (1, 8, "12.50"),
        (0, 5, "0.00"),
        (5, 5, "100.00"),
        (0, 0, None),
        (5, 0, None),
        (None, 5, None),
        (5, None, None),
        (-1, 800, "-0.13"),
    ],
)
def test_percent_is_half_up_to_two_decimals(top, bottom, expected):
    value = percent(top, bottom)
    assert (str(value) if value is not None else None) == expected


@pytest.mark.parametrize(
    ("marked", "updating"),
    [((2020, 6), True), ((2020, 1), True), ((2019, 12), False), ((2020, 7), False), ((2019, 6), False)],
)
def test_page_says_when_a_figure_of_its_period_is_being_recounted(tree, marked, updating):
    mark({Cell(tree.tacuty.pk, *marked, "documents")})
    assert is_updating(tree.district, JANUARY, JUNE) is updating
    assert not is_updating(tree.banpho, JANUARY, JUNE)


def test_queries_do_not_grow_with_units_measures_or_months(figures, django_assert_num_queries):
    keys = [FLOW, STOCK, OPENING, "workfiles.total"]
    many(figures.district, keys, JANUARY, JUNE)  # from here on the process knows the measures
    for count, months in ((1, JUNE), (4, AUGUST)):
        with django_assert_num_queries(2):
            many(figures.district, keys[:count], JANUARY, months)
        with django_assert_num_queries(2):
            by_unit([figures.tacuty, figures.banpho, figures.district][:count], keys[:count], JANUARY, months)
    for _number in range(3):
        ground.make_unit(parent=figures.district, valid_from=date(2020, 1, 1))
    with django_assert_num_queries(4):
        many(figures.district, keys, JANUARY, AUGUST, kind="commune")
