"""Looks through the XML of a workbook before any parser does; runs in a child process (common.confined), no Django.

Nothing is kept: members are unpacked in pieces and searched for what no honest workbook has.
"""

import re
import zipfile

from imports.sheets.bounds import MOST_COLUMNS, MOST_ROWS

_PIECE = 1 << 20
_TAIL = 2048  # bytes of a piece that are looked at again with the next one; no start of a tag that matters is longer
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
# A cell that holds something: an empty one with a format alone ends in "/>" and may stand anywhere.
_CELL = re.compile(rb'<(?:\w+:)?c [^<>]*?\br="([A-Z]{1,7})([0-9]{1,9})"[^<>/]*>')
# Whatever is beyond the bounds looks so; a search for it takes a tenth of the time of reading every cell.
_MAY_BE_FAR = re.compile(rb'r="(?:[A-Z]{3}|[G-Z][A-Z]|[A-Z]{1,2}(?:[2-9][0-9]{5}|[0-9]{7}))')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bmp", ".tiff", ".bin", ".svg")


def scan(path: str) -> dict:
    """{} or what is wrong: `problem` ("declaration", "encoding", "far"), with "far" the `cell` as Excel calls it."""
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir() or info.filename.lower().endswith(_IMAGES):
                continue
            with archive.open(info) as member:
                found = _look(member, has_cells=bool(_SHEET.fullmatch(info.filename)))
            if found:
                return found
    return {}


def _look(member, *, has_cells: bool) -> dict:
    tail = b""
    while piece := member.read(_PIECE):
        if not tail and b"\0" in piece[:4096]:
            return {"problem": "encoding"}  # UTF-16 would hide everything that is searched for
        data = tail + piece
        if _DECLARATION.search(data):
            return {"problem": "declaration"}
        far = _far_cell(data) if has_cells and _MAY_BE_FAR.search(data) else None
        if far:
            return {"problem": "far", "cell": far}
        tail = data[-_TAIL:]
    return {}


def _far_cell(data: bytes) -> str | None:
    """The first cell beyond the bounds."""
    for match in _CELL.finditer(data):
        letters, digits = match.groups()
        if int(digits) > MOST_ROWS or column_number(letters.decode()) > MOST_COLUMNS:
            return (letters + digits).decode()
    return None


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
