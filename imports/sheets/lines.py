"""Rows of a sheet that are no data: totals, numbers of columns, signatures, and what our exports say of themselves."""

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache

from django.utils.translation import gettext_lazy as _

from common.text import fold
from imports.columns import in_every_language

# With which labels the stamp of an export begins (common.exports.Stamp).
_STAMP = (_("Table"), _("Source"))
_TOTAL = re.compile(
    r"(?:tong(?: cong| so)?|cong(?: trang| don| luy ke)?|luy ke|total|sum|grand total)"
    r"(?:(?: cong)?(?: so)? (?:van ban|ho so|thiet bi|dong)\b.*| \(.*\))?[ .:]*"
    r"|(?:tong (?:cong|so)|cong) ?[:=].*"
)
_CLOSING = re.compile(
    r"(?:nguoi (?:lap|tong hop|bao cao|kiem tra|ky)|can bo|ke toan|van thu|thu truong|(?:pho )?chu tich|lanh dao|"
    r"(?:pho )?truong phong|(?:pho )?chanh van phong|(?:pho )?giam doc|xac nhan|ky ten|\(ky|noi nhan|ghi chu:|"
    r"tm\. |kt\. |tl\. |.{2,40}, ngay (?:\d{1,2}|\.+) thang )"
)
_DAY_OR_NUMBER = re.compile(r"[0-9][0-9 .,/:-]*%?")
# With which words of _TOTAL begin, with and without marks: most rows are told by two letters.
_TOTALS_BEGIN = {"to", "tổ", "tô", "co", "cộ", "cô", "lu", "lũ", "su", "gr"}
_FEW = 3  # filled cells of a line of signatures


def filled(row: Iterable) -> list:
    """The cells that hold something."""
    return [cell for cell in row if cell is not None and (type(cell) is not str or cell.strip())]


def is_total(row: list) -> bool:
    """Whether the row adds up others: its only words say so ("Tổng cộng", "Cộng:", "Tổng số 12 văn bản")."""
    cells = filled(row)
    words = [cell for cell in cells if type(cell) is str and not _looks_numeric(cell)]
    return 1 <= len(words) <= 2 and cells.index(words[0]) <= 1 and bool(_TOTAL.fullmatch(fold(words[0])))


def _looks_numeric(text: str) -> bool:
    return text.strip().strip("%").replace(".", "").replace(",", "").strip().isdigit()


def is_numbering(row: list) -> bool:
    """Whether the row numbers the columns: (1) (2) (3), or A B 1 2 3."""
    cells = [_bare(cell) for cell in filled(row)]
    numbers = [int(cell) for cell in cells if cell.isdigit() and len(cell) < 4]
    letters = [cell for cell in cells if re.fullmatch(r"[A-Da-d]", cell)]
    return (
        len(numbers) >= 2
        and len(numbers) + len(letters) == len(cells)
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] in (1, 2)
        and len(cells) >= 3
    )


def _bare(cell) -> str:
    return str(cell).strip().strip("()[]").strip()


def is_closing(row: list) -> bool:
    """Whether signatures or addressees begin here: few cells, each with such words. Staff are chairmen too: a position
    beside something else is a row of the register."""
    cells = filled(row)
    return 1 <= len(cells) <= _FEW and all(type(cell) is str and _CLOSING.match(fold(cell)) for cell in cells)


def _may_close(row: list) -> bool:
    """Whether a row may stand among signatures: one cell, or few without a day or a number."""
    cells = filled(row)
    return len(cells) == 1 or (
        len(cells) <= _FEW and all(type(cell) is str and not _DAY_OR_NUMBER.fullmatch(cell.strip()) for cell in cells)
    )


def _is_label(cell, place: int) -> bool:
    return type(cell) is str and fold(cell) in _stamp()[place]


@cache
def _stamp() -> tuple[set[str], ...]:
    return tuple({fold(text) for text in in_every_language(label)} for label in _STAMP)


def ends_in_stamp(tail: list[str]) -> bool:
    """Whether these first cells of the last rows are those with which our exports end."""
    return any(_is_label(one, 0) and _is_label(two, 1) for one, two in itertools.pairwise(tail))


def data(
    rows: Iterable[list], first: int, headings: list[str], passed: list | None = None
) -> Iterator[tuple[int, list]]:
    """(row number as in the sheet, cells) of the rows from index `first` on that hold data.

    Left out are empty rows, totals, the headings where they are printed again on each page, the stamp of an export and
    the signatures at the end; (row number, why) of each goes into `passed`: "empty", "total", "headings", "stamp" or
    "closing".
    """
    passed = [] if passed is None else passed
    before_empty, closing = False, []
    numbered = enumerate(rows, 1)
    for number, row in numbered:
        if number <= first:
            # An export without rows: what it says of itself follows the headings.
            before_empty = not _holds_something(row)
            continue
        if not _holds_something(row):
            before_empty = True
            passed.append((number, "empty"))
            continue
        is_full = len(row) - row.count(None) > _FEW
        is_plain = is_full and number > first + 2 and not _may_be_said(row, headings)
        reason = "" if is_plain else _reason(row, headings, number <= first + 2, before_empty)
        before_empty = False
        if reason == "stamp":
            passed += [(number, reason), *((later, reason) for later, _row in numbered)]
            break
        if reason == "closing" or (closing and _may_close(row)):
            closing.append((number, row))
            continue
        if closing:  # a record follows: those were rows like any other
            yield from closing
            closing = []
        if reason:
            passed.append((number, reason))
        else:
            yield number, row
    passed.extend((number, "closing") for number, _row in closing)


def _holds_something(row: list) -> bool:
    return any(cell is not None and (type(cell) is not str or not cell.isspace()) for cell in row)


def _may_be_said(row: list, headings: list[str]) -> bool:
    """Whether a full row needs a second look: as a total, or as the headings once more."""
    for cell in row[:3]:
        if type(cell) is str and (cell.lstrip()[:2].lower() in _TOTALS_BEGIN or cell in headings):
            return True
    return False


def _reason(row: list, headings: list[str], is_early: bool, before_empty: bool) -> str:
    """Why a row is no data; "" for one that is."""
    cells = filled(row)
    if before_empty and len(cells) == 2 and _is_label(row[0], 0):
        return "stamp"
    if is_total(row):
        return "total"
    if (is_early and is_numbering(row)) or [fold(str(cell)) for cell in cells] == _folded(headings):
        return "headings"
    return "closing" if len(_folded(headings)) > _FEW and is_closing(row) else ""


def _folded(headings: list[str]) -> list[str]:
    return [fold(heading) for heading in headings if heading]
