"""What a file is, by its content alone. A cheap look: nothing is unpacked, no XML is parsed, memory stays flat.

Deep looks into PDFs belong into a child process with limits, never here.
"""

import mmap
import re
from pathlib import Path

from django.utils.translation import gettext as _

from common.files import office
from common.files.unfit import Unfit, damaged
from common.models import FileKind

MIME = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.TIFF: "image/tiff",
}
_BLANK = b"\0\t\n\f\r "
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"<(!doctype|html|script|svg|body|iframe|\?php)", re.I)
_END = re.compile(rb"startxref[\0\t\n\f\r ]+(\d{1,12})[\0\t\n\f\r ]+%%EOF\Z")
_OBJECT = re.compile(rb"[\0\t\n\f\r ]*\d+[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+obj")
_DICTIONARY = 65_536  # bytes; longer ones do not occur


def recognise(path: Path) -> FileKind:
    """The kind of the file; Unfit with a sentence if it is none that is taken, damaged, or locked by a password."""
    with path.open("rb") as file:
        if not file.read(1):
            raise Unfit(_("The file is empty. Choose another one."))
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            kind = _by_first_bytes(data)
            if kind is None:
                return office.recognise(file, data)
            if office.ends_like_a_zip(data):
                raise Unfit(_("The file hides a ZIP archive. Print or export it once more and choose the new file."))
            _LOOKS[kind](data)
            return kind


def _by_first_bytes(data) -> FileKind | None:
    """The kind that the first bytes promise, None for a ZIP; Unfit for everything else."""
    head = data[:8]
    if head.startswith(b"PK\x03\x04"):
        return None
    for kind, marks in _FIRST.items():
        if head.startswith(marks):
            return kind
    if head == _OLE:
        raise Unfit(
            _(
                "It is an Office file of the old kind (DOC, XLS, PPT), or one that a password locks. Open it, take the "
                "password off and save it as DOCX, XLSX, PPTX or PDF."
            )
        )
    raise Unfit(not_taken())


def not_taken() -> str:
    """What is taken, for a file that is nothing of the kind."""
    return _(
        "Its content is no PDF, Word (DOCX), Excel (XLSX), PowerPoint (PPTX) or OpenDocument (ODT, ODS) file and no "
        "picture (JPEG, PNG, TIFF), whatever its name says. Save it as one of these and choose it again."
    )


def _look_at_pdf(data) -> None:
    """Header, end, and the dictionary that the end points to; Unfit if one is missing or the file is encrypted."""
    if _PAGE.search(data[:1024]):
        raise Unfit(not_taken())
    tail = data[-4096:].rstrip(_BLANK)
    end = _END.search(tail)
    if end is None:
        raise damaged()
    trailer = _trailer(data, int(end[1]))
    # A name may spell its letters as #xx.
    trailer = re.sub(rb"#([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]), trailer)
    if b"/Encrypt" in trailer:
        raise Unfit(
            _(
                "The PDF is encrypted, so its signatures could not be checked. Save it without a password and without "
                "restrictions, and choose it again."
            )
        )
    if b"/Root" not in trailer:
        raise damaged()


def _trailer(data, offset: int) -> bytes:
    """The trailer's dictionary, of a table or of a stream; empty if there is none at that place."""
    if data[offset : offset + 64].lstrip(_BLANK).startswith(b"xref"):
        start = data.find(b"trailer", offset)
        return data[start : start + _DICTIONARY].partition(b"startxref")[0] if start >= 0 else b""
    if _OBJECT.match(data[offset : offset + 64]):
        return data[offset : offset + _DICTIONARY].partition(b"stream")[0]
    return b""


def _look_at_png(data) -> None:
    if data[12:16] != b"IHDR" or data[-8:-4] != b"IEND":
        raise damaged()


def _look_at_jpeg(data) -> None:
    # Telephones write their own things after the end of the picture.
    if data.rfind(b"\xff\xd9") < 4:
        raise damaged()


def _look_at_tiff(data) -> None:
    order = "little" if data[:2] == b"II" else "big"
    if not 8 <= int.from_bytes(data[4:8], order) < len(data):
        raise damaged()


_FIRST = {
    FileKind.PDF: b"%PDF-",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    FileKind.JPEG: b"\xff\xd8\xff",
    FileKind.TIFF: (b"II*\0", b"MM\0*"),
}
_LOOKS = {
    FileKind.PDF: _look_at_pdf,
    FileKind.PNG: _look_at_png,
    FileKind.JPEG: _look_at_jpeg,
    FileKind.TIFF: _look_at_tiff,
}
