from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.months import Month
from communes.models import ScopedQuerySet, Unit, Versioned


class UnitMonth(Versioned):
    """An entry that a unit makes once a month, by hand. A month without one has no data, which is not zero."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.unit} {self.month:02}/{self.year}"

    @property
    def period(self) -> Month:
        return Month(self.year, self.month)

    @staticmethod
    def month_rules() -> list[models.BaseConstraint]:
        """The constraints that every such model carries; fresh objects for each, since Django names them by model."""
        return [
            models.UniqueConstraint(
                fields=["unit", "year", "month"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This unit has an entry for this month already."),
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)),
                name="%(app_label)s_%(class)s_month_in_year",
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
        ]
