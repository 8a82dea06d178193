"""What the page of an entry says of the signatures in its files: one block a file, one part a signature."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common import display
from common.months import Month
from communes.reports import is_closed
from documents.models import Attachment, Direction, Document, FoundSignature, SignatureCheck, proof_of
from documents.models.choices import ShownSignature, Signature
from documents.signatures import words
from documents.signatures.roots import configured
from documents.signatures.verdict import Coverage, FileState, Integrity, Kind, Trust


@dataclass(frozen=True)
class SignatureShown:
    """A heading, badges (tone, words), facts (label, value), and those of the certificate."""

    title: str
    badges: list[tuple[str, str]]
    facts: list[tuple[str, object]]
    certificate: list[tuple[str, object]]


@dataclass(frozen=True)
class FileShown:
    """A file: its name, what is wrong with it if it could not be read, when it was checked, and its signatures."""

    name: str
    tone: str
    sentence: str
    checked: str
    signatures: list[SignatureShown] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """Everything of one entry; `warnings` are (tone, sentence) for the top of the page."""

    files: list[FileShown]
    warnings: list[tuple[str, str]]
    differs: str
    settled: str
    has_roots: bool


def shown(document: Document) -> Shown:
    """Two queries; one for an entry without a PDF file."""
    rows = document.attachments.current().filter(kind="pdf").order_by("pk")
    files = list(rows.select_related("signature_check__checked_by").prefetch_related("signature_check__signatures"))
    checks = [(file, getattr(file, "signature_check", None)) for file in files]
    return Shown(
        files=[_file(file, check) for file, check in checks],
        warnings=list(_warnings(checks)),
        differs=_differs(document),
        settled=_settled(document, [check for _file, check in checks if check is not None]),
        has_roots=bool(configured().fingerprint) if files else True,
    )


def _warnings(checks: list[tuple[Attachment, SignatureCheck | None]]) -> Iterator[tuple[str, str]]:
    for file, check in checks:
        if check is not None and check.is_changed:
            sentence = _(
                "“%(name)s” was changed after it had been signed. Do not rely on it: "
                "ask the issuer for the file as signed."
            )
            yield "late", sentence % {"name": file.name}


def _differs(document: Document) -> str:
    if not document.is_signed_otherwise:
        return ""
    declared, found = Signature(document.signature).label, ShownSignature(document.signature_shown).label
    sentence = _("The register says “%(declared)s”, the attached file shows “%(found)s”.")
    return sentence % {"declared": declared, "found": found}


def _settled(document: Document, checks: list[SignatureCheck]) -> str:
    """Only a closed month counts something else than what the files show."""
    if document.direction != Direction.OUTGOING or proof_of(checks) == document.signature_proof:
        return ""
    month = Month.of(document.registered_on)
    if not is_closed(document.unit_id, month):
        return ""
    return _("The figures of %(month)s were settled before this check and stay as they are.") % {"month": month.label}


def _file(file: Attachment, check: SignatureCheck | None) -> FileShown:
    if check is None:
        return FileShown(file.name, "watch", _("Not checked yet."), "")
    return FileShown(file.name, *_summary(check), _checked(check), [_signature(row) for row in check.signatures.all()])


def _summary(check: SignatureCheck) -> tuple[str, str]:
    if check.state != FileState.OK:
        return "watch", display.sentence_case(words.FileStateWords(check.state).label) + "."
    if check.is_verified:
        return "good", _("The agency's signature is verified.")
    if check.is_changed:
        return "late", _("Changed after signing.")
    if check.shows == ShownSignature.NONE:
        return "watch", _("No digital signature in this file.")
    return "watch", _("Signed; the agency's signature is not verified.")


def _checked(check: SignatureCheck) -> str:
    parts = {"moment": display.moment(check.checked_at), "library": check.library or "–"}
    sentence = _("Checked on %(moment)s with %(library)s, without asking any network.")
    return sentence % parts


def _signature(row: FoundSignature) -> SignatureShown:
    kind = words.KindWords(row.kind).label
    return SignatureShown(
        title=f"{row.position}. {row.signer or row.field or _('name not given')}",
        badges=list(_badges(row)),
        facts=[
            (_("Kind"), _("%(kind)s (guessed from the certificate)") % {"kind": kind} if _is_guess(row) else kind),
            (_("Organisation"), ", ".join(filter(None, [row.department, row.organisation])) or display.nothing()),
            (_("Signed at"), _when(row)),
        ],
        certificate=_certificate(row),
    )


def _is_guess(row: FoundSignature) -> bool:
    return row.kind in (Kind.PERSONAL, Kind.AGENCY)


def _badges(row: FoundSignature) -> Iterator[tuple[str, str]]:
    """Integrity, what came afterwards, certificate. Of a broken signature only that it is broken."""
    yield words.TONES.get(row.integrity, "watch"), words.IntegrityWords(row.integrity).label
    if row.integrity != Integrity.INTACT:
        return
    if row.coverage != Coverage.UNKNOWN:
        yield words.TONES.get(row.coverage, "watch"), words.CoverageWords(row.coverage).label
    if row.trust == Trust.EXPIRED_SINCE:
        yield "watch", _since(row)
    else:
        yield words.TONES.get(row.trust, "watch"), words.TrustWords(row.trust).label


def _since(row: FoundSignature) -> str:
    if row.timestamp_trusted:
        return _("expired since, in force when signed (by time stamp)")
    return _("expired since, in force when signed (by the time that the signer gave)")


def _when(row: FoundSignature):
    given = row.claimed and _("%(moment)s (given by the signer)") % {"moment": display.moment(row.claimed)}
    stamp = row.stamped and (
        _("%(moment)s (trusted time stamp)") if row.timestamp_trusted else _("%(moment)s (time stamp, not trusted)")
    ) % {"moment": display.moment(row.stamped)}
    return "; ".join(filter(None, [stamp, given])) or display.nothing()


def _certificate(row: FoundSignature) -> list[tuple[str, object]]:
    if not row.serial:
        return []
    span = ""
    if row.valid_from and row.valid_until:
        span = f"{display.day(row.valid_from)} – {display.day(row.valid_until)}"
    return [
        (_("Issued by the authority"), row.issuer or display.nothing()),
        (_("Number of the certificate"), row.serial),
        (_("In force"), span or display.nothing()),
        (_("Revocation"), _("not asked: the check uses no network")),
    ]
