"""One signature: holder, times, integrity, what came after it, and trust. In the child process, by pyHanko."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import (
    DocumentTimestampStatus,
    KeyUsageConstraints,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError

from documents.signatures.holders import kind_of
from documents.signatures.verdict import Coverage, Integrity, Kind, SignatureFound, Trust

# What makes a certificate fit for documents: either is found in practice.
USAGE = frozenset({"non_repudiation", "digital_signature"})
MOST_BEHIND = 65536
# How long a name may be that we keep.
LONGEST = 200


async def examined(
    name: str, embedded: EmbeddedPdfSignature | None, fields: set[str], roots: list[x509.Certificate], at: datetime
) -> dict:
    """A SignatureFound as a dict. `fields`: names of all signature fields; `embedded` None: of an unknown kind."""
    found = {"field": _short(name)}
    if embedded is None:
        return asdict(SignatureFound(**found))
    try:
        # What has been found out stays, if the rest cannot be.
        await _examine(embedded, found, fields, roots, at)
    except (MemoryError, RecursionError, PdfDecodeLimitError):
        raise
    except Exception as error:
        if isinstance(error.__cause__ or error.__context__, PdfDecodeLimitError):
            raise
        # A form that the library does not know, or a structure that breaks the standard: nothing can be said of it.
        found = {name: value for name, value in found.items() if name not in ("integrity", "coverage", "trust")}
    return asdict(SignatureFound(**found))


async def _examine(embedded: EmbeddedPdfSignature, found: dict, fields: set[str], roots, at: datetime) -> None:
    found |= _holder(embedded)
    status = await _status(embedded, roots, at)
    found |= _times(embedded, status)
    found["integrity"] = Integrity.INTACT if status.intact and status.valid else Integrity.BROKEN
    found["coverage"] = _coverage(embedded, status, fields)
    found["trust"] = await _trust(embedded, status, roots, at, _signing_time(found, at))


def _context(roots: list[x509.Certificate], moment: datetime) -> ValidationContext:
    # Never None: then the library takes the roots of the operating system, which say nothing about offices.
    return ValidationContext(trust_roots=list(roots), allow_fetching=False, revocation_mode="soft-fail", moment=moment)


async def _status(embedded, roots, at) -> PdfSignatureStatus | DocumentTimestampStatus:
    context = _context(roots, at)
    if embedded.sig_object_type == "/DocTimeStamp":
        return await async_validate_pdf_timestamp(embedded, context)
    return await async_validate_pdf_signature(
        embedded, context, key_usage_settings=KeyUsageConstraints(key_usage=USAGE)
    )


def _holder(embedded: EmbeddedPdfSignature) -> dict:
    certificate = embedded.signer_cert
    subject = _names(certificate.subject)
    is_stamp = embedded.sig_object_type == "/DocTimeStamp"
    validity = certificate["tbs_certificate"]["validity"]
    return {
        "kind": Kind.TIMESTAMP if is_stamp else kind_of(subject),
        "signer": _first(subject, "common_name"),
        "organisation": _first(subject, "organization_name"),
        "department": _first(subject, "organizational_unit_name"),
        "issuer": _first(_names(certificate.issuer), "common_name") or _short(certificate.issuer.human_friendly),
        "serial": f"{certificate.serial_number:X}"[:64],
        "valid_from": _iso(validity["not_before"].native),
        "valid_until": _iso(validity["not_after"].native),
    }


def _names(name: x509.Name) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for relative in name.chosen:
        for pair in relative:
            value = pair["value"].native
            if isinstance(value, str):
                found.setdefault(pair["type"].native, []).append(value)
    return found


def _first(names: dict[str, list[str]], field: str) -> str:
    return _short(names.get(field, [""])[0])


def _short(text: str) -> str:
    return " ".join(str(text).split())[:LONGEST]


def _times(embedded: EmbeddedPdfSignature, status) -> dict:
    if isinstance(status, DocumentTimestampStatus):
        return {"stamped_at": _iso(status.timestamp), "timestamp_trusted": status.trusted}
    found = {"claimed_at": _iso(status.signer_reported_dt)}
    stamp = status.timestamp_validity
    if stamp is not None and stamp.intact and stamp.valid:
        found |= {"stamped_at": _iso(stamp.timestamp), "timestamp_trusted": stamp.trusted}
    return found


def _signing_time(found: dict, at: datetime) -> datetime | None:
    """A trusted stamp, else what the signer claims; nothing that lies in the future."""
    text = found.get("stamped_at") if found.get("timestamp_trusted") else found.get("claimed_at")
    moment = datetime.fromisoformat(text) if text else None
    return moment if moment is not None and moment <= at + timedelta(days=1) else None


def _coverage(embedded: EmbeddedPdfSignature, status, fields: set[str]) -> Coverage:
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Coverage.WHOLE
    result = status.diff_result
    if status.coverage != SignatureCoverageLevel.ENTIRE_REVISION or not isinstance(result, DiffResult):
        return Coverage.CHANGED
    if result.modification_level == ModificationLevel.NONE:
        # Nothing was revised, and yet the file goes on: ends of lines that a mail server adds are nobody's text.
        return Coverage.CHANGED if _bytes_behind(embedded).strip() else Coverage.WHOLE
    if getattr(status, "docmdp_ok", True) is False or result.modification_level > ModificationLevel.FORM_FILLING:
        return Coverage.CHANGED
    # Filling in other fields is allowed by the format, and still another text than the one that was signed.
    return Coverage.SIGNED_FURTHER if result.changed_form_fields <= fields else Coverage.CHANGED


def _bytes_behind(embedded: EmbeddedPdfSignature) -> bytes:
    start, length = (int(number) for number in list(embedded.byte_range)[-2:])
    embedded.reader.stream.seek(start + length)
    return embedded.reader.stream.read(MOST_BEHIND)


async def _trust(embedded, status, roots, at: datetime, signed_at: datetime | None) -> Trust:
    if not roots:
        return Trust.NO_ROOTS
    if isinstance(status, DocumentTimestampStatus):
        return Trust.TRUSTED if status.trusted else Trust.UNTRUSTED
    if not (status.intact and status.valid):
        return Trust.UNKNOWN
    if status.trusted:
        return Trust.TRUSTED
    validity = embedded.signer_cert["tbs_certificate"]["validity"]
    start, end = validity["not_before"].native, validity["not_after"].native
    if start > at:
        return Trust.NOT_YET_VALID
    if signed_at is not None and end < at and await _holds(embedded, roots, signed_at) is Trust.TRUSTED:
        return Trust.EXPIRED_SINCE
    within = await _holds(embedded, roots, end - timedelta(seconds=2))
    if within is Trust.TRUSTED:
        # Neither time is the trouble, or the certificate's own: then its use or its means are.
        return Trust.EXPIRED_AT_SIGNING if end < at else Trust.UNFIT
    return within


async def _holds(embedded, roots, moment: datetime) -> Trust:
    """Whether the chain led to a root at that moment."""
    validator = CertificateValidator(
        embedded.signer_cert, embedded.other_embedded_certs, validation_context=_context(roots, moment)
    )
    try:
        await validator.async_validate_path()
        return Trust.TRUSTED
    except PathBuildingError:
        return Trust.UNTRUSTED
    except Exception:
        return Trust.UNFIT


def _iso(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
