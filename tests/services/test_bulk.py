"""Many rows at once: the same rows, figures and refusals as one by one."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.utils import timezone

from common.errors import ClosedMonth, NotAllowed, Refused
from common.models import AuditEvent, Batch
from common.months import Month
from communes.models import StaleMark
from services import bulk
from services.models import Filing, FilingSupplement, Meeting, TreasuryMonth
from tests.factories.communes import close_month
from tests.factories.desk import at


@pytest.fixture
def batch(place):
    return Batch.objects.create(kind="demo", title="Hồ sơ minh họa", created_at=timezone.now())


def new(unit, procedure, number=1, received="2020-07-06 08:30", **fields) -> Filing:
    moment = at(received)
    code = f"000.00.12.H38-{moment:%y%m%d}-{number:04}"
    return Filing(unit=unit, procedure=procedure, code=code, received_time=moment, **fields)


def test_filings_come_complete_and_marked(place, procedure, batch, official):
    rows = [
        new(place.tacuty, procedure, 1),
        new(place.tacuty, procedure, 2, status=9, finished_time=at("2020-07-10 09:00")),
        new(place.tacuty, procedure, 3, "2020-06-29 08:00", status=3, finished_time=at("2020-06-29 09:00")),
    ]
    asked = [FilingSupplement(filing=rows[1], requested_time=at("2020-07-07 09:00"),
                              answered_time=at("2020-07-08 09:00"))]  # fmt: skip
    assert bulk.insert_filings(by=official, batch=batch, filings=rows, supplements=asked) == 3
    _turned_away, first, second = Filing.objects.order_by("code")
    assert (first.promised_time, first.late_from) == (at("2020-07-09 17:30"), at("2020-07-09 17:30"))
    assert (second.timeliness, second.late_from) == ("on_time", at("2020-07-10 17:30"))
    assert Filing.objects.search("khai sinh").count() == 3
    assert set(Filing.objects.values_list("batch", "holding_unit")) == {(batch.pk, place.tacuty.pk)}
    expected = set().union(*(filing.counted().cells() for filing in Filing.objects.all()))
    marks = {(m.unit_id, m.year, m.month, m.section) for m in StaleMark.objects.all()}
    assert marks == {tuple(c) for c in expected}
    batch.refresh_from_db()
    assert batch.rows == 3
    assert AuditEvent.objects.filter(batch_id=batch.pk).count() == 1


def test_keys_go_on_after_a_bulk(place, procedure, batch):
    rows = [new(place.tacuty, procedure, number) for number in (1, 2)]
    asked = [FilingSupplement(filing=row, requested_time=at("2020-07-07 09:00")) for row in rows]
    bulk.insert_filings(by=None, batch=batch, filings=rows, supplements=asked)
    later = Filing.objects.create(
        unit=place.tacuty,
        holding_unit=place.tacuty,
        procedure=procedure,
        code="X",
        received_time=at("2020-07-06 09:00"),
    )
    assert later.pk > max(row.pk for row in rows)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"received": "2020-08-04 08:00"}, Refused),
        ({"received": "2018-12-31 08:00"}, Refused),
        ({"code": "000.00.12.H38-200701-0001"}, Refused),
        ({"channel": "pigeon"}, IntegrityError),
        ({"received": "2020-06-30 08:00"}, ClosedMonth),
    ],
)
def test_one_bad_filing_stops_all(place, procedure, batch, change, error):
    close_month(place.tacuty, Month(2020, 6))
    bad = new(place.tacuty, procedure, 2, change.pop("received", "2020-07-06 08:30"))
    for name, value in change.items():
        setattr(bad, name, value)
    with pytest.raises(error):
        bulk.insert_filings(by=None, batch=batch, filings=[new(place.tacuty, procedure), bad])
    assert not Filing.objects.exists()


def test_a_closed_month_takes_a_bulk_with_override(place, procedure, batch):
    close_month(place.tacuty, Month(2020, 6))
    rows = [new(place.tacuty, procedure, 1, "2020-06-30 08:00")]
    assert bulk.insert_filings(by=None, batch=batch, filings=rows, override_closed=True) == 1


def test_scope_holds_for_bulks(place, procedure, batch, official, reviewer):
    with pytest.raises(NotAllowed):
        bulk.insert_filings(by=reviewer, batch=batch, filings=[new(place.tacuty, procedure)])
    with pytest.raises(NotAllowed):
        bulk.insert_meetings(by=official, batch=batch, meetings=[(meeting(place.tacuty), {})])


def meeting(host) -> Meeting:
    return Meeting(host_unit=host, held_on=date(2020, 7, 8), subject="Giao ban  tháng 7")


def test_treasury_and_meetings(place, batch, reviewer):
    rows = [TreasuryMonth(unit=place.tacuty, year=2020, month=month, transactions=9, online=9) for month in (6, 7)]
    assert bulk.insert_treasury(by=None, batch=batch, rows=rows) == 2
    pairs = [(meeting(place.district), {place.tacuty: True, place.banpho: False})]
    assert bulk.insert_meetings(by=reviewer, batch=batch, meetings=pairs) == 1
    stored = Meeting.objects.get()
    assert (stored.subject, stored.attendances.count(), stored.search) == ("Giao ban tháng 7", 2, "giao ban thang 7")
    marks = set(StaleMark.objects.values_list("unit__slug", "month", "section"))
    assert marks == {
        ("xa-ta-cu-ty", 6, "treasury"), ("xa-ta-cu-ty", 7, "treasury"), ("huyen-bac-ha", 7, "meetings"),
        ("xa-ta-cu-ty", 7, "meetings"), ("xa-ban-pho", 7, "meetings"),
    }  # fmt: skip
