"""Lists are searched by the unit too, under every name it has; a list of an ended unit says where its rows went."""

from datetime import date

import pytest
from django.urls import reverse

from communes.reorganise import merge
from tests.communes.pages import REGISTERS
from tests.factories import communes as make

MERGED = date(2020, 3, 1)
every_register = pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)


@pytest.fixture
def bangia(tree):
    """Bản Già, with one record of each register, before Tả Củ Tỷ takes it over."""
    make.open_calendar()
    unit = make.make_unit("Bản Già", parent=tree.district, code="02845")
    for place in (unit, tree.tacuty, tree.banpho):
        make.make_equipment(place, since=date(2019, 1, 1))
        make.make_staff(place, since=date(2019, 1, 1))
        make.make_connection(place, since=date(2019, 1, 1))
        make.make_village(place, since=date(2019, 1, 1))
        make.make_software_use(make.make_software(), place, since=date(2019, 1, 1))
    return unit


@pytest.fixture
def merged(tree, bangia):
    merge(
        by=make.make_administrator(), effective_on=MERGED, resolution="896/NQ-UBTVQH14", absorbed=[bangia],
        into=tree.tacuty,
    )  # fmt: skip
    return bangia


@pytest.fixture
def leader(tree, client):
    client.force_login(make.make_member("leader", tree.district))


def units(client, register, **query) -> set[str]:
    answer = client.get(register.address("list", **query))
    assert answer.status_code == 200
    return {getattr(row.record, "here", row.record).unit.name for row in answer.context["table"].rows}


@every_register
def test_former_name_finds_what_stands_in_the_successor(client, merged, leader, register):
    assert units(client, register, q="ban gia") == {"Tả Củ Tỷ"}
    assert units(client, register, q="BẢN GIÀ", on="01/01/2020") == {"Bản Già"}


@every_register
def test_rows_are_found_by_name_alias_and_code_of_the_unit(client, tree, bangia, leader, register):
    tree.banpho.aliases.create(name="Bản Phố 1", kind="spelling")
    assert units(client, register, q="ta cu ty") == {"Tả Củ Tỷ"}
    assert units(client, register, q="02845") == {"Bản Già"}
    assert units(client, register, q="ban pho 1") == {"Bản Phố"}
    assert units(client, register, q="nowhere at all") == set()


def test_search_by_unit_stays_in_scope(client, tree, bangia, official):
    client.force_login(official)
    assert units(client, REGISTERS[0], q="ban gia") == set()
    assert units(client, REGISTERS[0], q="Tả Củ Tỷ") == {"Tả Củ Tỷ"}


@every_register
def test_search_by_unit_is_part_of_the_one_query(client, merged, leader, register, django_assert_num_queries):
    # Equipment: the computers in good use; staff: posts and people by norm group.
    wanted = 6 + {"equipment": 1, "staff": 2}.get(register.name, 0)
    address = register.address("list")
    with django_assert_num_queries(wanted):
        client.get(address)
    with django_assert_num_queries(wanted):
        client.get(address, {"q": "ban gia"})


def absent(client, **query):
    return client.get(REGISTERS[0].address("list", **query)).context["absent"]


def test_ended_unit_leads_to_its_successor_and_its_last_day(client, tree, merged, leader):
    found = absent(client, unit="xa-ban-gia")
    for word in ("Bản Già", "Tả Củ Tỷ", "01/03/2020", "896/NQ-UBTVQH14"):
        assert word in found.sentence
    successor, last_day = found.ways
    assert units(client, REGISTERS[0], **{k: v for k, v in successor.changes.items() if v}) == {"Tả Củ Tỷ"}
    assert last_day.changes["on"] == "29/02/2020"
    assert units(client, REGISTERS[0], unit="xa-ban-gia", on="29/02/2020") == {"Bản Già"}


def test_unit_that_stands_on_the_day_says_nothing(client, tree, merged, leader):
    assert absent(client, unit="xa-ban-gia", on="29/02/2020") is None
    assert absent(client, unit="xa-ta-cu-ty") is None
    assert absent(client) is None


def test_unit_before_its_first_day_says_since_when_it_exists(client, tree, leader):
    make.make_unit("Tân Lập", parent=tree.district, valid_from=date(2020, 6, 1))
    found = absent(client, unit="xa-tan-lap", on="01/01/2020")
    assert "01/06/2020" in found.sentence
    assert [way.changes["on"] for way in found.ways] == ["01/06/2020"]


def test_unit_that_ended_without_successor_says_so(client, tree, leader):
    make.make_unit("Tân Lập", parent=tree.district, valid_until=date(2020, 6, 1))
    found = absent(client, unit="xa-tan-lap")
    assert "01/06/2020" in found.sentence
    assert [way.changes["on"] for way in found.ways] == ["31/05/2020"]


def test_successor_out_of_scope_has_no_link(client, tree, merged):
    client.force_login(make.make_member("official", merged))
    found = absent(client, unit="xa-ban-gia")
    assert "Tả Củ Tỷ" in found.sentence
    assert [set(way.changes) >= {"unit"} for way in found.ways] == [False]


def test_links_keep_the_other_filters(client, tree, merged, leader):
    page = client.get(reverse("communes:equipment-list"), {"unit": "xa-ban-gia", "kind": "laptop"}).content.decode()
    assert "?unit=xa-ta-cu-ty&amp;kind=laptop" in page
