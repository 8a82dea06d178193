"""The switch "as it was / as it is" on every page, table, chart and file, and the mark of estimates."""

import csv
import io
from datetime import date

import pytest

from common.months import Month
from tests.dashboards.conftest import fill
from tests.factories import communes as ground
from tests.factories.indicators import put_figures

IS = "structure=is&from=2020-01&to=2020-06"
WAS = "from=2020-01&to=2020-06"
MARK = "estimate by the share of a split"
BANPHO = "/units/xa-ban-pho/"


@pytest.fixture
def split(place):
    """Tả Củ Tỷ went to Bản Phố and to Lùng Phình on 16/05/2020, six tenths and four."""
    place.heir = ground.make_unit("Lùng Phình", parent=place.district, valid_from=date(2020, 5, 16))
    ground.make_succession(place.tacuty, (place.banpho, "0.6"), (place.heir, "0.4"), on=date(2020, 5, 16))
    return place


def page(see, who, address: str) -> str:
    response = see(who, address)
    assert response.status_code == 200
    return response.text.replace("\u00a0", " ")


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_tiles_ledger_and_registers_show_and_mark_estimates(split, see):
    text = page(see, split.leader, f"{BANPHO}?{IS}")
    assert "1.560" in text  # 1,200 of its own and 0,6 · 600
    assert 'class="tile-estimate"' in text
    assert "≈ 1.560 documents" in text.split('class="registers"')[1]
    assert MARK in text.split('class="register ledger"')[1]
    assert "Figures with the sign ≈ are estimates" in text


def test_nothing_is_marked_by_the_boundaries_of_that_time(split, see):
    for address in (BANPHO, "/", "/indicators/documents_signed/"):
        text = page(see, split.leader, f"{address}?{WAS}")
        assert MARK not in text, address
        assert "≈" not in text, address


def test_whole_district_has_the_same_totals_and_no_estimate_of_its_own(split, see):
    was, now = (page(see, split.leader, f"/units/huyen-bac-ha/?{query}") for query in (WAS, IS))
    for text in (was, now):
        documents = text.split('id="documents"')[1].split("</section>")[0]
        assert "3.600" in documents
        assert "≈" not in documents


def test_compared_units_are_those_of_today_with_marked_cells_and_a_note(split, see):
    text = page(see, split.leader, f"/units/huyen-bac-ha/?{IS}").split('id="commune"')[1]
    sign = '<span aria-hidden="true">≈ </span><span class="visually-hidden">estimate </span>'
    assert f"{sign}1.560</td>" in text
    assert f"{sign}240</td>" in text
    assert "Xã Tả Củ Tỷ" not in text.split("<tfoot>")[0]
    assert f"{sign}1.800" in text.split("<tfoot>")[1]
    assert "sums may differ by a few" in text


def test_file_of_the_table_says_structure_and_names_the_estimates(split, see):
    found = rows(see(split.leader, f"/units/huyen-bac-ha/?{IS}&kind=commune&export=csv"))
    assert found[0][-1] == "Estimates"
    assert [(row[0], row[2]) for row in found[1:3]] == [("Xã Bản Phố", "1560"), ("Xã Lùng Phình", "240")]
    assert "Incoming" in found[1][-1]
    stamp = next(row[1] for row in found if row and row[0] == "Filters")
    for words in ("By the boundaries of today", "Communes only", MARK):
        assert words in stamp
    was = rows(see(split.leader, f"/units/huyen-bac-ha/?{WAS}&export=csv"))
    assert "Estimates" not in was[0]


def test_chart_says_which_months_are_estimates_in_json_table_and_file(split, see):
    put_figures(split.tacuty, {("documents.incoming", Month(2020, 6)): 0})
    put_figures(split.tacuty, {(f"documents.{key}", Month(2020, 6)): 0 for key in ("outgoing", "outgoing_signed")})
    address = f"{BANPHO}charts/documents"
    data = see(split.leader, f"{address}.json?{IS}").json()
    assert (data["structure"], data["estimated"]) == ("is", True)
    assert data["estimated_months"] == [True] * 5 + [False]
    assert data["series"][0]["values"] == [260] * 5 + [200]
    found = rows(see(split.leader, f"{address}.csv?{IS}"))
    assert [row[-1] for row in found[:7]] == ["Estimate", *["yes"] * 5, "no"]
    assert any(MARK in cell for row in found for cell in row)
    text = page(see, split.leader, f"{BANPHO}?{IS}").split('id="chart-documents"')[1]
    assert '<span class="badge quiet">≈ estimate</span>' in text
    assert not see(split.leader, f"{address}.json?{WAS}").json()["estimated"]


def test_chart_marks_the_month_in_which_a_unit_took_over_another(split, see):
    for query in (WAS, IS):
        data = see(split.leader, f"{BANPHO}charts/documents.json?{query}").json()
        assert [event["month"] for event in data["events"]] == ["05/2020"]
        assert "16/05/2020: Split: took over xã Tả Củ Tỷ" in data["events"][0]["sentence"]
        text = page(see, split.leader, f"{BANPHO}?{query}").split('id="chart-documents"')[1]
        assert "◆ 16/05/2020: Split: took over xã Tả Củ Tỷ" in text
    assert see(split.leader, f"/units/huyen-bac-ha/charts/documents.json?{WAS}").json()["events"] == []


def test_indicator_page_marks_value_terms_and_months(split, see):
    text = page(see, split.leader, f"/indicators/documents_signed/?unit=xa-ban-pho&{IS}")
    assert "≈ 125" in text  # 96 + 0,6 · 48 of 120 + 0,6 · 60
    assert "≈ 156" in text
    assert text.count('<span class="badge quiet">≈ estimate</span>') == 6
    assert f"≈ {MARK}: parts are rounded" in text


def test_unit_of_today_has_the_figures_of_before_it_began(split, see):
    text = page(see, split.leader, f"/units/xa-lung-phinh/?{IS}")
    assert "did not exist in this period" not in text
    assert "240" in text


def test_unit_that_ended_says_where_its_figures_are_today(split, see):
    text = page(see, split.leader, f"/units/xa-ta-cu-ty/?{IS}")
    assert "By the boundaries of today its figures count at the units that took it over" in text
    assert "count at the units" not in page(see, split.leader, f"/units/xa-ta-cu-ty/?{WAS}")


def test_unit_that_lags_today_is_told_though_it_began_after_the_period(place, see):
    place.heir = ground.make_unit("Lùng Phình", parent=place.district, valid_from=date(2020, 7, 1))
    ground.make_succession(place.tacuty, place.heir)
    text = page(see, place.leader, f"/?{IS}").split('class="laggards"')[1].split("</section>")[0]
    assert "Xã Lùng Phình" in text


def test_succession_across_the_border_moves_totals_between_the_districts(place, see):
    other = ground.make_unit("Si Ma Cai", kind="district", parent=place.province)
    thin = ground.make_unit("Lùng Thẩn", parent=other)
    fill(thin)
    ground.make_succession(thin, place.tacuty)
    values = {
        slug: [
            see(place.administrator, f"/units/{slug}/charts/documents.json?{query}").json()["series"][0]["total"]
            for query in (WAS, IS)
        ]
        for slug in ("tinh-lao-cai", "huyen-bac-ha", "huyen-si-ma-cai")
    }
    assert values == {"tinh-lao-cai": [4200, 4200], "huyen-bac-ha": [3600, 4200], "huyen-si-ma-cai": [600, 0]}
