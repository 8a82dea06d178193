"""The registers on the page of a unit: on any day, with what is missing and the way to edit."""

import pytest

UNIT = "/units/xa-ta-cu-ty/"


def test_registers_stand_on_the_last_day_of_the_period_unless_asked(place, see):
    context = see(place.leader, f"{UNIT}?from=2020-01&to=2020-06").context["registers_of_day"]
    assert context.day.isoformat() == "2020-06-30"
    context = see(place.leader, f"{UNIT}?on=15/03/2020").context["registers_of_day"]
    assert context.day.isoformat() == "2020-03-15"


@pytest.mark.parametrize("typed", ["31/02/2020", "hôm qua", "99999999999", "%00", "x" * 3000])
def test_odd_day_is_told_and_the_page_stands(place, see, typed):
    answer = see(place.leader, f"{UNIT}?on={typed}")
    assert answer.status_code == 200
    assert answer.context["registers_of_day"].rows


def test_day_to_come_is_today(place, see):
    assert see(place.leader, f"{UNIT}?on=01/01/2030").context["registers_of_day"].day.isoformat() == "2020-08-03"


def test_links_to_add_are_for_those_who_write_there(place, see):
    own = see(place.official, UNIT).context["registers_of_day"].rows
    others = see(place.leader, UNIT).context["registers_of_day"].rows
    assert all(row.add_url for row in own)
    assert not any(row.add_url for row in others)


def test_district_has_no_registers_of_its_own(place, see):
    context = see(place.leader, "/units/huyen-bac-ha/").context["registers_of_day"]
    assert not context.is_shown
    assert context.rows == context.gaps == []


def test_other_parameters_of_the_page_are_kept(place, see):
    context = see(place.leader, f"{UNIT}?from=2020-01&to=2020-06&structure=is&on=01/03/2020").context
    assert dict(context["registers_of_day"].kept) == {"from": "2020-01", "to": "2020-06", "structure": "is"}
