"""Tables as offices and their systems lay them out: titles above, two rows of headings, totals, signatures beneath."""

from datetime import date, datetime
from decimal import Decimal

from tests.imports.books import written
from tests.imports.zoo import HEADINGS, Animal

_3, _4 = date(2020, 8, 3), date(2020, 8, 4)


def _ioffice(book, sheet) -> None:
    """The book of incoming documents, as VNPT-iOffice prints it."""
    sheet.merge_range("A1:D1", "UBND HUYỆN BẮC HÀ")
    sheet.merge_range("E1:J1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    sheet.write("A2", "VĂN PHÒNG HĐND VÀ UBND")
    sheet.write("E2", "Độc lập - Tự do - Hạnh phúc")
    sheet.merge_range("A4:J4", "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN")
    sheet.merge_range("A5:J5", "Từ ngày 01/08/2020 đến ngày 31/08/2020")
    for place, text in (("A7:A8", "STT"), ("B7:C7", "Văn bản đến"), ("D7:F7", "Văn bản"), ("G7:G8", "Số lượng (bản)")):
        sheet.merge_range(place, text)
    sheet.write_row("B8", ["Số đến", "Ngày đến"])
    sheet.write_row("D8", ["Số, ký hiệu", "Trích yếu", "Người ký"])
    sheet.write_row("A9", ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"])
    sheet.write_row("A10", [1, "101", "03/08/2020", "12/CV-UBND", "Về việc báo cáo", "Nguyễn Văn A", "2"])
    sheet.write_row("A12", [2, "102", "04/08/2020", "13/CV-UBND", "Tổng kết công tác", "Trần B", "1.000"])
    sheet.write_row("A13", ["Tổng cộng: 02 văn bản", None, None, None, None, None, "1.002"])
    sheet.write("F15", "Bắc Hà, ngày 31 tháng 8 năm 2020")
    sheet.write_row("B16", ["NGƯỜI LẬP BIỂU", None, None, None, "CHỦ TỊCH"])
    sheet.write("F20", "Nguyễn Văn C")


def _igate(book, sheet) -> None:
    """Filings as VNPT-iGate lists them, with columns of persons."""
    sheet.merge_range("A1:H1", "DANH SÁCH HỒ SƠ ĐÃ TIẾP NHẬN")
    sheet.write("A2", "Đơn vị: UBND xã Tả Củ Tỷ")
    sheet.write_row("A4", ["TT", "So den", "Người nộp hồ sơ", "Số điện thoại", "Trich yeu noi dung", "NGAY DEN",
                           "Thời gian nhận hồ sơ", None])  # fmt: skip
    sheet.write_row("A5", [1, "H38.35-200803-0001", "Giàng A B", "0912345678", "Chứng thực", "03/08/2020",
                           "08:15:00 03/08/2020"])  # fmt: skip
    sheet.write_row("A6", [2, "H38.35-200804-0002", "Vàng C", "0912345679", "Khai sinh", "04/08/2020",
                           "14:05 04/08/2020"])  # fmt: skip


def _printed_pages(book, sheet) -> None:
    """The headings again at every page, sums between."""
    line = 0
    for page in range(3):
        sheet.write_row(line, 0, HEADINGS[:5])
        sheet.write_row(line + 1, 0, [f"{page}", "03/08/2020", "a", "b", page])
        sheet.write_row(line + 2, 0, ["Cộng trang", None, None, None, page])
        line += 3
    sheet.write_row(line, 0, [None, "Cộng lũy kế", None, None, 3])


def _empty_columns(book, sheet) -> None:
    sheet.write_row(3, 2, ["STT", None, "Số đến (theo sổ)", None, None, "Ngày đến [dd/mm/yyyy]", "Ghi chú khác"])
    sheet.write_row(4, 2, ["A", None, "B", None, None, 1, 2])
    sheet.write_row(5, 2, [1, None, "7", None, None, "03/08/2020", "x"])


def _exported(book, sheet) -> None:
    sheet.set_column(0, 0, 20)
    sheet.write_row(0, 0, HEADINGS[:6])
    sheet.write_row(1, 0, ["1", None, "+84 912", "=1+1", 8412, 8.412])
    sheet.write_datetime(1, 1, datetime(2020, 8, 3), book.add_format({"num_format": "dd/mm/yyyy"}))


def _stamp(book, sheet) -> None:
    for line, pair in enumerate([("Bảng", "Văn bản"), ("Nguồn", "sổ"), ("Điều kiện lọc", "không"), ("Số dòng", "1")]):
        sheet.write_row(line, 0, pair)


_ROW_OF_POSTS = ["Chủ tịch", "03/08/2020"]
ANIMALS = [
    Animal("ioffice.xlsx", lambda: written(_ioffice), values=[
        {"number": "101", "day": _3, "notation": "12/CV-UBND", "subject": "Về việc báo cáo", "count": 2},
        {"number": "102", "day": _4, "notation": "13/CV-UBND", "subject": "Tổng kết công tác", "count": 1000}]),
    Animal("igate.xlsx", lambda: written(_igate), values=[
        {"number": "H38.35-200803-0001", "day": _3, "subject": "Chứng thực", "at": "03/08/2020 08:15"},
        {"number": "H38.35-200804-0002", "day": _4, "subject": "Khai sinh", "at": "04/08/2020 14:05"}],
        dropped=["Người nộp hồ sơ", "Số điện thoại"]),
    Animal("headings-on-every-page.xlsx", lambda: written(_printed_pages),
           values=[{"number": "0", "count": 0}, {"number": "1", "count": 1}, {"number": "2", "count": 2}]),
    Animal("empty-columns.xlsx", lambda: written(_empty_columns), values=[{"number": "7", "day": _3}]),
    Animal("our-export.xlsx", lambda: written(_exported, _stamp), values=[
        {"number": "1", "notation": "+84 912", "subject": "=1+1", "count": 8412, "share": Decimal("8.412")}]),
    Animal("posts-are-no-signatures.xlsx", lambda: written([
        HEADINGS, _ROW_OF_POSTS, ["2", "04/08/2020", "a", "b"], ["Chủ tịch", "03/08/2020", "a", "b"]]),
        values=[{"number": "Chủ tịch"}, {"number": "2"}, {"number": "Chủ tịch"}]),
    Animal("a-total-in-words.xlsx", lambda: written([
        HEADINGS, ["1", "03/08/2020", "a", "Tổng hợp, cộng tác"], ["TỔNG SỐ", None, None, None, 5]]),
        values=[{"subject": "Tổng hợp, cộng tác"}]),
]  # fmt: skip
