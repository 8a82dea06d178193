"""Rows of a CSV file: its encoding, its separator, its quotes. Runs in a child process (common.confined), no Django."""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator

from imports.sheets import legacy
from imports.sheets.bounds import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS

SEPARATORS = ",;\t|"
# Lines of one quoted cell; more mean that a quotation mark was never closed.
_MOST_LINES = 200
_SAMPLE = 40


class Bad(Exception):
    """What is wrong with the file, as a key and its details."""

    def __init__(self, problem: str, **details):
        self.told = {"problem": problem, **details}
        super().__init__(problem)


def decode(data: bytes) -> str:
    """UTF-8 or UTF-16, with or without a mark, else Windows' Vietnamese code page."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strictly(data, encoding)
    part = data[:2000]
    if 0 in part:
        return _strictly(data, "utf-16-be" if part[0::2].count(0) > part[1::2].count(0) else "utf-16-le")
    try:
        return data.decode()
    except UnicodeDecodeError:
        if encoding := legacy.encoding_of_bytes(data):
            raise Bad(encoding.lower()) from None
        return _strictly(data, "cp1258")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Bad("letters") from error


def rows(data: bytes) -> Iterator[list[str]]:
    """The rows as text, empty ones too, so that row n is the n-th."""
    text = decode(data).rstrip("\x1a")  # DOS ends its files so
    separator, text = _separator(text)
    # Above what is kept: a longer cell is refused by name, not by the reader.
    csv.field_size_limit(10 * LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before = number = 0
    try:
        for number, cells in enumerate(reader, 1):
            lines, before = reader.line_num - before, reader.line_num
            _require_bounds(number, cells, lines)
            yield cells
    except csv.Error as error:
        raise Bad("long", row=number + 1) from error
    if number and lines > 1 and _stays_open(text, before - lines, separator):
        raise Bad("quote", row=number)


def _stays_open(text: str, first_line: int, separator: str) -> bool:
    """Whether the row that begins there ends with the file alone, its quotation mark never closed."""
    last = list(itertools.islice(io.StringIO(text, newline=""), first_line, None))
    try:
        list(csv.reader(last, delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _require_bounds(number: int, cells: list[str], lines: int) -> None:
    if lines > _MOST_LINES:
        raise Bad("quote", row=number)
    if number > MOST_ROWS:
        raise Bad("rows")
    if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
        raise Bad("columns", row=number)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise Bad("long", row=number)


def _separator(text: str) -> tuple[str, str]:
    """(separator, text without the line `sep=;` that Excel reads): the one that cuts most lines into as many cells."""
    first, _sep, rest = text.partition("\n")
    named = first.strip().strip('"').lower()
    if named.startswith("sep=") and named[4:] in set(SEPARATORS):
        return named[4:], rest
    if first.lower().startswith("sep=\t"):
        return "\t", rest
    sample = text[:200_000].splitlines()[:_SAMPLE]
    return max(SEPARATORS, key=lambda separator: _agreement(sample, separator)), text


def _agreement(lines: list[str], separator: str) -> tuple[int, int]:
    """(lines that have the usual number of cells, that number), 0 for a separator that cuts nothing."""
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=separator) if len(cells) > 1)
    except csv.Error:
        return 0, 0
    return max(((count, width) for width, count in widths.items()), default=(0, 0))
