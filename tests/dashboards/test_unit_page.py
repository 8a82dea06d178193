"""The page of a unit: where it comes from, what its registers hold; and the note on the number of communes."""

from datetime import date

import pytest
from django.http import QueryDict

from communes.models import Reorganisation, Succession
from dashboards import rows
from dashboards.period import read
from indicators.reports import indicator
from tests.factories import communes as ground
from tests.factories.indicators import JUNE

RESOLUTION = "Nghị quyết 896/NQ-UBTVQH14"


@pytest.fixture
def merged(place):
    """Bản Già went to Tả Củ Tỷ on 01/03/2020."""
    ended = ground.make_unit("Bản Già", parent=place.district, valid_until=date(2020, 3, 1))
    act = Reorganisation.objects.create(kind="merge", effective_on=date(2020, 3, 1), resolution=RESOLUTION)
    Succession.objects.create(reorganisation=act, predecessor=ended, successor=place.tacuty)
    return ended


def test_history_names_the_merger_on_both_sides(place, merged, see):
    text = see(place.leader, "/units/xa-ta-cu-ty/").content.decode()
    assert f"Merger: took over xã Bản Già ({RESOLUTION})" in text
    text = see(place.leader, "/units/xa-ban-gia/").content.decode()
    assert f"Merger: went to xã Tả Củ Tỷ ({RESOLUTION})" in text
    assert "29/02/2020" in text


def test_predecessor_is_in_the_scope_of_the_successor(place, merged, see):
    assert see(place.official, "/units/xa-ban-gia/").status_code == 200
    assert see(place.official, "/units/xa-ban-pho/").status_code == 404


def test_registers_lead_to_filtered_lists(place, see):
    text = see(place.leader, "/units/xa-ta-cu-ty/?from=2020-02&to=2020-03").content.decode().replace("&amp;", "&")
    dates = "registered_from=2020-02-01&registered_until=2020-03-31&unit=xa-ta-cu-ty"
    assert f'href="/documents/?direction=outgoing&cancelled=false&{dates}"' in text
    assert 'href="/equipment/?condition=good&on=2020-03-31&unit=xa-ta-cu-ty"' in text
    text = see(place.leader, "/units/xa-ta-cu-ty/").content.decode()
    assert "Computers in good use: 23 machines; Broken computers: 0 machines (on 30/06/2020)" in text


def test_every_list_behind_a_figure_takes_its_filters(place, see):
    state = read(place.leader, QueryDict("from=2020-02&to=2020-03"), slug="xa-ta-cu-ty")
    for key in rows._ROWS:
        response = see(place.leader, rows.address(key, state))
        assert response.status_code == 200, key
        assert not response.context["filterset"].errors, key
        asked = set(QueryDict(rows.address(key, state).partition("?")[2]))
        assert asked <= set(response.context["filterset"].filters), key


def test_parent_is_a_link_only_where_it_may_be_seen(place, see):
    assert 'href="/units/huyen-bac-ha/"' in see(place.leader, "/units/xa-ta-cu-ty/").content.decode()
    text = see(place.official, "/units/xa-ta-cu-ty/").content.decode()
    assert "huyen-bac-ha" not in text
    assert "Huyện Bắc Hà" in text


def test_note_says_why_communes_are_missing(place, merged, see, settings):
    counted = indicator(place.district, "units_lan_share", JUNE, JUNE, kind="commune").denominator
    assert counted == 2
    text = see(place.leader, "/").content.decode()
    assert "2 units; formerly 3" in text
    assert f"2 units and not 3, as formerly: xã Bản Già joined xã Tả Củ Tỷ on 01/03/2020 ({RESOLUTION})." in text
    settings.PROFILE = "demo"
    text = see(place.leader, "/").content.decode()
    assert "2 units; the article says 3" in text
    assert "2 units and not 3, as the article says: xã Bản Già" in text


def test_note_is_only_for_a_year_and_only_where_the_number_changed(place, merged, see):
    assert "formerly" not in see(place.leader, "/?from=2019-01&to=2019-06").content.decode()
    assert "formerly" not in see(place.leader, "/?unit=xa-ban-pho").content.decode()


def test_structures_differ_only_below_the_root(place, merged, see):
    for address in ("/units/xa-ta-cu-ty/?structure=is", "/units/huyen-bac-ha/?structure=is"):
        response = see(place.leader, address)
        assert response.status_code == 200
        assert "by the boundaries of today" in response.content.decode()
