from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models import ScopedQuerySet, Unit
from communes.models.base import one_of
from documents.models.attachment import Attachment
from documents.models.choices import Proof, ShownSignature
from documents.signatures import words
from documents.signatures.verdict import Verdict


class SignatureCheckQuerySet(ScopedQuerySet):
    def current(self):
        """Checks of files that are neither replaced nor withdrawn."""
        return self.filter(attachment__replaced_by__isnull=True, attachment__withdrawn_at__isnull=True)


class SignatureCheck(models.Model):
    """What the last check of one attached file found: whether it could be read, and what its signatures amount to."""

    attachment = models.OneToOneField(
        Attachment, models.PROTECT, related_name="signature_check", verbose_name=_("attached file"), editable=False
    )
    # The file's unit, which never changes: scope without a join.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"), editable=False)
    checked_at = models.DateTimeField(_("checked"), editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("checked by"), editable=False,
    )  # fmt: skip
    state = models.CharField(_("state of the file"), max_length=9, choices=words.FileStateWords)
    shows = models.CharField(_("what the file shows"), max_length=8, choices=ShownSignature, blank=True)
    is_verified = models.BooleanField(_("verified"), default=False)
    is_changed = models.BooleanField(_("changed after signing"), default=False)
    # Which program looked, and a hash of the root certificates that it judged by; empty without any.
    library = models.CharField(_("checked with"), max_length=40, blank=True)
    roots = models.CharField(_("root certificates"), max_length=16, blank=True)

    objects = SignatureCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of signatures")
        verbose_name_plural = _("checks of signatures")
        constraints = [
            one_of("state", words.FileStateWords),
            one_of("shows", ShownSignature, or_blank=True),
            models.CheckConstraint(
                condition=Q(state="ok") | Q(shows="", is_verified=False, is_changed=False),
                name="%(app_label)s_%(class)s_unread_shows_nothing",
                violation_error_message=_("A file that could not be read shows no signature."),
            ),
            models.CheckConstraint(
                condition=Q(is_verified=False) | Q(shows="agency", is_changed=False) & ~Q(roots=""),
                name="%(app_label)s_%(class)s_verified_by_roots",
                violation_error_message=_("Only an unchanged agency signature that leads to a root is verified."),
            ),
        ]

    def __str__(self):
        return _("Check of %(name)s") % {"name": self.attachment.name}

    def take(self, verdict: Verdict) -> None:
        """Bear a new verdict; the signatures themselves are rows of their own."""
        self.state, self.shows = verdict.state, verdict.shows
        self.is_verified, self.is_changed = verdict.is_verified, verdict.is_changed
        self.library, self.roots = verdict.library, verdict.roots


def proof_of(checks: Iterable[SignatureCheck]) -> str:
    """What the figures count of the checks of one document's current files."""
    read = [check for check in checks if check.shows]
    if any(check.is_verified for check in read):
        return Proof.VERIFIED
    return Proof.CHECKED if read else Proof.NONE


class FoundSignature(models.Model):
    """One signature found in a checked file: whose, when, whether it holds, what came after it, what it is worth."""

    check_of = models.ForeignKey(
        SignatureCheck, models.PROTECT, related_name="signatures", verbose_name=_("check of signatures")
    )
    position = models.PositiveSmallIntegerField(_("place in the file"))
    field = models.CharField(_("field"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=9, choices=words.KindWords)
    signer = models.CharField(_("signer"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    department = models.CharField(_("department"), max_length=200, blank=True)
    issuer = models.CharField(_("issued by the authority"), max_length=200, blank=True)
    serial = models.CharField(_("serial number of the certificate"), max_length=64, blank=True)
    valid_from = models.DateTimeField(_("certificate in force from"), null=True, blank=True)
    valid_until = models.DateTimeField(_("certificate in force until"), null=True, blank=True)
    # What the signer's machine said, and what an authority of time has stamped.
    claimed = models.DateTimeField(_("time given by the signer"), null=True, blank=True)
    stamped = models.DateTimeField(_("time stamp"), null=True, blank=True)
    timestamp_trusted = models.BooleanField(_("trusted time stamp"), default=False)
    integrity = models.CharField(_("integrity"), max_length=7, choices=words.IntegrityWords)
    coverage = models.CharField(_("after this signature"), max_length=7, choices=words.CoverageWords)
    trust = models.CharField(_("certificate"), max_length=13, choices=words.TrustWords)

    class Meta:
        verbose_name = _("found signature")
        verbose_name_plural = _("found signatures")
        ordering = ["check_of", "position"]
        constraints = [
            one_of("kind", words.KindWords),
            one_of("integrity", words.IntegrityWords),
            one_of("coverage", words.CoverageWords),
            one_of("trust", words.TrustWords),
            models.UniqueConstraint(
                fields=["check_of", "position"],
                name="%(app_label)s_%(class)s_place_once",
                violation_error_message=_("Two signatures cannot stand in the same place."),
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1),
                name="%(app_label)s_%(class)s_position_positive",
                violation_error_message=_("Places begin at 1."),
            ),
        ]

    def __str__(self):
        return f"{self.position}. {self.signer or self.field}"
