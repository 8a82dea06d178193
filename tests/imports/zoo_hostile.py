"""Files that must be refused, each for its reason, whatever they promise."""

import struct

from tests.factories import files
from tests.imports.books import HEAD, cell, members, ods, ods_row, raw, sheet_xml, written, zipped
from tests.imports.zoo import Animal

_ROW = f'<row r="1">{cell("A1", "Số đến")}</row>'
_ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]>'
_LAUGHS = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _with_declaration(declaration: str, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook one member of which declares something before its first element."""
    found = members(sheet_xml(_ROW))
    content = found[name] if isinstance(found[name], bytes) else found[name].encode()
    found[name] = HEAD + declaration.encode() + content.removeprefix(HEAD)
    return zipped(found)


def _lying_size() -> bytes:
    """The directory says that a small member unpacks to a gigabyte."""
    content = bytearray(raw(sheet_xml(_ROW)))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<L", 1_000_000_000)
    return bytes(content)


def _locked_member() -> bytes:
    content = bytearray(raw(sheet_xml(_ROW)))
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def _many(number: int) -> bytes:
    return zipped(members(sheet_xml(_ROW)) | {f"xl/media/{n}.xml": "" for n in range(number)})


def _utf16() -> bytes:
    return raw('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><worksheet/>'.encode("utf-16"))


def _sheet_of(place: str, *, number: int = 1) -> bytes:
    return raw(sheet_xml(f'{_ROW}<row r="{number + 1}">{cell(place, "x")}</row>'))


def _old(name: str) -> bytes:
    return _OLE + name.encode("utf-16-le") + b"\0" * 64


_XML_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
)
_WIDE_ROW = ods_row(
    '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
)

ANIMALS = [
    Animal("bomb-spaces.xlsx", lambda: raw(sheet_xml(_ROW + " " * 30_000_000)), "bomb"),
    Animal("bomb-strings.xlsx", lambda: zipped(
        members(sheet_xml(_ROW)) | {"xl/sharedStrings.xml": "<sst>" + "<si/>" * 4_000_000 + "</sst>"}), "bomb"),
    Animal("bomb-said-size.xlsx", _lying_size, "bomb"),
    Animal("cell-at-the-end.xlsx", lambda: _sheet_of("XFD1048576", number=1_048_575), "far"),
    Animal("cell-in-the-last-row.xlsx", lambda: _sheet_of("A1048576", number=1_048_575), "far"),
    Animal("far-cell-in-small-letters.xlsx", lambda: _sheet_of("xfd1048576", number=1_048_575), "heavy"),
    Animal("far-cell-with-prefix.xlsx", lambda: raw(sheet_xml(
        '<x:row r="9"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>')), "far"),
    Animal("cell-too-far-right.xlsx", lambda: _sheet_of("GS2"), "far"),
    Animal("two-cells-and-all-between.xlsx", lambda: _sheet_of("GR199999", number=199_998), "heavy"),
    Animal("outside-entity.xlsx", lambda: _with_declaration(
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "odd"),
    Animal("laughs.xlsx", lambda: _with_declaration(_ENTITY.format(_LAUGHS)), "odd"),
    Animal("one-long-entity.xlsx", lambda: _with_declaration(_ENTITY.format(f'<!ENTITY b "{"x" * 50_000}">')), "odd"),
    Animal("declaration-behind-a-comment.xlsx", lambda: _with_declaration(
        f"<!--{'abcdefghij0123456789' * 100_000}--><!DOCTYPE x>", "xl/workbook.xml"), "bomb"),
    Animal("declaration-behind-a-small-comment.xlsx", lambda: _with_declaration(
        f"<!--{'abcdefghij' * 5_000}--><!DOCTYPE x>", "xl/workbook.xml"), "odd"),
    Animal("utf-16.xlsx", _utf16, "odd"),
    Animal("6000-members.xlsx", lambda: _many(6000), "odd"),
    Animal("600-members.xlsx", lambda: _many(600), "odd"),
    Animal("climbing-path.xlsx", lambda: zipped(members(sheet_xml(_ROW)) | {"../../etc/cron.d/x": "x"}), "odd"),
    Animal("cut-off.xlsx", lambda: raw(sheet_xml(_ROW))[:-40], "damaged"),
    Animal("cut-in-half.xlsx", lambda: raw(sheet_xml(_ROW))[:500], "damaged"),
    Animal("something-behind.xlsx", lambda: raw(sheet_xml(_ROW)) + b"#!/bin/sh\n", "damaged"),
    Animal("broken-xml.xlsx", lambda: raw(HEAD + b"<worksheet><sheetData><row r='1'><c r='A1'></row>"), "damaged"),
    Animal("locked-member.xlsx", _locked_member, "locked"),
    Animal("macros.xlsm", lambda: zipped(members(sheet_xml(_ROW)) | {"xl/vbaProject.bin": "x"}), "macros"),
    Animal("binary.xlsb", lambda: raw(sheet_xml(_ROW), main="sheet.binary.macroEnabled.main"), "macros"),
    Animal("archive.xlsx", lambda: zipped({"a.xlsx": raw(sheet_xml(_ROW))}), "archive"),
    Animal("word.xlsx", lambda: zipped({
        "[Content_Types].xml": files.WORD, "_rels/.rels": "x", "word/document.xml": "<x/>"}), "other"),
    Animal("nothing-in-it.xlsx", lambda: written([]), "empty"),
    Animal("70-sheets.xlsx", lambda: written(*[[["x"]]] * 70), "sheets"),
    Animal("old.xls", lambda: _old("Workbook"), "old"),
    Animal("locked.xlsx", lambda: _old("EncryptedPackage"), "locked"),
    Animal("letter.xls", lambda: _old("WordDocument"), "other"),
    Animal("page.xls", lambda: "<html><body><table><tr><td>Số đến</td></tr></table></body></html>".encode(), "page"),
    Animal("page-of-excel.xls", lambda: b'\xef\xbb\xbf\r\n<html xmlns:x="urn:x-excel">', "page"),
    Animal("xml-2003.xls", _XML_2003.encode, "page"),
    Animal("paper.csv", files.pdf, "other"),
    Animal("rich-text.csv", lambda: b"{\\rtf1 So den}", "other"),
    Animal("picture.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "other"),
    Animal("program.csv", lambda: b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0", "other"),
    Animal("no-bytes.xlsx", lambda: b"", "empty"),
    Animal("zeros.csv", lambda: b"\0" * 5000, "empty"),
    Animal("locked.ods", lambda: ods("", manifest="<manifest:encryption-data/>"), "locked"),
    Animal("macros.ods", lambda: ods(ods_row("x"), more=[("Basic/Standard/Module1.xml", "x")]), "macros"),
    Animal("letter.odt", lambda: ods("", kind="text"), "other"),
    Animal("entity.ods", lambda: ods(ods_row("x"), before="<!DOCTYPE x>"), "odd"),
    Animal("a-million-rows.ods", lambda: ods(ods_row(1, 2, repeated=1_000_000)), "rows"),
    Animal("all-columns.ods", lambda: ods(_WIDE_ROW * 3), "columns"),
    Animal("broken.ods", lambda: ods("<table:table-row><table:table-cell>"), "damaged"),
]  # fmt: skip
