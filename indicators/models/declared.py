from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.months import Month
from communes.models import ScopedQuerySet, Unit
from indicators.models.figure import month_check
from indicators.models.measure import Measure


class Blank(models.TextChoices):
    """Why there is no number; zero is a number (design.md 6)."""

    NOT_APPLICABLE = "not_applicable", _("not applicable")
    NOT_AVAILABLE = "not_available", _("not available")
    NOT_RELIABLE = "not_reliable", _("not reliable")


class DeclaredValue(models.Model):
    """A value that a unit declares for a month, or the reason why it has none; counts once approved."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="declared_values", verbose_name=_("unit"))
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="declared_values", verbose_name=_("measure"))
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    value = models.BigIntegerField(_("value"), null=True, blank=True)
    blank = models.CharField(_("reason for no value"), max_length=15, choices=Blank, blank=True)
    reason = models.CharField(_("reason for differing from the register"), max_length=500, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip
    # The value that stays in force while the month is reopened and a new one waits for approval.
    last_approved = models.BigIntegerField(_("last approved value"), null=True, blank=True, editable=False)
    last_blank = models.CharField(
        _("last approved reason for no value"), max_length=15, choices=Blank, blank=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    batch = models.ForeignKey("common.Batch", models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("declared value")
        verbose_name_plural = _("declared values")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "measure", "year", "month"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This value is declared already."),
            ),
            month_check(),
            models.CheckConstraint(
                condition=Q(blank__in=["", *Blank.values]),
                name="%(app_label)s_%(class)s_blank_known",
                violation_error_message=_("Choose one of the values offered."),
            ),
            models.CheckConstraint(
                condition=Q(last_blank__in=["", *Blank.values]),
                name="%(app_label)s_%(class)s_last_blank_known",
                violation_error_message=_("Choose one of the values offered."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, blank="") | (Q(value__isnull=True) & ~Q(blank="")),
                name="%(app_label)s_%(class)s_value_or_reason",
                violation_error_message=_("Give a number, or the reason why there is none."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="%(app_label)s_%(class)s_not_negative",
                violation_error_message=_("A number cannot be below zero."),
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="%(app_label)s_%(class)s_approved_by_whom",
                violation_error_message=_("When and by whom it was approved go together."),
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.measure} {self.month:02}/{self.year}"

    @property
    def period(self) -> Month:
        return Month(self.year, self.month)
