"""The decree's columns, in its words and order (NĐ 30/2020/NĐ-CP, Appendix IV, as domain.md 3.3 has them)."""

from datetime import date

import pytest

from documents.printing.books import BOOKS, HANDLING, INCOMING, OUTGOING, Entry
from documents.printing.contents import in_words
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db
TODAY, DONE = date(2020, 8, 3), date(2020, 7, 9)
COLUMNS = {
    "incoming": [
        "Ngày đến", "Số đến", "Tác giả (cơ quan ban hành)", "Số, ký hiệu", "Ngày tháng văn bản",
        "Tên loại và trích yếu", "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú",
    ],
    "outgoing": [
        "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu", "Người ký", "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú",
    ],
    "handling": [
        "Số đến", "Tên loại, số, ký hiệu, ngày, cơ quan ban hành", "Đơn vị hoặc người nhận", "Thời hạn giải quyết",
        "Tiến độ giải quyết", "Số, ký hiệu văn bản trả lời", "Ghi chú",
    ],
}  # fmt: skip


def cells(book, document) -> list[str]:
    return [in_words(column.read(Entry(document, TODAY))) for column in book.columns]


@pytest.mark.parametrize("key", COLUMNS)
def test_columns_are_the_decrees(key):
    assert [column.heading for column in BOOKS[key].columns] == COLUMNS[key]
    assert sum(column.width == 0 for column in BOOKS[key].columns) == 1


def test_incoming_entry_is_written_as_in_the_book():
    unit = make.make_unit("Tả Củ Tỷ")
    document = docs.make_document(
        unit, number=7, type=docs.make_kind(), registered_on=date(2020, 7, 6), issued_on=date(2020, 7, 1),
        assigned_to="Văn hóa", transferred_on=date(2020, 7, 7), note="Bản giấy",
    )  # fmt: skip
    assert cells(INCOMING, document) == [
        "06/07/2020", "07", "UBND tỉnh Lào Cai", "123/UBND-VP", "01/07/2020",
        "Quyết định: Về việc triển khai ứng dụng công nghệ thông tin", "Văn hóa", "07/07/2020", "", "Bản giấy",
    ]  # fmt: skip


def test_outgoing_entry_is_written_as_in_the_book():
    document = docs.make_document(
        make.make_unit("Tả Củ Tỷ"), "outgoing", number=7, code="07/BC-UBND", kept_by="Văn thư", copies=3
    )
    assert cells(OUTGOING, document) == [
        "07/BC-UBND", "06/07/2020", "Báo cáo kết quả thực hiện tháng", "Giàng A Sính", "UBND huyện Bắc Hà", "Văn thư",
        "03", "", "", "",
    ]  # fmt: skip


def test_place_for_the_signature_stays_blank():
    document = docs.make_document(make.make_unit("Tả Củ Tỷ"), note="Ký nhận: A")
    for book in (INCOMING, OUTGOING):
        place = [column.heading for column in book.columns].index("Ký nhận")
        assert cells(book, document)[place] == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Chưa giải quyết, không đặt thời hạn"),
        ({"due_on": date(2020, 8, 4)}, "Đang giải quyết, trong hạn"),
        ({"due_on": TODAY}, "Đang giải quyết, đến hạn hôm nay"),
        ({"due_on": date(2020, 7, 31)}, "Chưa giải quyết, quá hạn 3 ngày"),
        ({"completed_on": DONE}, "Đã giải quyết ngày 09/07/2020"),
        ({"completed_on": DONE, "due_on": DONE}, "Đã giải quyết ngày 09/07/2020, đúng hạn"),
        ({"completed_on": DONE, "due_on": date(2020, 7, 7)}, "Đã giải quyết ngày 09/07/2020, quá hạn 2 ngày"),
        ({"cancelled": True, "cancel_reason": "Nhầm"}, "Đã hủy"),
    ],
)  # fmt: skip
def test_progress_of_handling_is_told_on_the_day_of_printing(fields, words):
    assert cells(HANDLING, docs.make_document(make.make_unit("Tả Củ Tỷ"), **fields))[4] == words


def test_handling_names_document_and_answer():
    unit = make.make_unit("Tả Củ Tỷ")
    answer = docs.make_document(unit, "outgoing", code="15/BC-UBND", number=15)
    document = docs.make_document(
        unit, number=3, type=docs.make_kind("Công văn", ""), issued_on=date(2020, 7, 1), answered_by=answer
    )
    row = cells(HANDLING, document)
    assert row[1] == "Công văn số 123/UBND-VP ngày 01/07/2020 của UBND tỉnh Lào Cai"
    assert (row[0], row[5]) == ("03", "15/BC-UBND")


def test_cancelled_entry_says_why_and_keeps_its_number():
    document = docs.make_document(
        make.make_unit("Tả Củ Tỷ"), number=9, cancelled=True, cancel_reason="Ghi nhầm sổ.", note="Xem số 10"
    )
    row = cells(INCOMING, document)
    assert (row[1], row[9]) == ("09", "Đã hủy. Lý do: Ghi nhầm sổ. Xem số 10")
    unstruck = [column.heading for column in INCOMING.columns if not column.is_struck]
    assert unstruck == ["Số đến", "Ghi chú"]


def test_entry_that_passed_on_with_a_merger_says_to_whom():
    document = docs.make_document(make.make_unit("Bản Già"), handling_unit=make.make_unit("Tả Củ Tỷ"))
    assert cells(INCOMING, document)[9] == f"Chuyển {document.handling_unit.full_name} tiếp tục giải quyết."
