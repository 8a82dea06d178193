"""The data of charts: JSON and CSV of a unit in scope, harmless whatever a unit is called; and the page's part."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from common.months import Month
from dashboards import charts
from indicators.models import Measure
from tests.dashboards.test_charts import build
from tests.factories import communes as ground
from tests.factories.indicators import put_coverage, put_figures

CANARY = "</script><img src=x onerror=alert(1)>"
CHART = "/units/huyen-bac-ha/charts/{}"


def test_json_has_the_monthly_figures(place, see):
    data = see(place.leader, CHART.format("documents.json?from=2020-05&to=2020-07")).json()
    assert data["months"] == ["05/2020", "06/2020", "07/2020"]
    values = {series["key"]: series["values"] for series in data["series"]}
    assert values["documents.incoming"] == [600, 600, None]
    assert values["documents.outgoing_signed"] == [48, 48, None]
    assert [series["colour"] for series in data["series"]] == ["incoming", "outgoing", "signed"]
    assert data["coverage"] == "6 of 6 unit-months approved"
    assert (data["provisional"], data["locale"], data["word"]) == (False, "vi-VN", "documents")
    assert data["problems"] == []


def test_year_before_comes_with_the_data_of_the_chart(place, see):
    put_figures(place.tacuty, {("filings.received", Month(2019, 6)): 5, ("filings.received", Month(2020, 6)): 7})
    put_coverage(place.tacuty, "filings", first=Month(2019, 5), last=Month(2019, 6))
    found = see(place.leader, "/units/huyen-bac-ha/charts/filings-received.json?from=2020-05&to=2020-06").json()
    assert [(one["key"], one["values"], one["total"]) for one in found["series"]] == [
        ("filings.received", [0, 7], 7),
        ("filings.received.before", [0, 5], 5),
    ]
    assert found["series"][1]["label"].endswith(", a year before")


def test_share_is_a_number_of_percent(place, see):
    data = see(place.leader, CHART.format("signed-share.json")).json()
    assert data["series"][0]["values"] == [80.0] * 6
    assert data["series"][0]["is_share"] is True
    assert [(goal["key"], goal["value"]) for goal in data["targets"]] == [("documents_signed", 100.0)]


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
@pytest.mark.parametrize("key", charts.CHARTS)
def test_every_chart_is_there(place, see, key, kind):
    response = see(place.leader, CHART.format(f"{key}.{kind}"))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    assert response.getvalue()


@pytest.mark.parametrize("key", ["documents", "filings-shares"])
def test_a_chart_costs_few_queries(place, see, client, django_assert_max_num_queries, key):
    see(place.leader, CHART.format(f"{key}.json"))
    with django_assert_max_num_queries(11):
        client.get(CHART.format(f"{key}.json"))


def test_bad_period_is_told_in_the_answer(place, see):
    data = see(place.leader, CHART.format("documents.json?from=x&structure=y")).json()
    assert len(data["months"]) == 6
    assert len(data["problems"]) == 2
    text = see(place.leader, CHART.format("documents.csv?from=x")).getvalue().decode()
    assert "“x” is not a month" in text


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_charts_of_others_and_unknown_ones_are_missing(place, see, kind):
    for address in ("xa-ban-pho/charts/documents", "khong-co/charts/documents", "xa-ta-cu-ty/charts/khong-co"):
        assert see(place.official, f"/units/{address}.{kind}").status_code == 404
    assert see(place.official, f"/units/xa-ta-cu-ty/charts/documents.{kind}").getvalue()


def test_anonymous_json_is_401(place, client):
    response = client.get(CHART.format("documents.json"), headers={"Accept": "application/json"})
    assert response.status_code == 401


def test_hostile_name_stays_text(place, see):
    unit = ground.make_unit(f"Bản {CANARY}", slug="xa-doc", parent=place.district)
    response = see(place.leader, "/units/xa-doc/charts/documents.json")
    assert response["Content-Type"] == "application/json"
    assert response.json()["unit"] == unit.title
    for address in ("/", "/units/xa-doc/"):
        assert CANARY not in see(place.leader, address).content.decode()


def test_file_has_the_rows_and_says_what_they_are(place, see):
    response = see(place.leader, CHART.format("filings-shares.csv?structure=is&kind=commune"))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="huyen-bac-ha-filings-online' in response["Content-Disposition"]
    text = response.getvalue().decode()
    assert text.startswith("\ufeffMonth,")
    lines = text.splitlines()
    assert [line.partition(",")[0] for line in lines[1:7]] == [f"0{number}/2020" for number in range(1, 7)]
    stamp = "\n".join(lines[8:])
    for words in (
        "huyện Bắc Hà",
        "figures from 01/01/2020 to 30/06/2020",
        "By the boundaries of today",
        "Communes only",
        "target 95",
        str(place.leader),
    ):
        assert words in stamp


def test_file_runs_nothing(place, see):
    Measure.objects.filter(key="documents.incoming").update(label_en="=1+1")
    text = see(place.leader, CHART.format("documents.csv")).getvalue().decode()
    assert text.startswith("\ufeffMonth,'=1+1,")


def test_page_has_the_table_the_dates_and_the_files(place):
    with translation.override("en"):
        chart = build("signed-share", place.leader)
        html = render_to_string("dashboards/chart.html", {"chart": chart})
    for words in (
        chart.csv_url,
        chart.xlsx_url,
        "figures from 01/01/2020",
        "18 of 18 unit-months",
        "80,00\u00a0%",
        "Source:",
        "Target",
    ):
        assert words.replace("&", "&amp;") in html
    assert f'data-plot="{chart.json_url}"'.replace("&", "&amp;") in html
    assert html.count("<tr>") == 1 + 6 + 2


def test_page_of_an_empty_chart_fetches_nothing_and_says_why(place):
    with translation.override("en"):
        chart = build("filings", place.leader, **{"from": "2020-07", "to": "2020-07"})
        html = render_to_string("dashboards/chart.html", {"chart": chart})
    assert "data-plot" not in html
    assert "<canvas" not in html
    assert "No figures in month 07/2020 to draw" in html


def test_page_of_noughts_says_so_and_keeps_the_table(place):
    with translation.override("en"):
        chart = build("filings", place.leader)
        html = render_to_string("dashboards/chart.html", {"chart": chart})
    assert "data-plot" not in html
    assert "Every month of the first 6 months of 2020 is 0" in html
    assert html.count("<tr>") == 1 + 6 + 1
