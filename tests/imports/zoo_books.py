"""Odd workbooks that hold a table all the same, and cells that must be read or refused one by one."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from tests.imports.books import cell, ods, ods_row, raw, sheet_xml, written
from tests.imports.zoo import HEADINGS, Animal

DAY = datetime(2020, 8, 3)
READ = date(2020, 8, 3)
TCVN3 = ["Sè ®Õn", "Ngµy ®Õn", "TrÝch yÕu"]
_XML_ROWS = (
    f'<row r="1">{cell("A1", "Số đến")}{cell("B1", "Ngày đến")}{cell("C1", "Trích yếu")}</row>'
    f'<row r="2">{cell("A2", "7")}{cell("B2", "03/08/2020")}{cell("C2", "Báo cáo")}</row>'
)
_ONE = [{"number": "7", "day": READ, "subject": "Báo cáo"}]


def _prefixed(rows: str) -> bytes:
    """As some libraries write every tag: <x:c r="A1">."""
    return sheet_xml(rows).replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?").replace(
        b"xmlns=", b"xmlns:x=")  # fmt: skip


def table(*rows) -> bytes:
    """A workbook with all headings of the zoo."""
    return written([HEADINGS, *rows])


def _formulas(book, sheet) -> None:
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ["1", "03/08/2020", "a"])
    sheet.write_formula(1, 4, "=1/0", None, "#DIV/0!")
    sheet.write_formula(1, 3, "=cmd|' /C calc'!A0", None, "kết quả")
    sheet.write_formula(2, 3, "='[C:\\khac.xlsx]Sheet1'!A1", None, "từ tệp khác")
    sheet.write_row(2, 0, ["2", "03/08/2020", "b"])


def _hidden(book, sheet) -> None:
    sheet.write_row(0, 0, ["Danh mục", "Mã"])
    sheet.hide()


def _shown(book, sheet) -> None:
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ["1", "03/08/2020"])
    sheet.activate()
    sheet.set_first_sheet()


def _formatted_far_away(book, sheet) -> None:
    _shown(book, sheet)
    sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))


# A formula that was never worked out, one as openpyxl writes it, an error, and an empty text, which is a result.
_UNCALCULATED = "".join(
    f'<row r="{n}">{cell(f"A{n}", f"{n + 5}")}{cell(f"B{n}", "03/08/2020")}<c r="C{n}"{rest}</c></row>'
    for n, rest in enumerate(('><f>A1&amp;"x"</f>', "><f>A1</f><v></v>", ' t="e"><f>A1</f><v>#REF!</v>',
                              ' t="str"><f>A1</f><v></v>'), start=3)
)  # fmt: skip
_NOTHING_ELSE = (
    '<row r="3"><c r="A3"><f>A1</f></c><c r="B3"><f>A1</f></c></row>'
    '<row r="5"><c r="A5"><f>A1</f></c><c r="B5"><f>A1</f><v></v></c></row>'
)


def _merged(book, sheet) -> None:
    """Cells that reach over several rows, as people join them; headings and an empty row too."""
    sheet.merge_range("A1:A2", "Số đến")
    sheet.merge_range("B1:D1", "Văn bản")
    sheet.write_row("B2", ["Ngày đến", "Số, ký hiệu", "Trích yếu"])
    sheet.merge_range("A3:A6", "1")
    sheet.merge_range("B3:B7", DAY, book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.merge_range("D3:D4", "Chung")
    sheet.write_column("C3", ["a", "b", "c"])
    sheet.write("D5", "Riêng")
    sheet.write_row("A7", ["2", None, "d"])


def _rich(book, sheet) -> None:
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ["1", "03/08/2020", "a"])
    sheet.write_rich_string(1, 3, "Báo ", book.add_format({"bold": True}), "cáo")


ANIMALS = [
    Animal("small.xlsx", lambda: raw(sheet_xml(_XML_ROWS)), values=_ONE),
    Animal("small.ods", lambda: ods(ods_row(*HEADINGS) + ods_row("7", "03/08/2020", "", "Báo cáo")), values=_ONE),
    Animal("trailing-rows.ods", lambda: ods(
        ods_row(*HEADINGS) + ods_row("7", "03/08/2020", "", "Báo cáo")
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'), values=_ONE),
    Animal("lying-dimension.xlsx", lambda: raw(
        sheet_xml(_XML_ROWS, before='<dimension ref="A1:XFD1048576"/>')), values=_ONE),
    Animal("all-merged.xlsx", lambda: raw(sheet_xml(
        _XML_ROWS, after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')), values=_ONE),
    Animal("cells-without-places.xlsx", lambda: raw(sheet_xml(
        _XML_ROWS.replace('<c r="A1"', "<c").replace('<c r="B1"', "<c").replace('<c r="C1"', "<c"))), values=_ONE),
    Animal("tags-with-prefixes.xlsx", lambda: raw(_prefixed(_XML_ROWS)), values=_ONE),
    Animal("formulas.xlsx", lambda: written(_formulas), values=[
        {"number": "1", "subject": "kết quả", "count": None}, {"number": "2", "subject": "từ tệp khác"}],
        problems=[(2, "count", "#DIV/0!")]),
    Animal("formulas-without-results.xlsx", lambda: raw(sheet_xml(_XML_ROWS + _UNCALCULATED)), values=[
        *_ONE, {"number": "8"}, {"number": "9"}, {"number": "10"}, {"number": "11", "subject": None}],
        problems=[(3, "subject", "chưa"), (4, "subject", "chưa"), (5, "subject", "#REF!")]),
    # The reader of workbooks ends a sheet where the last value stands.
    Animal("last-rows-without-results.xlsx", lambda: raw(sheet_xml(_XML_ROWS + _NOTHING_ELSE)), values=[*_ONE, {}, {}],
           problems=[(3, "number", "chưa"), (3, "day", "chưa"), (5, "number", "chưa"), (5, "day", "chưa")]),
    Animal("sheet-without-results.xlsx", lambda: raw(sheet_xml(_NOTHING_ELSE)), values=[{}, {}],
           problems=[(3, "day", "Ngày đến"), (5, "day", "Ngày đến")]),
    Animal("merged-downwards.xlsx", lambda: written(_merged), values=[
        {"number": "1", "day": READ, "subject": "Chung"}, {"number": "1", "day": READ, "subject": "Chung"},
        {"number": "1", "day": READ, "subject": "Riêng"}, {"number": "2", "day": READ, "subject": None}]),
    Animal("hidden-sheet-first.xlsx", lambda: written(_hidden, _shown), values=[{"number": "1", "day": READ}]),
    Animal("format-far-away.xlsx", lambda: written(_formatted_far_away), values=[{"number": "1", "day": READ}]),
    Animal("rich-text.xlsx", lambda: written(_rich), values=[{"subject": "Báo cáo"}]),
    Animal("counted-from-1904.xlsx", lambda: written([HEADINGS, ["1", DAY]], options={"date_1904": True}),
           values=[{"day": READ}]),
    Animal("numbers.xlsx", lambda: table(
        ["1", DAY, "", "", 71814, 81.82], ["2", DAY, "", "", "8.412", "1.234.567,89"],
        ["3", DAY, "", "", "71.814", "2,5"], ["4", DAY, "", "", "1,234,567.00", "81,82 %"],
        ["5", DAY, "", "", 12.0, "0.125"]),
        values=[{"count": 71814, "share": Decimal("81.82")}, {"count": 8412, "share": Decimal("1234567.89")},
                {"count": 71814, "share": Decimal("2.5")}, {"count": 1234567, "share": Decimal("81.82")},
                {"count": 12, "share": Decimal("0.125")}]),
    Animal("doubtful-numbers.xlsx", lambda: table(
        ["1", DAY, "", "", 8.412, 8.412], ["2", DAY, "", "", 2.5, 1e300], ["3", DAY, "", "", -1.5, 0.125]),
        values=[{"count": None}, {}, {"share": Decimal("0.125")}],
        problems=[(2, "count", "8.412"), (2, "share", "8.412"), (3, "count", "2.500"), (3, "share", "lớn"),
                  (4, "count", "1.500")]),
    Animal("days.xlsx", lambda: table(
        ["1", 44046], ["2", "03.08.2020"], ["3", "3-8-2020"], ["4", "2020-08-03"], ["5", 20200803],
        ["6", "Ngày 03 tháng 8 năm 2020"], ["7", "03/08/2020 14:05"], ["8", datetime(2020, 8, 3, 23, 59)]),
        values=[{"day": READ}] * 8),
    Animal("days-taken-for-months.xlsx", lambda: table(
        *[[str(n), datetime(2020, n, 8)] for n in range(1, 6)], *[["6", f"{n}/08/2020"] for n in range(13, 18)]),
        values=[{}] * 5 + [{"day": date(2020, 8, n)} for n in range(13, 18)],
        problems=[(n, "day", f"08/0{n - 1}/2020") for n in range(2, 7)]),
    Animal("days-of-both-kinds.xlsx", lambda: table(
        *[[str(n), datetime(2020, n, 8)] for n in range(1, 6)], *[["6", f"{n}/08/2020"] for n in range(13, 18)],
        ["7", datetime(2020, 8, 30)]), values=[{"day": date(2020, n, 8)} for n in range(1, 6)]
        + [{"day": date(2020, 8, n)} for n in [*range(13, 18), 30]]),
    Animal("no-days.xlsx", lambda: table(
        ["1", "31/02/2020"], ["2", "08/13/2020"], ["3", "03/08/20"], ["4", 2020], ["5", 60], ["6", 1e9],
        ["7", "01/01/0202"], ["8", "06/2020"], ["9", True], ["10", "hôm qua"]),
        values=[{}] * 10,
        problems=[(2, "day", "31/02/2020"), (3, "day", "08/13/2020"), (4, "day", "bốn chữ số"), (5, "day", "năm"),
                  (6, "day", "không phải"), (7, "day", "không phải"), (8, "day", "1900"), (9, "day", "06/2020"),
                  (10, "day", "ngày"), (11, "day", "hôm qua")]),
    Animal("moments.xlsx", lambda: table(
        ["1", DAY, "", "", "", "", "03/08/2020 14:05"], ["2", DAY, "", "", "", "", "14:05 03/08/2020"],
        ["3", DAY, "", "", "", "", "14h05 ngày 03/08/2020".replace("ngày ", "")],
        ["4", DAY, "", "", "", "", 44046.58680555556], ["5", DAY, "", "", "", "", "03/08/2020 02:05:00 CH"],
        ["6", DAY, "", "", "", "", "25:00 03/08/2020"]),
        values=[{"at": "03/08/2020 14:05"}] * 5 + [{}], problems=[(7, "at", "23:59")]),
    Animal("text-cells.xlsx", lambda: table(
        [17.0, DAY, "NFD: Ba\u0309n Pho\u0302\u0301", "Ð\u00f0\u00a0\u200bx"], [1e15, DAY, True, datetime(2020, 3, 12)],
        ["3", DAY, "a\u202eb", "x" * 501]),
        values=[{"number": "17", "notation": "NFD: Bản Phố", "subject": "Đđ x"},
                {"notation": "có", "subject": "12/03/2020"}, {}],
        problems=[(3, "number", "15"), (4, "notation", "chiều"), (4, "subject", "500")]),
    Animal("many-hours.xlsx", lambda: written(
        [HEADINGS, ["1", "03/08/2020", timedelta(hours=36, minutes=5)]], options={"default_date_format": "[h]:mm"}),
        values=[{"notation": "36:05"}]),
    Animal("tcvn3.xlsx", lambda: table(["1", DAY, "UBND huyÖn B¾c Hµ", "VÒ viÖc b¸o c¸o"], ["2", DAY, "x· T¶ Cñ Tû"]),
           values=[{"number": "1"}, {"number": "2"}],
           problems=[(2, "notation", "TCVN3"), (2, "subject", "TCVN3"), (3, "notation", "TCVN3")]),
    Animal("vni.xlsx", lambda: table(["1", DAY, "Huyeän Baéc Haø", "Veà vieäc baùo caùo"],
        ["2", DAY, "xaõ Taû Cuû Tyû"]),
           values=[{"number": "1"}, {"number": "2"}],
           problems=[(2, "notation", "VNI"), (2, "subject", "VNI"), (3, "notation", "VNI")]),
    Animal("all-tcvn3.xlsx", lambda: written([TCVN3, ["1", DAY, "hé kd"]]), refused="tcvn3"),
    Animal("all-vni.xlsx", lambda: written([["Soá ñeán", "Ngaøy ñeán", "Trích"], ["1", DAY, "chæ"]]), refused="vni"),
    Animal("one-old-sheet.xlsx", lambda: written([TCVN3], [HEADINGS, ["1", DAY]]),
           values=[{"number": "1", "day": READ}]),
    Animal("looks-old-and-is-not.xlsx", lambda: table(
        ["1", DAY, "Windows® 10, 5 µm, ½ ngày", "Đường dây “nóng” – Bắc Hà"], ["4", DAY, "Intel®Core i5", "3m×4m"],
        ["2", DAY, "Lê Hoà, toán, khoẻ", "été à Paris"],
        ["3", DAY, "Ủy ban × Hội đồng ÷ 2", "Tổng kết công tác"]),
        values=[{"notation": "Windows® 10, 5 µm, ½ ngày"}, {"subject": "3m×4m"},
                {"notation": "Lê Hoà, toán, khoẻ"}, {"number": "3"}]),
]  # fmt: skip
