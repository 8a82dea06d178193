"""The list of units on any day, and the look-up of units by all their names."""

from datetime import date

import pytest
from django.urls import reverse

from communes.models import UnitAlias
from communes.reorganise import merge
from tests.factories import communes as make

LIST, LOOKUP = "communes:unit-list", "communes:unit-lookup"


@pytest.fixture
def merged(tree, administrator):
    """Bản Già became part of Tả Củ Tỷ on 01/03/2020."""
    bangia = make.make_unit("Bản Già", parent=tree.district, code="02845")
    merge(
        by=administrator, effective_on=date(2020, 3, 1), resolution="896/NQ-UBTVQH14", absorbed=[bangia],
        into=tree.tacuty,
    )  # fmt: skip
    return bangia


@pytest.fixture
def leader(tree, client):
    user = make.make_member("leader", tree.province)
    client.force_login(user)
    return user


def names(client, **query) -> list[str]:
    page = client.get(reverse(LIST, query=query))
    return [row.record.name for row in page.context["table"].rows]


def test_units_of_a_day_in_vietnamese_order(client, tree, merged, leader):
    today = ["Bản Phố", "Bắc Hà", "Lào Cai", "Phòng Văn hóa và Thông tin", "Tả Củ Tỷ"]
    assert names(client) == today
    assert names(client, on="29/02/2020") == ["Bản Già", *today]
    assert names(client, on="31/12/1999") == []


@pytest.mark.parametrize("wanted", ["ban gia", "Bản Già", "BẢN  GIÀ"])
def test_former_name_leads_to_the_successor(client, tree, merged, leader, wanted):
    assert names(client, q=wanted) == ["Tả Củ Tỷ"]
    assert names(client, q=wanted, on="29/02/2020") == ["Bản Già", "Tả Củ Tỷ"]


@pytest.mark.parametrize(
    ("query", "found"),
    [({"q": "ta cu ty"}, ["Tả Củ Tỷ"]), ({"q": "02866"}, ["Bản Phố"]), ({"kind": "district"}, ["Bắc Hà"])],
)
def test_units_by_name_code_and_kind(client, tree, leader, query, found):
    assert names(client, **query) == found


def test_reorganisation_stands_in_the_row(client, tree, merged, leader):
    page = client.get(reverse(LIST, query={"on": "29/02/2020"})).content.decode()
    assert page.count("01/03/2020 (896/NQ-UBTVQH14)") == 2


def test_row_leads_to_the_page_of_the_unit(client, tree, leader):
    assert f'href="{tree.tacuty.get_absolute_url()}"' in client.get(reverse(LIST)).content.decode()


def test_official_sees_own_unit_and_what_it_took_over(client, tree, merged):
    client.force_login(make.make_member("official", tree.tacuty))
    assert names(client) == ["Tả Củ Tỷ"]
    assert names(client, on="29/02/2020") == ["Bản Già", "Tả Củ Tỷ"]


def test_list_of_units_costs_the_same_however_many(client, tree, merged, leader, django_assert_num_queries):
    client.get(reverse(LIST))
    # Session, user, memberships with their units; the page, other names, and the successions both ways; the same of
    # those that are gone; numbers by kind, days of change.
    for _ in range(2):
        with django_assert_num_queries(14):
            client.get(reverse(LIST))
        for _ in range(20):
            make.make_unit(parent=tree.district)


def test_lookup_finds_former_names_in_scope(client, tree, merged, leader):
    UnitAlias.objects.create(unit=tree.banpho, name="Bản Phố Cũ", kind="spelling")
    assert [row["key"] for row in client.get(reverse(LOOKUP, query={"q": "pho cu"})).json()["results"]] == [
        "xa-ban-pho"
    ]
    client.force_login(make.make_member("official", tree.tacuty))
    assert client.get(reverse(LOOKUP, query={"q": "pho cu"})).json()["results"] == []


def test_lookup_of_staff_stays_in_scope(client, tree, leader):
    person = make.make_staff(tree.banpho, "Giàng A Sẻng")
    url = reverse("communes:staff-lookup", query={"q": "seng"})
    assert [row["key"] for row in client.get(url).json()["results"]] == [str(person.pk)]
    client.force_login(make.make_member("official", tree.tacuty))
    assert client.get(url).json()["results"] == []


def test_numbers_by_kind_and_days_of_change_stand_above_the_list(client, tree, merged, leader):
    leader.language = "en"
    leader.save()
    text = client.get(reverse(LIST, query={"on": "29/02/2020"})).content.decode()
    assert "1 province; 1 district; 3 communes and towns; 1 office." in text
    assert 'href="?on=2020-03-01">01/03/2020</a>' in text
    after = client.get(reverse(LIST, query={"on": "01/03/2020"}))
    assert "2 communes and towns" in after.text
    turns = after.context["turns"]
    assert (turns.before, turns.is_turn, turns.after) == (date(2000, 1, 1), True, None)


def test_any_day_even_without_data_is_answered(client, tree, merged, leader):
    for day in ("01/01/1990", "01/01/2000", "31/12/2019", "01/11/2024", "01/07/2025", "31/12/2199"):
        assert client.get(reverse(LIST, query={"on": day})).status_code == 200


def test_units_that_are_gone_lead_to_whom_they_went(client, tree, merged, leader):
    def gone(**query):
        return [(unit.name, [heir.name for heir in heirs]) for unit, _day, heirs, _s in page(**query).context["gone"]]

    def page(**query):
        return client.get(reverse(LIST, query=query))

    assert gone() == [("Bản Già", ["Tả Củ Tỷ"])]
    assert gone(on="29/02/2020") == []
    assert gone(q="khong co") == gone(kind="district") == gone(on="junk") == []
    assert gone(q="ban gia") == [("Bản Già", ["Tả Củ Tỷ"])]


def test_heir_out_of_reach_is_named_and_no_link(client, tree):
    gone = make.make_unit("Bản Già", parent=tree.tacuty)
    make.make_succession(gone, tree.banpho)
    client.force_login(make.make_member("head", tree.tacuty, language="en"))
    page = client.get(reverse(LIST))
    assert [heirs for _unit, _day, heirs, _sentences in page.context["gone"]] == [[]]
    assert "Became part of xã Bản Phố on 01/07/2020" in page.text
    assert tree.banpho.get_absolute_url() not in page.text


def test_units_below_one_are_listed_and_stand_by_what_they_belong_to(client, tree, merged, leader):
    assert names(client, unit="huyen-bac-ha", kind="commune") == ["Bản Phố", "Tả Củ Tỷ"]
    other = make.make_unit("An Bình", kind="district", parent=tree.province)
    make.make_unit("Sín Chéng", parent=other)
    assert names(client, sort="parent", kind="commune") == ["Sín Chéng", "Bản Phố", "Tả Củ Tỷ"]
