"""Figures follow the registers: own values, totals up the tree, and a check that is written apart from the folding."""

from datetime import date

import pytest

from common.months import Month
from communes.models import Cell, StaleMark
from communes.writing import mark
from indicators import checking, rollups
from indicators.models import CoverageFigure, Figure, Measure, ProcedureFigure
from tests.factories import communes as ground
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db
JULY = Month(2020, 7)


@pytest.fixture
def tree():
    ground.open_calendar()
    return ground.make_district()


def stale(unit, section, month=JULY):
    mark({Cell(unit.pk, month.year, month.month, section)})


def figure(unit, key, month=JULY):
    return Figure.objects.filter(unit=unit, measure__key=key, year=month.year, month=month.month).first()


def test_refresh_counts_documents_up_to_the_root(tree):
    make_document(tree.tacuty, registered_on=date(2020, 7, 1))
    make_document(tree.tacuty, registered_on=date(2020, 7, 31))
    make_document(tree.banpho, registered_on=date(2020, 7, 31))
    for unit in (tree.tacuty, tree.banpho):
        stale(unit, "documents")
    assert rollups.refresh() == 2
    values = [figure(u, "documents.incoming").total for u in (tree.tacuty, tree.banpho, tree.district, tree.province)]
    assert values == [2, 1, 3, 3]


def test_refresh_twice_changes_nothing(tree):
    make_document(tree.tacuty, registered_on=date(2020, 7, 1))
    stale(tree.tacuty, "documents")
    rollups.refresh()
    before = list(Figure.objects.order_by("pk").values())
    stale(tree.tacuty, "documents")
    rollups.refresh()
    assert list(Figure.objects.order_by("pk").values()) == before


def test_refresh_removes_figures_that_fall_to_zero(tree):
    document = make_document(tree.tacuty, registered_on=date(2020, 7, 1))
    stale(tree.tacuty, "documents")
    rollups.refresh()
    document.delete()
    stale(tree.tacuty, "documents")
    rollups.refresh()
    assert figure(tree.tacuty, "documents.incoming") is None
    assert figure(tree.district, "documents.incoming") is None


def test_refresh_of_a_stock_counts_the_last_day_of_the_month(tree):
    ground.make_equipment(tree.tacuty, since=date(2020, 7, 31), on_lan=True)
    ground.make_equipment(tree.tacuty, since=date(2020, 6, 1), until=date(2020, 7, 31))
    stale(tree.tacuty, "equipment")
    rollups.refresh()
    assert figure(tree.tacuty, "equipment.desktops").total == 1
    assert figure(tree.district, "equipment.computers_on_lan").total == 1


def test_refresh_leaves_a_broken_mark_and_goes_on(tree, monkeypatch):
    make_document(tree.banpho, registered_on=date(2020, 7, 1))
    for unit in (tree.tacuty, tree.banpho):
        stale(unit, "documents")
    real = rollups.recount

    def failing(section, month, unit_ids):
        if tree.tacuty.pk in unit_ids:
            raise RuntimeError("this cell always fails")
        real(section, month, unit_ids)

    monkeypatch.setattr(rollups, "recount", failing)
    assert rollups.refresh() == 1
    assert list(StaleMark.objects.values_list("unit", flat=True)) == [tree.tacuty.pk]
    assert figure(tree.banpho, "documents.incoming").total == 1


def test_coverage_expects_communes_and_offices(tree):
    for unit in (tree.tacuty, tree.banpho, tree.office, tree.district):
        stale(unit, "documents")
    ground.close_month(tree.tacuty, JULY)
    rollups.refresh()
    row = CoverageFigure.objects.get(unit=tree.district, section="documents")
    assert (row.expected, row.approved, row.pending, row.blank) == (3, 1, 2, 0)


def test_rebuild_equals_refresh(tree):
    make_document(tree.tacuty, registered_on=date(2020, 7, 1), due_on=date(2020, 7, 5), completed_on=date(2020, 7, 4))
    ground.make_staff(tree.office, fluent=True)
    rollups.rebuild(months=[JULY])
    differences, compared = checking.check(months=[JULY])
    assert differences == []
    assert compared > 5


def test_check_finds_a_tampered_total(tree):
    make_document(tree.tacuty, registered_on=date(2020, 7, 1))
    rollups.rebuild(months=[JULY])
    Figure.objects.filter(unit=tree.district, measure__key="documents.incoming").update(total=7)
    differences, _compared = checking.check(months=[JULY])
    assert [(d.unit_id, d.key) for d in differences] == [
        (tree.district.pk, (Measure.objects.get(key="documents.incoming").pk,))
    ]


def test_procedure_figures_start_empty(tree):
    rollups.rebuild(months=[JULY])
    assert not ProcedureFigure.objects.exists()
