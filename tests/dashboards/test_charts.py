"""Charts: the numbers of the figures, without a query of their own, in both languages, in colours that tell apart."""

import itertools
import re
from pathlib import Path

import pytest
from django.http import QueryDict
from django.utils import translation

from dashboards import charts, period
from indicators import reports
from indicators.models import Indicator, Target
from tests.factories.indicators import JUNE, put_coverage, put_figure

STATIC = Path(__file__).resolve().parents[2] / "static"
COLOURS = dict(re.findall(r"--series-([a-z-]+): (#[0-9a-f]{6});", (STATIC / "css" / "charts.css").read_text()))

# What is drawn anywhere, on the overview or on a page of its own.
DRAWN = {key for chart in charts.CHARTS.values() for key, _colour in chart.series if "." in key}


def read(person, slug: str = "", **params):
    """The state of an address, its figures and its indicators, as a page reads them."""
    query = QueryDict("&".join(f"{name}={value}" for name, value in params.items()))
    state = period.read(person, query, slug=slug)
    options = {"structure": state.structure, "kind": state.kind}
    where = (state.period.first, state.period.last)
    series = reports.many(state.unit, charts.MEASURES | DRAWN, *where, **options)
    return state, series, reports.indicators(state.unit, charts.INDICATORS, *where, **options)


def build(key: str, person, slug: str = "", **params):
    return charts.build(key, *read(person, slug, **params))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_values_are_the_figures(place):
    found = build("documents", place.leader)
    assert [month.label for month in found.months] == [f"0{number}/2020" for number in range(1, 7)]
    assert [series.values for series in found.series] == [(600,) * 6, (60,) * 6, (48,) * 6]
    assert [series.total for series in found.series] == [3600, 360, 288]
    assert found.rows[0] == ("01/2020", [], ["600", "60", "48"])
    assert found.totals == ["3.600", "360", "288"]
    assert found.total_label == "Total"


def test_month_of_a_share_is_the_share_of_that_month(place):
    put_figure(place.tacuty, "documents.outgoing_signed", JUNE, 3)
    found = build("signed-share", place.leader)
    assert [str(value) for value in found.series[0].values] == ["80.00"] * 5 + ["71.67"]
    assert str(found.series[0].total) == "78.61"
    assert found.rows[5][2] == ["71,67\u00a0%"]


def test_building_asks_nothing(place, django_assert_num_queries):
    figures = read(place.leader)
    with django_assert_num_queries(0):
        for key in charts.CHARTS:
            found = charts.build(key, *figures)
            assert found.as_json()["title"]


def test_every_section_has_a_chart_and_every_chart_a_section(place):
    figures = read(place.leader)
    built = {section: [one.key for one in charts.in_section(section, *figures)] for section in charts.SECTIONS}
    assert all(built.values())
    of_other_pages = [key for key, chart in charts.CHARTS.items() if chart.section == "filings"]
    assert sum(len(keys) for keys in built.values()) == len(charts.CHARTS) - len(of_other_pages)


def test_measures_hold_the_terms_of_the_indicators(db):
    rows = Indicator.objects.filter(key__in=charts.INDICATORS).prefetch_related("terms__measure")
    assert {row.key for row in rows} == charts.INDICATORS
    assert {term.measure.key for row in rows for term in row.terms.all()} <= charts.MEASURES
    assert not any(row.is_distinct for row in rows)


def test_target_in_force_is_drawn(place):
    Target.objects.all().delete()
    assert build("signed-share", place.leader).targets == ()
    row = Indicator.objects.get(key="documents_signed")
    Target.objects.create(indicator=row, year=2019, value=90, legal_basis="QĐ 1")
    found = build("signed-share", place.leader)
    assert [(goal.key, goal.label, goal.value) for goal in found.targets] == [
        ("documents_signed", "target 90\u00a0%", 90)
    ]
    assert found.goals == ["90,00\u00a0%"]
    assert found.basis == "a target here was not checked against the law"
    Target.objects.update(proven=True)
    assert build("signed-share", place.leader).basis == ""


