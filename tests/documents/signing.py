"""Attached files for the tests of signatures, and verdicts without a look."""

import hashlib
from itertools import count

from django.utils import timezone

from documents.models import Attachment, Document
from documents.signatures.verdict import SignatureFound, Verdict

_number = count(1)


def attached(document: Document, content: bytes = b"%PDF-1.7 nothing more", *, kind: str = "pdf", **fields):
    """A stored file of an entry, its bytes on the disk."""
    number = next(_number)
    row = Attachment(
        document=document, unit=document.unit, name=f"van-ban-{number}.{kind}", kind=kind, stored=f"t/{number}.{kind}",
        size=len(content), sha256=hashlib.sha256(content + bytes([number % 256])).hexdigest(),
        added_at=timezone.now(), **fields,
    )  # fmt: skip
    row.path.parent.mkdir(parents=True, exist_ok=True)
    row.path.write_bytes(content)
    row.save()
    return row


def verdict(kind: str = "agency", trust: str = "trusted", coverage: str = "whole", **more) -> Verdict:
    """A file with one signature, judged by some roots."""
    one = SignatureFound(
        "Chữ ký 1", kind=kind, signer="Ủy ban nhân dân xã", organisation="UBND huyện", issuer="Cơ quan chứng thực",
        serial="0A1B", valid_from="2019-01-01T00:00:00+00:00", valid_until="2024-01-01T00:00:00+00:00",
        claimed_at="2020-07-06T03:00:00+00:00", integrity="intact", coverage=coverage, trust=trust,
    )  # fmt: skip
    return Verdict(**{"state": "ok", "signatures": (one,), "library": "pyHanko 0.38.0", "roots": "abc123"} | more)


UNSIGNED = Verdict("ok", (), "pyHanko 0.38.0", "abc123")
LOCKED = Verdict("encrypted", (), "pyHanko 0.38.0", "abc123")
NOT_NOW = Verdict("unchecked")
