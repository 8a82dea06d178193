"""The first page: the article's figures, what they rest on, and that looking changes nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import AuditEvent
from common.months import Month
from communes.models import Role, StaleMark
from indicators.models import Figure
from tests.dashboards.conftest import fill, person
from tests.factories import communes as ground
from tests.factories.indicators import put_coverage, put_figure

MOST_QUERIES = 15
CHART = "/units/{}/charts/documents.json"


def test_overview_tells_the_sentence(place, see):
    text = see(place.leader, "/").content.decode()
    assert "In the first 6 months of 2020, the total of incoming documents was 3.600" in text
    assert "figures from 01/01/2020 to 30/06/2020" in text
    assert "Huyện Bắc Hà" in text


def test_overview_shows_shares_with_target_and_parts(place, see):
    text = see(place.leader, "/").content.decode()
    assert "80,00\u00a0%" in text
    assert "20,00 percentage points short of the target of 100\u00a0%" in text.lower()
    assert "69 = 60 desktops + 9 laptops" in text
    assert "2/2" in text  # communes with a LAN; the office is counted by itself
    assert "1/1" in text


def test_overview_compares_with_the_year_before(place, see):
    for month in range(1, 7):
        put_figure(place.tacuty, "documents.incoming", Month(2019, month), 300)
    for unit in (place.tacuty, place.banpho, place.office):
        put_coverage(unit, "documents", first=Month(2019, 1), last=Month(2019, 6))
    text = see(place.leader, "/").content.decode()
    assert "Up 100,00\u00a0% on the first 6 months of 2019 (1.800)" in text
    assert '<span class="amount">+100,00\u00a0%</span>' in text
    assert "incoming documents up 100,00\u00a0%" in text


def test_overview_compares_with_nothing_that_has_gaps(place, see):
    put_figure(place.tacuty, "documents.incoming", Month(2019, 1), 300)
    put_coverage(place.tacuty, "documents", first=Month(2019, 1), last=Month(2019, 1))
    assert "on the first 6 months of 2019" not in see(place.leader, "/").content.decode()


def test_no_data_is_a_dash_and_zero_a_number(place, see):
    empty = ground.make_unit("Na Hối", parent=place.district)
    text = see(place.leader, f"/units/{empty.slug}/").content.decode()
    assert "there are no data on documents yet" in text
    assert 'class="nothing"' in text
    put_coverage(empty, "documents")
    assert "the total of incoming documents was 0" in see(place.leader, f"/units/{empty.slug}/").content.decode()


def test_pending_figures_are_marked_provisional(place, see):
    assert "provisional" not in see(place.leader, "/").content.decode()
    fill(ground.make_unit("Na Hối", parent=place.district), state="pending")
    text = see(place.leader, "/").content.decode()
    assert "provisional" in text
    assert "18 of 24 unit-months approved, 6 waiting" in text


def test_overview_says_when_figures_are_recounted(place, see):
    assert "Figures are being updated" not in see(place.leader, "/").content.decode()
    StaleMark.objects.create(unit=place.tacuty, year=2020, month=3, section="documents")
    assert "Figures are being updated" in see(place.leader, "/").content.decode()
    assert "Figures are being updated" not in see(place.leader, "/?unit=xa-ban-pho").content.decode()


def test_problems_of_the_address_are_told(place, see):
    response = see(place.leader, "/?from=2020-13")
    assert response.status_code == 200
    assert "“2020-13” is not a month" in response.content.decode()


def test_neighbouring_periods_are_one_step_away(place, see):
    text = see(place.leader, "/?unit=xa-ban-pho").content.decode()
    assert 'href="?unit=xa-ban-pho&amp;from=2019-07&amp;to=2019-12"' in text
    assert 'href="?unit=xa-ban-pho&amp;from=2020-07&amp;to=2020-08"' in text
    assert "Period before" not in see(place.leader, "/?from=2019-01&to=2019-01").content.decode()


def test_period_before_the_unit_existed_is_told(place, see):
    late = ground.make_unit("Mới", parent=place.district, valid_from=ground.DAY)
    assert "did not exist in this period" in see(place.leader, f"/units/{late.slug}/").content.decode()


@pytest.mark.parametrize("address", ["/", "/units/huyen-bac-ha/", "/?export=csv", CHART.format("xa-ta-cu-ty")])
def test_looking_writes_nothing(place, see, address):
    StaleMark.objects.create(unit=place.tacuty, year=2020, month=3, section="documents")
    before = (Figure.objects.count(), AuditEvent.objects.count(), StaleMark.objects.count())
    with CaptureQueriesContext(connection) as queries:
        see(place.leader, address).getvalue()
    after = (Figure.objects.count(), AuditEvent.objects.count(), StaleMark.objects.count())
    assert before == after
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if "django_session" not in sql and "accounts_user" not in sql] == []


def test_unit_typed_by_name_leads_to_its_address(place, see):
    response = see(place.leader, "/?unit=ta+cu+ty&from=2020-01")
    assert (response.status_code, response["Location"]) == (302, "/?unit=xa-ta-cu-ty&from=2020-01")
    response = see(place.leader, "/units/huyen-bac-ha/?unit=xa-ban-pho&to=2020-03")
    assert (response.status_code, response["Location"]) == (302, "/units/xa-ban-pho/?to=2020-03")


@pytest.mark.parametrize("address", ["/?unit=xa-ban-pho", "/units/xa-ban-pho/", CHART.format("xa-ban-pho")])
def test_denied_unit_answers_like_a_missing_one(place, see, address):
    denied = see(place.official, address)
    missing = see(place.official, address.replace("xa-ban-pho", "xa-khong-co"))
    assert (denied.status_code, denied.content) == (404, missing.content)
    denied.headers.pop("X-Request-Id", None)
    assert dict(denied.headers) == dict(missing.headers)


@pytest.mark.parametrize("address", ["/", "/units/xa-ta-cu-ty/", "/indicators/documents_signed/"])
def test_pages_need_a_role(place, client, see, address):
    assert client.get(address)["Location"].startswith("/accounts/login/")
    assert see(ground.make_member(), address).status_code == 403
    for role in (Role.HEAD, Role.REVIEWER, Role.AUDITOR):
        assert see(person(role, place.district), address).status_code == 200


def test_overview_asks_the_same_number_of_queries_for_many_units(place, client):
    client.force_login(place.leader)

    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = ("/", "/units/huyen-bac-ha/", "/units/xa-ta-cu-ty/", "/?structure=is")
    count("/")  # the first request of a session notes its time
    before = {address: count(address) for address in addresses}
    for number in range(12):
        fill(ground.make_unit(f"Bản số {number}", parent=place.district))
    assert {address: count(address) for address in addresses} == before
    assert before["/"] <= MOST_QUERIES
