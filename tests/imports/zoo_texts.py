"""Text files with a table in them: every encoding, separator and quotation that an office machine writes."""

from datetime import date
from decimal import Decimal

from tests.imports.zoo import HEADINGS, Animal

_DAY = date(2020, 8, 3)
_PLAIN = "Số đến;Ngày đến;Trích yếu;Số lượng;Tỷ lệ\n7;03/08/2020;Báo cáo Bản Phố;1.234;2,5\n"
_READ = [{"number": "7", "day": _DAY, "subject": "Báo cáo Bản Phố", "count": 1234, "share": Decimal("2.5")}]
# Windows' Vietnamese code page has vowels and tones apart.
_CP1258 = "Sô\u0301 đê\u0301n;Nga\u0300y đê\u0301n;Tri\u0301ch yê\u0301u\n7;03/08/2020;Ba\u0309n Phô\u0301\n".encode(
    "cp1258"
)
_OURS = (
    "\ufeffSố đến,Ngày đến,Trích yếu,Số lượng,Tỷ lệ\r\n1,03/08/2020,'=1+1,8412,8.412\r\n2,03/08/2020,'-5 độ,0,81.82\r\n"
    "3,03/08/2020,''=x,-3,-0.5\r\n\r\nBảng,Văn bản\r\nNguồn,sổ\r\nĐiều kiện lọc,không\r\nSố dòng,3\r\n"
)


def _of(*rows: str, head: str = ";".join(HEADINGS)) -> bytes:
    return "\n".join([head, *rows]).encode()


ANIMALS = [
    Animal("plain.csv", _PLAIN.encode, values=_READ),
    Animal("marked.csv", lambda: _PLAIN.encode("utf-8-sig"), values=_READ),
    Animal("utf-16.csv", lambda: _PLAIN.encode("utf-16"), values=_READ),
    Animal("utf-16-be.txt", lambda: b"\xfe\xff" + _PLAIN.replace(";", "\t").encode("utf-16-be"), values=_READ),
    Animal("utf-16-unmarked.csv", lambda: _PLAIN.encode("utf-16-le"), values=_READ),
    Animal("cp1258.csv", lambda: _CP1258, values=[{"number": "7", "day": _DAY, "subject": "Bản Phố"}]),
    Animal("tcvn3.csv", lambda: "Sè ®Õn;Ngµy ®Õn;TrÝch yÕu\n7;03/08/2020;B¾c\n".encode("latin-1"), refused="tcvn3"),
    Animal("vni.csv", lambda: "Soá ñeán;Ngaøy ñeán;Nôi göûi\n7;03/08/2020;Baéc\n".encode("latin-1"), refused="vni"),
    Animal("commas.csv", lambda: _PLAIN.replace("2,5", '"2,5"').replace(";", ",").encode(), values=_READ),
    Animal("tabs.txt", lambda: _PLAIN.replace(";", "\t").encode(), values=_READ),
    Animal("bars.csv", lambda: _PLAIN.replace(";", "|").encode(), values=_READ),
    Animal("named-separator.csv", lambda: b"sep=;\r\n" + _PLAIN.encode(), values=_READ),
    Animal("macintosh.csv", lambda: _PLAIN.replace("\n", "\r").encode(), values=_READ),
    Animal("dos.csv", lambda: _PLAIN.replace("\n", "\r\n").encode() + b"\x1a", values=_READ),
    Animal("zero-inside.csv", lambda: _PLAIN.encode() + b"8;03/08/2020;a\0b\n", refused="other"),
    Animal("half-a-letter.csv", lambda: b"S\xff\xfe\x8d\x8e;x\n1;2\n", refused="letters"),
    Animal("one-long-line.csv", lambda: b"x" * 20_000_000, refused="long"),
    Animal("100000-columns.csv", lambda: b"x," * 100_000, refused="columns"),
    Animal("200001-rows.csv", lambda: b"1,2\n" * 200_001, refused="rows"),
    Animal("large.csv", lambda: b"1,2,3,4,5\n" * 6_100_000, refused="large"),
    Animal("open-quote.csv", lambda: _of('7;03/08/2020;"a', *["8;03/08/2020;b"] * 20), refused="quote"),
    Animal("open-quote-far-above.csv", lambda: _of('7;03/08/2020;"a', *["8;03/08/2020;b"] * 2000), refused="quote"),
    Animal("open-quote-closed-by-another.csv", lambda: _of('7;03/08/2020;"a', *["8;03/08/2020;b"] * 300, '9;"c";d'),
           refused="quote"),
    Animal("quotes-inside.csv", lambda: _of('7;03/08/2020;Công ty "ABC";5" ống', '8;03/08/2020;"a ""b""";"c\nd;e"'),
           values=[{"notation": 'Công ty "ABC"', "subject": '5" ống'}, {"notation": 'a "b"', "subject": "c\nd;e"}]),
    Animal("ragged.csv", lambda: _of("7;03/08/2020", "8;03/08/2020;;;;;;;;;", ";;;", "9;03/08/2020;x"),
           values=[{"number": "7"}, {"number": "8"}, {"number": "9"}]),
    Animal("headings-alone.csv", lambda: _of(), values=[]),
    Animal("one-column.csv", lambda: "Số đến\n7\n".encode(), values=[{"number": None}],
           problems=[(2, "day", "Ngày đến")]),
    Animal("no-numbers.csv", lambda: _of(
        "1;03/08/2020;;;NaN;1e400", "2;03/08/2020;;;١٢;inf", f"3;03/08/2020;;;{'9' * 40};1.2.3",
        "4;03/08/2020;;;0x10;1 2"),
        values=[{}] * 4,
        problems=[(line, column, "") for line in (2, 3, 4, 5) for column in ("count", "share")]),
    Animal("no-days.csv", lambda: _of("1;31/02/2020", "2;٠٣/٠٨/٢٠٢٠", "3;03/08/9999", "4;"),
           values=[{}] * 4, problems=[(2, "day", "31/02"), (3, "day", ""), (4, "day", "2100"), (5, "day", "trống")]),
    Animal("errors-of-formulas.csv", lambda: _of("#N/A;03/08/2020;#REF!", "#1;03/08/2020;#NAME?x"),
           values=[{}, {"number": "#1", "notation": "#NAME?x"}],
           problems=[(2, "number", "#N/A"), (2, "notation", "#REF!")]),
    Animal("few-cells-and-positions.csv", lambda: _of("1;03/08/2020;Chủ tịch", "2;03/08/2020;Kế toán"),
           values=[{"number": "1", "notation": "Chủ tịch"}, {"number": "2", "notation": "Kế toán"}]),
    Animal("turned.csv", lambda: _of("1;03/08/2020;a\u202etxt.exe", "2;03/08/2020;\u2067x\u2069"),
           values=[{}, {}], problems=[(2, "notation", "chiều"), (3, "notation", "chiều")]),
    Animal("unseen.csv", lambda: _of("1\u200b;03/08/2020\u00a0;Ba\u0309n\u00a0Phô\u0301 \ufeff;Ðường",
        "2;03/08/2020;a\u2028b"),
           values=[{"number": "1", "day": _DAY, "notation": "Bản Phố", "subject": "Đường"}, {"notation": "a\nb"}]),
    Animal("our-export.csv", _OURS.encode, values=[
        {"subject": "=1+1", "count": 8412, "share": Decimal("8.412")},
        {"subject": "-5 độ", "count": 0, "share": Decimal("81.82")},
        {"subject": "'=x", "count": -3, "share": Decimal("-0.5")}]),
    Animal("workbook-by-name.xlsx", _PLAIN.encode, values=_READ),
]  # fmt: skip
