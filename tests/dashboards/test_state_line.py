"""The sentence above a dashboard: each part with its choices, every choice keeping the rest of the view."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from common.months import Month
from communes.models import Unit
from dashboards import period
from dashboards.forms import MOST_LISTED, StateForm, quick_periods, within
from dashboards.period import Period
from tests.factories import communes as ground

OPENED = (Month(2019, 1), Month(2020, 8))


def sentence(place, query: str, who=None):
    """The parts by label for a person (the leader unless another is given)."""
    who = who or place.leader
    state = period.read(who, QueryDict(query))
    return {str(part.label): part for part in StateForm(state, user=who).parts()}


def links(part) -> dict[str, str]:
    """Words -> query of a part's links."""
    return {str(link.words): link.query for _label, group in part.groups for link in group}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_sentence_says_the_view(place):
    parts = sentence(place, "from=2020-01&to=2020-06&structure=is&kind=commune")
    assert [str(part.words) for part in parts.values()] == [
        "Huyện Bắc Hà", "the first 6 months of 2020", "by the boundaries of today", "communes only",
    ]  # fmt: skip


def test_every_link_keeps_the_rest_of_the_view(place):
    parts = sentence(place, "unit=huyen-bac-ha&from=2020-01&to=2020-06&structure=is&kind=office")
    for label, own in (("Period", ("from", "to")), ("Boundaries", ("structure",)), ("Kind of unit", ("kind",))):
        for query in links(parts[label]).values():
            kept = QueryDict(query).dict()
            wanted = {"unit": "huyen-bac-ha", "from": "2020-01", "to": "2020-06", "structure": "is", "kind": "office"}
            assert {n: v for n, v in kept.items() if n not in own} == {n: v for n, v in wanted.items() if n not in own}


def test_forms_keep_what_they_do_not_ask(place):
    parts = sentence(place, "from=2020-02&to=2020-03&structure=is&kind=commune")
    assert dict(parts["Unit"].hidden) == {"from": "2020-02", "to": "2020-03", "structure": "is", "kind": "commune"}
    assert dict(parts["Period"].hidden) == {"unit": "huyen-bac-ha", "structure": "is", "kind": "commune"}


def test_every_choice_of_kind_and_structure_is_offered_once_and_the_present_one_marked(place):
    parts = sentence(place, "kind=office&structure=is")
    for label, count, here in (("Kind of unit", 3, "Offices only"), ("Boundaries", 2, "By the boundaries of today")):
        found = [link for _label, group in parts[label].groups for link in group]
        assert len(found) == count
        assert [str(link.words) for link in found if link.is_here] == [here]


def test_kind_is_no_question_for_a_unit_without_units_below(place):
    assert "Kind of unit" not in sentence(place, "unit=xa-ban-pho")
    assert "Kind of unit" in sentence(place, "unit=xa-ban-pho&kind=office")


def test_quick_periods_are_those_that_figures_are_kept_for():
    offered = {str(label): periods for label, periods in quick_periods(OPENED)}
    assert offered["Month"] == [Period(Month(2020, 8), Month(2020, 8)), Period(Month(2020, 7), Month(2020, 7))]
    assert [str(each.first) for each in offered["Quarter"]] == ["2020-04", "2020-01", "2019-10", "2019-07"]
    assert [str(each.first) for each in offered["Half-year"]] == ["2020-01", "2019-07", "2019-01"]
    assert [(str(each.first), str(each.last)) for each in offered["Year"]] == [
        ("2020-01", "2020-08"), ("2019-01", "2019-12"),
    ]  # fmt: skip
    every = [each for periods in offered.values() for each in periods]
    assert all(OPENED[0] <= each.first <= each.last <= OPENED[1] for each in every)


def test_quick_periods_of_the_first_month_are_that_month():
    only = (Month(2020, 8), Month(2020, 8))
    assert [periods for _label, periods in quick_periods(only) if periods] == [[Period(*only)]]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (("2018-07", "2018-12"), None),
        (("2018-07", "2019-02"), ("2019-01", "2019-02")),
        (("2020-07", "2020-12"), ("2020-07", "2020-08")),
    ],
)
def test_neighbouring_period_is_cut_to_what_is_kept(asked, kept):
    found = within(Period(*map(Month.parse, asked)), OPENED)
    assert found == (Period(*map(Month.parse, kept)) if kept else None)


def test_page_has_each_part_without_scripts(place, see):
    text = see(place.leader, "/?kind=commune").content.decode()
    assert text.count('<details class="part"') == 4
    assert "communes only</span>" in text
    assert 'href="?unit=huyen-bac-ha&amp;from=2020-01&amp;to=2020-06"' in text  # all kinds again


def test_units_are_one_query_of_few_columns(place):
    state = period.read(place.leader, QueryDict(""))
    with CaptureQueriesContext(connection) as queries:
        for part in StateForm(state, user=place.leader).parts():
            [str(field) for field in part.fields]
    lists = [q["sql"] for q in queries if "communes_unit" in q["sql"] and "search_key" not in q["sql"].split("FROM")[0]]
    assert len(lists) == len([q for q in queries if 'FROM "communes_unit"' in q["sql"]]) == 1
    assert f"LIMIT {MOST_LISTED + 1}" in lists[0]


def test_many_units_are_typed_and_one_query_too(place):
    Unit.objects.bulk_create(
        Unit(slug=f"xa-{n}", name=f"Xã {n}", kind="commune", legal_type="xa", valid_from="2000-01-01", sort_key=str(n))
        for n in range(MOST_LISTED)
    )
    admin = ground.make_administrator()
    state = period.read(admin, QueryDict(""))
    with CaptureQueriesContext(connection) as queries:
        field = str(StateForm(state, user=admin).parts()[0].fields[0])
    assert "data-lookup" in field
    assert state.unit.slug in field
    assert len([q for q in queries if 'FROM "communes_unit"' in q["sql"]]) == 1
