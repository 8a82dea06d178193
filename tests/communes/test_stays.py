"""Joined and left: an unbroken stay in a unit, whatever changed in between; who left in a period."""

from datetime import date

import pytest
from django.urls import reverse

from communes.actions import staff
from communes.models import Reorganisation, StaffMember, Succession
from tests.factories import communes as make

MAY, JUNE, JULY, TODAY = date(2020, 5, 1), date(2020, 6, 1), date(2020, 7, 15), date(2020, 8, 3)
LEFT = reverse("communes:staff-left-list")


@pytest.fixture
def person(tree):
    return make.make_staff(tree.tacuty, "Giàng A Páo", since=MAY)


def stay(user, on=TODAY) -> list[tuple]:
    rows = StaffMember.objects.visible_to(user).standing(on=on, user=user).with_stay()
    return [(row.here.unit.name, row.joined_on, row.left_on) for row in rows]


def left(client, **query) -> list[tuple]:
    rows = client.get(LEFT, query).context["table"].rows
    return [(row.record.unit.name, row.record.joined_on, row.record.until) for row in rows]


def test_change_of_skills_or_post_is_one_stay(official, person, tree):
    staff.change_skills(person, by=official, version=1, since=JUNE, fluent=True)
    staff.move(person, by=official, version=2, since=JULY, unit=tree.tacuty, position="Chủ tịch")
    assert stay(official) == stay(official, on=MAY) == [("Tả Củ Tỷ", MAY, None)]


def test_coming_back_begins_another_stay(client, official, person, tree):
    staff.leave(person, by=official, version=1, since=JUNE)
    staff.move(person, by=official, version=2, since=JULY, unit=tree.tacuty, position="Kế toán")
    assert stay(official) == [("Tả Củ Tỷ", JULY, None)]
    assert stay(official, on=MAY) == [("Tả Củ Tỷ", MAY, JUNE)]
    client.force_login(official)
    assert left(client) == [("Tả Củ Tỷ", MAY, JUNE)]
    assert client.get(person.get_absolute_url()).context["object"].stay == (JULY, None)


def test_moving_ends_one_stay_and_begins_another(client, administrator, official, person, tree):
    staff.change_skills(person, by=official, version=1, since=JUNE, fluent=True)
    staff.move(person, by=administrator, version=2, since=JULY, unit=tree.banpho, position="Kế toán")
    assert stay(administrator) == [("Bản Phố", JULY, None)]
    client.force_login(official)
    assert left(client) == [("Tả Củ Tỷ", MAY, JULY)]
    assert client.get(person.get_absolute_url()).context["object"].stay == (MAY, JULY)


def test_whom_a_merger_took_along_has_not_left(client, administrator, person, tree):
    make.make_staff(tree.tacuty, "Lý A Dín", since=MAY, until=JULY)
    act = Reorganisation.objects.create(kind="merge", effective_on=JULY, resolution="896/NQ-UBTVQH14")
    Succession.objects.create(reorganisation=act, predecessor=tree.tacuty, successor=tree.banpho)
    staff.move(person, by=administrator, version=1, since=JULY, unit=tree.banpho, position="Kế toán")
    client.force_login(administrator)
    names = [row.record.staff_member.full_name for row in client.get(LEFT).context["table"].rows]
    assert names == ["Lý A Dín"]


def test_who_left_is_found_by_period_unit_and_name(client, administrator, person, tree):
    staff.leave(person, by=administrator, version=1, since=JUNE)
    make.make_staff(tree.banpho, "Lý A Dín", since=MAY, until=JULY)
    client.force_login(administrator)
    assert [row[0] for row in left(client)] == ["Bản Phố", "Tả Củ Tỷ"]
    assert left(client, left_from="01/06/2020", left_until="30/06/2020") == [("Tả Củ Tỷ", MAY, JUNE)]
    assert [row[0] for row in left(client, unit="xa-ban-pho")] == ["Bản Phố"]
    assert [row[0] for row in left(client, q="pao")] == ["Tả Củ Tỷ"]


def test_list_of_leavers_costs_the_same_however_long(client, official, tree, django_assert_num_queries):
    client.force_login(official)
    for number in (1, 20):
        for _ in range(number):
            make.make_staff(tree.tacuty, since=MAY, until=JUNE)
        with django_assert_num_queries(5):
            client.get(LEFT)
