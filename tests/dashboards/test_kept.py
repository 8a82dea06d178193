"""Parts of pages that a process keeps: true to figures, texts and reader, and made once while nothing moves."""

from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.months import Month
from communes.models import Role, Unit
from documents.actions import entries
from indicators import actions, rollups
from indicators.models import Indicator
from tests.dashboards.conftest import person
from tests.factories import communes as ground

# The same view at another address: everything that a process learns once is known then.
ELSEWHERE = "/?sort=incoming&from=2020-06&to=2020-06"
JULY = "from=2020-07&to=2020-07"
DISTRICT = f"/?{JULY}"
# Session, user, memberships, what is below, what it took over, calendar, unit, catalogue, units below, successions,
# units to choose from; and to make the part: figures, coverage, procedures.
KEPT, MADE = 11, 14


@pytest.fixture(autouse=True)
def _real_memory(settings):
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages of tests"}
    }
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def count(client):
    """`count(who, address)` is the number of queries of a page for a person who is logged in already."""

    def ask(who, address: str) -> int:
        client.force_login(who)
        client.get(ELSEWHERE)  # the catalogue of indicators is known from here on
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return ask


@pytest.mark.parametrize("slug", ["xa-ta-cu-ty", "huyen-bac-ha"])
def test_leader_costs_the_same_few_queries_at_every_unit(place, count, slug):
    assert count(place.leader, f"/?unit={slug}&{JULY}") == MADE
    assert count(place.leader, f"/?unit={slug}&{JULY}") == KEPT


def test_page_of_a_unit_takes_ten_queries_more_for_its_other_names_and_its_registers_of_the_day(place, count):
    assert count(place.leader, f"/units/xa-ta-cu-ty/?{JULY}") == MADE + 1 + 9 <= 24


def test_page_of_a_district_takes_one_query_more_for_its_other_names(place, count):
    assert count(place.leader, f"/units/huyen-bac-ha/?{JULY}") == MADE + 1


def test_official_costs_no_more(place, count):
    assert count(place.official, f"/?{JULY}") <= MADE
    assert count(place.official, f"/?{JULY}") <= KEPT


def test_leader_of_the_whole_country_costs_no_more(place, count):
    assert count(person(Role.LEADER, place.province), f"/?unit=tinh-lao-cai&{JULY}") <= MADE


def test_change_of_a_register_shows_at_the_next_look(place, see, settings):
    settings.REFRESH_MODE = "inline"
    rollups.rebuild(months=[Month(2020, 7)])
    before = see(place.leader, DISTRICT).content.decode()
    assert "the total of incoming documents was 0" in before
    entries.register(
        by=None,
        direction="incoming",
        unit=place.tacuty,
        registered_on=date(2020, 7, 20),
        subject="x",
        organ_name="UBND",
    )
    rollups.refresh()
    assert "the total of incoming documents was 1" in see(place.leader, DISTRICT).content.decode()


def test_target_shows_at_the_next_look(place, see):
    assert "meets the target of 79" not in see(place.leader, "/").content.decode()
    row = Indicator.objects.get(key="documents_signed")
    actions.set_target(
        by=place.administrator, indicator=row, unit_kind="", year=2020, value=79, legal_basis="KH 1", proven=True
    )
    assert "meets the target of 79" in see(place.leader, "/").content.decode()


def test_name_of_a_unit_shows_at_the_next_look(place, see):
    see(place.leader, "/")
    Unit.objects.filter(pk=place.tacuty.pk).update(name="Tả Van Chư")
    assert "Tả Van Chư" in see(place.leader, "/").content.decode()


def test_each_language_and_sorting_has_its_own_part(place, see):
    english = see(place.leader, "/").content.decode()
    place.leader.language = "vi"
    place.leader.save()
    assert "Trong 6 tháng đầu năm 2020" in see(place.leader, "/").content.decode()
    assert "In the first 6 months of 2020" in english
    up, down = (see(place.leader, f"/?sort={word}").content.decode() for word in ("incoming", "-incoming"))
    assert up != down


def test_reader_of_fewer_units_reads_no_more_than_those(place, see):
    other = ground.make_unit("Na Hối", parent=place.district)
    assert "Na Hối" in see(place.leader, "/").content.decode()
    assert "Na Hối" not in see(place.official, f"/?unit={place.tacuty.slug}").content.decode()
    assert see(place.official, f"/?unit={other.slug}").status_code == 404


def test_page_of_today_follows_the_successions(place, client):
    client.force_login(place.leader)
    address = "/units/xa-ban-pho/?structure=is&from=2020-01&to=2020-06"
    assert "1.800" not in client.get(address).text
    ground.make_succession(place.tacuty, place.banpho, on=date(2020, 7, 1))
    assert "1.800" in client.get(address).text