def test_months_that_may_change_are_provisional(place):
    put_coverage(place.tacuty, "documents", first=JUNE, last=JUNE, state="pending")
    found = build("documents", place.leader)
    assert found.provisional == (False,) * 5 + (True,)
    assert found.is_provisional
    assert found.coverage == "18 of 19 unit-months approved, 1 waiting"


def test_month_without_data_is_unknown_and_not_zero(place):
    found = build("documents", place.leader, **{"from": "2020-05", "to": "2020-07"})
    assert found.series[0].values == (600, 600, None)
    assert found.as_json()["series"][0]["values"] == [600, 600, None]
    assert "no data" in found.rows[2][2][0]


def test_unit_without_figures_has_an_empty_chart(place):
    assert build("filings", place.leader, "huyen-bac-ha", **{"from": "2020-07", "to": "2020-07"}).is_empty
    assert not build("documents", place.leader).is_empty


def test_stock_is_that_of_the_end_of_each_month(place):
    found = build("computers", place.leader)
    assert [series.total for series in found.series] == [60, 9]
    assert found.total_label == "At the end"
    assert found.when.startswith("the state at the end of each month, the first 6 months of 2020")
    # What is drawn rests on all six months, not on the last alone.
    assert found.coverage == "18 of 18 unit-months approved"


def test_description_says_first_last_and_highest(place):
    put_figure(place.tacuty, "documents.outgoing", JUNE - 2, 15)
    first, second, _third = build("documents", place.leader).description.split(". ")[:3]
    assert first == "Incoming documents: 600 in 01/2020, 600 in 06/2020, highest 600 in 01/2020"
    assert second == "Outgoing documents: 60 in 01/2020, 60 in 06/2020, highest 65 in 04/2020"


def test_chart_speaks_vietnamese(place):
    with translation.override("vi"):
        found = build("signed-share", place.leader)
    assert found.title == "Tỷ lệ ký số/văn bản đi theo tháng (giả định)"
    assert found.series[0].label == "Tỷ lệ ký số/văn bản đi (giả định)"
    assert found.filename == "huyen-bac-ha-ty-le-ky-sovan-ban-di-theo-thang-gia-dinh-2020-01-2020-06"


def test_addresses_keep_the_view(place):
    found = build("documents", place.leader, "xa-ta-cu-ty", **{"from": "2020-02", "to": "2020-03", "structure": "is"})
    assert found.json_url == "/units/xa-ta-cu-ty/charts/documents.json?from=2020-02&to=2020-03&structure=is"
    assert found.csv_url == found.json_url.replace(".json", ".csv")


def lightness(colour: str) -> float:
    """Lightness (0 to 100) of `#rrggbb` as people see it."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("key", charts.CHARTS)
def test_colours_of_a_chart_tell_apart_without_colour(key):
    chart = charts.CHARTS[key]
    shades = sorted(lightness(COLOURS[colour]) for _name, colour in chart.series)
    assert all(lighter - darker >= 10 for darker, lighter in itertools.pairwise(shades))
    if chart.form == charts.LINES:
        assert all(1.05 / (luminance(COLOURS[colour]) + 0.05) >= 3 for _name, colour in chart.series)


def test_every_colour_has_a_shape():
    used = {colour for chart in charts.CHARTS.values() for _name, colour in chart.series} | {charts.BEFORE}
    shapes = set(re.findall(r'^  "?([a-z-]+)"?: \{ point:', (STATIC / "js" / "chart.js").read_text(), re.MULTILINE))
    assert used == set(COLOURS) == shapes


def test_same_thing_has_the_same_colour_everywhere():
    shown = {}
    for chart in charts.CHARTS.values():
        for name, colour in chart.series:
            assert shown.setdefault(name, colour) == colour
