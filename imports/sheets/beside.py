"""What the XML of a workbook says beside the values that calamine gives: cells whose formula has no result, which it
leaves empty, and cells merged downwards, of which it gives the first. Runs in a child process (common.confined) after
imports.sheets.scan has looked through the file; no Django.
"""

import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree import ElementTree

from imports.sheets.bounds import MOST_COLUMNS, MOST_ROWS
from imports.sheets.marks import ERROR, UNCALCULATED
from imports.sheets.scan import column_number

_PIECE = 1 << 20
_OVERLAP = 20_000  # a formula has up to 8,192 characters
_BODY = rb"(?:<(?:\w+:)?f\b[^<>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*)"
_NO_VALUE = rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*"
_FAILED = re.compile(
    rb'<(?:\w+:)?c\b([^<>]*\bt="e"[^<>]*)>\s*' + _BODY + rb"?<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>"
    rb"|<(?:\w+:)?c\b([^<>]*[^<>/])>\s*" + _BODY + _NO_VALUE + rb"</(?:\w+:)?c>"
)  # fmt: skip
# One of these stands wherever _FAILED finds something; most files have none of them. One by one, each with letters at
# its beginning: together they take four times as long.
_HINTS = tuple(map(re.compile, (rb't="e"', rb"f>\s*</", rb"/>\s*</(?:\w+:)?c>", rb"v>\s*</(?:\w+:)?v>")))
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_TEXT = re.compile(rb'\bt="(?:str|inlineStr|s)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
# One more merge than a sheet of that many rows can use says that it is no table.
_MOST_MERGED = 100_000


@dataclass
class Beside:
    """Of one sheet, by index of the row. `failed`: (index of the column, ERROR or UNCALCULATED, what Excel shows);
    `merged`: (index of the last row, index of the column) of cells that reach further down."""

    failed: dict[int, list[tuple[int, str, str]]] = field(default_factory=lambda: defaultdict(list))
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))


def of_sheets(path: str) -> dict[str, Beside]:
    """By title of the sheet; nothing for a workbook that is built in another way."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive)
            return {title: _look(archive, name) for title, name in members.items() if name in archive.namelist()}
    except (KeyError, ElementTree.ParseError):
        return {}


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """{title of the sheet: name of its member}."""
    links = {
        link.get("Id"): normpath(join("xl", link.get("Target", ""))).lstrip("/")
        for link in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in element.items() if name.endswith("}id")), None)
            found[element.get("name")] = links.get(key, "")
    return found


def _look(archive: zipfile.ZipFile, name: str) -> Beside:
    failed, merged, tail = {}, {}, b""
    with archive.open(name) as member:
        while piece := member.read(_PIECE):
            data = tail + piece
            if any(hint.search(data) for hint in _HINTS):
                _note_failed(data, failed)
            if b"mergeCell " in data:
                _note_merged(data, merged)
            tail = data[-_OVERLAP:]
    beside = Beside()
    for (row, column), told in failed.items():
        beside.failed[row].append((column, *told))
    for (row, column), last in merged.items():
        beside.merged[row].append((last, column))
    return beside


def _note_failed(data: bytes, failed: dict) -> None:
    for match in _FAILED.finditer(data):
        error, shown, formula = match.groups()
        place = _PLACE.search(error or formula)
        if place is None or (formula and _TEXT.search(formula)):
            continue  # an empty text is a result
        row, column = int(place[2]) - 1, column_number(place[1].decode()) - 1
        if row < MOST_ROWS and column < MOST_COLUMNS:
            failed[row, column] = (ERROR, shown.decode("utf-8", "replace")[:20]) if error else (UNCALCULATED, "=")


def _note_merged(data: bytes, merged: dict) -> None:
    for match in _MERGED.finditer(data):
        letters, first, last = match.groups()
        if int(last) > int(first) and len(merged) < _MOST_MERGED:
            merged[int(first) - 1, column_number(letters.decode()) - 1] = int(last) - 1
