"""Every table as CSV or XLSX: typed, formula-safe, in the order and filters of the list, stamped with where from."""

import csv
import io
import itertools
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from common import clock, display
from common.cells import Cell
from common.months import Month

MOST_ROWS = 100_000
_CHUNK = 2000
# What spreadsheets take for the start of a formula, in plain and full width; blanks before it do not disarm it.
_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠−")
_SKIPPED = " '\u00a0\u3000"
_BOM = "\ufeff"


@dataclass(frozen=True)
class Stamp:
    """What an export says about itself."""

    title: str
    source: str
    filters: list[str] = field(default_factory=list)
    person: str = ""
    # Of figures: how much of what was expected is in and approved.
    coverage: str = ""
    # The day that the rows are of; today unless the list shows another.
    day: date | None = None

    def lines(self, rows: int, *, is_cut: bool) -> list[tuple[str, str]]:
        """(label, value) pairs under the rows."""
        found = [
            (_("Table"), self.title),
            (_("Source"), self.source),
            (_("Filters"), "; ".join(self.filters) or _("none")),
            *([(_("Coverage"), self.coverage)] if self.coverage else []),
            (_("Rows"), display.number(rows)),
            (_("Data as of"), display.day(self.day or clock.today())),
            (_("Exported"), f"{display.moment(timezone.now())}, {self.person}"),
        ]
        if is_cut:
            text = _("The export ends after %(number)s rows; there are more. Narrow the filters to get the rest.")
            found.append((_("Note"), text % {"number": display.number(MOST_ROWS)}))
        return found


def is_risky(text: str) -> bool:
    """Whether a spreadsheet might run this text as a formula."""
    return text[:1] in _TRIGGERS or text.lstrip(_SKIPPED)[:1] in _TRIGGERS


def guard_cell(text: str) -> str:
    """The text with an apostrophe before it if it could be read as a formula."""
    return f"'{text}" if is_risky(text) else text


def unguard_cell(text: str) -> str:
    """The text that `guard_cell` was given: what an import of our own export must read."""
    return text[1:] if text.startswith("'") and is_risky(text[1:]) else text


class _Reader:
    """The rows of an export, cut at the bound."""

    def __init__(self, table, rows):
        self.table, self._rows = table, rows
        self.columns = [column for column in table.columns if not column.column.exclude_from_export]
        self.count, self.is_cut = 0, False

    def headings(self) -> list[str]:
        """The headings of the columns."""
        return [force_str(column.header) for column in self.columns]

    def __iter__(self):
        found = self._rows[: MOST_ROWS + 1]
        cells = [Cell(self.table, column, self._rows.model) for column in self.columns]
        for record in found.iterator(chunk_size=_CHUNK):
            if self.count == MOST_ROWS:
                self.is_cut = True
                return
            self.count += 1
            yield [_plain(cell.read(record)) for cell in cells]


class Lines:
    """Rows that are worked out already, cut at the bound."""

    def __init__(self, headings: Iterable[str], lines: Iterable[list]):
        self._headings, self._lines = list(headings), lines
        self.count, self.is_cut = 0, False

    def headings(self) -> list[str]:
        """The headings of the columns."""
        return self._headings

    def __iter__(self) -> Iterator[list]:
        for line in self._lines:
            if self.count == MOST_ROWS:
                self.is_cut = True
                return
            self.count += 1
            yield line


def _plain(value):
    """Numbers, dates and None as they are, everything else as text."""
    if type(value) is str:
        return value
    if isinstance(value, Month):
        return value.label
    if value is None or (isinstance(value, int | float | Decimal | date) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return display.yes_no(value)
    return force_str(value)


def _csv_cell(value) -> str:
    if type(value) is str:
        return guard_cell(value)
    if value is None:
        return ""
    if isinstance(value, datetime):
        # To the second where there are seconds, so that nothing is lost between an export and an import.
        seconds = f":{value:%S}" if value.second else ""
        return display.moment(value) + seconds
    if isinstance(value, date):
        return display.day(value)
    if isinstance(value, int | float | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    return guard_cell(value)


class _Echo:
    """A file for csv.writer that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def _csv_lines(reader: _Reader, stamp: Stamp):
    writer = csv.writer(_Echo())
    yield _BOM + writer.writerow([guard_cell(heading) for heading in reader.headings()])
    for row in reader:
        yield writer.writerow([_csv_cell(value) for value in row])
    # Beneath an empty line, so that the first line is the heading for whoever reads the file by machine.
    yield writer.writerow([])
    for label, value in stamp.lines(reader.count, is_cut=reader.is_cut):
        yield writer.writerow([guard_cell(label), guard_cell(value)])


def csv_response(reader: _Reader, stamp: Stamp, filename: str) -> StreamingHttpResponse:
    """UTF-8 with mark, streamed."""
    lines = _csv_lines(reader, stamp)
    chunks = iter(lambda: "".join(itertools.islice(lines, 500)).encode(), b"")
    response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    return response


def xlsx_response(reader: _Reader, stamp: Stamp, filename: str) -> FileResponse:
    """A workbook with the rows on the first sheet and the stamp on the second."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    write_workbook(file, reader, stamp)
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(file, as_attachment=True, filename=f"{filename}.xlsx", content_type=kind)


def write_workbook(file: io.IOBase, reader: _Reader, stamp: Stamp) -> None:
    """Rows one by one, so that memory does not grow with them."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
            "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
            "number": book.add_format({"num_format": "#,##0.###"}),
            "whole": book.add_format({"num_format": "#,##0"}),
        }
        sheet = book.add_worksheet(_("Data"))
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(reader.headings()):
            sheet.set_column(place, place, max(12, min(40, len(heading) + 4)))
        for place, heading in enumerate(reader.headings()):
            sheet.write_string(0, place, heading, formats["head"])
        for line, row in enumerate(reader, start=1):
            for place, value in enumerate(row):
                write_cell(sheet, line, place, value, formats)
        about = book.add_worksheet(_("About"))
        about.set_column(0, 0, 20)
        about.set_column(1, 1, 100)
        for line, (label, value) in enumerate(stamp.lines(reader.count, is_cut=reader.is_cut)):
            about.write_string(line, 0, label, formats["head"])
            about.write_string(line, 1, value)


def write_cell(sheet, line: int, place: int, value, formats: dict) -> None:
    """One cell, typed; text is text whatever it looks like."""
    if value is None:
        return
    if isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        # To the second, as in CSV: an import would round what is beyond it.
        sheet.write_datetime(line, place, local.replace(microsecond=0), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, datetime(value.year, value.month, value.day), formats["day"])
    elif isinstance(value, int) and abs(value) < 10**15:
        sheet.write_number(line, place, value, formats["whole"])
    elif isinstance(value, float | Decimal):
        sheet.write_number(line, place, value, formats["number"])
    else:
        sheet.write_string(line, place, str(value)[:32767])


WRITERS = {"csv": csv_response, "xlsx": xlsx_response}


def respond(kind: str, table, rows, stamp: Stamp, *, name: str):
    """The export of `rows` in the columns of `table`; `kind` is a key of WRITERS."""
    return WRITERS[kind](_Reader(table, rows), stamp, f"{name}-{clock.today():%Y%m%d}")
