"""What people read of a verdict: a word for each value, with a tone that also has a sign (▲ ● ▼)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.signatures.verdict import Coverage, FileState, Integrity, Kind, Trust


class FileStateWords(models.TextChoices):
    """verdict.FileState in words."""

    OK = FileState.OK, _("read")
    NOT_PDF = FileState.NOT_PDF, _("not a PDF file, whatever its name says")
    ENCRYPTED = FileState.ENCRYPTED, _("locked with a password; its signatures cannot be read")
    BROKEN = FileState.BROKEN, _("damaged; its signatures cannot be read")
    HEAVY = FileState.HEAVY, _("takes too long or too much memory to check")
    UNCHECKED = FileState.UNCHECKED, _("could not be checked now")


class IntegrityWords(models.TextChoices):
    """verdict.Integrity in words."""

    INTACT = Integrity.INTACT, _("intact")
    BROKEN = Integrity.BROKEN, _("broken: what was signed has been altered")
    UNKNOWN = Integrity.UNKNOWN, _("of a kind that cannot be checked here")


class CoverageWords(models.TextChoices):
    """verdict.Coverage in words."""

    WHOLE = Coverage.WHOLE, _("covers the whole file")
    SIGNED_FURTHER = Coverage.SIGNED_FURTHER, _("only signed further afterwards")
    CHANGED = Coverage.CHANGED, _("changed after signing")
    UNKNOWN = Coverage.UNKNOWN, _("not known")


class TrustWords(models.TextChoices):
    """verdict.Trust in words."""

    TRUSTED = Trust.TRUSTED, _("trusted")
    NO_ROOTS = Trust.NO_ROOTS, _("no root certificate configured")
    UNTRUSTED = Trust.UNTRUSTED, _("not issued under a configured root certificate")
    EXPIRED_SINCE = Trust.EXPIRED_SINCE, _("expired since, in force when signed")
    EXPIRED_AT_SIGNING = Trust.EXPIRED_AT_SIGNING, _("expired already when signed")
    NOT_YET_VALID = Trust.NOT_YET_VALID, _("not in force yet")
    UNFIT = Trust.UNFIT, _("not meant for signing documents, or by weak means")
    UNKNOWN = Trust.UNKNOWN, _("not judged")


class KindWords(models.TextChoices):
    """verdict.Kind in words; personal and agency are guesses, and the page says so."""

    PERSONAL = Kind.PERSONAL, _("personal signature")
    AGENCY = Kind.AGENCY, _("agency signature")
    TIMESTAMP = Kind.TIMESTAMP, _("time stamp of an authority")
    UNKNOWN = Kind.UNKNOWN, _("personal or agency is not clear")


TONES = {
    Integrity.INTACT: "good", Integrity.BROKEN: "late", Integrity.UNKNOWN: "watch",
    Coverage.WHOLE: "good", Coverage.SIGNED_FURTHER: "good", Coverage.CHANGED: "late",
    Trust.TRUSTED: "good", Trust.NO_ROOTS: "watch", Trust.UNTRUSTED: "late", Trust.EXPIRED_SINCE: "watch",
    Trust.EXPIRED_AT_SIGNING: "late", Trust.NOT_YET_VALID: "late", Trust.UNFIT: "late",
}  # fmt: skip
