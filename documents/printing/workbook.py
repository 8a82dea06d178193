"""A book as an Excel workbook: the same columns, rows one by one, ready for printing on A4 across."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from documents.printing.contents import NOTHING, read_rows
from documents.printing.pdf import Paper

A4 = 9
# Excel's widths are letters; a letter of 11 points is about two millimetres.
LETTER_MM, REST_MM = 2.0, 55
STEP = 200


def write(paper: Paper, target: Path, *, step: Callable[[int], None]) -> None:
    """Write the paper into `target`; `step(rows done)` is called now and then and may raise to stop everything."""
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "tmpdir": str(target.parent),
    }  # fmt: skip
    workbook = xlsxwriter.Workbook(str(target), options)
    try:
        formats = _formats(workbook)
        sheet = workbook.add_worksheet("Sổ")
        top = _top(sheet, paper, formats)
        line = top
        for line, row in enumerate(read_rows(paper.rows), start=top):
            if (line - top) % STEP == 0:
                step(line - top)
            _line(sheet, line, row, paper.book.columns, formats)
        last = len(paper.book.columns) - 1
        if line == top and not paper.heads.closing:
            sheet.merge_range(top, 0, top, last, NOTHING, formats["nothing"])
        elif paper.heads.closing:
            sheet.write_string(line + 1, 0, paper.heads.closing, formats["slanted"])
    except BaseException:
        # Closed all the same: the library keeps its rows in files of its own until then.
        workbook.close()
        raise
    workbook.close()


def _formats(workbook) -> dict:
    letters = {"font_name": "Times New Roman", "font_size": 11}
    cell = letters | {"border": 1, "valign": "top", "text_wrap": True}
    head = letters | {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    looks = {
        "plain": letters | {"align": "center"},
        "bold": letters | {"bold": True, "align": "center"},
        "title": letters | {"bold": True, "font_size": 14, "align": "center"},
        "slanted": letters | {"italic": True},
        "centred_slanted": letters | {"italic": True, "align": "center"},
        "nothing": letters | {"italic": True, "align": "center", "border": 1},
        "head": head,
        "place": head | {"bold": False, "font_size": 10},
    }
    for struck in (False, True):
        for centred in (False, True):
            for kind, shape in (("text", {}), ("day", {"num_format": "dd/mm/yyyy"}), ("number", {"num_format": "00"})):
                look = cell | shape | {"font_strikeout": struck, "align": "center" if centred else "left"}
                looks[kind, struck, centred] = look
    return {name: workbook.add_format(look) for name, look in looks.items()}


def _top(sheet, paper: Paper, formats: dict) -> int:
    """Page, heads and the two lines that every page repeats; returns the number of the first row."""
    columns, heads = paper.book.columns, paper.heads
    last = len(columns) - 1
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.7, right=0.4, top=0.7, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.set_header("&C&P")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, (column.width or REST_MM) / LETTER_MM)
    for line, text in enumerate(heads.agency):
        sheet.merge_range(line, 0, line, 2, text, formats["bold" if line else "plain"])
    for line, text, look in (
        (2, heads.title, "title"), (3, heads.year, "bold"), (4, heads.period, "centred_slanted"),
    ):  # fmt: skip
        sheet.merge_range(line, 0, line, last, text, formats[look])
    for place, column in enumerate(columns):
        sheet.write_string(6, place, column.heading, formats["head"])
    for place in range(len(columns)):
        sheet.write_string(7, place, f"({place + 1})", formats["place"])
    sheet.repeat_rows(6, 7)
    sheet.freeze_panes(8, 0)
    return 8


def _line(sheet, line: int, row: dict, columns, formats: dict) -> None:
    for place, (value, column) in enumerate(zip(row["cells"], columns, strict=True)):
        look = row["struck"] and column.is_struck, column.is_centred
        if isinstance(value, date):
            sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), formats["day", *look])
        elif isinstance(value, int):
            sheet.write_number(line, place, value, formats["number", *look])
        elif value:
            sheet.write_string(line, place, value, formats["text", *look])
        else:
            sheet.write_blank(line, place, None, formats["text", *look])
