"""Headings are recognised however they are written, and a likeness of two is no suggestion."""

import pytest

from imports.columns import Column
from imports.sheets import headings, lines
from tests.imports.zoo import COLUMNS

DOCUMENT = (
    Column("number", "Số đến", "text", headings=("Số vào sổ",)),
    Column("day", "Ngày đến", "day"),
    Column("due", "Hạn giải quyết", "day"),
)


@pytest.mark.parametrize(
    "written",
    ["Số đến", "SỐ ĐẾN", "so den", "Số đến (*)", "Số  đến\n(theo sổ)", "Sô\u0301 đê\u0301n", "Đến số", "Số vào sổ",
     "Số đến văn bản", "number"],
)  # fmt: skip
def test_heading_is_recognised(written):
    assert headings.find([[written, "Ngày đến"], ["1", "03/08/2020"]], DOCUMENT).places == {"number": 0, "day": 1}


def test_likeness_of_two_columns_is_no_suggestion():
    found = headings.find([["Ngày đến cơ quan", "Ngày đến nơi nhận", "Số đến", "Hạn giải quyết"]], DOCUMENT)
    assert found.places == {"number": 2, "due": 3}
    unused = headings.unused(found.headings, found.places, found.dropped)
    assert unused == {0: "Ngày đến cơ quan", 1: "Ngày đến nơi nhận"}


def test_data_are_not_taken_for_headings():
    found = headings.find([["Bảng 1"], ["a", "b"], ["1", "2"]], DOCUMENT)
    assert (found.places, found.headings, found.first_data_row) == ({}, ["a", "b"], 2)


def test_headings_of_two_rows_are_put_together():
    rows = [["Văn bản", None, "Hạn giải quyết"], ["Số đến", "Ngày đến", None], [1, 2, 3], ["7", "03/08/2020", None]]
    found = headings.find(rows, DOCUMENT)
    assert found.places == {"number": 0, "day": 1, "due": 2}
    assert (found.first_data_row, found.headings[1]) == (3, "Văn bản Ngày đến")


def test_persons_are_dropped_unless_the_register_is_about_them():
    rows = [["Họ và tên", "Số đến", "Ngày đến"]]
    assert headings.find(rows, DOCUMENT).dropped == ["Họ và tên"]
    found = headings.find(rows, [Column("name", "Họ và tên", "text"), *DOCUMENT])
    assert (found.dropped, found.places["name"]) == ([], 0)


def test_shape_is_of_the_words_and_their_order():
    shape = headings.shape(["STT", "Số đến (1)", "Ngày đến", "", ""])
    assert shape == headings.shape(["stt", "SO DEN", "ngày  đến"])
    assert shape != headings.shape(["STT", "Ngày đến", "Số đến"])


def test_columns_of_the_zoo_recognise_each_other_only():
    for column in COLUMNS:
        found = headings.find([[str(column.label), str(COLUMNS[0].label), "x"]], COLUMNS)
        assert set(found.places) <= {column.name, COLUMNS[0].name}


@pytest.mark.parametrize(
    ("row", "is_total"),
    [(["Tổng cộng", 5], True), ([None, "Cộng:", "1.234"], True), (["TỔNG SỐ: 12 văn bản"], True), (["Cộng: 3"], True),
     (["Total", 3], True), (["Tổng hợp báo cáo", 5], False), (["1", "Tổng công ty", "a"], False),
     (["7", "03/08/2020", "12/CV", "Tổng cộng"], False), ([5, 6], False)],
)  # fmt: skip
def test_total_is_told_from_data(row, is_total):
    assert lines.is_total(row) is is_total


def test_rows_that_look_like_numbering_or_a_stamp_are_data_where_these_do_not_stand():
    rows = [["A", "B", "C", "D"], ["x", "y", "z", "w"], ["x", "y", "z", "w"], [1, 2, 3, 4], ["Bảng", "Nguồn"], [5, 6]]
    assert [number for number, _row in lines.data(rows, 1, rows[0])] == [2, 3, 4, 5, 6]
    beneath = [*rows[:3], [], ["Bảng", "x"], ["Nguồn", "y"]]
    assert [number for number, _row in lines.data(beneath, 1, rows[0])] == [2, 3]


def test_a_likeness_that_names_persons_is_no_suggestion():
    columns = [*DOCUMENT, Column("by", "Người nộp hồ sơ trực tiếp", "text")]
    found = headings.find([["Người nộp hồ sơ", "Số đến", "Ngày đến"]], columns)
    assert (found.places, found.dropped) == ({"number": 1, "day": 2}, ["Người nộp hồ sơ"])


def test_what_is_passed_over_is_told():
    rows = [["A", "B", "C", "D"], ["1", "x", "y", "z"], ["Cộng", 5], [], ["Nơi nhận:"], ["- Lưu VT"]]
    passed = []
    assert [number for number, _row in lines.data(rows, 1, rows[0], passed)] == [2]
    assert passed == [(3, "total"), (4, "empty"), (5, "closing"), (6, "closing")]
    stamped, passed = [*rows[:2], [], ["Bảng", "x"], ["Nguồn", "y"], ["Số dòng", "1"]], []
    assert [number for number, _row in lines.data(stamped, 1, rows[0], passed)] == [2]
    assert passed == [(3, "empty"), *((number, "stamp") for number in (4, 5, 6))]


@pytest.mark.parametrize(
    "signatures",
    [[["Bắc Hà, ngày ... tháng 8 năm 2020"], ["NGƯỜI LẬP BIỂU", None, "THỦ TRƯỞNG ĐƠN VỊ"],
      ["(Ký, ghi rõ họ tên)", None, "(Ký, đóng dấu)"], [], ["Nguyễn Văn A", None, "Trần B"]],
     [["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"], ["- Như trên;", "KT. CHỦ TỊCH"], ["- Lưu: VT.", "PHÓ CHỦ TỊCH"]],
     [["Văn thư", "Kế toán", "Xác nhận của lãnh đạo"], ["Lý A", "Lò B", "Giàng C"]]],
)  # fmt: skip
def test_signatures_beneath_are_no_rows(signatures):
    rows = [["A", "B", "C", "D"], ["1", "x", "y", "z"], *signatures]
    assert [number for number, _row in lines.data(rows, 1, rows[0])] == [2]


@pytest.mark.parametrize(
    "rows",
    [[["Giàng A", "Chủ tịch", "x"], ["Lò B", "Kế toán"]], [["Kế toán"], ["Lò B", "03/08/2020"]],
     [["Ghi chú: chưa đủ"], ["1", "Lò B", "x"]], [["Kế toán"], ["Lò", 5]]],
)  # fmt: skip
def test_rows_of_few_cells_are_not_taken_for_signatures(rows):
    table = [["A", "B", "C", "D"], *rows]
    assert [row for _number, row in lines.data(table, 1, table[0])] == rows
