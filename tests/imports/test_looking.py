"""What is looked for in the XML of a workbook is found wherever the pieces end in which it is read."""

import pytest

from imports.sheets import beside, scan
from tests.imports.books import HEAD, cell, members, raw, sheet_xml, zipped

PIECE = 1 << 20


@pytest.fixture
def path(tmp_path):
    return tmp_path / "book.xlsx"


def before(target: bytes, content: bytes, sign: str) -> bytes:
    """The content, padded so that the first piece ends within the target."""
    pad = PIECE - content.index(target) - len(target) // 2 - len("<!---->")
    return content.replace(b"<sheetData>", f"<!--{sign * pad}--><sheetData>".encode())


def test_a_declaration_between_two_pieces_is_found(path):
    start = HEAD + b"<!--"
    content = start + b"x" * (PIECE - len(start) - 3 - 5) + b"--><!DOCTYPE x><worksheet/>"
    path.write_bytes(zipped({"xl/workbook.xml": content}))
    assert scan.scan(str(path)) == {"problem": "declaration"}


@pytest.mark.parametrize(
    "written",
    ['<c r="B2"><f>A1</f>\n  </c>', '<c r="B2"><f>A1</f><v></v></c>', '<c r="B2"><f>A1</f>\n<v>\n</v></c>',
     '<c r="B2"><f>A1</f><v/>\n</c>', '<c r="B2"><f t="shared" si="0"/>\n</c>', '<c r="B2"><f></f><v></v></c>',
     '<x:c r="B2"><x:f>A1</x:f><x:v></x:v></x:c>', '<x:c r="B2"><x:f>A1</x:f></x:c>',
     '<x:c r="B2"><x:f>A1</x:f><x:v/></x:c>'],
)  # fmt: skip
def test_a_formula_without_result_is_found_however_it_is_written(path, written):
    path.write_bytes(raw(sheet_xml(f'<row r="2">{written}</row>')))
    assert beside.of_sheets(str(path))["Sheet1"].failed == {1: [(1, "u", "=")]}


@pytest.mark.parametrize("target", [b"<f>A1", b't="e"', b'ref="B2:B3"'])
def test_cells_between_two_pieces_are_found(path, target):
    rows = f'<row r="2">{cell("A2", "x")}<c r="B2"><f>A1</f></c><c r="C2" t="e"><v>#N/A</v></c></row>'
    content = sheet_xml(rows, after='<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>')
    path.write_bytes(raw(before(target, content, "x")))
    found = beside.of_sheets(str(path))["Sheet1"]
    assert (found.failed, found.merged) == ({1: [(1, "u", "="), (2, "e", "#N/A")]}, {1: [(2, 1)]})


def test_a_workbook_that_is_built_in_another_way_has_nothing_beside(path):
    path.write_bytes(zipped(members(sheet_xml("")) | {"xl/workbook.xml": "<workbook"}))
    assert beside.of_sheets(str(path)) == {}
