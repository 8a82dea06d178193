"""Exports: the list's rows in the list's order, typed, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from common import exports
from common.exports import guard_cell, unguard_cell

TRIGGERS = [
    "=1+1", "+84912345678", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", " =1+1", "'=1+1",
    "''=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "\u00a0=1", "−1", "=", "'+",
]  # fmt: skip
HARMLESS = ["", "abc", "'abc", "71.814", "12/QĐ-UBND", "a=b", "Tả Củ Tỷ", "'", "5-3"]


@pytest.mark.parametrize("text", TRIGGERS + HARMLESS)
def test_guard_is_undone_to_the_letter(text):
    assert unguard_cell(guard_cell(text)) == text


@pytest.mark.parametrize("text", TRIGGERS)
def test_risky_text_is_disarmed(text):
    assert guard_cell(text).startswith("'")


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays(text):
    assert guard_cell(text) == text


def test_negative_numbers_stay_numbers():
    assert exports._csv_cell(-5) == "-5"
    assert exports._csv_cell(Decimal("-1.50")) == "-1.50"
    assert exports._csv_cell("-5") == "'-5"


@pytest.fixture
def planted(make_gadget):
    names = [text for text in TRIGGERS if text.strip()]
    for number, name in enumerate(names):
        make_gadget(name, version=number + 1)
    return names


def read_csv(response):
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


@pytest.mark.django_db
def test_csv_has_every_row_and_says_where_it_is_from(client, clerk, planted, make_gadget):
    make_gadget("hidden", legal_basis="secret")
    response = client.get("/gadgets/?export=csv&day_from=01/01/2020&page=2")
    rows = read_csv(response)
    assert response["Content-Disposition"] == 'attachment; filename="gadget-20200803.csv"'
    assert [unguard_cell(row[0]) for row in rows[1 : len(planted) + 1]] == planted
    assert rows[1][1:] == ["01/01/2020", "", "1"]
    assert not any(cell[:1] in set("=+-@\t\r＝＋－＠") for row in rows for cell in row)
    stamp = dict(row for row in rows[len(planted) + 2 :])
    assert {"Gadgets", "03/08/2020", "From: 01/01/2020"} <= set(stamp.values())
    assert "hidden" not in str(rows)


@pytest.mark.django_db
def test_csv_begins_with_the_mark(client, clerk, make_gadget):
    make_gadget()
    assert b"".join(client.get("/gadgets/?export=csv").streaming_content).startswith(b"\xef\xbb\xbf")


def read_xlsx(response):
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


@pytest.mark.django_db
def test_xlsx_cells_are_typed_and_never_formulas(client, clerk, planted):
    book = read_xlsx(client.get("/gadgets/?export=xlsx"))
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(min_row=2))
    # A workbook keeps "\r" as it is written but hands "\n" back.
    assert [str(row[0].value).replace("_x000D_", "\r").replace("\n", "\r") for row in rows] == [
        name.replace("\n", "\r") for name in planted
    ]
    assert {row[0].data_type for row in rows} == {"s"}
    assert rows[0][1].value == datetime(2020, 1, 1)
    assert rows[0][3].data_type == "n"
    assert "Gadgets" in [row[1].value for row in book.worksheets[1].iter_rows()]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/gadgets/", "/long/"])
def test_export_keeps_the_order_of_the_list(client, clerk, make_gadget, path):
    for name in ["b", "c", "a"]:
        make_gadget(name)
    rows = read_csv(client.get(path, {"sort": "-name", "export": "csv"}))
    assert [row[0] for row in rows[1:4]] == ["c", "b", "a"]


@pytest.mark.django_db
def test_export_is_cut_with_a_sentence(client, clerk, make_gadget, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    for _number in range(3):
        make_gadget()
    rows = read_csv(client.get("/gadgets/?export=csv"))
    assert [len(row) for row in rows[:4]] == [4, 4, 4, 0]
    assert "ends after 2 rows" in rows[-1][1] or "sau 2 dòng" in rows[-1][1]


@pytest.mark.django_db
def test_unknown_export_is_the_page(client, clerk):
    assert client.get("/gadgets/?export=exe")["Content-Type"].startswith("text/html")


def test_dates_are_written_as_offices_read_them():
    assert exports._csv_cell(date(2020, 1, 2)) == "02/01/2020"
    moments = (datetime(2020, 1, 2, 3, 4), datetime(2020, 1, 2, 3, 4, 5))
    assert [exports._csv_cell(moment)[-8:] for moment in moments] == ["20 03:04", "03:04:05"]


def test_headings_and_what_an_export_says_of_itself_are_disarmed_too():
    stamp = exports.Stamp(title="=1", source="@x", filters=["+1"], person="-a")
    lines = "".join(exports._csv_lines(exports.Lines(["=cmd", "b"], [["=1", 1]]), stamp)).removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(lines)) for cell in row]
    assert "'=cmd" in cells
    assert "'=1" in cells
    assert not any(exports.is_risky(cell) and not cell.startswith("'") for cell in cells)


def test_rows_that_are_worked_out_are_cut_as_well(monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    lines = exports.Lines(["a"], [[1], [2], [3]])
    assert (list(lines), lines.count, lines.is_cut) == ([[1], [2]], 2, True)
