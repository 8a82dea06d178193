"""The filings of the demo and the catalogue behind them: few online, hardly any by post, and the times fit."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from indicators.demo.catalogue import entries, limit, offers
from indicators.demo.filings import NOW, filings
from services.codes import check_filing_code
from services.models import OPEN_STATUSES, Channel, FilingStatus
from tests.factories import demo

FIELDS = ("code", "unit_id", "procedure_id", "channel", "status", "received_time", "promised_time", "finished_time",
          "returned_time", "in_system", "paid_online")  # fmt: skip


def make():
    return filings(demo.units(), demo.procedures(), demo.calendar())


@pytest.fixture(scope="module")
def found():
    return make()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("same day (after 15h next wd) [S]", (0, "working_day")),
        ("same day; ≤ 5 wd if checked [M:hi]", (0, "working_day")),
        ("3 wd (≤ 8) [M:hi]", (3, "working_day")),
        ("1 wd; 2.000 đ/page, from page 3 1.000, max 200.000 [S]", (1, "working_day")),
        ("25-32 wd [M:lo]", (32, "working_day")),
        ("≈ 12 days [M:lo]", (12, "day")),
        ("[M:lo]", (None, "")),
    ],
)
def test_limit_is_read_from_the_text(text, expected):
    assert limit(text) == expected


def test_catalogue_has_43_procedures_with_their_codes():
    assert len({entry.code for entry in entries()}) == 43
    assert all(len(entry.code) == 8 for entry in entries())


def test_catalogue_says_what_is_only_recalled():
    recalled = {entry.code: entry.recalled for entry in entries()}
    assert not recalled["1.001193"]
    assert recalled["1.000656"]
    assert recalled["1.003554"]


def test_catalogue_offers_commune_procedures_at_every_commune_and_district_ones_at_an_office():
    places = {entry.code: [place.slug for place, _published, _post in offers(entry)] for entry in entries()}
    assert len(places["1.001193"]) == 21
    assert places["1.001612"] == ["phong-tai-chinh-ke-hoach"]
    assert "phong-tu-phap" in places["2.000815"]
    assert all(places.values())


def test_filings_are_mostly_direct_and_hardly_ever_postal(found):
    channels = Counter(row.channel for row in found.filings)
    assert 6_000 < len(found.filings) < 8_000
    assert channels[Channel.DIRECT] / len(found.filings) > 0.93
    assert 0 < channels[Channel.POSTAL] < 40 < channels[Channel.ONLINE]


def test_filings_leave_some_online_procedures_without_an_online_filing(found):
    levels = {pk: entry.level for pk, entry in enumerate(entries(), start=1)}
    online = {row.procedure_id for row in found.filings if row.channel == Channel.ONLINE}
    asked = {row.procedure_id for row in found.filings}
    reachable = {pk for pk, level in levels.items() if level in "34"}
    assert online < reachable
    assert reachable & asked - online  # asked for, but never online
    assert reachable - asked  # never asked for


def test_filing_codes_are_distinct_and_name_their_day(found):
    assert len({row.code for row in found.filings}) == len(found.filings)
    for row in found.filings:
        check_filing_code(row.code, row.received_time)


def test_filings_have_nothing_in_the_future(found):
    now = timezone.make_aware(NOW)
    for row in found.filings:
        times = [row.received_time, row.finished_time, row.returned_time]
        assert all(moment <= now for moment in times if moment)


def test_filings_that_are_open_have_no_end_and_the_others_have(found):
    for row in found.filings:
        assert (row.finished_time is None) == (row.status in OPEN_STATUSES)
        assert (row.returned_time is None) == (row.status != FilingStatus.RESULT_RETURNED)
        assert (row.finished_time or row.received_time) >= row.received_time


def test_filings_waiting_for_papers_have_an_unanswered_request(found):
    waiting = {row.filing.code for row in found.supplements if row.answered_time is None}
    asked = {row.code for row in found.filings if row.status == FilingStatus.SUPPLEMENT_REQUESTED}
    assert waiting == asked


def test_filings_of_an_absorbed_commune_go_beyond_its_end(found):
    ended = {unit.pk for slug, unit in demo.units().items() if slug in ("xa-ban-gia", "xa-lau-thi-ngai")}
    rows = [row for row in found.filings if row.unit_id in ended]
    assert all(timezone.localtime(row.received_time).date() < date(2020, 3, 1) for row in rows)
    assert any(timezone.localtime(row.finished_time).date() >= date(2020, 3, 1) for row in rows if row.finished_time)


def test_filings_are_the_same_every_time(found):
    assert demo.digest(found.filings, *FIELDS) == demo.digest(make().filings, *FIELDS)
