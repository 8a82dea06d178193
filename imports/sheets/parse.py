"""From a file to a compact one of cells; runs in a child process with limits (common.confined), no Django.

The compact file has lines of JSON, each a few hundred rows: [number of the first row, rows, marks]. JSON has no dates:
they stand as text, and a mark [row, column, kind] says where (imports.sheets.marks); so do formulas without a result
(imports.sheets.beside) and the value of a merged cell in the rows beneath its first.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from imports.sheets import legacy, plain
from imports.sheets.beside import Beside, of_sheets
from imports.sheets.bounds import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS
from imports.sheets.marks import DAY, MERGED, MOMENT, TIME
from imports.sheets.plain import Bad
from imports.sheets.swapped import SwappedDays

_CHUNK = 500
_TAIL = 20
_TALLIED = 2000  # rows, from which the whole column or sheet is judged
_WHOLE = 2**53  # above, a floating number no longer counts in ones


def parse(order: dict, output) -> dict:
    """`order`: path and kind ("xlsx", "ods", "csv"). {"sheets": [...]} or {"problem": ...} with its details.

    A sheet: title, hidden, rows, columns, start and size of its lines in `output`, and the first cells of its last
    rows (`tail`), where our exports say what they are; `encoding` if its text is in a font encoding of old; `swapped`:
    indexes of columns in which Excel took days for months.
    """
    try:
        if order["kind"] == "csv":
            cells = plain.rows(Path(order["path"]).read_bytes())
            return {"sheets": [_spooled("", cells, output, is_hidden=False)]}
        beside = of_sheets(order["path"]) if order["kind"] == "xlsx" else {}
        return {"sheets": list(_workbook(order["path"], output, beside))}
    except Bad as error:
        return error.told


def _workbook(path: str, output, beside: dict[str, Beside]) -> Iterator[dict]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheets = [one for one in book.sheets_metadata if one.typ == python_calamine.SheetTypeEnum.WorkSheet]
        if len(sheets) > MOST_SHEETS:
            raise Bad("sheets")
        left = MOST_CELLS
        for one in sheets:
            sheet, told = book.get_sheet_by_name(one.name), beside.get(one.name, Beside())
            if sheet.start is None and not told.failed:
                continue
            if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
                raise Bad("rows" if sheet.total_height > MOST_ROWS else "columns")
            left -= sheet.height * sheet.width
            if left < 0:
                raise Bad("rows")
            is_hidden = one.visible != python_calamine.SheetVisibleEnum.Visible
            rows = _placed(sheet, least=max(told.failed, default=-1) + 1)
            yield _spooled(one.name, rows, output, is_hidden=is_hidden, beside=told)
    except python_calamine.PasswordError as error:
        raise Bad("locked") from error
    except python_calamine.CalamineError as error:
        raise Bad("damaged") from error


def _placed(sheet, *, least: int) -> Iterator[list]:
    """Rows from the first one of the sheet and cells from column A: calamine leaves empty columns at the left out.

    It ends a sheet with the last value: formulas without a result may stand beneath, so there are `least` rows.
    """
    left = [""] * sheet.start[1] if sheet.start else []
    for cells in sheet.iter_rows():
        least -= 1
        yield left + cells
    yield from ([] for _each in range(least))


def _spooled(title: str, rows: Iterable[list], output, *, is_hidden: bool, beside: Beside | None = None) -> dict:
    start, number, widest, chunk, marks = output.tell(), 0, 0, [], []
    complete = _Completed(beside or Beside())
    tail, tally, days = deque(maxlen=_TAIL), legacy.Tally(), SwappedDays()
    for number, cells in enumerate(rows, 1):
        if any(type(cell) is str and len(cell) > LONGEST_CELL for cell in cells):
            raise Bad("long", row=number)
        row = complete.row(number - 1, cells, len(chunk), marks)
        if number <= _TALLIED:
            days.add(cells)
            for cell in row:
                if type(cell) is str:
                    tally.add(cell)
        widest = max(widest, len(row))
        tail.append(row[0] if row else None)
        chunk.append(row)
        if len(chunk) == _CHUNK:
            _write(output, number - len(chunk) + 1, chunk, marks)
            chunk, marks = [], []
    if chunk:
        _write(output, number - len(chunk) + 1, chunk, marks)
    return {
        "title": title, "hidden": is_hidden, "rows": number, "columns": widest, "start": start,
        "size": output.tell() - start, "tail": [cell[:100] for cell in tail if type(cell) is str],
        "encoding": tally.encoding(),
        "swapped": days.columns(),
    }  # fmt: skip


class _Completed:
    """Rows with what stands beside their values."""

    def __init__(self, beside: Beside):
        self._beside = beside
        self._reaching: list[tuple[int, int, object]] = []  # last row, column, value

    def row(self, at: int, cells: list, line: int, marks: list) -> list:
        """The row with index `at` as `_row` gives it."""
        row = _row(cells, line, marks)
        for place, kind, shown in self._beside.failed.get(at, ()):
            _put(row, place, shown)
            marks.append([line, place, kind])
        if self._reaching:
            self._reaching = [one for one in self._reaching if one[0] >= at]
            if row:  # an empty row stays empty
                self._fill(row, line, marks)
        for last, place in self._beside.merged.get(at, ()):
            if place < len(cells) and cells[place] != "":
                self._reaching.append((last, place, cells[place]))
        return row

    def _fill(self, row: list, line: int, marks: list) -> None:
        for _last, place, value in self._reaching:
            if place >= len(row) or row[place] is None:
                added = []
                _put(row, place, _row([value], line, added)[0])
                marks += [[line, place, kind] for _line, _place, kind in added]
                marks.append([line, place, MERGED])


def _put(row: list, place: int, value) -> None:
    row += [None] * (place + 1 - len(row))
    row[place] = value


def _write(output, first: int, chunk: list, marks: list) -> None:
    line = json.dumps([first, chunk, marks], ensure_ascii=False, separators=(",", ":"))
    output.write(line.encode("utf-8", "replace") + b"\n")


def _row(cells: list, line: int, marks: list) -> list:
    """Cells as JSON has them, without the empty ones at the end; marks are added to."""
    row = []
    for place, cell in enumerate(cells):
        kind = type(cell)
        if kind is str:
            row.append(cell or None)
        elif kind is float and cell.is_integer() and -_WHOLE < cell < _WHOLE:
            row.append(int(cell))
        elif kind is float or kind is int or kind is bool:
            row.append(cell)
        else:
            row.append(_dated(cell, [line, place], marks))
    while row and row[-1] is None:
        row.pop()
    return row


def _dated(cell, place: list[int], marks: list) -> str:
    if isinstance(cell, timedelta):
        if not timedelta(0) <= cell < timedelta(days=1):
            minutes = round(cell / timedelta(minutes=1))
            return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
        cell = (datetime(1900, 1, 1) + cell).time()
    for kind, letter in ((datetime, MOMENT), (date, DAY), (time, TIME)):
        if isinstance(cell, kind):
            marks.append([*place, letter])
            return cell.isoformat()
    return str(cell)
