"""Who lacks a connection on a day and since when; villages without internet and their sums by commune."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import communes as make

MAY, JULY, TODAY = date(2020, 5, 1), date(2020, 7, 1), date(2020, 8, 3)
MISSING, TOTALS = reverse("communes:connection-missing-list"), reverse("communes:village-totals-list")


@pytest.fixture
def leader(client, tree):
    person = make.make_member("leader", tree.district)
    client.force_login(person)
    return person


def lacking(client, **query) -> dict:
    rows = client.get(MISSING, query).context["table"].rows
    return {row.record.name: row.record.without_since for row in rows}


def test_units_without_a_kind_of_connection_are_listed_with_since_when(client, tree, leader):
    make.make_connection(tree.tacuty, kind="lan", since=MAY)
    make.make_connection(tree.banpho, kind="lan", since=MAY, until=JULY)
    assert lacking(client) == {"Bản Phố": JULY, "Phòng Văn hóa và Thông tin": None}
    assert lacking(client, on="30/06/2020") == {"Phòng Văn hóa và Thông tin": None}
    assert set(lacking(client, lack="internet")) == {"Bản Phố", "Phòng Văn hóa và Thông tin", "Tả Củ Tỷ"}
    assert list(lacking(client, kind="commune")) == ["Bản Phố"]


def test_slow_and_copper_lines_are_lacks_of_their_own(client, tree, leader):
    make.make_connection(tree.tacuty, technology="fibre", bandwidth_mbps=60)
    make.make_connection(tree.banpho, technology="copper", bandwidth_mbps=8)
    make.make_connection(tree.office, technology="fibre", bandwidth_mbps=None)
    assert set(lacking(client, lack="fibre")) == {"Bản Phố"}
    assert set(lacking(client, lack="slow")) == {"Bản Phố", "Phòng Văn hóa và Thông tin"}
    assert len(lacking(client, lack="slow", mbps="61")) == 3
    tabs = client.get(MISSING, {"lack": "slow"}).context["tabs"]
    assert {lack: number for lack, _label, number in tabs} == {
        "lan": 3, "internet": 0, "fibre": 1, "slow": 2, "dedicated": 3, "meeting_point": 3,
    }  # fmt: skip


def test_units_that_do_not_exist_on_the_day_lack_nothing(client, tree, leader):
    make.make_unit("Bản Già", parent=tree.district, valid_until=date(2020, 3, 1))
    assert "Bản Già" in lacking(client, on="29/02/2020")
    assert "Bản Già" not in lacking(client, on="01/03/2020")


@pytest.mark.parametrize("query", [{"lack": "telegraph"}, {"mbps": "-1"}, {"mbps": "nhanh"}, {"on": "31/02/2020"}])
def test_bad_filters_are_named_and_left_out(client, tree, leader, query):
    page = client.get(MISSING, query)
    assert page.context["filterset"].errors
    assert len(page.context["table"].rows) == 3


def test_official_sees_the_own_unit_and_mends_it_from_there(client, tree, official):
    client.force_login(official)
    page = client.get(MISSING, {"lack": "meeting_point"})
    (row,) = page.context["table"].rows
    assert row.record.name == "Tả Củ Tỷ"
    assert row.record.add_url in page.content.decode().replace("&amp;", "&")
    form = client.get(row.record.add_url).context["form"]
    assert (str(form["unit"].value()), form["kind"].value()) == (str(tree.tacuty.pk), "meeting_point")
    export = client.get(MISSING, {"export": "csv"})
    assert "Tả Củ Tỷ" in b"".join(export.streaming_content).decode()


def test_reader_has_no_link_to_mend(client, tree, leader):
    assert "connections/new" not in client.get(MISSING).content.decode()


def test_villages_without_internet_are_found_and_counted(client, tree, leader):
    make.make_village(tree.tacuty, "Sảng Mào Phố", households=60, households_online=10, public_access_points=1)
    make.make_village(tree.tacuty, "Seng Sui", households=40)
    villages = client.get(MISSING).context["villages"]
    assert villages == {"total": 2, "offline": 1, "no_access": 1}
    for query in ({"online": "false"}, {"access": "false"}):
        rows = client.get(reverse("communes:village-list"), query).context["table"].rows
        assert [row.record.name for row in rows] == ["Seng Sui"]
    rows = client.get(reverse("communes:village-list"), {"online": "true"}).context["table"].rows
    assert [row.record.name for row in rows] == ["Sảng Mào Phố"]


def test_share_of_households_online_is_told_by_village_and_commune(client, tree, leader):
    make.make_village(tree.tacuty, "Sảng Mào Phố", households=60, households_online=10)
    make.make_village(tree.tacuty, "Seng Sui", households=40, households_online=30)
    make.make_village(tree.tacuty, "Nậm Khắp", households_online=5)
    table = client.get(reverse("communes:village-list")).context["table"]
    assert [row.get_cell("share_online") for row in table.rows if row.record.name == "Seng Sui"] == ["75,00\u00a0%"]
    assert table.columns["share_online"].footer == "40,00\u00a0%"
    rows = {row.record.name: row.record for row in client.get(TOTALS).context["table"].rows}
    commune = rows["Tả Củ Tỷ"]
    assert (commune.villages, commune.sum_households, commune.sum_households_online) == (3, 100, 45)
    assert (commune.share_online, rows["Bản Phố"].share_online) == (40, None)
    assert set(rows) == {"Tả Củ Tỷ", "Bản Phố"}


def test_sum_with_an_estimate_in_it_is_one(client, tree, leader):
    make.make_village(tree.tacuty, households=60, households_online=10, households_online_approximate=True, since=MAY)
    make.make_village(tree.tacuty, households=40, households_online=3, since=MAY)
    table = client.get(TOTALS).context["table"]
    (row,) = (row for row in table.rows if row.record.name == "Tả Củ Tỷ")
    assert row.get_cell("households_online") in ("khoảng 13", "about 13")
    assert row.get_cell("share_online") in ("khoảng 13\u00a0%", "about 13\u00a0%")
    assert table.columns["households_online"].footer in ("khoảng 13", "about 13")
    assert table.columns["households"].footer == "100"


def test_lists_cost_the_same_however_many_units(client, tree, leader, django_assert_num_queries):
    for number in (1, 15):
        for _ in range(number):
            unit = make.make_unit(parent=tree.district)
            make.make_village(unit, households=3)
        with django_assert_num_queries(8):
            client.get(MISSING)
        with django_assert_num_queries(6):
            client.get(TOTALS)


def test_what_was_lacking_in_the_past_is_not_mended_today(client, tree, official):
    make.make_connection(tree.tacuty, kind="lan", since=JULY)
    client.force_login(official)
    past = client.get(MISSING, {"on": "30/06/2020"}).context["table"]
    assert [row.record.name for row in past.rows] == ["Tả Củ Tỷ"]
    assert "add_url" not in [column.name for column in past.columns]
