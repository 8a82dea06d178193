"""Levels 1 to 4 end with Decree 43/2011 on 14/08/2022, whether or not somebody has replaced them."""

from datetime import date

import pytest

from common.errors import Refused
from common.months import Month
from indicators.demand import Units
from indicators.sources import procedures as source
from services.actions import procedures
from services.models import ProcedureLevel
from tests.factories.desk import make_procedure
from tests.services.pages import address

LAST, FIRST = date(2022, 8, 14), date(2022, 8, 15)


@pytest.fixture
def later(settings):
    """A day long after the change of law."""
    settings.BACHA_TODAY = date(2023, 1, 5)


def test_an_old_level_that_nobody_replaced_counts_until_its_law_ended(place, procedure):
    levels = ProcedureLevel.objects
    assert [levels.in_force(on=day).count() for day in (LAST, FIRST)] == [1, 0]
    assert levels.with_law().values_list("lawful_until", flat=True).get() == FIRST
    months = [Month(2022, 7), Month(2022, 8)]
    found = source.among(months, {1: [place.tacuty.pk]})
    assert [found[month].get((1, "procedures.level_3"), 0) for month in months] == [1, 0]


def test_demand_ends_with_the_law_of_its_level_too(place, procedure, later):
    read = Units([place.tacuty.pk])
    offered = [read.demand(month, month).get(place.tacuty.pk, {}) for month in (Month(2022, 7), Month(2022, 8))]
    assert [set(found) for found in offered] == [{procedure.pk}, set()]


def test_a_new_level_ends_the_old_one_with_its_law(place, reviewer, procedure, later):
    procedures.set_level(procedure, by=reviewer, version=1, since=date(2022, 10, 1), level="partial")
    rows = list(procedure.levels.values_list("level", "since", "until"))
    assert rows == [("3", date(2015, 1, 1), FIRST), ("partial", date(2022, 10, 1), None)]


def test_a_new_level_from_its_first_day_follows_without_a_gap(place, reviewer, procedure, later):
    procedures.set_level(procedure, by=reviewer, version=1, since=FIRST, level="partial")
    assert list(procedure.levels.values_list("until", flat=True)) == [FIRST, None]


@pytest.mark.parametrize(("since", "level"), [(LAST, "partial"), (FIRST, "4"), (date(2022, 12, 1), "1")])
def test_a_level_outside_the_days_of_its_law_is_refused_in_words(place, reviewer, procedure, later, since, level):
    with pytest.raises(Refused) as refused:
        procedures.set_level(procedure, by=reviewer, version=1, since=since, level=level)
    assert refused.value.field == "level"
    assert list(procedure.levels.values_list("level", "until")) == [("3", None)]


def test_the_page_says_what_has_no_level_of_the_new_law_and_what_is_only_recalled(place, official, client, later):
    official.language = "en"
    official.save()
    client.force_login(official)
    old, new = make_procedure(level="3", recalled=True), make_procedure()
    ProcedureLevel.objects.create(procedure=new, level="full", since=FIRST)
    page = client.get(address("procedure-detail", old)).content.decode()
    assert "no level of Decree 42/2022 has been set" in page
    assert "Nobody has compared the time limit" in page
    page = client.get(address("procedure-detail", new)).content.decode()
    assert "has been set since" not in page
    assert "Full (toàn trình) (Decree 42/2022)" in page
    assert "Series break at 08/2022" in page
