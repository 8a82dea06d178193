from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models.base import one_of
from communes.models.unit import Unit


class Role(models.TextChoices):
    OFFICIAL = "official", _("official")
    HEAD = "head", _("head of the unit")
    REVIEWER = "reviewer", _("reviewer")
    LEADER = "leader", _("leader")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class MembershipQuerySet(models.QuerySet):
    def in_force(self, *, on):
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on)

    def visible_to(self, user):
        """Administrators see all; everybody else their own."""
        from communes.scope import scope_of

        return self if scope_of(user).is_administrator else self.filter(user_id=user.pk)


class Membership(models.Model):
    """A person's role in a unit for a time; an official's covers the unit itself, every other role its subtree."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=15, choices=Role)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until (exclusive)"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [models.Index(fields=["user", "valid_from"], name="communes_membership_user")]
        constraints = [
            one_of("role", Role),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_until_after_from",
                violation_error_message=_("The end must be later than the beginning."),
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(valid_until__isnull=True),
                name="%(app_label)s_%(class)s_one_open",
                violation_error_message=_("The person has this role in this unit already."),
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.get_role_display()}, {self.unit}"
