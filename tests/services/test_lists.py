"""Lists: filters, pages by key, exports, every column sorts, the number of queries stays."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services import tables
from services.models import ProcedureOffer
from tests.factories.desk import (
    make_activity_month,
    make_filing,
    make_holiday,
    make_meeting,
    make_offer,
    make_procedure,
    make_reason,
    make_swap,
    make_treasury_month,
)
from tests.services.pages import address, rows

REGISTERS = ("procedure", "filing", "reason", "treasury", "activity", "meeting", "holiday", "swap")
# Session, user, memberships, successions, person's unit, and then the page and what filters offer.
QUERIES = {
    "procedure": 6, "filing": 10, "reason": 5, "treasury": 5, "activity": 5, "meeting": 5, "holiday": 5, "swap": 4,
}  # fmt: skip


def fill(place, first: int, last: int) -> None:
    """Records number `first` to `last` of each register."""
    for step in range(first, last):
        procedure = make_procedure(offered_by=[place.tacuty], level="3")
        make_filing(place.tacuty, procedure, received=f"2020-07-{1 + step % 28:02} 08:30")
        make_treasury_month(place.tacuty, 2000 + step // 12, 1 + step % 12)
        make_reason(place.tacuty, 2000 + step // 12, 1 + step % 12, procedure=procedure)
        make_activity_month(place.tacuty, 2000 + step // 12, 1 + step % 12)
        make_meeting(place.district, attended=[place.tacuty], absent=[place.banpho])
        make_holiday(date(2023, 1, 1) + timedelta(days=step))
        make_swap(date(2024, 1, 1) + timedelta(days=step), date(2025, 1, 1) + timedelta(days=step))


@pytest.mark.parametrize("name", REGISTERS)
def test_queries_do_not_grow_with_rows(place, official, client, name):
    client.force_login(official)
    fill(place, 0, 2)
    client.get(address(f"{name}-list"))
    with CaptureQueriesContext(connection) as few:
        client.get(address(f"{name}-list"))
    fill(place, 2, 12)
    with CaptureQueriesContext(connection) as many:
        client.get(address(f"{name}-list"))
    assert len(few) == len(many) == QUERIES[name], [query["sql"][:90] for query in many]


@pytest.mark.parametrize(
    "table",
    [tables.ProcedureTable, tables.FilingTable, tables.ReasonTable, tables.TreasuryTable, tables.ActivityTable,
     tables.MeetingTable,
     tables.HolidayTable, tables.SwapTable],
)  # fmt: skip
def test_every_column_sorts(place, administrator, client, table):
    client.force_login(administrator)
    fill(place, 0, 3)
    name = table.__name__.removesuffix("Table").lower()
    shown = client.get(address(f"{name}-list")).context["table"]
    sorting = [column.name for column in shown.columns if column.orderable]
    assert sorting
    for column in sorting:
        up = [row.record.pk for row in client.get(address(f"{name}-list", sort=column)).context["table"].rows]
        down = [row.record.pk for row in client.get(address(f"{name}-list", sort=f"-{column}")).context["table"].rows]
        assert set(up) == set(down)
        if name in {"holiday", "swap"} or column in {"code", "received_time", "month"}:
            assert up == down[::-1], column


def test_filings_turn_pages_by_key(place, official, client):
    procedure = make_procedure(offered_by=[place.tacuty])
    found = [make_filing(place.tacuty, procedure, received=f"2020-07-{1 + n % 28:02} 08:30") for n in range(60)]
    found.sort(key=lambda filing: (filing.received_time, filing.pk), reverse=True)
    client.force_login(official)
    first = client.get(address("filing-list")).context["table"]
    second = client.get(address("filing-list", after=first.pages.next["after"])).context["table"]
    assert [row.record for table in (first, second) for row in table.rows] == found


def test_filing_filters(place, official, reviewer, client):
    birth, death = make_procedure("Khai sinh", offered_by=[place.tacuty]), make_procedure("Khai tử")
    late = make_filing(place.tacuty, birth, received="2020-07-01 00:00", late_from="2020-07-03 17:30")
    running = make_filing(place.tacuty, birth, received="2020-07-02 23:59", late_from="2020-08-20 17:30", status=4)
    unlimited = make_filing(place.tacuty, death, received="2020-07-03 08:00", channel="online")
    done = make_filing(
        place.tacuty, death, received="2020-06-30 08:00", status=9, finished_time="2020-07-01 09:00", timeliness="early"
    )
    other = make_filing(place.banpho, birth, received="2020-07-04 08:00")
    client.force_login(official)
    assert rows(client, "filing-list") == [unlimited, running, late, done]
    assert rows(client, "filing-list", state="open_late") == [late]
    assert rows(client, "filing-list", state="open_in_time") == [unlimited, running]
    assert rows(client, "filing-list", state="early") == [done]
    assert rows(client, "filing-list", status="open") == [unlimited, running, late]
    assert rows(client, "filing-list", status="4") == [running]
    assert rows(client, "filing-list", channel="online") == [unlimited]
    assert rows(client, "filing-list", q="KHAI TU") == [unlimited, done]
    assert rows(client, "filing-list", procedure=death.code) == [unlimited, done]
    assert rows(client, "filing-list", received_from="01/07/2020", received_until="02/07/2020") == [running, late]
    client.force_login(reviewer)
    assert rows(client, "filing-list", unit="xa-ban-pho") == [other]
    assert len(rows(client, "filing-list", unit="huyen-bac-ha")) == 5
    assert len(rows(client, "filing-list", received_from="31/02/2020")) == 5


def test_procedure_filters_and_levels(place, official, reviewer, client):
    online = make_procedure("Khai sinh", offered_by=[place.tacuty, place.banpho], level="4", recalled=True)
    paper = make_procedure("Khai tử", field="Chứng thực", level="1")
    ended = make_procedure("Đã bãi bỏ", valid_until=date(2020, 1, 1), authority="district")
    client.force_login(reviewer)
    assert rows(client, "procedure-list", level="online") == [online]
    assert rows(client, "procedure-list", level="none") == [ended]
    assert rows(client, "procedure-list", field="Chứng thực") == [paper]
    assert rows(client, "procedure-list", unit="xa-ban-pho") == [online]
    assert rows(client, "procedure-list", state="ended") == rows(client, "procedure-list", authority="district")
    assert rows(client, "procedure-list", recalled="true") == [online]
    (found,) = rows(client, "procedure-list", q="khai sinh")
    assert (found.current_level, found.offered_by) == ("4", 2)
    assert "chưa đối chiếu" in found.limit_words or "not checked" in found.limit_words
    client.force_login(official)
    assert rows(client, "procedure-list", q="khai sinh")[0].offered_by == 1


def test_other_filters(place, reviewer, client):
    treasury = [make_treasury_month(place.tacuty, year, month) for year, month in [(2019, 12), (2020, 1), (2020, 6)]]
    meetings = [make_meeting(place.district, attended=[unit]) for unit in (place.tacuty, place.banpho)]
    make_holiday()
    client.force_login(reviewer)
    assert rows(client, "treasury-list", month_from="12/2019", month_until="01/2020") == treasury[1::-1]
    assert rows(client, "meeting-list", unit="xa-ban-pho") == [meetings[1]]
    assert len(rows(client, "holiday-list", year="2022")) == 1
    assert rows(client, "holiday-list", year="9999999999") == []


@pytest.mark.parametrize("name", REGISTERS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports(place, official, client, name, kind):
    fill(place, 0, 2)
    client.force_login(official)
    response = client.get(address(f"{name}-list", export=kind))
    content = b"".join(response.streaming_content)
    assert response.status_code == 200
    assert len(content) > 200


def test_offers_seen_follow_the_scope(place, official):
    procedure = make_procedure()
    own = make_offer(procedure, place.tacuty)
    make_offer(procedure, place.banpho)
    assert list(ProcedureOffer.objects.visible_to(official)) == [own]
