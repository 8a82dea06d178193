"""PDF files that are locked, or made to hurt whoever reads them."""

import io
import zlib

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter


def encrypted(password: str = "mat-khau") -> bytes:
    """A PDF that asks for a password."""
    writer = PdfFileWriter(stream_xrefs=False)
    writer.encrypt(owner_pass=password, user_pass=password)
    writer.insert_page(
        PageObject(contents=writer.add_object(generic.StreamObject(stream_data=b" ")), media_box=(0, 0, 595, 842))
    )
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def bomb(megabytes: int = 300) -> bytes:
    """A PDF whose catalogue lies in a stream of objects that unfolds to so many megabytes."""
    filler = zlib.compress(b"1 0 2 60 " + b"<< /Type /Catalog /Pages 2 0 R >>" + b" " * (megabytes * 1024 * 1024), 9)
    parts = [b"%PDF-1.5\n"]
    places = {}
    places[3] = len(parts[0])
    head = b"3 0 obj\n<< /Type /ObjStm /N 2 /First 9 /Filter /FlateDecode /Length %d >>\nstream\n" % len(filler)
    parts.append(head + filler + b"\nendstream\nendobj\n")
    places[4] = sum(map(len, parts))
    rows = b"".join(
        kind.to_bytes(1, "big") + one.to_bytes(4, "big") + two.to_bytes(2, "big")
        for kind, one, two in [(0, 0, 65535), (2, 3, 0), (2, 3, 1), (1, places[3], 0), (1, places[4], 0)]
    )
    table = b"4 0 obj\n<< /Type /XRef /Size 5 /W [1 4 2] /Root 1 0 R /Length %d >>\nstream\n" % len(rows)
    parts.append(table + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % places[4])
    return b"".join(parts)


def looping() -> bytes:
    """A PDF whose pages contain themselves, and whose form likewise."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [3 0 R] >> >>",
        b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        b"<< /T (a) /Kids [3 0 R] /Parent 3 0 R >>",
    ]
    text, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(text)
    text += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return text + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
