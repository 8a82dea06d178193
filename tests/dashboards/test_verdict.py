"""What is said first: targets met and missed, who lags, what to decide; each from the figures and nothing else."""

from datetime import date

from django.http import QueryDict

from common.months import Month
from dashboards import period, verdict
from dashboards.figures import Figures, Ground
from indicators.models import Target
from tests.dashboards.conftest import fill
from tests.factories import communes as ground
from tests.factories.indicators import put_coverage, put_figure

JUNE = Month(2020, 6)


def figures(who, query: str = "", slug: str = "") -> Figures:
    state = period.read(who, QueryDict(query), slug=slug)
    return Figures(state, Ground.read(state, who))


def sign(unit, number: int) -> None:
    for month in range(1, 7):
        put_figure(unit, "documents.outgoing_signed", Month(2020, month), number)


def test_verdict_names_the_targets_missed(place):
    said = verdict.sentence(figures(place.leader))
    assert said.startswith("Huyện Bắc Hà đạt 2/3 chỉ tiêu; chưa đạt: ")
    assert "80,00\u00a0% (chỉ tiêu 100\u00a0%)" in said


def test_verdict_of_a_unit_that_meets_all(place):
    Target.objects.filter(indicator__key="documents_signed").update(value=80)
    assert verdict.sentence(figures(place.leader)) == "Huyện Bắc Hà đạt cả 3 chỉ tiêu đã giao."


def test_verdict_without_data_says_so(place):
    empty = ground.make_unit("Na Hối", parent=place.district)
    assert "chưa có số liệu" in verdict.sentence(figures(place.leader, slug=empty.slug))


def test_laggards_are_the_three_furthest_from_the_target(place):
    units = [ground.make_unit(name, parent=place.district) for name in ("Na Hối", "Cốc Ly", "Bản Liền", "Lùng Cải")]
    for unit, signed in zip(units, (2, 1, 3, 10), strict=True):
        fill(unit)
        sign(unit, signed)
    found = verdict.laggards(figures(place.leader))
    assert [(row.name, row.value) for row in found.rows] == [
        ("Xã Cốc Ly", "10,00\u00a0%"), ("Xã Na Hối", "20,00\u00a0%"), ("Xã Bản Liền", "30,00\u00a0%"),
    ]  # fmt: skip
    assert found.rows[0].distance == "−90,00 điểm"


def test_unit_that_has_ended_does_not_lag(place):
    gone = ground.make_unit("Bản Già", parent=place.district, valid_until=date(2020, 3, 1))
    fill(gone)
    sign(gone, 1)
    assert "Xã Bản Già" not in [row.name for row in verdict.laggards(figures(place.leader)).rows]


def test_single_unit_lags_behind_its_own_targets(place):
    found = verdict.laggards(figures(place.leader, slug="xa-ta-cu-ty"))
    assert [(row.value, row.distance) for row in found.rows] == [("80,00\u00a0%", "−20,00 điểm")]


def test_decisions_count_machines_past_their_life_and_lead_to_them(place):
    put_figure(place.tacuty, "equipment.computers_in_life", JUNE, 20)
    found = verdict.decisions(figures(place.leader, slug="xa-ta-cu-ty"))
    assert "3/23 máy tính" in found[0].sentence
    assert "acquired_until=2015-06-30&condition=good&kind=computer" in found[0].url


def test_decisions_name_units_with_missing_and_waiting_data(place):
    for name, state in (("Na Hối", "blank"), ("Cốc Ly", "pending")):
        put_coverage(ground.make_unit(name, parent=place.district), "documents", state=state)
    said = [decision.sentence for decision in verdict.decisions(figures(place.leader))]
    assert any("còn thiếu (Xã Na Hối)" in sentence for sentence in said)
    assert any("đang chờ (Xã Cốc Ly)" in sentence for sentence in said)


def test_tiles_are_six_with_a_year_of_trend(place):
    all_ = figures(place.leader)
    from dashboards import reports
    from dashboards.lineage import Lineage

    shown = verdict.tiles(all_, reports.groups(all_, Lineage(all_.state))["infrastructure"].facts)
    assert len(shown) == 6
    assert shown[0].trend is not None
    assert "80,00" in shown[0].trend.sentence
