"""What a correction would do to figures, read while it stands and before it is undone."""

from datetime import date

import pytest
from django.db import transaction

from common.months import Month
from communes.actions import equipment
from communes.models import Cell, StaleMark
from documents.actions import entries
from indicators import effects, rollups
from indicators.models import Figure
from services.actions import procedures
from tests.factories import communes as ground
from tests.factories.desk import make_procedure
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db
JULY, AUGUST = Month(2020, 7), Month(2020, 8)


@pytest.fixture
def by(settings):
    settings.REFRESH_MODE = "worker"
    ground.open_calendar(first=JULY)
    return ground.make_administrator()


@pytest.fixture
def tree(by):
    return ground.make_district()


def rehearse(work) -> list[tuple[str, str, str]]:
    """Do it, read the effects on what it marked, undo it."""
    with transaction.atomic():
        work()
        cells = [Cell(*row) for row in StaleMark.objects.values_list("unit_id", "year", "month", "section")]
        found = [tuple(map(str, effect)) for effect in effects.of_cells(cells)]
        transaction.set_rollback(True)
    return found


def test_effect_goes_up_to_the_root_nearest_first(tree, by):
    for _number in range(3):
        make_document(tree.tacuty, registered_on=date(2020, 7, 6))
    kept = make_document(tree.banpho, registered_on=date(2020, 7, 6))
    rollups.rebuild()
    document = type(kept).objects.filter(unit=tree.tacuty).first()
    found = rehearse(lambda: entries.cancel(document, by=by, version=None, reason="nhầm"))
    assert found[:3] == [
        ("Văn bản đến, xã Tả Củ Tỷ, 07/2020", "3", "2"),
        ("Văn bản đến, huyện Bắc Hà, 07/2020", "4", "3"),
        ("Văn bản đến, tỉnh Lào Cai, 07/2020", "4", "3"),
    ]
    assert not StaleMark.objects.exists()
    assert Figure.objects.get(unit=tree.district, measure__key="documents.incoming").total == 4


def test_what_a_neighbour_gains_leaves_the_units_above_as_they_were(tree, by):
    device = ground.make_equipment(tree.tacuty, kind="printer", since=date(2020, 7, 1))
    rollups.rebuild()
    since = date(2020, 8, 1)
    found = rehearse(lambda: equipment.move(device, by=by, version=None, since=since, unit=tree.banpho))
    assert found == [("Máy in, xã Bản Phố, 08/2020", "0", "1"), ("Máy in, xã Tả Củ Tỷ, 08/2020", "1", "0")]


def test_distinct_count_is_shown_at_its_unit_only(tree, by):
    procedure = make_procedure(offered_by=[tree.tacuty, tree.banpho])
    rollups.rebuild()
    offer, since = procedure.offers.get(unit=tree.tacuty), date(2020, 8, 1)
    found = rehearse(lambda: procedures.withdraw(offer, by=by, version=None, since=since))
    assert ("Thủ tục hành chính đang thực hiện, xã Tả Củ Tỷ, 08/2020", "1", "0") in found
    assert not [label for label, _before, _after in found if "huyện" in label]


def test_decimals_are_shown_as_people_read_them(tree, by):
    device = ground.make_equipment(tree.tacuty, since=date(2020, 7, 1), cost=15_000_000)
    rollups.rebuild()
    found = rehearse(lambda: equipment.change(device, by=by, version=None, reason="sai", cost=1_015_000_000))
    assert ("Kinh phí mua sắm thiết bị, xã Tả Củ Tỷ, 07/2020", "15,000", "1.015,000") in found


def test_effects_cost_the_same_for_any_number_of_measures(tree, by, django_assert_max_num_queries):
    make_document(tree.tacuty, registered_on=date(2020, 7, 6))
    cells = {Cell(unit.pk, 2020, 7, "documents") for unit in (tree.tacuty, tree.banpho)}
    with django_assert_max_num_queries(14):
        assert len(effects.of_cells(cells)) >= 9
