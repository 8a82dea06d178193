"""Workbooks made of bytes: by xlsxwriter where they are honest, of bare XML where no program would write them."""

import io
import zipfile

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def zipped(members: dict[str, bytes | str], *, more=()) -> bytes:
    """A ZIP; "mimetype" is stored as it is. `more`: further (name, content), names that are there already too."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*members.items(), *more]:
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> bytes:
    """The XML of a sheet; `rows` stands in its data."""
    return HEAD + f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def cell(place: str, text: str) -> str:
    """A cell with text in it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def members(*sheets: bytes, main: str = "sheet.main") -> dict[str, bytes | str]:
    """The members of a small workbook with these sheets."""
    numbers = range(1, len(sheets) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_SHEETS}.worksheet+xml"/>' for n in numbers
    )
    names = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    found: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="'
        f'application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="'
        f'application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_SHEETS}.{main}+xml"/>{parts}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }
    return found | {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in zip(numbers, sheets, strict=True)}


def raw(*sheets: bytes, **other) -> bytes:
    """A small workbook with these sheets."""
    return zipped(members(*sheets, **other))


def written(*sheets, options: dict | None = None) -> bytes:
    """A workbook by xlsxwriter. A sheet is a list of rows, or a function that is given (book, sheet)."""
    out = io.BytesIO()
    told = {
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(out, told | (options or {})) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for content in sheets:
            sheet = book.add_worksheet()
            if callable(content):
                content(book, sheet)
                continue
            for line, row in enumerate(content):
                for place, value in enumerate(row):
                    if hasattr(value, "year"):
                        sheet.write_datetime(line, place, value, day)
                    elif value is not None:
                        sheet.write(line, place, value)
    return out.getvalue()


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
)


def ods(table: str, *, before: str = "", manifest: str = "", kind: str = "spreadsheet", more=()) -> bytes:
    """An OpenDocument file; `table` stands in its only table."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content xmlns:office="{_ODF}office:1.0" '
        f'xmlns:table="{_ODF}table:1.0" xmlns:text="{_ODF}text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Bảng">{table}</table:table></office:spreadsheet></office:body>'
        f"</office:document-content>"
    )
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content,
            "META-INF/manifest.xml": _MANIFEST.format(manifest),
        },
        more=more,
    )


def ods_row(*cells, repeated: int = 1) -> str:
    """A row of an OpenDocument table: texts, numbers, or XML as it is."""
    done = ""
    for value in cells:
        if isinstance(value, int | float):
            done += f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        elif value.startswith("<"):
            done += value
        else:
            done += f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-row table:number-rows-repeated="{repeated}">{done}</table:table-row>'
