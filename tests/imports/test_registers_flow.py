"""Sheets of the registers as offices write them: recognised, checked, published with figures, taken back."""

from datetime import date

import pytest

from common import audit
from common.months import Month
from communes.models import Connection, Equipment, Placement, Posting, SoftwareUse, StaffMember
from imports import folders, staging
from imports.resources import RESOURCES, offered_to, registers
from indicators import checking, rollups
from indicators.models import DeclaredValue, Measure
from services.models import Procedure, ProcedureLevel
from tests.factories import communes as make
from tests.factories import spreadsheets as sheets
from tests.factories.desk import make_procedure

DAY, JULY = date(2020, 7, 1), Month(2020, 7)
TABLES = (
    Equipment, Placement, StaffMember, Posting, Connection, SoftwareUse, Procedure, ProcedureLevel, DeclaredValue,
)  # fmt: skip

# Of each register: headings, a row that is new, one that changes what is there, one that is refused and its column.
FILES = {
    "equipment": (
        ["STT", "Đơn vị", "Loại thiết bị", "Tên thiết bị", "Số máy", "Ngày trang bị", "Tình trạng", "Ở đây từ ngày",
         "Nguyên giá (đồng)"],
        [1, "Xã Tả Củ Tỷ", "Máy tính xách tay", "HP", "SN-9", "02/07/2020", "Đang dùng tốt", None, "12.500.000"],
        [2, "ta cu ty", "máy tính để bàn", "Dell", "SN-1", DAY, "hỏng", "20/07/2020", None],
        [3, "Xã Bản Phố", "Máy in", "Canon", None, "02/07/2020", "Đang dùng tốt", None, None],
        "unit",
    ),
    "staff": (
        ["Họ và tên", "Chức vụ", "Đơn vị", "Từ ngày", "Thành thạo", "Trình độ tin học"],
        ["Sùng A Chú", "Công chức văn hóa", "Tả Củ Tỷ", "02/07/2020", "Có", "chuẩn cơ bản"],
        ["Vàng Thị Mỷ", "Văn thư", "Tả Củ Tỷ", "20/07/2020", "x", None],
        ["Lù Seo Phà", "Văn thư", "Tả Củ Tỷ", "05/08/2020", None, None],
        "since",
    ),
    "connections": (
        ["Đơn vị", "Loại kết nối", "Công nghệ", "Nhà cung cấp", "Sử dụng từ ngày", "Băng thông (Mbps)"],
        ["Tả Củ Tỷ", "LAN", "có dây", "Viettel", "02/07/2020", "1.000"],
        ["Tả Củ Tỷ", "internet", "cáp quang", "VNPT", DAY, 200],
        ["Tả Củ Tỷ", "internet", "cáp quang", "VNPT", "10/07/2020", 300],
        "since",
    ),
    "software": (
        ["Tên phần mềm", "Đơn vị", "Đang sử dụng", "Số tài khoản", "Từ ngày"],
        ["Quản lý hộ tịch", "Tả Củ Tỷ", "Có", 3, "02/07/2020"],
        ["Mot cua dien tu", "Tả Củ Tỷ", "không", None, "20/07/2020"],
        ["Zalo", "Tả Củ Tỷ", "Có", 3, "02/07/2020"],
        "software",
    ),
    "procedures": (
        ["Mã TTHC", "Tên TTHC", "Lĩnh vực", "Cấp thực hiện", "Có hiệu lực từ ngày", "Mức độ DVC"],
        ["1.999999", "Đăng ký khai tử", "Hộ tịch", "xã", "01/01/2020", "mức độ 3"],
        ["1.888888", "Đăng ký khai sinh lưu động", None, None, None, None],
        ["ABC", "Đăng ký khai tử", "Hộ tịch", "xã", "01/01/2020", None],
        "code",
    ),
    "monthly": (
        ["Đơn vị", "Tháng", "Chỉ tiêu", "Số liệu"],
        ["Tả Củ Tỷ", "07/2020", "Hồ sơ công việc trên môi trường mạng", "1.234"],
        ["Tả Củ Tỷ", "Tháng 7/2020", "Hồ sơ công việc", 9],
        ["Tả Củ Tỷ", "07/2020", "Hồ sơ công việc", 10],
        "",
    ),
}  # fmt: skip


