"""A whole month counted at once: right beside what is stored already, and the same as the refresh of single cells."""

from datetime import date

import pytest

from common import bulk
from common.months import Month
from communes.models import Cell, Section, Unit
from communes.writing import mark
from indicators import checking, rollups, stores, whole
from indicators.models import CoverageFigure, Figure, Measure
from tests.factories import communes as ground
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db
JULY = Month(2020, 7)


@pytest.fixture
def tree():
    ground.open_calendar()
    tree = ground.make_district()
    make_document(tree.tacuty, registered_on=date(2020, 7, 1), due_on=date(2020, 7, 5))
    make_document(tree.banpho, registered_on=date(2020, 7, 2))
    ground.make_staff(tree.office, fluent=True)
    return tree


def rows() -> list[tuple]:
    figures = Figure.objects.order_by("unit", "measure", "year", "month")
    coverage = CoverageFigure.objects.order_by("unit", "section", "year", "month")
    return [
        *figures.values_list("unit", "measure", "month", "registered", "reported", "blank", "own", "total"),
        *coverage.values_list("unit", "section", "month", "own_pending", "expected", "approved", "pending", "blank"),
    ]


def test_rebuild_stores_the_rows_that_the_refresh_stores(tree):
    mark({Cell(pk, 2020, 7, section) for pk in Unit.objects.values_list("pk", flat=True) for section in Section.values})
    rollups.refresh()
    refreshed = rows()
    Figure.objects.all().delete()
    CoverageFigure.objects.all().delete()
    rollups.rebuild(months=[JULY])
    assert rows() == refreshed


def test_rebuild_mends_what_is_wrong_missing_or_too_much(tree):
    rollups.rebuild(months=[JULY])
    right = rows()
    incoming, laptops = (Measure.objects.get(key=key) for key in ("documents.incoming", "equipment.laptops"))
    Figure.objects.filter(unit=tree.district, measure=incoming).update(total=7)
    Figure.objects.filter(unit=tree.tacuty, measure=incoming).delete()
    Figure.objects.create(unit=tree.tacuty, measure=laptops, year=2020, month=7, registered=3, own=3, total=3)
    CoverageFigure.objects.filter(unit=tree.province).update(expected=99)
    rollups.rebuild(months=[JULY])
    assert rows() == right
    assert checking.check(months=[JULY])[0] == []


def test_rebuild_leaves_right_rows_alone(tree):
    rollups.rebuild(months=[JULY])
    before = list(Figure.objects.order_by("pk").values())
    rollups.rebuild(months=[JULY])
    assert list(Figure.objects.order_by("pk").values()) == before


def test_fold_adds_the_deepest_level_first():
    parents = {1: None, 2: 1, 3: 2, 4: 2, 5: None}
    depths = {1: 0, 2: 1, 3: 2, 4: 2, 5: 0}
    own = {(3, "a"): (1, 10), (4, "a"): (2, 0), (2, "a"): (4, 0), (5, "b"): (8, 8)}
    assert whole.fold(own, parents, depths) == {
        (3, "a"): (1, 10), (4, "a"): (2, 0), (2, "a"): (7, 10), (1, "a"): (7, 10), (5, "b"): (8, 8),
    }  # fmt: skip


def test_values_are_inserted_in_the_order_of_their_names(tree):
    line = (tree.office.pk, "documents", 2020, 1, 0, 5)
    names = ("unit_id", "section", "year", "month", "own_expected", "expected")
    rest = ("own_approved", "own_pending", "own_blank", "approved", "pending", "blank")
    bulk.insert_values(stores.COVERAGE.model, (*names, *rest), [(*line, *[0] * len(rest))])
    row = CoverageFigure.objects.get(unit=tree.office, month=1)
    assert (row.own_expected, row.expected) == (0, 5)
