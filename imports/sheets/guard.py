"""What a file is and whether it may be read at all, by its content; before any parser sees it."""

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from common import confined, display
from common.files import kinds
from common.files.unfit import Unfit, damaged
from common.models import FileKind
from imports.sheets.bounds import MOST_COLUMNS, MOST_CSV, MOST_MEMBERS, MOST_ROWS, MOST_UNPACKED

LIMITS = confined.Limits(seconds=30, cpu=8, memory=256 * confined.MEBIBYTE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|meta|script|style)\b", re.I)
_HEAD = 65_536
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Bytes that no text has, whatever its encoding; DOS ends its files with 0x1A, 0x1B opens what printers were sent.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")


class Kind(StrEnum):
    """The three kinds of sheets that are read."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"


_KINDS = {FileKind.XLSX: Kind.XLSX, FileKind.ODS: Kind.ODS}


def check(path: Path, name: str) -> Kind:
    """The kind of the sheet; Unfit with a sentence for everything else. `name` is quoted, never believed."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    size = path.stat().st_size
    if not head.strip(b"\0\r\n\t \xef\xbb\xbf"):
        raise Unfit(_("The file is empty. Choose another one."), "empty")
    if head.startswith(b"PK"):
        return _workbook(path)
    if head.startswith(_OLE):
        raise _old_office(path)
    if size > MOST_CSV:
        raise Unfit(
            _("The file has %(size)s; at most %(most)s are read at once. Split it into several files.")
            % {"size": display.size(size), "most": display.size(MOST_CSV)},
            "large",
        )
    _require_text(head, name)
    return Kind.CSV


def _workbook(path: Path) -> Kind:
    """By the directory of the ZIP first, then by what stands in the members."""
    try:
        found = kinds.recognise(path)
    except Unfit as error:
        sentences = _sentences()
        raise Unfit(sentences.get(error.reason, str(error)), error.reason) from error
    if found not in _KINDS:
        raise Unfit(_sentences()["other"], "other")
    _require_small(path)
    _scan(path)
    return _KINDS[found]


def _require_small(path: Path) -> None:
    """A table needs less than a text full of pictures does."""
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise Unfit(_sentences()["odd"], "odd")
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise Unfit(_sentences()["bomb"], "bomb")


def _scan(path: Path) -> None:
    outcome = confined.run("imports.sheets.scan:scan", str(path), limits=LIMITS)
    if not outcome.is_done:
        raise broken_off(outcome)
    problem = outcome.value.get("problem")
    if problem == "far":
        raise Unfit(
            _(
                "There is something in cell %(cell)s. At most %(rows)s rows and %(columns)s columns are read at once. "
                "Empty the far cell, or split the sheet into several files."
            )
            % {
                "cell": outcome.value["cell"],
                "rows": display.number(MOST_ROWS),
                "columns": display.number(MOST_COLUMNS),
            },
            "far",
        )
    if problem:
        raise Unfit(_sentences()["odd"], "odd")


def broken_off(outcome: confined.Outcome) -> Unfit:
    """What to say of a file that a child process could not read to its end."""
    if outcome.ending == confined.Ending.LATE:
        return Unfit(_("The server is busy, the file could not be read in time. Please try again later."), "late")
    if outcome.ending == confined.Ending.FAILED:
        return damaged()
    return Unfit(
        _(
            "The file is too large or too oddly built to be read. Copy the rows into a new, empty workbook, save it "
            "and choose that; split a very large one into several."
        ),
        "heavy",
    )


def _sentences() -> dict[str, str]:
    """What common.files says of office files, in the words for those who bring a table."""
    return {
        "archive": _("It is a ZIP archive, not a sheet. Unpack it and choose the sheets in it, one by one."),
        "other": _("It is an office file, but no sheet that can be read. Save the table as XLSX, ODS or CSV."),
        "macros": _("The file contains macros (small programs) or is a binary workbook. Save it as XLSX without them."),
        "odd": _(
            "The file is not built like a workbook of an office program. Open it in Excel or LibreOffice, save it anew "
            "as XLSX and choose that."
        ),
        "bomb": _(
            "Unpacked, the file would be far larger than any real register. Copy the rows into a new, empty workbook "
            "and choose that."
        ),
    }  # fmt: skip


def _old_office(path: Path) -> Unfit:
    """Excel 97 to 2003, a locked file, or another program of that time: told apart by the names of their streams."""
    content = path.read_bytes() if path.stat().st_size <= MOST_CSV else b""
    if _wide("EncryptedPackage") in content:
        return Unfit(_("A password locks the file. Take the password off, save it and choose it again."), "locked")
    if _wide("WordDocument") in content or _wide("PowerPoint Document") in content:
        return Unfit(_sentences()["other"], "other")
    return Unfit(
        _("It is a workbook of the old kind (XLS). Open it in Excel or LibreOffice and save it as XLSX."), "old"
    )


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _require_text(head: bytes, name: str) -> None:
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _PAGE.match(text) or b"<html" in text[:2048].lower() or b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Unfit(
            _(
                "It is a web page with the ending of a workbook, as some systems export tables. Open it in Excel or "
                "LibreOffice and save it as XLSX."
            ),
            "page",
        )
    is_wide = head.startswith(_WIDE_MARKS) or looks_wide(head)
    if not is_wide and (_BINARY.search(head) or head.startswith((b"%PDF-", b"{\\rtf"))):
        raise Unfit(
            _("“%(name)s” is no sheet, whatever its name says. XLSX, ODS and CSV files are read.") % {"name": name},
            "other",
        )


def looks_wide(head: bytes) -> bool:
    """Whether it is UTF-16 without a mark: every other byte of plain letters and separators is zero."""
    part = head[:2000]
    zeros = max(part[0::2].count(0), part[1::2].count(0))
    return len(part) > 3 and zeros > len(part) // 5 and b"\0\0" not in part
