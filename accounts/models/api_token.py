from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Power(models.TextChoices):
    """What a program may do with a key; the values are the columns that say so."""

    READ = "may_read", _("read figures and registers")
    DOCUMENTS = "may_enter_documents", _("enter documents")
    FILINGS = "may_enter_filings", _("enter filings")


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own."""
        return self.filter(user_id=user.pk)

    def live(self, *, of, on: date):
        """Those of a person that are neither revoked nor expired, and bound to the present password."""
        mine = self.visible_to(of).filter(bound_to=of.get_session_auth_hash())
        return mine.filter(revoked_on__isnull=True, expires_on__gte=on)


class ApiToken(models.Model):
    """A key with which a program of a person's calls the API in that person's name; only its hash is kept."""

    # Never written to the audit trail.
    AUDIT_EXCLUDE = ("digest", "bound_to", "last_used_on")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens", verbose_name=_("user")
    )
    name = models.CharField(_("what for"), max_length=100)
    # SHA-256: the key itself is 256 bits of chance, which nobody guesses from its hash.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # What a session carries too: another password, or the end of all sessions, ends the key.
    bound_to = models.CharField(max_length=100, editable=False)
    may_read = models.BooleanField(_("may read"))
    may_enter_documents = models.BooleanField(_("may enter documents"))
    may_enter_filings = models.BooleanField(_("may enter filings"))
    # The slug of the unit that the key is bound to, with what lies below it; empty: as far as the person reaches. Units
    # are unknown on this floor; a slug names one unit for ever, and one that names none opens nothing.
    within = models.CharField(_("only within"), max_length=80, blank=True)
    created_on = models.DateField(_("made on"))
    expires_on = models.DateField(_("valid until"))
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a program")
        verbose_name_plural = _("keys of programs")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="%(app_label)s_%(class)s_name_given",
                violation_error_message=_("Say which program uses the key."),
            ),
            models.CheckConstraint(
                condition=Q(may_read=True) | Q(may_enter_documents=True) | Q(may_enter_filings=True),
                name="%(app_label)s_%(class)s_may_something",
                violation_error_message=_("Say what the program may do with the key."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("created_on")),
                name="%(app_label)s_%(class)s_expires_later",
                violation_error_message=_("The key would have expired before it is made."),
            ),
        ]

    def __str__(self):
        return self.name

    def is_live(self, *, on: date) -> bool:
        """Neither revoked nor expired, and bound to the present password."""
        return self.revoked_on is None and self.expires_on >= on and self.bound_to == self.user.get_session_auth_hash()

    @property
    def powers(self) -> list[Power]:
        """What a program may do with it, in the order of the form."""
        return [power for power in Power if getattr(self, power)]