@pytest.fixture
def tree(db):
    make.open_calendar()
    tree = make.make_district()
    here = tree.tacuty
    make.make_equipment(here, serial="SN-1", since=DAY)
    make.make_staff(here, "Vàng Thị Mỷ", position="Văn thư", since=DAY)
    make.make_connection(here, kind="internet", technology="fibre", provider="VNPT", since=DAY, bandwidth_mbps=100)
    make.make_software("Quản lý hộ tịch")
    make.make_software_use(make.make_software("Một cửa điện tử"), here, in_use=True, since=DAY)
    make_procedure("Đăng ký khai sinh", code="1.888888", offered_by=[here], level="3")
    measure = Measure.objects.get(key="workfiles.total")
    DeclaredValue.objects.create(unit=here, measure=measure, year=2020, month=7, value=5)
    rollups.rebuild(months=[JULY])
    return tree


def tables() -> dict:
    """Everything that the registers hold, without versions."""
    return {model: {row.pk: audit.snapshot(row) for row in model.objects.all()} for model in TABLES}


@pytest.mark.parametrize("key", FILES)
def test_sheet_is_published_with_figures_and_taken_back(tree, key):
    headings, new, changed, refused, column = FILES[key]
    by = make.make_member(*(("reviewer", tree.district) if key == "procedures" else ("official", tree.tacuty)))
    before = tables()
    content = sheets.workbook(headings, [new, changed, refused], above=["DANH SÁCH", "Năm 2020"])
    spreadsheet = sheets.checked(by, content, resource=key, name="danh-sach.xlsx")
    counts = spreadsheet.new, spreadsheet.changed, spreadsheet.unchanged, spreadsheet.refused
    assert counts == (1, 1, 0, 1), list(staging.faults(spreadsheet.path / folders.FAULTS))
    ((number, faults),) = staging.faults(spreadsheet.path / folders.FAULTS)
    assert (number, faults[0][0]) == (6, column)
    assert tables() == before

    spreadsheet = sheets.publish(spreadsheet, by)
    assert (spreadsheet.state, spreadsheet.job.sentence, spreadsheet.batch.rows)[::2] == ("published", 2)
    assert checking.check(months=[JULY])[0] == []
    after = tables()
    assert after != before

    spreadsheet = sheets.undo(spreadsheet, by)
    assert spreadsheet.state == "undone", spreadsheet.job.sentence
    assert tables() == before
    assert checking.check(months=[JULY])[0] == []
    assert set(RESOURCES[key].models) >= {model for model in TABLES if after[model] != before[model]}


def test_a_file_that_writes_too_many_rows_is_refused_as_a_whole(tree, monkeypatch):
    monkeypatch.setattr(registers, "MOST_WRITTEN", 1)
    headings, new, changed, _refused, _column = FILES["connections"]
    by = make.make_member("official", tree.tacuty)
    spreadsheet = sheets.checked(by, sheets.workbook(headings, [new, changed]), resource="connections")
    assert spreadsheet.state == "failed"
    assert "1" in spreadsheet.sentence


def test_reviewer_brings_in_which_programmes_are_required(tree):
    by = make.make_member("reviewer", tree.district)
    assert [resource.key for resource in offered_to(by)] == ["software", "procedures"]
    content = sheets.workbook(
        ["Tên phần mềm", "Đơn vị", "Bắt buộc", "Từ ngày"], [["Quản lý hộ tịch", "Bản Phố", "Có", "02/07/2020"]]
    )
    spreadsheet = sheets.publish(sheets.checked(by, content, resource="software"), by)
    assert spreadsheet.state == "published", spreadsheet.job.sentence
    assert SoftwareUse.objects.get(unit=tree.banpho).required
