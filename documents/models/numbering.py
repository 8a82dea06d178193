from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.models import ScopedQuerySet, Unit
from communes.models.base import one_of
from documents.models.choices import Direction


class NumberCounter(models.Model):
    """The last number given out in one register of a unit: direction, series and year."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    direction = models.CharField(_("direction"), max_length=8, choices=Direction)
    series = models.CharField(_("series"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("number counter")
        verbose_name_plural = _("number counters")
        constraints = [
            one_of("direction", Direction),
            models.UniqueConstraint(
                fields=["unit", "direction", "series", "year"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This register has a counter already."),
            ),
        ]

    def __str__(self):
        return f"{self.unit}, {self.get_direction_display()} {self.series} {self.year}: {self.last}"
