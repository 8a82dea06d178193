"""Many devices at once: known again, compared, refused in words, written in one act."""

from datetime import date

import pytest

from common.errors import Refused, StaleVersion
from common.months import Month
from communes.actions.equipment import change
from communes.intake.equipment import EQUIPMENT
from communes.models import Equipment, Placement, StaleMark
from tests.communes.intake.taking import event_of, fates, faults, make_batch, planned, publish
from tests.factories import communes as make

DAY = date(2020, 7, 1)


def row(unit, **values) -> dict:
    return {"unit": unit, "kind": "desktop", "name": "Dell", "acquired_on": DAY} | values


def test_device_is_known_by_its_serial_number(tree, official):
    make.make_equipment(tree.tacuty, serial="SN-A")
    rows = [row(tree.tacuty, serial="SN-A"), row(tree.tacuty, serial="SN-A ", name="HP"), row(tree.tacuty, serial="B")]
    assert fates(EQUIPMENT, rows[::2], by=official) == ["unchanged", "new"]
    assert fates(EQUIPMENT, rows[1:], by=official) == ["changed", "new"]
    assert faults(EQUIPMENT, rows[0] | {"kind": None}, by=official)[0][0] == "kind"


def test_devices_alike_without_number_are_paired_one_to_one(tree, official):
    for on_lan in (True, False):
        make.make_equipment(tree.tacuty, serial="", on_lan=on_lan)
    rows = [row(tree.tacuty, on_lan=False), row(tree.tacuty, on_lan=True), row(tree.tacuty, on_lan=True)]
    assert fates(EQUIPMENT, rows, by=official) == ["unchanged", "unchanged", "new"]
    assert fates(EQUIPMENT, rows[1:] + rows[1:2], by=official) == ["unchanged", "changed", "new"]


def test_second_row_with_a_serial_number_is_refused(tree, official):
    lines = planned(EQUIPMENT, [row(tree.tacuty, serial="X")] * 2, by=official, numbers=[5, 9])
    assert not lines[0].faults
    assert "5" in lines[1].faults[0].sentence


def test_changes_are_written_in_one_act(tree, official):
    device = make.make_equipment(tree.tacuty, serial="SN-A", on_lan=True)
    holder = make.make_staff(tree.tacuty, "Giàng A Páo")
    rows = [
        row(tree.tacuty, serial="SN-A", name="HP", condition="broken", since=date(2020, 7, 20), cost=1000),
        row(tree.tacuty, serial="SN-B", holder="giang a pao"),
    ]
    batch = publish(EQUIPMENT, rows, by=official)
    device.refresh_from_db()
    assert (device.name, device.cost) == ("HP", 1000)
    assert list(device.placements.values_list("since", "until", "condition", "on_lan").order_by("since")) == [
        (DAY, date(2020, 7, 20), "good", True),
        (date(2020, 7, 20), None, "broken", True),
    ]
    assert Placement.objects.get(equipment__serial="SN-B").holder == holder
    assert Equipment.objects.get(serial="SN-B").batch == batch
    event = event_of(batch)
    assert (event.action, event.reason) == ("equipment.imported", batch.title)
    assert batch.rows == 2
    assert fates(EQUIPMENT, rows, by=official) == ["unchanged", "unchanged"]


def test_plan_leaves_nothing_behind(tree, official):
    make.make_equipment(tree.tacuty, serial="SN-A")
    rows = [row(tree.tacuty, serial="SN-A", condition="broken"), row(tree.tacuty)]
    assert fates(EQUIPMENT, rows, by=official) == ["changed", "new"]
    assert (Equipment.objects.count(), Placement.objects.count(), StaleMark.objects.count()) == (1, 1, 0)


def test_rules_of_the_forms_say_no_by_row_and_value(tree, official):
    make.make_equipment(tree.tacuty, serial="OLD", condition="liquidated")
    make.make_equipment(tree.banpho, serial="FAR")
    here = tree.tacuty
    cases = {
        "acquired_on": row(here, acquired_on=date(2020, 8, 4)),
        "since": row(here, name="HP", since=date(2020, 6, 30)),
        "holder": row(here, holder="Không Ai"),
        "name": row(here, name="x" * 201),
        "unit": row(tree.banpho),
        "kind": row(here, kind="spaceship"),
    }
    found = {name: faults(EQUIPMENT, values, by=official)[0][0] for name, values in cases.items()}
    assert found == {name: name for name in cases}
    # Rules of the table itself are about the row.
    for values in ({"cost": -1}, {"serial": "OLD", "condition": "good"}, {"serial": "FAR"}):
        assert [name for name, _said in faults(EQUIPMENT, row(here, **values), by=official)] == [""]


def test_closed_month_is_refused_with_the_way_out(tree, official):
    make.make_equipment(tree.tacuty, serial="SN-A", since=date(2020, 6, 1), acquired_on=date(2020, 6, 1))
    make.close_month(tree.tacuty, Month(2020, 6))
    known = row(tree.tacuty, serial="SN-A", acquired_on=date(2020, 6, 1), condition="broken", since=date(2020, 6, 1))
    said = faults(EQUIPMENT, known, by=official)
    assert "06/2020" in said[0][1]
    assert said[1][0] == "since"
    assert fates(EQUIPMENT, [known | {"since": date(2020, 7, 1)}], by=official) == ["changed"]
    assert fates(EQUIPMENT, [row(tree.tacuty, acquired_on=date(2020, 6, 30))], by=official) == ["refused"]


def test_all_rows_or_none(tree, official):
    rows = [row(tree.tacuty), row(tree.tacuty, name="HP", since=date(2020, 6, 1))]
    with pytest.raises(Refused, match="Dòng 2:"):
        publish(EQUIPMENT, rows, by=official)
    assert not Equipment.objects.exists()


def test_register_changed_since_the_preview(tree, official):
    device = make.make_equipment(tree.tacuty, serial="SN-A")
    lines = planned(EQUIPMENT, [row(tree.tacuty, serial="SN-A", name="HP")], by=official)
    change(device, by=official, version=None, reason="đổi tên", name="Acer")
    with pytest.raises(StaleVersion):
        EQUIPMENT.publish(lines, by=official, batch=make_batch())


def test_what_was_seen_is_changed_and_not_its_like(tree, official):
    first, second = (make.make_equipment(tree.tacuty, serial="", on_lan=on_lan) for on_lan in (True, False))
    rows = [row(tree.tacuty, on_lan=True), row(tree.tacuty, on_lan=False, condition="broken")]
    lines = planned(EQUIPMENT, rows, by=official)
    EQUIPMENT.publish(lines[1:], by=official, batch=make_batch())
    assert [device.placements.filter(condition="broken").exists() for device in (first, second)] == [False, True]


def test_empty_cell_changes_nothing(tree, official):
    make.make_equipment(tree.tacuty, serial="SN-A", cost=5, on_lan=True, condition="broken")
    empty = dict.fromkeys(["name", "condition", "cost", "on_lan", "holder", "note"])
    assert fates(EQUIPMENT, [row(tree.tacuty, serial="SN-A") | empty], by=official) == ["unchanged"]
