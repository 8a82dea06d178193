"""Which figures are compared with earlier periods, and the sentence that says why others are not."""

from datetime import date

import pytest

from common.months import Month
from indicators.models import Measure
from tests.factories import communes as ground
from tests.factories.indicators import put_coverage, put_figure

RUNNING = "/?from=2020-07&to=2020-08"
NOT_OVER = "The period is not over: figures up to 03/08/2020, provisional"
AMOUNT = '<span class="amount">'


@pytest.fixture
def july(place):
    """July and the first days of August: fewer documents and more computers than in May and June."""
    for unit in (place.tacuty, place.banpho, place.office):
        put_figure(unit, "documents.incoming", Month(2020, 7), 100)
        for month in (7, 8):
            put_figure(unit, "equipment.computers", Month(2020, month), 46)
        put_coverage(unit, "documents", "equipment", first=Month(2020, 7), last=Month(2020, 8))


def test_flows_of_a_running_period_are_not_compared(place, july, see):
    text = see(place.leader, RUNNING).content.decode()
    assert NOT_OVER in text
    assert "incoming documents down" not in text
    assert "75,00" not in text
    assert f"{AMOUNT}+100,00\u00a0%</span>" in text  # computers: a stock has its day


def test_period_is_over_the_day_after_its_last(place, july, see, settings):
    settings.BACHA_TODAY = date(2020, 8, 31)
    assert "The period is not over" in see(place.leader, RUNNING).content.decode()
    settings.BACHA_TODAY = date(2020, 9, 1)
    text = see(place.leader, RUNNING).content.decode()
    assert "The period is not over" not in text
    assert f"{AMOUNT}−75,00\u00a0%</span>" in text


def test_figures_of_a_running_period_end_today(place, see):
    text = see(place.leader, RUNNING).content.decode()
    assert "figures from 01/07/2020 to 03/08/2020" in text
    assert "31/08/2020" not in text


def test_unit_that_ended_in_the_period_is_not_compared(place, see):
    unit = ground.make_unit("Bản Già", parent=place.district, valid_until=date(2020, 3, 1))
    for year in (2019, 2020):
        for month in range(1, 7):
            put_figure(unit, "documents.incoming", Month(year, month), 50 if year == 2019 else 20)
        put_coverage(unit, "documents", first=Month(year, 1), last=Month(year, 6))
    text = see(place.leader, f"/units/{unit.slug}/?from=2020-01&to=2020-06").content.decode()
    assert "No comparison with earlier periods: xã Bản Già existed only until 29/02/2020." in text
    assert AMOUNT not in text


def test_unit_that_began_in_the_period_is_not_compared(place, see):
    unit = ground.make_unit("Mới", parent=place.district, valid_from=date(2020, 3, 1))
    text = see(place.leader, f"/units/{unit.slug}/?from=2020-01&to=2020-06").content.decode()
    assert "No comparison with earlier periods: xã Mới exists only since 01/03/2020." in text
    assert "exists only since" not in see(place.leader, "/units/xa-ta-cu-ty/").content.decode()


def test_fewer_units_after_a_merger_are_compared_all_the_same(place, see):
    for month in range(1, 7):
        put_figure(place.tacuty, "documents.incoming", Month(2019, month), 300)
    put_coverage(place.tacuty, "documents", first=Month(2019, 1), last=Month(2019, 6))
    text = see(place.leader, "/").content.decode()
    assert "No comparison" not in text
    assert AMOUNT in text


def test_signed_documents_are_called_neutrally(db):
    assert Measure.objects.get(key="documents.outgoing_signed").label_en == "Electronic documents signed"
