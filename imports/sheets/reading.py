"""A file is read once, in a child process with limits, into a compact file; rows are then streamed from that."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path

from django.utils.translation import gettext as _

from common import confined, display
from common.exports import unguard_cell
from common.files.unfit import Unfit, damaged
from imports.sheets import lines, marks
from imports.sheets.bounds import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from imports.sheets.guard import Kind, broken_off
from imports.sheets.problems import FailedCell, SwappedDay, convert

LIMITS = confined.Limits(
    seconds=60, cpu=10, memory=640 * confined.MEBIBYTE, output=400 * confined.MEBIBYTE, answer=confined.MEBIBYTE
)
CELLS, ABOUT = "cells.jsonl", "sheets.json"
_READ = {
    marks.DAY: date.fromisoformat, marks.MOMENT: datetime.fromisoformat, marks.TIME: time.fromisoformat,
    marks.ERROR: FailedCell, marks.UNCALCULATED: lambda _shown: FailedCell(_("not worked out")),
}  # fmt: skip


@dataclass(frozen=True)
class SheetInfo:
    """A sheet of the file that holds something. `rows` and `columns`: how far it reaches, counted from A1.

    `is_ours`: the file is an export of this system, so a dot in a number stands before decimals.
    `swapped`: indexes of columns in which Excel took days for months; `rows` gives a SwappedDay for every date there.
    """

    title: str
    rows: int
    columns: int
    is_hidden: bool
    is_text: bool
    is_ours: bool
    swapped: list[int]
    start: int
    size: int


def read(path: Path, kind: Kind, folder: Path) -> list[SheetInfo]:
    """Read the file into `folder` (which exists) and say what it holds; Unfit with a sentence if it cannot be read.

    Killed at any moment it leaves at most a part under another name, which the next call writes over.
    """
    part = folder / f"{CELLS}.part"
    order = {"path": str(path), "kind": str(kind)}
    outcome = confined.run("imports.sheets.parse:parse", order, limits=LIMITS, output=part)
    try:
        if not outcome.is_done:
            raise broken_off(outcome)
        if "problem" in outcome.value:
            raise _unfit(outcome.value)
        is_ours = any(lines.ends_in_stamp(told["tail"]) for told in outcome.value["sheets"])
        found = [_info(told, kind, is_ours) for told in _readable(outcome.value["sheets"])]
        os.replace(part, folder / CELLS)
    finally:
        part.unlink(missing_ok=True)
    whole = folder / f"{ABOUT}.part"
    whole.write_text(json.dumps([asdict(info) for info in found]), encoding="utf-8")
    os.replace(whole, folder / ABOUT)
    return found


def _readable(told: list[dict]) -> list[dict]:
    """The sheets that hold something, without those in an old encoding unless there is no other: that is Unfit."""
    filled = [sheet for sheet in told if sheet["columns"]]
    if not filled:
        raise Unfit(_("There is nothing in the sheet. Choose a file with rows."), "empty")
    readable = [sheet for sheet in filled if not sheet["encoding"]]
    if not readable:
        encoding = filled[0]["encoding"]
        raise Unfit(convert(encoding), encoding.lower())
    return readable


def _info(told: dict, kind: Kind, is_ours: bool) -> SheetInfo:
    return SheetInfo(
        title=told["title"], rows=told["rows"], columns=told["columns"], is_hidden=told["hidden"],
        is_text=kind == Kind.CSV, is_ours=is_ours, swapped=told["swapped"], start=told["start"], size=told["size"],
    )  # fmt: skip


def sheets(folder: Path) -> list[SheetInfo]:
    """What `read` found there."""
    return [SheetInfo(**told) for told in json.loads((folder / ABOUT).read_text(encoding="utf-8"))]


def rows(folder: Path, sheet: SheetInfo, *, first: int | None = None) -> Iterator[list]:
    """Every row from the first of the sheet, as raw cells: str, int, float, bool, date, datetime, time, SwappedDay,
    FailedCell, None; cut at the last one that is not empty.

    `first`: index of the first row of data; from there on a merged cell stands in each of its rows.
    """
    with (folder / CELLS).open("rb") as file:
        file.seek(sheet.start)
        left = sheet.size
        while left > 0:
            line = file.readline()
            left -= len(line)
            number, chunk, marked = json.loads(line)
            for row, place, kind in marked:
                if kind != marks.MERGED:
                    value = _READ[kind](chunk[row][place])
                    is_swapped = place in sheet.swapped and isinstance(value, date)
                    chunk[row][place] = SwappedDay(display.day(value)) if is_swapped else value
                elif first is None or number + row <= first:
                    chunk[row][place] = None
            yield from map(_bare, chunk) if sheet.is_text else chunk


def _bare(row: list) -> list:
    """Without the apostrophes that our own exports put before what a spreadsheet might run."""
    return [unguard_cell(cell) if cell is not None and cell[0] == "'" else cell for cell in row]


def _unfit(told: dict) -> Unfit:
    """The sentence for a problem that the child names."""
    problem = told["problem"]
    if problem == "damaged":
        return damaged()
    row = display.number(told.get("row", 0))
    sentences = {
        "locked": _("A password locks the file. Take the password off, save it and choose it again."),
        "letters": _("The letters of the file cannot be read. Save it as XLSX, or as “CSV UTF-8”, and choose that."),
        "tcvn3": convert("TCVN3"),
        "vni": convert("VNI"),
        "sheets": _("The workbook has very many sheets. Save the one with the table as a file of its own."),
        "rows": _("The sheet is too large: at most %(most)s rows are read at once. Split it into several files.")
        % {"most": display.number(MOST_ROWS)},
        "columns": _("The sheet is too wide: at most %(most)s columns are read. Delete those that are not needed.")
        % {"most": display.number(MOST_COLUMNS)},
        "quote": _(
            "A quotation mark that opens in row %(row)s is not closed. Correct it, or save the file as XLSX."
        )
        % {"row": row},
        "long": _("Row %(row)s has a cell of more than %(most)s characters. See whether the file is a table at all.")
        % {"row": row, "most": display.number(LONGEST_CELL)},
    }  # fmt: skip
    return Unfit(sentences[problem], problem)
