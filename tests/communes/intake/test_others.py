"""Many people, connections and uses of programmes at once: known again, changed from a day on, refused in words."""

from datetime import date

import pytest

from common.months import Month
from communes.intake.connections import CONNECTIONS
from communes.intake.software import SOFTWARE_USES
from communes.intake.staff import STAFF
from communes.models import Connection, Posting, SoftwareUse, StaffMember
from tests.communes.intake.taking import event_of, fates, faults, publish
from tests.factories import communes as make

DAY, LATER = date(2020, 7, 1), date(2020, 7, 20)


def person(unit, **values) -> dict:
    return {"unit": unit, "full_name": "Vàng Thị Mỷ", "position": "Văn thư"} | values


def line(unit, **values) -> dict:
    return {"unit": unit, "kind": "internet", "technology": "fibre", "provider": "VNPT", "since": DAY} | values


def test_person_is_known_by_unit_and_name(tree, official):
    make.make_staff(tree.tacuty, "Vàng Thị Mỷ", position="Văn thư")
    rows = [
        person(tree.tacuty),
        person(tree.tacuty, full_name="Vàng Thị Mỵ"),
        person(tree.tacuty, full_name="vàng Thị mỷ"),
    ]
    assert fates(STAFF, rows, by=official) == ["unchanged", "new", "refused"]
    assert fates(STAFF, rows[2:], by=official) == ["changed"]


def test_skills_change_from_a_day_on(tree, official):
    known = make.make_staff(tree.tacuty, "Vàng Thị Mỷ", position="Văn thư")
    rows = [
        person(tree.tacuty, fluent=True, skill_level="basic", since=LATER, note="Đã học"),
        person(tree.tacuty, full_name="Sùng A Chú", joined_on=DAY, has_computer=True),
    ]
    batch = publish(STAFF, rows, by=official)
    assert list(known.postings.order_by("since").values_list("since", "fluent")) == [(DAY, False), (LATER, True)]
    assert StaffMember.objects.get(note="Đã học") == known
    assert Posting.objects.get(staff_member__full_name="Sùng A Chú").since == DAY
    assert event_of(batch).action == "staff.imported"
    assert fates(STAFF, rows, by=official) == ["unchanged"] * 2


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"full_name": "Giàng 0912345678"}, "full_name"),
        ({"position": None}, "position"),
        ({"since": date(2020, 8, 4)}, "since"),
        ({"skill_evidence_on": DAY}, "skill_evidence_on"),
        ({"certificate_expires_on": LATER}, "certificate_expires_on"),
        ({"norm_group": "ix"}, "norm_group"),
    ],
)
def test_person_is_refused_by_the_rules_of_the_form(tree, official, values, name):
    assert faults(STAFF, person(tree.tacuty, **values), by=official)[0][0] == name


def test_connection_is_known_by_its_line_and_first_day(tree, official):
    make.make_connection(
        tree.tacuty, kind="internet", technology="fibre", provider="VNPT", since=DAY, bandwidth_mbps=50
    )
    here = tree.tacuty
    undated = {name: value for name, value in line(here).items() if name != "since"}
    cases = {
        "unchanged": line(here, bandwidth_mbps=50),
        "changed": line(here, bandwidth_mbps=100),
        "new": line(here, provider="Viettel"),
        "refused": line(here, since=LATER),
    }
    assert {fate: fates(CONNECTIONS, [row], by=official) for fate, row in cases.items()} == {
        fate: [fate] for fate in cases
    }
    assert fates(CONNECTIONS, [undated, undated], by=official) == ["unchanged", "refused"]
    assert fates(CONNECTIONS, [undated | {"provider": "FPT"}], by=official) == ["refused"]


def test_connection_ends_and_another_begins(tree, official):
    known = make.make_connection(tree.tacuty, kind="internet", technology="fibre", provider="VNPT", since=DAY)
    rows = [line(tree.tacuty, until=LATER), line(tree.tacuty, since=LATER, bandwidth_mbps=200)]
    publish(CONNECTIONS, rows, by=official)
    known.refresh_from_db()
    assert known.until == LATER
    assert Connection.objects.get(since=LATER).bandwidth_mbps == 200
    assert fates(CONNECTIONS, rows, by=official) == ["unchanged"] * 2


def test_use_of_a_programme_changes_from_a_day_on(tree, official):
    programme = make.make_software("Một cửa điện tử")
    other = make.make_software("Quản lý hộ tịch")
    make.make_software_use(programme, tree.tacuty, since=DAY, in_use=False, accounts=0)
    rows = [
        {"unit": tree.tacuty, "software": "mot cua dien tu", "in_use": True, "accounts": 5, "since": LATER},
        {"unit": tree.tacuty, "software": other.name, "in_use": True, "since": LATER},
    ]
    publish(SOFTWARE_USES, rows, by=official)
    uses = SoftwareUse.objects.filter(software=programme).order_by("since")
    assert list(uses.values_list("since", "in_use", "accounts")) == [(DAY, False, 0), (LATER, True, 5)]
    assert fates(SOFTWARE_USES, rows, by=official) == ["unchanged"] * 2


def test_use_is_refused_in_words(tree, official, reviewer):
    make.make_software("Một cửa điện tử")
    row = {"unit": tree.tacuty, "software": "Một cửa điện tử"}
    assert faults(SOFTWARE_USES, row | {"software": "Zalo"}, by=official)[0][0] == "software"
    assert faults(SOFTWARE_USES, row | {"required": True}, by=official)[0][0] == "required"
    assert fates(SOFTWARE_USES, [row | {"required": True}], by=reviewer) == ["new"]
    assert fates(SOFTWARE_USES, [row | {"accounts": 1, "accounts_active": 2}], by=official) == ["refused"]
    make.close_month(tree.tacuty, Month(2020, 7))
    assert fates(SOFTWARE_USES, [row | {"in_use": True, "since": DAY}], by=official) == ["refused"]
