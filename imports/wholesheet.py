"""The sheet of the rows that were refused: as the file has them, with a column of reasons, ready to be put right."""

from datetime import date, datetime, time
from itertools import islice

import xlsxwriter
from django.utils.translation import gettext as _

from common.exports import write_cell
from communes.intake import Line
from imports import folders
from imports.models import Import
from imports.resource import Resource, column_of
from imports.sheets import reading as cells


def write_refused(spreadsheet: Import, resource: Resource, refused: dict[int, Line]) -> None:
    """Write the refused rows beside the upload; none, no file. Columns of persons are left out here too."""
    target = spreadsheet.path / folders.REFUSED
    target.unlink(missing_ok=True)
    if not refused:
        return
    folder = spreadsheet.path / folders.CELLS
    sheet = cells.sheets(folder)[spreadsheet.sheet]
    left_out = {place for place, heading in enumerate(spreadsheet.headings) if heading in spreadsheet.dropped}
    kept = [place for place in range(len(spreadsheet.headings)) if place not in left_out]
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(_("Refused rows"))
        formats = _formats(book)
        page.freeze_panes(1, 0)
        page.set_column(0, len(kept), 18)
        page.set_column(len(kept), len(kept), 80)
        for place, at in enumerate(kept):
            page.write_string(0, place, spreadsheet.headings[at], formats["head"])
        page.write_string(0, len(kept), _("Reasons"), formats["head"])
        line_number, last = 0, max(refused)
        records = cells.rows(folder, sheet, first=spreadsheet.first_row)
        for number, row in enumerate(islice(records, last), start=1):
            line = refused.get(number)
            if line is None:
                continue
            line_number += 1
            for place, at in enumerate(kept):
                if at < len(row):
                    _write(page, line_number, place, row[at], formats)
            page.write_string(line_number, len(kept), _reasons(resource, line), formats["wrap"])


def _write(page, line: int, place: int, value, formats: dict) -> None:
    if isinstance(value, bool):
        page.write_boolean(line, place, value)
    elif isinstance(value, time) and not isinstance(value, date):
        page.write_string(line, place, f"{value:%H:%M}")
    elif isinstance(value, date) and not isinstance(value, datetime) and value.year < 1900:
        page.write_string(line, place, value.isoformat())
    else:
        write_cell(page, line, place, value, formats)


def _reasons(resource: Resource, line: Line) -> str:
    return "\n".join(f"{label_of(resource, fault.name)}{fault.sentence}" for fault in line.faults)


def label_of(resource: Resource, name: str) -> str:
    """`Day of arrival: `, or nothing for a fault of the whole row."""
    column = column_of(resource, name)
    return f"{column.label}: " if column is not None else ""


def _formats(book) -> dict:
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
        "number": book.add_format({"num_format": "#,##0.###"}),
        "whole": book.add_format({"num_format": "0"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
