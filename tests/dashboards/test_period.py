"""The view that an address asks for: defaults, bad values told in a sentence, units out of scope."""

from datetime import date

import pytest
from django.http import Http404, QueryDict

from common.months import Month
from communes.models import Role
from dashboards import period
from tests.dashboards.conftest import person
from tests.factories import communes as ground


def read(who, query: str = "", slug: str = ""):
    return period.read(who, QueryDict(query), slug=slug)


def months(state) -> tuple[str, str]:
    return str(state.period.first), str(state.period.last)


def test_default_period_is_the_last_complete_half_year(place):
    assert months(read(place.leader)) == ("2020-01", "2020-06")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 6, 30), ("2019-07", "2019-12")),
        (date(2020, 7, 1), ("2020-01", "2020-06")),
        (date(2020, 12, 31), ("2020-01", "2020-06")),
    ],
)
def test_default_period_waits_for_the_last_day(place, settings, day, expected):
    settings.BACHA_TODAY = day
    assert months(read(place.leader)) == expected


def test_default_period_of_a_young_site_is_what_is_kept(settings):
    assert str(period.default_period((Month(2020, 3), Month(2020, 8))).first) == "2020-03"
    assert period.default_period((Month(2020, 7), Month(2020, 8))) == period.Period(Month(2020, 8), Month(2020, 8))


@pytest.mark.parametrize(
    ("last", "expected"), [(Month(2020, 6), (1, 6)), (Month(2020, 8), (7, 8)), (Month(2020, 12), (7, 12))]
)
def test_default_period_of_a_clock_beyond_what_is_kept_is_the_last_half_year_with_figures(settings, last, expected):
    settings.BACHA_TODAY = date(2022, 1, 10)
    first, end = (Month(2020, month) for month in expected)
    assert period.default_period((Month(2019, 1), last)) == period.Period(first, end)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from=2020-02&to=2020-03", ("2020-02", "2020-03")),
        ("from=2020-07", ("2020-07", "2020-07")),
        ("to=2019-03", ("2019-03", "2019-03")),
        ("from=2020-03", ("2020-03", "2020-06")),
    ],
)
def test_period_of_the_address_is_taken(place, query, expected):
    state = read(place.leader, query)
    assert months(state) == expected
    assert state.problems == ()


@pytest.mark.parametrize(
    "query",
    [
        "from=2020-13", "from=junk", "from=2020-06&to=2020-01", "to=2035-01", "from=1820-01", "structure=maybe",
        "kind=village", "from=%00", "to=2020-1", "from=2020-06-01", "period=zz",
    ],
)  # fmt: skip
def test_bad_value_is_told_and_the_default_shown(place, query):
    state = read(place.leader, query)
    assert months(state) == ("2020-01", "2020-06")
    assert (state.structure, state.kind) == ("was", "")
    assert len(state.problems) == 1


def test_first_page_of_a_leader_is_the_district(place):
    assert read(place.leader).unit == place.district


def test_first_page_of_an_official_is_the_own_unit(place):
    assert read(place.official).unit == place.tacuty


def test_first_page_of_an_administrator_is_where_the_tree_branches(place):
    assert read(place.administrator).unit == place.district
    ground.make_unit("Si Ma Cai", kind="district", parent=place.province)
    assert read(place.administrator).unit == place.province


def test_first_page_of_somebody_with_two_units_is_the_higher(place):
    both = person(Role.OFFICIAL, place.tacuty)
    ground.Membership.objects.create(user=both, unit=place.district, role=Role.LEADER, valid_from=date(2020, 1, 1))
    assert read(both).unit == place.district


@pytest.mark.parametrize("slug", ["xa-ban-pho", "huyen-bac-ha", "khong-co", "xa-ta-cu-ty\x00"])
def test_unit_out_of_scope_is_missing(place, slug):
    if slug.endswith("\x00"):
        assert read(place.official, slug=slug).unit == place.tacuty
        return
    with pytest.raises(Http404):
        read(place.official, slug=slug)
    with pytest.raises(Http404):
        read(place.official, query=f"unit={slug}")


def test_earlier_periods_have_the_same_length(place):
    half = read(place.leader).period
    assert (str(half.before.first), str(half.before.last)) == ("2019-07", "2019-12")
    assert (str(half.year_before.first), str(half.year_before.last)) == ("2019-01", "2019-06")


def test_query_round_trips(place):
    state = read(place.leader, "from=2020-02&to=2020-03&structure=is&kind=office")
    again = read(place.leader, state.query)
    assert (again.period, again.structure, again.kind) == (state.period, "is", "office")
