"""Filings from a sheet: persons stay outside, what is there goes on, nothing goes back."""

from datetime import date

import pytest
from django.utils import timezone

from common.months import Month
from communes.models import Role
from imports import folders, staging
from indicators import checking, rollups
from services.models import Filing, FilingSupplement
from tests.factories import communes as make
from tests.factories import desk
from tests.factories import spreadsheets as sheets

pytestmark = pytest.mark.django_db
HEADINGS = [
    "STT", "Mã hồ sơ", "Mã TTHC", "Họ tên người nộp", "Số điện thoại", "Ngày tiếp nhận", "Hình thức nộp",
    "Ngày hoàn thành", "Ngày trả kết quả", "Tình trạng", "Ngày hẹn trả", "Ghi chú",
]  # fmt: skip


@pytest.fixture
def place(db):
    make.open_calendar()
    tree = make.make_district()
    official = make.make_member(Role.OFFICIAL, tree.tacuty)
    make.close_month(tree.tacuty, Month(2020, 6), by=make.make_administrator())
    procedure = desk.make_procedure(code="1.001193", offered_by=[tree.tacuty])
    unoffered = desk.make_procedure(code="1.009999")
    desk.make_filing(tree.banpho, unoffered, received="2020-07-02 08:00", code="000.00.12.H38-200702-0099")
    return tree.tacuty, official, procedure


def row(number: int, **changes) -> list:
    values = {
        "stt": number, "code": f"000.00.12.H38-200702-{number:04}", "procedure": "1.001193.000.00.00.H38",
        "name": "Giàng A Sính", "phone": "0912345678", "received": "02/07/2020 08:15", "channel": "Trực tuyến",
        "finished": None, "returned": None, "status": "Đang xử lý", "promised": None, "note": None,
    }  # fmt: skip
    return list((values | changes).values())


def take_in(place, rows):
    unit, official, _procedure = place
    return sheets.checked(official, sheets.workbook(HEADINGS, rows), resource="filings", unit=unit, name="igate.xlsx")


def test_filings_are_entered_without_persons_and_go_on_with_the_next_sheet(place):
    unit, official, procedure = place
    rollups.rebuild()
    first = take_in(place, [row(1), row(2, finished="03/07/2020 09:00", status="Đã giải quyết")])
    assert (first.new, first.refused) == (2, 0)
    assert {"Họ tên người nộp", "Số điện thoại"} <= set(first.dropped)
    first = sheets.publish(first, official)
    assert first.state == "published", first.job.sentence
    one, two = Filing.objects.filter(unit=unit).order_by("code")
    assert (one.unit, one.procedure, one.channel, one.status) == (unit, procedure, "online", 4)
    assert (two.status, timezone.localtime(two.finished_time).date()) == (9, date(2020, 7, 3))
    second = take_in(place, [row(1, finished="06/07/2020 10:00", returned="07/07/2020 10:00"), row(2), row(3)])
    assert (second.new, second.changed, second.unchanged, second.refused) == (1, 1, 1, 0)
    second = sheets.publish(second, official)
    one.refresh_from_db()
    assert (one.status, one.timeliness != "") == (10, True)
    assert checking.check()[0] == []
    second = sheets.undo(second, official)
    assert second.state == "undone", second.job.sentence
    one.refresh_from_db()
    assert (one.status, one.finished_time, one.returned_time, Filing.objects.count()) == (4, None, None, 3)
    assert checking.check()[0] == []


REFUSED = {
    "another day in the code": {"code": "000.00.12.H38-200701-0002"},
    "no such procedure": {"procedure": "9.999999"},
    "finished before receipt": {"finished": "01/07/2020"},
    "an end without time": {"status": "Rút hồ sơ"},
    "closed month": {"code": "000.00.12.H38-200602-0002", "received": "02/06/2020"},
    "future": {"finished": "02/09/2020"},
    "promised before receipt": {"promised": "01/07/2020 17:00"},
    "not offered": {"procedure": "1.009999"},
    "code of another unit": {"code": "000.00.12.H38-200702-0099"},
    "number of a person": {"note": "CCCD 012345678901"},
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_that_breaks_a_rule_is_refused_alone(place, case):
    spreadsheet = take_in(place, [row(1), row(2, **REFUSED[case])])
    assert (spreadsheet.new, spreadsheet.refused) == (1, 1)
    assert [number for number, _found in staging.faults(spreadsheet.path / folders.FAULTS)] == [3]


def test_what_is_there_is_not_contradicted_and_nothing_goes_back(place):
    _unit, official, _procedure = place
    done = {"finished": "03/07/2020 09:00", "status": "Đã giải quyết"}
    sheets.publish(take_in(place, [row(1), row(2, **done), row(3, **done), row(4)]), official)
    rows = [
        row(1, received="02/07/2020 09:00"),
        row(2, finished="04/07/2020 09:00"),
        row(3),
        row(4, channel="Trực tiếp"),
    ]
    found = take_in(place, rows)
    faults = {number: one[0][0] for number, one in staging.faults(found.path / folders.FAULTS)}
    assert faults == {2: "code", 3: "finished_time"}
    assert (found.unchanged, found.changed) == (1, 1)


def test_a_change_that_publishing_would_refuse_is_refused_alone_in_the_preview(place):
    """Of a closed month, before the answer of an applicant, of a filing that another unit has taken over."""
    unit, official, _procedure = place
    sheets.publish(take_in(place, [row(number) for number in range(1, 5)]), official)
    _one, _two, three, four = Filing.objects.filter(unit=unit).order_by("code")
    make.close_month(unit, Month(2020, 7), by=make.make_administrator())
    times = {"requested_time": desk.at("2020-07-30 08:00"), "answered_time": desk.at("2020-08-02 10:00")}
    FilingSupplement.objects.create(filing=three, **times)
    Filing.objects.filter(pk=four.pk).update(holding_unit=make.make_unit("Bản Già", parent=unit.parent))
    ends = ["31/07/2020 16:00", "03/08/2020 08:00", "02/08/2020 09:59", "03/08/2020 08:00"]
    found = take_in(place, [row(number, finished=end) for number, end in enumerate(ends, start=1)])
    assert (found.changed, found.refused) == (1, 3)
    faults = dict(staging.faults(found.path / folders.FAULTS))
    assert {number: one[0][0] for number, one in faults.items()} == {2: "", 4: "finished_time", 5: "code"}
    assert "07/2020" in faults[2][0][2]
    found = sheets.publish(found, official)
    assert found.state == "published", found.job.sentence


def test_a_procedure_code_that_excel_took_for_a_number_keeps_its_zeros(place):
    unit, _official, _procedure = place
    desk.make_procedure(code="2.000720", offered_by=[unit])
    found = take_in(place, [row(1, procedure=2.00072), row(2, procedure="2.00072")])
    assert (found.new, found.refused) == (1, 1)
