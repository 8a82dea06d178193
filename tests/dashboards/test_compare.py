"""Units side by side: only those of the person, those that existed, totals from sums, sorting."""

import csv
import io
import re
from datetime import date

import pytest
from django.http import QueryDict

from common.months import Month
from communes.models import Role, Unit, UnitClosure
from dashboards import compare, period
from dashboards.figures import Figures, Ground
from dashboards.tables import compare_table
from tests.dashboards.conftest import fill, person
from tests.factories import communes as ground
from tests.factories.indicators import put_coverage, put_figure


def tables(who, query: str = "", slug: str = "") -> dict:
    state = period.read(who, QueryDict(query), slug=slug)
    figures = Figures(state, Ground.read(state, who))
    found = compare.comparisons(figures.children, figures.board.below, figures.rows)
    return {comparison.kind: comparison for comparison in found}


def names(comparison) -> list[str]:
    return [row.unit.name for row in comparison.rows]


def test_communes_and_offices_stand_apart_in_vietnamese_order(place):
    ground.make_unit("Bắc Ngầm", parent=place.district)
    found = tables(place.leader)
    assert list(found) == ["commune", "office"]
    assert names(found["commune"]) == ["Bản Phố", "Bắc Ngầm", "Tả Củ Tỷ"]


def test_totals_are_sums_and_shares_of_sums(place):
    put_figure(place.banpho, "documents.outgoing_signed", Month(2020, 6), 4)
    totals = tables(place.leader)["commune"].totals
    assert (totals["incoming"], totals["outgoing"], totals["signed"]) == (1800, 180, 132)
    assert str(totals["signed_share"]) == "73.33"
    assert totals["lan"] == 2


def test_what_no_unit_knows_is_unknown(place):
    assert tables(place.leader)["commune"].totals["fluent_share"] is None


def test_unit_that_ended_in_the_period_is_listed_with_its_end(place):
    ended = ground.make_unit("Bản Già", parent=place.district, valid_until=date(2020, 3, 1))
    put_figure(ended, "documents.incoming", Month(2020, 1), 7)
    put_coverage(ended, "documents", last=Month(2020, 2))
    rows = {row.unit: row for row in tables(place.leader)["commune"].rows}
    assert rows[ended].figures["incoming"] == 7
    assert "29/02/2020" in rows[ended].ended
    assert rows[place.tacuty].ended == ""
    assert ended not in {row.unit for row in tables(place.leader, "from=2020-03&to=2020-06")["commune"].rows}


def test_units_of_today_are_those_in_force_and_those_that_nobody_took_over(place):
    ended = ground.make_unit("Bản Già", parent=place.district, valid_until=date(2020, 3, 1))
    listed = {row.unit: row for row in tables(place.leader, "structure=is")["commune"].rows}
    assert ended in listed
    assert ended not in {
        row.unit for row in tables(place.leader, "structure=is&from=2020-04&to=2020-06")["commune"].rows
    }
    ground.make_succession(ended, place.tacuty, on=date(2020, 3, 1))
    assert ended not in {row.unit for row in tables(place.leader, "structure=is")["commune"].rows}


@pytest.mark.parametrize("role", [Role.LEADER, Role.HEAD, Role.OFFICIAL, Role.AUDITOR])
@pytest.mark.parametrize("name", ["province", "district", "tacuty"])
def test_rows_are_the_units_of_the_scope_and_nothing_else(place, role, name):
    ground.make_unit("Si Ma Cai", kind="district", parent=place.province)
    unit = getattr(place, name)
    found = tables(person(role, unit))
    below = set(UnitClosure.objects.filter(ancestor=unit).values_list("descendant_id", flat=True))
    readable = {unit.pk} if role == Role.OFFICIAL else below
    expected = {child.pk for child in Unit.objects.filter(parent=unit) if child.pk in readable}
    assert {row.unit.pk for one in found.values() for row in one.rows} == expected


def test_sorting_puts_unknown_values_last(place):
    empty = ground.make_unit("An Lạc", parent=place.district)
    for word, expected in (
        ("incoming", [place.tacuty, place.banpho, empty]),
        ("-incoming", [place.banpho, place.tacuty, empty]),
        ("-name", [place.tacuty, place.banpho, empty]),
        ("nonsense", [empty, place.banpho, place.tacuty]),
    ):
        table = compare_table(
            tables(place.leader)["commune"], QueryDict(f"sort={word}"), caption="", query="from=2020-01"
        )
        assert [row.record.unit for row in table.rows] == expected, word


def test_every_column_sorts(place):
    comparison = tables(place.leader)["commune"]
    for name in compare_table(comparison, QueryDict(""), caption="", query="").columns.names():
        table = compare_table(comparison, QueryDict(f"sort=-{name}"), caption="", query="")
        assert len(table.rows) == 2


def test_page_shows_totals_and_links_that_keep_the_period(place, see):
    text = see(place.leader, "/?from=2020-01&to=2020-03&sort=-incoming").content.decode()
    assert 'href="/units/xa-ban-pho/?from=2020-01&amp;to=2020-03"' in text
    assert text.index("Xã Bản Phố</a>") < text.index("Xã Tả Củ Tỷ</a>")
    assert "<td>Total</td>" in text.replace(' class=""', "")


def test_export_has_the_same_rows_and_says_its_period(place, see):
    response = see(place.leader, "/?export=csv")
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:4]] == ["Xã Bản Phố", "Xã Tả Củ Tỷ", "Phòng Văn hóa và Thông tin"]
    assert rows[1][2:6] == ["1200", "120", "96", "80.00"]
    assert any("30/06/2020" in cell for row in rows[5:] for cell in row)
    assert see(place.leader, "/?export=xlsx").getvalue()[:2] == b"PK"


def test_province_compares_its_districts(place):
    fill(ground.make_unit("Si Ma Cai", kind="district", parent=place.province))
    found = tables(place.administrator, slug="tinh-lao-cai")
    assert names(found["district"]) == ["Bắc Hà", "Si Ma Cai"]
    assert found["district"].totals["incoming"] == 4200


def test_shares_stand_before_bars_and_totals_do_not(place, see):
    text = see(place.leader, "/").content.decode()
    body, foot = text[text.index('id="commune"') :].split("<tfoot>", 1)
    assert re.search(r'80,00\u00a0%<svg class="bar"[^>]*><rect width="80', body)
    assert "<svg" not in foot[: foot.index("</tfoot>")]
