from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communes.models import Unit
from services.models.filing import Filing


class FilingRowQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What belongs to a filing is seen with it."""
        return self.filter(filing__in=Filing.objects.visible_to(user).values("pk"))


class FilingSupplement(models.Model):
    """A request to the citizen for more papers; the citizen's time is not counted, a second request makes it late."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="supplements", verbose_name=_("filing"))
    requested_time = models.DateTimeField(_("requested"))
    answered_time = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = FilingRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("supplement request")
        verbose_name_plural = _("supplement requests")
        ordering = ["requested_time", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "requested_time"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This request is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(answered_time__isnull=True) | Q(answered_time__gte=F("requested_time")),
                name="%(app_label)s_%(class)s_answered_after_request",
                violation_error_message=_("The answer cannot come before the request."),
            ),
        ]

    def __str__(self):
        return f"{self.filing} {self.requested_time:%d/%m/%Y}"


class FilingTransfer(models.Model):
    """An open filing that passed to the successor of its unit by a reorganisation."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="transfers", verbose_name=_("filing"))
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("from"))
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("to"))
    on = models.DateField(_("on"))

    objects = FilingRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer of a filing")
        verbose_name_plural = _("transfers of filings")
        ordering = ["on", "id"]
        indexes = [
            models.Index(fields=["from_unit", "on"], name="services_transfer_from"),
            models.Index(fields=["to_unit", "on"], name="services_transfer_to"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "on"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The filing was transferred on this day already."),
            ),
            models.CheckConstraint(
                condition=~Q(from_unit=F("to_unit")),
                name="%(app_label)s_%(class)s_units_differ",
                violation_error_message=_("The units must differ."),
            ),
        ]

    def __str__(self):
        return f"{self.filing}: {self.from_unit} → {self.to_unit}"
