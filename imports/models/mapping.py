from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RememberedMappingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own."""
        return self.filter(noted_by=user)


class RememberedMapping(models.Model):
    """Which column of a file is which of the register, as a person confirmed it for files with the same headings."""

    resource = models.CharField(_("register"), max_length=40)
    shape = models.CharField(_("shape"), max_length=64)
    places = models.JSONField(_("columns"), default=dict)
    answers = models.JSONField(_("answers"), default=dict)
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noted by"))

    objects = RememberedMappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [
            models.UniqueConstraint(
                fields=["noted_by", "resource", "shape"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The columns of this shape are remembered already."),
            ),
            models.CheckConstraint(
                condition=~Q(resource="") & ~Q(shape=""),
                name="%(app_label)s_%(class)s_named",
                violation_error_message=_("Columns are remembered for the files of a register."),
            ),
        ]

    def __str__(self):
        return f"{self.resource} {self.shape[:8]}"
