"""Small files of every kind, honest and hostile, made of bytes, and rows with such a file."""

import hashlib
import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

from common import clock
from documents.models import Attachment

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def pdf(text: str = "Báo cáo", *, trailer: str = "", head: bytes = b"") -> bytes:
    """A PDF of one empty page with a cross-reference table that fits; `text` makes it one of its own."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        f"({text.encode().hex()})",
    ]
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n" + head)
    for number, content in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{offset:010} 00000 n \n" for offset in offsets).encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def pdf_of(size: int, text: str = "Báo cáo") -> bytes:
    """A PDF of so many bytes: a comment fills it."""
    room = size - len(pdf(text))
    padded = pdf(text, head=b"%" + b"x" * (room - 4) + b"\n")
    while len(padded) < size:  # the offset may have taken a digit more
        padded = padded.replace(b"%x", b"%xx", 1)
    return padded


def packed(members: dict[str, bytes | str], *, comment: bytes = b"", prefix: bytes = b"") -> bytes:
    """A ZIP; the member "mimetype" is stored as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
        archive.comment = comment
    return prefix + out.getvalue()


def open_xml(main: str = WORD, more: dict | None = None, *, types: str = "", **options) -> bytes:
    """A file of Word, Excel or PowerPoint, as far as a look from outside goes."""
    part = f'<Types><Override PartName="/main.xml" ContentType="{main}"/>{types}</Types>'
    members = {"[Content_Types].xml": part, "_rels/.rels": "<Relationships/>", "main.xml": "<x/>"}
    return packed(members | (more or {}), **options)


def open_document(mime: str = ODT, more: dict | None = None, *, manifest: str = "<manifest/>") -> bytes:
    """A file of LibreOffice."""
    return packed({"mimetype": mime, "content.xml": "<x/>", "META-INF/manifest.xml": manifest} | (more or {}))


def png() -> bytes:
    """One black point."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    """The frame of a JPEG."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0" + b"\0" * 20 + b"\xff\xd9"


def tiff() -> bytes:
    """An empty directory of a TIFF."""
    return b"II*\0" + struct.pack("<I", 8) + b"\0" * 8


def locked(data: bytes) -> bytes:
    """A ZIP whose members say that they are encrypted."""
    data = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def upload(name: str = "công văn.pdf", content: bytes | None = None, kind: str = "text/html") -> SimpleUploadedFile:
    """A file as a browser sends it; what it says of the kind is a lie."""
    return SimpleUploadedFile(name, pdf() if content is None else content, content_type=kind)


def make_attachment(document, name: str = "cong-van.pdf", content: bytes | None = None, *, by=None, **fields):
    """A stored attachment with its bytes on the disk, written past the actions."""
    content = pdf(f"{document.pk} {name}") if content is None else content
    token = hashlib.sha256(f"{document.pk} {name}".encode() + content).hexdigest()
    values = {
        "document": document, "unit_id": document.unit_id, "name": name, "kind": "pdf", "size": len(content),
        "stored": f"20/07/{token[:2]}/{token[:32]}.pdf", "sha256": hashlib.sha256(content).hexdigest(),
        "added_at": clock.now(), "added_by": by,
    }  # fmt: skip
    attachment = Attachment.objects.create(**values | fields)
    attachment.path.parent.mkdir(parents=True, exist_ok=True)
    attachment.path.write_bytes(content)
    return attachment


HONEST = {
    "pdf": pdf(),
    "docx": open_xml(),
    "xlsx": open_xml(SHEET),
    "pptx": open_xml(SLIDES),
    "odt": open_document(),
    "ods": open_document(ODS),
    "png": png(),
    "jpeg": jpeg(),
    "tiff": tiff(),
}
