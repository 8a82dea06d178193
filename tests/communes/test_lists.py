"""Lists: every column sorts, search ignores diacritics, any past day is shown as it was."""

from datetime import date

import pytest

from communes.models import Placement
from tests.communes.pages import REGISTERS, Register
from tests.factories import communes as make

UNITS = Register("unit", None)
SOFTWARE = Register("software", None)
every_list = pytest.mark.parametrize("register", [*REGISTERS, UNITS, SOFTWARE], ids=lambda register: register.name)


@pytest.fixture
def leader(tree):
    return make.make_member("leader", tree.district)


def shown(client, register, **query) -> list:
    answer = client.get(register.address("list", **query))
    assert answer.status_code == 200
    return [row.record for row in answer.context["table"].rows]


@pytest.fixture
def filled(tree):
    """Two records of every register, in two units."""
    for unit in (tree.tacuty, tree.banpho):
        person = make.make_staff(unit)
        make.make_equipment(unit, holder=person, cost=5)
        make.make_connection(unit)
        make.make_village(unit)
        make.make_software_use(make.make_software(lead=unit), unit)


@every_list
def test_every_column_sorts_both_ways(client, register, leader, filled):
    client.force_login(leader)
    offered = client.get(register.address("list")).context["table"].columns.names()
    leader.list_columns = {f"communes:{register.name}-list": offered}
    leader.save()
    page = client.get(register.address("list"))
    columns = [column for column in page.context["table"].columns if column.orderable]
    assert len(columns) >= 5
    for column in columns:
        up, down = shown(client, register, sort=column.name), shown(client, register, sort=f"-{column.name}")
        assert up
        assert {row.pk for row in up} == {row.pk for row in down}
        values = [column.accessor.resolve(row, quiet=True) for row in up]
        if len(set(values)) == len(values):
            assert up == down[::-1], column.name


@pytest.mark.parametrize(
    ("register", "make_one", "wanted"),
    [
        (REGISTERS[0], lambda unit: make.make_equipment(unit, name="Máy in Canon Đa năng"), "may da nang"),
        (REGISTERS[1], lambda unit: make.make_staff(unit, "Giàng A Sẻng"), "sẻng giang"),
        (REGISTERS[2], lambda unit: make.make_connection(unit, provider="Viettel Lào Cai"), "LAO"),
        (REGISTERS[3], lambda unit: make.make_village(unit, "Sảng Mào Phố"), "sang mao"),
        (REGISTERS[4], lambda unit: make.make_software_use(make.make_software("Hộ tịch"), unit), "ho tich"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_search_ignores_diacritics_and_order(client, register, make_one, wanted, tree, official):
    register.make(tree.tacuty)
    found = make_one(tree.tacuty)
    client.force_login(official)
    assert shown(client, register, q=wanted) == [found]


def test_people_stand_by_given_name_in_vietnamese_order(client, tree, official):
    for name in ("Vàng Thị Đào", "Lý A Dín", "Giàng Seo Ân", "Sùng Thị An"):
        make.make_staff(tree.tacuty, name)
    client.force_login(official)
    rows = shown(client, REGISTERS[1])
    assert [row.full_name for row in rows] == ["Sùng Thị An", "Giàng Seo Ân", "Lý A Dín", "Vàng Thị Đào"]


def test_list_of_a_past_day_shows_what_stood_there_then(client, tree, leader):
    device = make.make_equipment(tree.tacuty, since=date(2020, 5, 1), until=date(2020, 7, 1))
    Placement.objects.create(equipment=device, unit=tree.banpho, since=date(2020, 7, 1), condition="broken")
    client.force_login(leader)
    then = shown(client, REGISTERS[0], on="30/06/2020")
    assert [(row.here.unit, row.here.condition) for row in then] == [(tree.tacuty, "good")]
    now = shown(client, REGISTERS[0])
    assert [(row.here.unit, row.here.condition) for row in now] == [(tree.banpho, "broken")]
    assert shown(client, REGISTERS[0], on="30/04/2020") == []


def test_bad_day_is_named_and_today_is_shown(client, tree, official):
    device = make.make_equipment(tree.tacuty)
    client.force_login(official)
    answer = client.get(REGISTERS[0].address("list", on="31/02/2020"))
    assert [row.record for row in answer.context["table"].rows] == [device]
    assert "31/02/2020" in answer.content.decode()


def test_unit_filter_takes_what_is_below(client, tree, leader, filled):
    client.force_login(leader)
    assert len(shown(client, REGISTERS[0], unit="huyen-bac-ha")) == 2
    assert [row.here.unit for row in shown(client, REGISTERS[0], unit="xa-ban-pho")] == [tree.banpho]


def test_catalogue_counts_units_in_scope_only(client, tree, official, leader):
    software = make.make_software(lead=tree.office)
    make.make_software_use(software, tree.tacuty)
    make.make_software_use(software, tree.banpho, in_use=False)
    client.force_login(official)
    (row,) = shown(client, SOFTWARE)
    assert (row.led.unit, row.required_in, row.used_in) == (tree.office, 1, 1)
    client.force_login(leader)
    (row,) = shown(client, SOFTWARE)
    assert (row.required_in, row.used_in) == (2, 1)
