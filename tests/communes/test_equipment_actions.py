from datetime import date

import pytest

from common.errors import ClosedMonth, Invalid, NotAllowed, OutOfScope, Refused, StaleVersion
from common.models import AuditEvent
from common.months import Month
from communes.actions import equipment
from communes.models import Condition, Equipment, Placement, StaleMark
from tests.factories import communes as make

JUNE, JULY, TODAY, TOMORROW = date(2020, 6, 1), date(2020, 7, 15), date(2020, 8, 3), date(2020, 8, 4)


@pytest.fixture
def device(tree):
    return make.make_equipment(tree.tacuty, since=JUNE, on_lan=True)


def new(by, unit, **fields):
    return equipment.create(by=by, unit=unit, **{"kind": "desktop", "acquired_on": JULY} | fields)


def test_create_writes_device_placement_audit_and_marks(official, tree):
    device = new(official, tree.tacuty, cost=12_000_000, name="Dell")
    placement = device.placements.get()
    assert (placement.unit, placement.since, placement.condition) == (tree.tacuty, JULY, Condition.GOOD)
    assert {change.model for change in AuditEvent.objects.get(action="equipment.created").changes.all()} == {
        "communes.equipment",
        "communes.placement",
    }
    assert set(StaleMark.objects.values_list("unit", "year", "month", "section")) == {
        (tree.tacuty.pk, 2020, month, "equipment") for month in (7, 8)
    }


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"acquired_on": TOMORROW}, "acquired_on"),
        ({"since": TOMORROW}, "since"),
        ({"since": JUNE}, "since"),
    ],
)
def test_create_refuses_impossible_days(official, tree, fields, field):
    with pytest.raises(Refused) as refused:
        new(official, tree.tacuty, **fields)
    assert refused.value.field == field
    assert not Equipment.objects.exists()


def test_create_refuses_a_cost_beyond_the_column(official, tree):
    with pytest.raises(Invalid) as refused:
        new(official, tree.tacuty, cost=2**63)
    assert list(refused.value.errors) == ["cost"]
    assert not Equipment.objects.exists()


def test_create_refuses_stand_alone_machine_on_the_lan(official, tree):
    with pytest.raises(Invalid):
        new(official, tree.tacuty, standalone=True, on_lan=True)


def test_create_refuses_holder_who_does_not_work_there(official, tree):
    with pytest.raises(Refused) as refused:
        new(official, tree.tacuty, holder=make.make_staff(tree.banpho))
    assert refused.value.field == "holder"


def test_create_refuses_ended_unit(administrator, tree):
    tree.tacuty.valid_until = date(2020, 3, 1)
    tree.tacuty.save()
    with pytest.raises(Refused, match="Tả Củ Tỷ"):
        new(administrator, tree.tacuty)


def test_writing_belongs_to_officials_of_the_unit(tree):
    with pytest.raises(OutOfScope):
        new(make.make_member("official", tree.banpho), tree.tacuty)
    with pytest.raises(NotAllowed):
        new(make.make_member("head", tree.tacuty), tree.tacuty)


def test_condition_from_a_day_leaves_the_past(official, device):
    equipment.change_condition(device, by=official, version=1, since=JULY, condition=Condition.BROKEN)
    before, after = device.placements.order_by("since")
    assert (before.condition, before.until) == (Condition.GOOD, JULY)
    assert (after.condition, after.since, after.until, after.on_lan) == (Condition.BROKEN, JULY, None, True)


def test_condition_of_the_same_day_is_corrected_in_place(official, device):
    equipment.change_condition(device, by=official, version=1, since=JUNE, condition=Condition.BROKEN)
    assert device.placements.get().condition == Condition.BROKEN


def test_condition_before_the_present_entry_is_refused(official, device):
    with pytest.raises(Refused, match="01/06/2020"):
        equipment.change_condition(device, by=official, version=1, since=date(2020, 5, 31), condition=Condition.BROKEN)


def test_condition_without_a_difference_is_refused(official, device):
    with pytest.raises(Refused):
        equipment.change_condition(device, by=official, version=1, since=JULY, condition=Condition.GOOD)


def test_liquidated_device_leaves_the_network_and_stays_so(official, device):
    device = equipment.change_condition(device, by=official, version=1, since=JULY, condition=Condition.LIQUIDATED)
    assert not device.placements.get(until=None).on_lan
    with pytest.raises(Refused):
        equipment.change_condition(device, by=official, version=2, since=TODAY, condition=Condition.GOOD)


def test_move_needs_the_right_in_both_units(official, administrator, device, tree):
    with pytest.raises(OutOfScope):
        equipment.move(device, by=official, version=1, since=JULY, unit=tree.banpho)
    moved = equipment.move(device, by=administrator, version=1, since=JULY, unit=tree.banpho)
    assert Placement.objects.get(until=None).unit == tree.banpho
    assert moved.version == 2


def test_stale_version_is_refused(official, device):
    equipment.change(device, by=official, version=1, reason="x", name="HP")
    with pytest.raises(StaleVersion):
        equipment.change(device, by=official, version=1, reason="x", name="Acer")
    assert Equipment.objects.get().name == "HP"


def test_closed_month_keeps_its_figures(official, administrator, device, tree):
    make.close_month(tree.tacuty, Month(2020, 7), by=administrator)
    with pytest.raises(ClosedMonth):
        equipment.change_condition(device, by=official, version=1, since=JULY, condition=Condition.BROKEN)
    assert equipment.change_condition(device, by=official, version=1, since=TODAY, condition=Condition.BROKEN)
    assert equipment.change(device, by=official, version=2, reason="nhập sai tên", name="HP").name == "HP"


def test_administrator_corrects_a_closed_month_with_a_reason(administrator, device, tree):
    make.close_month(tree.tacuty, Month(2020, 6), by=administrator)
    placement = device.placements.get()
    give = {"by": administrator, "version": 1, "condition": Condition.BROKEN}
    with pytest.raises(ClosedMonth):
        equipment.correct_placement(placement, **give, reason="biên bản")
    with pytest.raises(Refused):
        equipment.correct_placement(placement, **give, reason=" ", override=True)
    equipment.correct_placement(placement, **give, reason="biên bản", override=True)
    assert device.placements.get().condition == Condition.BROKEN


def test_kind_of_a_device_from_another_unit_is_the_administrators(official, administrator, tree):
    device = make.make_equipment(tree.banpho, since=JUNE)
    equipment.move(device, by=administrator, version=1, since=JULY, unit=tree.tacuty)
    with pytest.raises(Refused) as refused:
        equipment.change(device, by=official, version=2, reason="x", kind="laptop")
    assert refused.value.field == "kind"


def test_overlap_of_placements_is_refused(administrator, official, device):
    equipment.change_condition(device, by=official, version=1, since=JULY, condition=Condition.BROKEN)
    first = device.placements.order_by("since").first()
    with pytest.raises(Refused, match="15/07/2020"):
        equipment.correct_placement(first, by=administrator, version=2, reason="x", until=date(2020, 7, 20))


def test_delete_takes_device_and_placements(administrator, device):
    equipment.delete(device, by=administrator, reason="nhập trùng")
    assert not Placement.objects.exists()
    assert AuditEvent.objects.get(action="equipment.deleted").changes.count() == 2
