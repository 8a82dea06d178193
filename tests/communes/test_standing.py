"""What a unit holds on a day, and what is missing or out of date there."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from communes.models import Equipment, FollowUp, StaffMember, Training, UnitFact
from communes.standing import Standing
from tests.factories import communes as make
from tests.factories import sheets

MAY, JULY, TODAY = date(2020, 5, 1), date(2020, 7, 15), date(2020, 8, 3)


def gaps(unit, on=TODAY) -> dict:
    return {gap.route: gap for gap in Standing(unit, on=on).gaps(today=TODAY)}


def text_of(unit, model, on) -> str:
    return next(holding.text for holding in Standing(unit, on=on).holdings() if holding.model is model)


def test_holdings_are_those_of_the_day(tree):
    make.make_equipment(tree.tacuty, since=MAY, until=JULY)
    make.make_equipment(tree.tacuty, since=JULY, kind="laptop")
    make.make_equipment(tree.tacuty, since=JULY, kind="printer")
    make.make_staff(tree.tacuty, since=JULY, fluent=True)
    before, after = (text_of(tree.tacuty, Equipment, day) for day in (date(2020, 6, 30), TODAY))
    assert [int(word) for word in before.replace("(", " ").split() if word.isdigit()] == [1, 1, 0, 0, 0]
    assert [int(word) for word in after.replace("(", " ").split() if word.isdigit()] == [1, 0, 1, 1, 0]
    assert text_of(tree.tacuty, StaffMember, date(2020, 6, 30)).startswith("0 ")
    assert text_of(tree.tacuty, StaffMember, TODAY).startswith("1 ")


def test_empty_unit_lacks_lines_and_a_stock_take(tree):
    found = Standing(tree.tacuty, on=TODAY).gaps(today=TODAY)
    assert [gap.route for gap in found].count("communes:connection-missing-list") == 3
    assert found[-1].route == "communes:stocktake-list"


def test_unit_with_everything_lacks_nothing(tree):
    for kind in ("lan", "internet", "meeting_point"):
        make.make_connection(tree.tacuty, kind=kind, since=MAY)
    person = make.make_staff(tree.tacuty, since=MAY, has_computer=True)
    make.make_equipment(
        tree.tacuty, since=MAY, acquired_on=MAY, holder=person, on_lan=True, antivirus=True, condition="good"
    )
    UnitFact.objects.create(unit=tree.tacuty, key="posts", value=1, since=MAY)
    make.make_software_use(make.make_software(), tree.tacuty, since=MAY, updated_on=JULY)
    make.make_village(tree.tacuty, since=MAY, households=60, households_online=10)
    sheets.make_stock_take(tree.tacuty, counted_on=date(2019, 12, 31), closed=True)
    assert Standing(tree.tacuty, on=TODAY).gaps(today=TODAY) == []


def worn(tree, what):
    """One thing that is missing or out of date."""
    if what == "broken":
        make.make_equipment(tree.tacuty, since=MAY, condition="broken")
    if what == "proposed":
        make.make_equipment(tree.tacuty, since=MAY, condition="proposed")
    if what == "past life":
        make.make_equipment(tree.tacuty, since=MAY, acquired_on=date(2014, 1, 1), on_lan=True, antivirus=True)
    if what == "posts":
        UnitFact.objects.create(unit=tree.tacuty, key="posts", value=3, since=MAY)
    if what == "software":
        make.make_software_use(make.make_software(), tree.tacuty, since=MAY, in_use=False)
    if what == "expired":
        make.make_staff(tree.tacuty, since=MAY, digital_certificate=True, certificate_expires_on=date(2020, 6, 1))
    if what == "old count":
        make.make_village(tree.tacuty, since=date(2019, 1, 1), households_online=3)
    if what == "follow-up":
        make.make_follow_up(tree.tacuty, asked_on=MAY, deadline=date(2020, 6, 1))


@pytest.mark.parametrize(
    ("what", "route", "query"),
    [
        ("broken", "communes:equipment-list", {"condition": "broken"}),
        ("proposed", "communes:equipment-list", {"condition": "proposed"}),
        ("past life", "communes:equipment-list", {"condition": "good", "kind": "computer", "life": "past"}),
        ("posts", "communes:staff-list", {}),
        ("software", "communes:software-use-list", {"required": "true", "in_use": "false"}),
        ("expired", "communes:staff-list", {"expiry": "expired"}),
        ("old count", "communes:village-list", {}),
        ("follow-up", "communes:follow-up-list", {}),
    ],
)
def test_gap_leads_to_where_it_is_mended(tree, what, route, query):
    assert route not in gaps(tree.tacuty)
    worn(tree, what)
    assert gaps(tree.tacuty)[route].query == query


def test_unit_that_has_ended_lacks_nothing(tree):
    ended = make.make_unit(parent=tree.district, valid_until=JULY)
    assert Standing(ended, on=TODAY).gaps(today=TODAY) == []
    assert Standing(ended, on=MAY).gaps(today=TODAY)


def test_standing_costs_the_same_however_much_a_unit_holds(tree, django_assert_num_queries):
    for _ in range(2):
        for _number in range(5):
            person = make.make_staff(tree.tacuty, since=MAY)
            make.make_equipment(tree.tacuty, since=MAY, holder=person)
            Training.objects.create(staff_member=person, unit=tree.tacuty, trained_on=MAY, subject="Ký số")
            FollowUp.objects.filter(unit=tree.tacuty).count()
        with django_assert_num_queries(9):
            standing = Standing(tree.tacuty, on=TODAY)
            standing.holdings()
            standing.gaps(today=TODAY)


def test_every_gap_is_a_list_that_takes_its_filters(tree, client):
    for what in ("broken", "proposed", "past life", "posts", "software", "expired", "old count", "follow-up"):
        worn(tree, what)
    client.force_login(make.make_administrator())
    found = Standing(tree.tacuty, on=TODAY).gaps(today=TODAY)
    assert len(found) >= 12
    for gap in found:
        answer = client.get(reverse(gap.route), {"unit": tree.tacuty.slug} | gap.query)
        assert answer.status_code == 200, gap
        assert set(QueryDict(mutable=True) | gap.query) <= set(answer.context["filterset"].filters), gap
        assert not answer.context["filterset"].errors, gap
