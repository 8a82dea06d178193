"""Nothing of a citizen comes into the register: no number in a note, no column of names."""

import pytest

from common.errors import Refused
from services.actions import filings
from services.impersonal import names_person, require_impersonal, without_persons
from tests.factories.desk import make_filing


@pytest.mark.parametrize(
    "note",
    ["gọi 0912 345 678", "(+84) 214.3880.123", "CMND 060123456", "cccd: 010 085 001 234", "trả cho ông Nguyễn Văn A"],
)
def test_a_persons_number_or_name_is_refused_in_a_note(place, official, note):
    filing = make_filing(place.tacuty)
    with pytest.raises(Refused) as refused:
        filings.correct(filing, by=official, version=1, reason="x", note=note)
    assert refused.value.field == "note"


@pytest.mark.parametrize(
    "note",
    ["", "thay hồ sơ 000.00.12.H38-200706-000123", "hẹn lại 01.07.2020-31.07.2020", "phí 1.200.000 đ", "1.001193"],
)
def test_other_numbers_may_stand_in_a_note(note):
    require_impersonal(note)


def test_a_note_that_was_there_before_does_not_bar_a_correction(place, official):
    filing = make_filing(place.tacuty, note="gọi 0912 345 678")
    filings.correct(filing, by=official, version=1, reason="x", channel="online", note=filing.note)
    filing.refresh_from_db()
    assert filing.channel == "online"


@pytest.mark.parametrize(
    "heading",
    ["Họ và tên", "HỌ TÊN NGƯỜI NỘP", "Người nộp hồ sơ", "Chủ hồ sơ", "Tên", "Tổ chức, cá nhân nộp", "Số điện thoại",
     "SĐT", "CMND/CCCD", "Địa chỉ thường trú", "Email", "Ngày sinh", "Applicant", "Full name", "Cơ quan/cá nhân"],
)  # fmt: skip
def test_a_heading_of_a_person_is_known(heading):
    assert names_person(heading)


@pytest.mark.parametrize(
    "heading",
    ["Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày nộp của công dân", "Kênh nộp", "Lĩnh vực",
     "Trạng thái", "Đơn vị", "Hình thức nhận kết quả", "Ghi chú", ""],
)  # fmt: skip
def test_a_heading_of_the_filing_is_none(heading):
    assert not names_person(heading)


def test_columns_of_persons_are_dropped_and_said():
    headings = ["Mã hồ sơ", "Họ tên", "Ngày tiếp nhận", "SĐT"]
    rows = [["A-1", "Giàng A Sính", "06/07/2020", "0912345678"], ["A-2", "Vàng Thị Mỷ"]]
    kept, cut, dropped = without_persons(headings, rows)
    assert (kept, dropped) == (["Mã hồ sơ", "Ngày tiếp nhận"], ["Họ tên", "SĐT"])
    assert cut == [["A-1", "06/07/2020"], ["A-2"]]
