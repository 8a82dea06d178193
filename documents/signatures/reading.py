"""Looks into one PDF with pyHanko. Runs in the child process of common.confined only; knows nothing of Django.

No network, ever: certificates are judged by the roots that are handed over and by what the file itself carries.
"""

import asyncio
import base64
import logging
import warnings
from datetime import UTC, datetime

from asn1crypto import pem, x509
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.version import __version__

from documents.signatures.judging import examined
from documents.signatures.verdict import FileState

HEADER = b"%PDF-"
# Where the header may stand at the latest; programs have always looked that far.
HEADER_WITHIN = 1024
# More than any office paper has; each costs a comparison of the whole file.
MOST_SIGNATURES = 50

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def read(order: dict) -> dict:
    """`{"path", "roots": [base64 of PEM or DER], "at": ISO moment}` → what verdict.Verdict is made of."""
    roots, unreadable = _roots(order["roots"])
    at = datetime.fromisoformat(order["at"]).astimezone(UTC)
    found: list[dict] = []
    with open(order["path"], "rb") as file:
        is_pdf = HEADER in file.read(HEADER_WITHIN)
        state = _look(file, roots, at, found) if is_pdf else FileState.NOT_PDF
    if state != FileState.OK:
        found = []
    library = f"pyHanko {__version__}"
    return {"state": state, "signatures": found, "library": library, "unreadable_roots": unreadable}


def _look(file, roots: list[x509.Certificate], at: datetime, found: list[dict]) -> FileState:
    state = FileState.BROKEN
    # Many programs write files with small faults, which every viewer forgives; the signatures are judged alike.
    for strict in (True, False):
        found.clear()
        try:
            reader = PdfFileReader(file, strict=strict)
            if reader.encrypted and not _opens_without_password(reader):
                return FileState.ENCRYPTED
            if not reader.root["/Pages"]:
                continue
            found.extend(asyncio.run(_signatures(reader, roots, at)))
            return FileState.OK
        except (MemoryError, RecursionError):
            raise
        except Exception as error:
            if _is_bomb(error):
                return FileState.HEAVY
            state = FileState.BROKEN
    return state


def _is_bomb(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, PdfDecodeLimitError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _opens_without_password(reader: PdfFileReader) -> bool:
    try:
        return reader.decrypt("").status != AuthStatus.FAILED
    except Exception:
        return False


async def _signatures(reader: PdfFileReader, roots: list[x509.Certificate], at: datetime) -> list[dict]:
    fields = list(enumerate_sig_fields(reader, filled_status=True))
    if len(fields) > MOST_SIGNATURES:
        raise PdfDecodeLimitError("too many signatures")
    names = {name for name, _value, _field in enumerate_sig_fields(reader)}
    rows = []
    for name, _value, field in fields:
        try:
            embedded = EmbeddedPdfSignature(reader, field, name)
            order = embedded.signed_revision
        except Exception as error:
            if _is_bomb(error):
                raise
            embedded, order = None, len(rows)
        rows.append((order, await examined(name, embedded, names, roots, at)))
    return [row for _order, row in sorted(rows, key=lambda pair: pair[0])]


def _roots(encoded: list[str]) -> tuple[list[x509.Certificate], int]:
    """The certificates, and how many files hold none."""
    found, unreadable = [], 0
    for text in encoded:
        try:
            data = base64.b64decode(text)
            blocks = [der for _type, _headers, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
            certificates = [x509.Certificate.load(der) for der in blocks]
            for certificate in certificates:
                # Parsed on use only: a file of another kind shows itself here.
                _ = certificate.subject.native, certificate.public_key.algorithm
            found.extend(certificates)
        except (ValueError, TypeError):
            unreadable += 1
    return found, unreadable
