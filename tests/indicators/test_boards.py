"""A board says what single readings say: the unit's series, the period's values of those below, in two queries."""

import random
from decimal import Decimal

import pytest

from common.months import Month
from communes.models import Unit
from indicators.models import CoverageFigure, Figure, Indicator, Measure
from indicators.reports import board, by_unit, indicators_by_key, many, with_targets
from tests.factories import communes as ground

pytestmark = pytest.mark.django_db
FIRST, LAST = Month(2019, 3), Month(2020, 7)
KEYS = (
    "documents.incoming", "documents.outgoing_signed", "equipment.computers", "equipment.invested", "staff.total",
    "filings.carried_over", "tasks.done", "network.units",
)  # fmt: skip
COUNTS = ("expected", "approved", "pending", "blank")


@pytest.fixture
def tree():
    tree = ground.make_district()
    scatter(list(Unit.objects.all()))
    return tree


def scatter(units) -> None:
    """Figures and coverage with holes of every kind: no row, no value, all blank, nobody expected."""
    chance = random.Random(7)
    measures = list(Measure.objects.filter(key__in=KEYS))
    months = [FIRST + n for n in range(-2, LAST - FIRST + 3)]
    figures, coverage = [], []
    for unit in units:
        for month in months:
            for measure in measures:
                if chance.random() < 0.6:
                    total = chance.choice([None, 0, 5, 71_814])
                    figures.append(
                        Figure(unit=unit, measure=measure, year=month.year, month=month.month, total=total, own=total)
                    )
            for section in {measure.section for measure in measures}:
                if chance.random() < 0.7:
                    expected = chance.randint(0, 2)
                    blank = chance.choice([0, expected])
                    numbers = {"expected": expected, "approved": expected - blank, "blank": blank}
                    own = {f"own_{name}": number for name, number in numbers.items()}
                    coverage.append(
                        CoverageFigure(unit=unit, section=section, year=month.year, month=month.month, **numbers, **own)
                    )
    Figure.objects.bulk_create(figures)
    CoverageFigure.objects.bulk_create(coverage)


PERIODS = [
    (Month(2020, 1), Month(2020, 6)),
    (Month(2020, 7), Month(2020, 7)),
    (Month(2020, 8), Month(2020, 12)),
    (Month(2020, 9), Month(2020, 10)),
]


@pytest.mark.parametrize("period", PERIODS, ids=str)
@pytest.mark.parametrize(("structure", "kind"), [("was", ""), ("is", ""), ("was", "commune")])
def test_board_equals_the_single_readings(tree, period, structure, kind):
    below = list(Unit.objects.filter(parent=tree.district))
    wide = (FIRST, period[1])
    found = board(
        tree.district, below, keys=KEYS, below_keys=KEYS[:-1], wide=wide, period=period, structure=structure, kind=kind
    )
    assert found.series == many(tree.district, KEYS, *wide, structure=structure, kind=kind)
    assert found.below == by_unit(below, KEYS[:-1], *period, structure=structure)
    known = [v for values in found.below.values() for key, v in values.items() if key != "equipment.invested"]
    assert all(isinstance(value, int | None) for value in known)
    for unit in below:
        rests = many(unit, ["documents.incoming"], *period)["documents.incoming"].coverage
        assert found.covered[unit.pk]["documents"] == rests


@pytest.mark.parametrize("below", [0, 2])
def test_board_takes_two_queries_with_and_without_units_below(tree, below, django_assert_num_queries):
    units = list(Unit.objects.filter(parent=tree.district)[:below])
    many(tree.district, KEYS, FIRST, LAST)
    with django_assert_num_queries(2):
        board(tree.district, units, keys=KEYS, below_keys=KEYS, wide=(FIRST, LAST), period=(LAST, LAST))


def test_indicators_are_read_again_only_when_one_has_changed(django_assert_num_queries):
    row = indicators_by_key(["documents_signed"])["documents_signed"]
    with django_assert_num_queries(1):
        assert indicators_by_key(["documents_signed"])["documents_signed"] is row
    Indicator.objects.filter(key="fluent_share").update(label_en="Skilled", version=row.version + 1)
    assert str(indicators_by_key(["fluent_share"])["fluent_share"].label_en) == "Skilled"


def test_targets_come_with_the_indicators_in_one_query(django_assert_num_queries):
    indicators_by_key([])
    with django_assert_num_queries(1):
        rows, targets = with_targets(["documents_signed"])
    assert {t.value for t in targets if t.indicator_id == rows["documents_signed"].pk} == {Decimal(100)}
