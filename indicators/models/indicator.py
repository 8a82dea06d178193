from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from communes.models import UnitKind
from communes.models.base import one_of
from indicators.models.measure import Measure


class Direction(models.TextChoices):
    UP = "up", _("more is better")
    DOWN = "down", _("less is better")
    NONE = "none", _("neither is better")


class Side(models.TextChoices):
    NUMERATOR = "numerator", _("numerator")
    DENOMINATOR = "denominator", _("denominator")


class Indicator(models.Model):
    """A share (or count) made of measures: declarative terms, no code in the data (design.md 6)."""

    key = models.CharField(_("key"), max_length=60, unique=True)
    label_vi = models.CharField(_("label (Vietnamese)"), max_length=200)
    label_en = models.CharField(_("label (English)"), max_length=200)
    formula_vi = models.CharField(_("formula in words (Vietnamese)"), max_length=400)
    formula_en = models.CharField(_("formula in words (English)"), max_length=400)
    direction = models.CharField(
        pgettext_lazy("indicator", "direction"), max_length=4, choices=Direction, default=Direction.UP
    )
    is_share = models.BooleanField(_("in percent"), default=True)
    # Names of counts that are no sums of months, in `indicators.distinct`; empty where terms are given.
    distinct_numerator = models.CharField(_("distinct count of the numerator"), max_length=60, blank=True)
    distinct_denominator = models.CharField(_("distinct count of the denominator"), max_length=60, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    # False: the basis is recalled, not proven, and every page that shows it says so.
    proven = models.BooleanField(_("basis checked"), default=False)
    note_vi = models.CharField(_("note (Vietnamese)"), max_length=400, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=400, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until (exclusive)"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(pgettext_lazy("order", "position"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "id"]
        constraints = [
            one_of("direction", Direction),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_from__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_until_after_from",
                violation_error_message=_("The end must be later than the beginning."),
            ),
        ]

    def __str__(self):
        return self.label_en if get_language() == "en" else self.label_vi

    def get_absolute_url(self):
        return reverse("dashboards:indicator", args=[self.key])

    @property
    def is_distinct(self) -> bool:
        """Whether a side counts distinct things, which no sum of months gives."""
        return bool(self.distinct_numerator or self.distinct_denominator)


class IndicatorTerm(models.Model):
    """One signed measure in an indicator's numerator or denominator."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="terms", verbose_name=_("indicator"))
    side = models.CharField(_("side"), max_length=12, choices=Side)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", verbose_name=_("measure"))
    sign = models.SmallIntegerField(_("sign"), default=1)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            one_of("side", Side),
            models.UniqueConstraint(
                fields=["indicator", "side", "measure"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This measure is a term already."),
            ),
            models.CheckConstraint(
                condition=Q(sign__in=[-1, 1]),
                name="%(app_label)s_%(class)s_sign_known",
                violation_error_message=_("A sign is 1 or -1."),
            ),
        ]

    def __str__(self):
        return f"{'−' if self.sign < 0 else '+'} {self.measure.key}"


class Target(models.Model):
    """What an indicator should reach in a year, for all units or one kind of unit, with its legal basis."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name=_("indicator"))
    unit_kind = models.CharField(_("kind of unit"), max_length=10, choices=UnitKind, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=8, decimal_places=2)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    proven = models.BooleanField(_("basis checked"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["indicator_id", "year", "unit_kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit_kind", "year"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This target is set already."),
            ),
            models.CheckConstraint(
                condition=Q(unit_kind__in=["", *UnitKind.values]),
                name="%(app_label)s_%(class)s_unit_kind_known",
                violation_error_message=_("Choose one of the values offered."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="%(app_label)s_%(class)s_not_negative",
                violation_error_message=_("A number cannot be below zero."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.year}: {number_format(self.value)}"
