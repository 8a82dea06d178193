"""What a look into a file can say. Shared by the child process and the site: nothing of Django here."""

from dataclasses import dataclass, field
from enum import StrEnum


class FileState(StrEnum):
    """Whether the file could be looked into at all."""

    OK = "ok"
    NOT_PDF = "not_pdf"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    # Too long, too much memory, or built to unfold into gigabytes.
    HEAVY = "heavy"
    # The check itself could not be made: file missing, process died.
    UNCHECKED = "unchecked"


class Integrity(StrEnum):
    """Whether the signed bytes are the bytes that were signed."""

    INTACT = "intact"
    BROKEN = "broken"
    # A kind of signature that the library does not know.
    UNKNOWN = "unknown"


class Coverage(StrEnum):
    """What became of the file after this signature."""

    WHOLE = "whole"
    # Only further signatures or proofs for keeping were added, which is how two people sign one file.
    SIGNED_FURTHER = "further"
    CHANGED = "changed"
    UNKNOWN = "unknown"


class Trust(StrEnum):
    """What the certificate is worth by the configured roots. Whether it was revoked is never asked: no network."""

    TRUSTED = "trusted"
    # No certificate of an authority is configured here: nothing can be trusted, nothing is distrusted.
    NO_ROOTS = "no_roots"
    UNTRUSTED = "untrusted"
    # Expired today, in force at the time of signing.
    EXPIRED_SINCE = "expired_since"
    EXPIRED_AT_SIGNING = "expired"
    NOT_YET_VALID = "not_yet"
    # The chain leads to a root, but the certificate was not made for signing documents, or by weak means.
    UNFIT = "unfit"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """Whose signature it is: a guess by the names in the certificate."""

    PERSONAL = "personal"
    AGENCY = "agency"
    TIMESTAMP = "timestamp"
    UNKNOWN = "unknown"


SOUND = frozenset({Coverage.WHOLE, Coverage.SIGNED_FURTHER})
ACCEPTED = frozenset({Trust.TRUSTED, Trust.EXPIRED_SINCE})


@dataclass(frozen=True)
class SignatureFound:
    """One signature. Times are ISO 8601 with zone, or empty; `timestamp_trusted`: the token's own chain holds too."""

    field: str
    kind: str = Kind.UNKNOWN
    signer: str = ""
    organisation: str = ""
    department: str = ""
    issuer: str = ""
    serial: str = ""
    valid_from: str = ""
    valid_until: str = ""
    claimed_at: str = ""
    stamped_at: str = ""
    timestamp_trusted: bool = False
    integrity: str = Integrity.UNKNOWN
    coverage: str = Coverage.UNKNOWN
    trust: str = Trust.UNKNOWN

    @property
    def is_sound(self) -> bool:
        """The signed bytes are unchanged and nothing but further signatures followed."""
        return self.integrity == Integrity.INTACT and self.coverage in SOUND

    @property
    def is_accepted(self) -> bool:
        """Sound, and by a certificate that leads to a configured root and was in force at the signing."""
        return self.is_sound and self.trust in ACCEPTED


@dataclass(frozen=True)
class Verdict:
    """A file and its signatures in the order in which they were made. `library`: name and version of what looked."""

    state: str
    signatures: tuple[SignatureFound, ...] = field(default=())
    library: str = ""
    roots: str = ""

    @property
    def people(self) -> tuple[SignatureFound, ...]:
        """Without the stamps that only say when."""
        return tuple(found for found in self.signatures if found.kind != Kind.TIMESTAMP)

    @property
    def shows(self) -> str:
        """`none`, `personal` or `agency` as the register would say; `signed` if it is not clear whose signature it is;
        empty if the file could not be read. A signature that does not hold any more shows nothing."""
        if self.state != FileState.OK:
            return ""
        kinds = {found.kind for found in self.people if found.is_sound}
        if Kind.AGENCY in kinds:
            return "agency"
        if Kind.UNKNOWN in kinds:
            return "signed"
        return "personal" if kinds else "none"

    @property
    def is_changed(self) -> bool:
        """Something was changed in the file after somebody had signed it."""
        return any(found.integrity == Integrity.BROKEN or found.coverage == Coverage.CHANGED for found in self.people)

    @property
    def is_verified(self) -> bool:
        """An accepted signature of the agency, and every signature in the file sound."""
        people = self.people
        return (
            self.state == FileState.OK
            and all(found.is_sound for found in people)
            and any(found.kind == Kind.AGENCY and found.is_accepted for found in people)
        )
