"""ZIP-based office files, judged by the directory of the ZIP: limits first, then the kind, then what must not be in."""

import struct
import zipfile
import zlib

from django.utils.translation import gettext as _

from common.files.unfit import Unfit, damaged
from common.models import FileKind

# Honest files stay far below: a 20 MB document of pictures has some hundred members, a register of 70,000 rows
# packs 14 to 1.
MOST_MEMBERS = 5000
LARGEST_DIRECTORY = 2_000_000
MOST_UNPACKED = 500_000_000
MOST_RATIO, RATIO_FROM = 100, 1_000_000
_MOST_READ = 1_000_000

_END = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 65_535
_OOXML = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    f"{_OOXML}wordprocessingml.document.main+xml": FileKind.DOCX,
    f"{_OOXML}spreadsheetml.sheet.main+xml": FileKind.XLSX,
    f"{_OOXML}presentationml.presentation.main+xml": FileKind.PPTX,
}
ODF = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
}
_TYPES = "[Content_Types].xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, RuntimeError, EOFError, KeyError)


def ends_like_a_zip(data) -> bool:
    """Whether a ZIP ends exactly where the file ends: then it can be opened as one, whatever its beginning says."""
    return _end(data) is not None


def recognise(file, data) -> FileKind:
    """The kind of office file; Unfit for other archives, macros, passwords, bombs and what is damaged."""
    end = _end(data)
    if end is None:
        raise damaged()
    place, members, size, offset = end
    if members > MOST_MEMBERS or size > LARGEST_DIRECTORY or offset + size != place:
        raise _odd()
    try:
        with zipfile.ZipFile(file) as archive:
            return _kind(archive)
    except _BROKEN as error:
        raise damaged() from error


def _end(data) -> tuple[int, int, int, int] | None:
    """(place, members, size and offset of the directory) by the record at the end; None without a fitting one."""
    start = max(0, len(data) - _LONGEST_COMMENT - _END.size)
    place = data.rfind(b"PK\x05\x06", start)
    while place >= 0:
        if place + _END.size <= len(data):
            *_numbers, members, size, offset, comment = _END.unpack(data[place : place + _END.size])
            if place + _END.size + comment == len(data):
                return place, members, size, offset
        place = data.rfind(b"PK\x05\x06", start, place)
    return None


def _kind(archive: zipfile.ZipFile) -> FileKind:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    _require_honest(archive, infos, names)
    kind = _open_document(archive, infos) if names[0] == "mimetype" else _open_xml(archive, names)
    return kind


def _require_honest(archive, infos, names) -> None:
    unpacked = sum(info.file_size for info in infos)
    bombs = (i for i in infos if i.file_size > RATIO_FROM and i.file_size > MOST_RATIO * max(i.compress_size, 1))
    paths = any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names)
    if not names or len(set(names)) < len(names) or paths or archive.comment or infos[0].header_offset:
        raise _odd()
    if unpacked > MOST_UNPACKED or any(bombs):
        raise Unfit(
            _("Unpacked, the file would be far larger than any real document. Save it anew or as a PDF."), "bomb"
        )
    if any(info.flag_bits & 0x1 for info in infos):
        raise _locked()


def _open_xml(archive: zipfile.ZipFile, names: list[str]) -> FileKind:
    if _TYPES not in names:
        raise Unfit(
            _("It is a ZIP archive, not a document. Unpack it and choose the documents in it, several at once."),
            "archive",
        )
    types = _read(archive, _TYPES).lower()
    if b"<!doctype" in types or b"<!entity" in types:
        raise _odd()
    low = [name.lower() for name in names]
    if any(word in types for word in (b"macroenabled", b"vbaproject", b"macrosheet")) or any(
        name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name or "/activex/" in name
        for name in low
    ):
        raise _macros()
    kinds = {kind for part, kind in MAIN_PARTS.items() if part.encode() in types}
    if len(kinds) != 1 or "_rels/.rels" not in names:
        raise _other()
    return kinds.pop()


def _open_document(archive: zipfile.ZipFile, infos) -> FileKind:
    if infos[0].compress_type != zipfile.ZIP_STORED or "META-INF/manifest.xml" not in archive.namelist():
        raise _odd()
    kind = ODF.get(_read(archive, "mimetype").strip())
    if kind is None:
        raise _other()
    if any(info.filename.startswith(("Basic/", "Scripts/")) and not info.is_dir() for info in infos):
        raise _macros()
    if b"encryption-data" in _read(archive, "META-INF/manifest.xml"):
        raise _locked()
    return kind


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small member; the declared size is not believed."""
    with archive.open(name) as member:
        content = member.read(_MOST_READ + 1)
    if len(content) > _MOST_READ:
        raise _odd()
    return content


def _odd() -> Unfit:
    return Unfit(
        _("The file is not built like a document of an office program. Open it, save it anew or as a PDF."), "odd"
    )


def _other() -> Unfit:
    return Unfit(
        _("It is an office file of a kind that is not taken. Save it as DOCX, XLSX, PPTX, ODT, ODS or PDF."), "other"
    )


def _macros() -> Unfit:
    return Unfit(
        _("The file contains macros (small programs). Save it without macros, as DOCX, XLSX or PDF."), "macros"
    )


def _locked() -> Unfit:
    return Unfit(_("A password locks the file. Take the password off, save it and choose it again."), "locked")
