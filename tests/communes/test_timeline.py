"""Reorganisations in words and in a list: every kind, with shares; whoever was part of one sees it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from communes import stories
from tests.factories import communes as make

LIST = "communes:timeline-list"
MARCH = date(2020, 3, 1)


@pytest.fixture
def leader(tree, client):
    user = make.make_member("leader", tree.district, language="en")
    client.force_login(user)
    return user


def shown(client, **query) -> list:
    answer = client.get(reverse(LIST, query=query))
    assert answer.status_code == 200
    return [row.record for row in answer.context["table"].rows]


@pytest.mark.parametrize(
    ("kind", "came", "went"),
    [
        ("merge", "Took over xã Cũ", "Became part of xã Mới"),
        ("rename", "Was renamed; before xã Cũ", "Was renamed xã Mới"),
        ("move", "Moved to where it belongs now; before xã Cũ", "Moved; goes on as xã Mới"),
        ("abolish", "Took over xã Cũ, which was abolished,", "Was abolished; went to xã Mới"),
        ("create", "Was created out of xã Cũ", "Went into the new xã Mới"),
    ],
)
def test_every_kind_has_its_sentences(tree, kind, came, went):
    old, new = make.make_unit("Cũ"), make.make_unit("Mới")
    (link,) = make.make_succession(old, new, kind=kind, on=MARCH, resolution="1/NQ")
    with translation.override("en"):
        assert stories.came(link) == f"{came} on 01/03/2020 (1/NQ)"
        assert stories.went(link) == f"{went} on 01/03/2020 (1/NQ)"


def test_split_is_told_with_its_shares(tree):
    old, new, other = (make.make_unit(name) for name in ("Cũ", "Mới", "Khác"))
    link, _other = make.make_succession(old, (new, "0.6"), (other, "0.4"), on=MARCH, resolution="1/NQ")
    with translation.override("en"):
        assert stories.came(link) == "Took over 60,00\u00a0% of xã Cũ, which was split, on 01/03/2020 (1/NQ)"
        assert stories.went(link) == "Was split; 60,00\u00a0% went to xã Mới on 01/03/2020 (1/NQ)"


def test_newest_stand_first_with_who_went_where(client, tree, leader):
    old, other = make.make_unit("Cũ", parent=tree.district), make.make_unit("Khác", parent=tree.district)
    make.make_succession(old, tree.banpho, on=MARCH, resolution="896/NQ")
    make.make_succession(other, (tree.tacuty, "0.6"), (tree.banpho, "0.4"), on=date(2024, 11, 1), note="Cả thôn Nậm")
    assert [act.effective_on.year for act in shown(client)] == [2024, 2020]
    text = client.get(reverse(LIST)).text.replace("\u00a0", " ")
    assert f'<a href="{old.get_absolute_url()}">xã Cũ</a> → <a href="{tree.banpho.get_absolute_url()}">' in text
    assert "(60,00 %)" in text
    assert "Cả thôn Nậm" in text
    exported = b"".join(client.get(reverse(LIST, query={"export": "csv"}))).decode().replace("\u00a0", " ")
    assert "xã Khác → xã Bản Phố (40,00 %), xã Tả Củ Tỷ (60,00 %)" in exported


def test_timeline_is_narrowed_by_unit_year_and_kind(client, tree, leader):
    old, other = make.make_unit("Cũ", parent=tree.district), make.make_unit("Khác", parent=tree.district)
    (first,) = make.make_succession(old, tree.banpho, on=MARCH)
    (second,) = make.make_succession(other, tree.tacuty, on=date(2024, 11, 1), kind="rename")
    assert shown(client, unit="xa-ban-pho") == shown(client, year="2020") == [first.reorganisation]
    assert shown(client, unit="xa-khac") == shown(client, kind="rename") == [second.reorganisation]
    assert shown(client, unit="huyen-bac-ha") == [second.reorganisation, first.reorganisation]
    assert shown(client, year="1999") == []


def test_only_who_has_a_unit_that_was_part_of_it_sees_a_reorganisation(client, tree):
    far = make.make_unit("Si Ma Cai", kind="district", parent=tree.province)
    thin, other = make.make_unit("Lùng Thẩn", parent=far), make.make_unit("Sín Chéng", parent=far)
    (across,) = make.make_succession(thin, tree.tacuty, on=MARCH)
    (inside,) = make.make_succession(other, make.make_unit("Mới", parent=far), on=MARCH)
    seen = {}
    for name, user in (
        ("official", make.make_member("official", tree.tacuty)),
        ("neighbour", make.make_member("official", tree.banpho)),
        ("other", make.make_member("leader", far)),
        ("all", make.make_administrator()),
    ):
        client.force_login(user)
        seen[name] = {act.pk for act in shown(client)}
    both = {across.reorganisation_id, inside.reorganisation_id}
    assert seen == {"official": {across.reorganisation_id}, "neighbour": set(), "other": both, "all": both}
    client.force_login(make.make_member("leader", far))
    text = client.get(reverse(LIST)).text
    assert "xã Tả Củ Tỷ" in text
    assert tree.tacuty.get_absolute_url() not in text


def test_every_column_of_the_timeline_sorts(client, tree, leader):
    for number, year in enumerate((2020, 2024)):
        make.make_succession(make.make_unit(parent=tree.district), tree.banpho, on=date(year, 1, 1 + number))
    for name in ("effective_on", "kind", "resolution"):
        assert shown(client, sort=name), name
    assert shown(client, sort="effective_on") == shown(client, sort="-effective_on")[::-1]


def test_timeline_costs_the_same_however_long(client, tree, leader, django_assert_num_queries):
    client.get(reverse(LIST))
    for _ in range(2):
        for _number in range(10):
            make.make_succession(make.make_unit(parent=tree.district), tree.banpho)
        # Session, user, memberships, what is below, what it took over; the acts, their links, what began, what ended.
        with django_assert_num_queries(9):
            client.get(reverse(LIST))
