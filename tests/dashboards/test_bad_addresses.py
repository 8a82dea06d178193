"""Odd addresses of the dashboards: a clear sentence beside the usual view, or “not found”; never an error."""

import json
from html import unescape
from itertools import product

import pytest
from django.urls import get_resolver

from communes.models import Role
from tests.dashboards.conftest import person
from tests.factories import communes as ground

LONG = "x" * 8000
PAGES = ["/", "/units/xa-ta-cu-ty/", "/indicators/documents_signed/", "/filings/channels/",
         "/procedures/without-filings/", "/filings/units/", "/filings/units/xa-ta-cu-ty/",
         "/units/xa-ta-cu-ty/charts/{chart}.json"]  # fmt: skip
# (query, a part of the sentence that says what could not be used)
ODD = [
    ("from=2020-06&to=2020-01", "ends before it begins"),
    ("from=2035-01&to=2035-06", "There are no figures for 01/2035"),
    ("from=1900-01&to=2100-12", "There are no figures for 01/1900"),
    ("from=9999-12", "is not a month"),
    ("from=10000-01", "is not a month"),
    ("from=0000-00", "is not a month"),
    ("from=2020-13&to=2020-14", "is not a month"),
    ("from=2020-06-01", "is not a month"),
    ("from=-1", "is not a month"),
    ("to=NaN", "is not a month"),
    ("from=1e5", "is not a month"),
    ("from=%D9%A2%D9%A0%D9%A2%D9%A0-%D9%A0%D9%A1", "is not a month"),
    ("from=%00", "is not a month"),
    ("to=2020-01%00", "is not a month"),
    ("from=%FF%FE", "is not a month"),
    (f"from={LONG}", "is not a month"),
    ("from[]=2020-01&from=x", "is not a month"),
    ("from=2020-01&from=junk", "is not a month"),
    ("structure=maybe", "is not one of the choices"),
    ("structure=%00", "is not one of the choices"),
    ("kind=village", "is not one of the choices"),
    (f"kind={LONG}", "is not one of the choices"),
    ("period=2020", "is not understood"),
]
# What is no view at all, and what is simply not there.
HARMLESS = [
    "sort=nothing",
    "sort=-%00",
    f"sort={LONG}",
    "sort=incoming&sort=-name",
    "compare=x",
    "page=-1",
    "unit=",
    "%00=1",
]
UNITS = ["khong-co", "xa-ta-cu-ty%00x", "%00", LONG, "..%2F..%2Fetc", "1%27%20OR%201=1", "%F0%9F%90%83", "%FF"]


@pytest.fixture
def look(place, client):
    """`look(address)`: the answer to the leader."""
    client.force_login(place.leader)
    return client.get


def sentences(answer) -> str:
    """What a page or a chart says about its address, as far as it can be read there."""
    if "json" in answer["Content-Type"]:
        return " ".join(json.loads(answer.content)["problems"])
    text = unescape(answer.content.decode())
    return " ".join(problem for problem in answer.context["state"].problems if problem in text)


def address(page: str) -> str:
    from dashboards.charts import CHARTS

    return page.format(chart=next(iter(CHARTS)))


@pytest.mark.parametrize("page", PAGES)
def test_odd_value_is_told_and_the_usual_view_shown(look, page):
    """All pages read period, boundaries and kind in one way: every value is tried at one page, some at each."""
    usual = look(address(page))
    assert sentences(usual) == ""
    wrong = []
    for query, words in ODD if page == PAGES[-1] else [ODD[0], ODD[12], ODD[18], ODD[21]]:
        answer = look(f"{address(page)}?{query}")
        if answer.status_code != 200 or words not in sentences(answer):
            wrong.append((query[:60], answer.status_code, sentences(answer)[:200]))
    assert wrong == []


@pytest.mark.parametrize("page", PAGES)
def test_what_says_nothing_to_a_page_is_left_out(look, page):
    wrong = [
        (query[:60], status) for query in HARMLESS if (status := look(f"{address(page)}?{query}").status_code) != 200
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "pattern",
    [
        "/?unit={}",
        "/filings/channels/?unit={}",
        "/procedures/without-filings/?unit={}",
        "/filings/units/?unit={}",
        "/filings/units/{}/",
        "/indicators/documents_signed/?unit={}",
        "/units/{}/",
        "/indicators/{}/",
    ],
)
def test_unknown_unit_and_indicator_are_not_found(look, pattern):
    wrong = [(text[:60], status) for text in UNITS if (status := look(pattern.format(text)).status_code) != 404]
    assert wrong == []


def test_unknown_chart_is_not_found(look):
    for key, kind in product(["nothing", "x" * 300, "%00"], ["json", "csv"]):
        assert look(f"/units/xa-ta-cu-ty/charts/{key}.{kind}").status_code == 404


def test_period_before_the_unit_existed_is_said(place, look):
    ground.make_unit("Na Hối", parent=place.district, valid_from=ground.DAY)
    answer = look("/units/xa-na-hoi/?from=2019-01&to=2019-06")
    assert "did not exist in this period (it exists since 01/07/2020)" in answer.content.decode()
    assert answer.status_code == 200


def test_person_without_any_unit_in_force_is_no_error(place, client):
    gone = ground.make_unit("Bản Già", parent=place.district, valid_until=ground.DAY)
    client.force_login(person(Role.OFFICIAL, gone))
    for page in ("/", "/indicators/documents_signed/", "/?from=1900-01&to=2100-12"):
        assert client.get(page).status_code in (200, 403, 404)


def test_every_page_of_a_period_is_here():
    """A new page of the dashboards is asked the same questions."""
    dashboards = next(entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "dashboards")
    names = {entry.name for entry in dashboards.url_patterns}
    without_period = {
        "audit", "audit-event", "healthz", "styleguide", "chart-csv", "chart-xlsx", "series-json", "handling",
    }  # fmt: skip
    assert names - without_period == {
        "overview", "unit", "indicator", "channels", "without-filings", "filings", "filings-unit", "chart-json",
    }  # fmt: skip
