"""File names as people see and save them: one line, no path, no tricks, with the ending of what the file really is."""

import re

from common.models import FileKind
from common.text import one_line

LONGEST = 255
ENDINGS = {
    FileKind.PDF: (".pdf",),
    FileKind.DOCX: (".docx",),
    FileKind.XLSX: (".xlsx",),
    FileKind.PPTX: (".pptx",),
    FileKind.ODT: (".odt",),
    FileKind.ODS: (".ods",),
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.PNG: (".png",),
    FileKind.TIFF: (".tif", ".tiff"),
}
# Taken for imports only.
_MORE = {"csv": (".csv", ".txt", ".tsv")}
# Of tables, the old kind that is refused too.
TABLES = (*ENDINGS[FileKind.XLSX], *ENDINGS[FileKind.ODS], *_MORE["csv"], ".xls")
# Windows refuses these whatever the ending.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")


def harmless(name: str) -> str:
    """The last part of a path, in its normal form, without what Windows and headers cannot carry; never empty.

    Invisible and direction-changing characters go with common.text.normalise: "gpj.[RLO]fdp.exe" shows its ".exe".
    """
    name = one_line(name).replace("\\", "/").rsplit("/", 1)[-1]
    name = re.sub(r'[:*?"<>|]', "_", name).strip(". ")
    name = _DEVICES.sub(r"_\1", name, count=1) if _DEVICES.match(name) else name
    return name or "_"


def file_name(name: str, kind: str) -> str:
    """The name to keep: harmless, at most 255 characters, ending as files of its kind do.

    A wrong ending stays visible in front of the right one: "mau.exe" that is a PDF becomes "mau.exe.pdf".
    """
    name = harmless(name)
    endings = ENDINGS.get(kind) or _MORE[kind]
    ending = next((one for one in endings if name.lower().endswith(one)), "")
    stem = name[: -len(ending)] if ending else name
    ending = ending or endings[0]
    return (stem[: LONGEST - len(ending)].rstrip(". ") or "_") + ending


def shown(name: str) -> str:
    """A client's name inside a sentence: harmless and short."""
    name = harmless(name)
    return name if len(name) <= 80 else f"{name[:60]}…{name[-15:]}"
