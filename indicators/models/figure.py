from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models import ScopedQuerySet, Unit
from indicators.models.measure import Measure


def month_check():
    """The CHECK that every monthly row carries."""
    return models.CheckConstraint(
        condition=Q(month__range=(1, 12)),
        name="%(app_label)s_%(class)s_month_in_year",
        violation_error_message=_("A month is a number from 1 to 12."),
    )


class Figure(models.Model):
    """A unit's monthly value of a measure: recounted, never incremented (design.md 3 and 6).

    `own` is the reported value, else the registered one; `total` is own plus all descendants (distinct measures:
    counted over the subtree). Without a row a register's measure is 0 and a reported one has no data.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="figures", db_index=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="figures", db_index=False)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    registered = models.BigIntegerField(null=True)
    reported = models.BigIntegerField(null=True)
    blank = models.CharField(max_length=15, blank=True)
    own = models.BigIntegerField(null=True)
    total = models.BigIntegerField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        indexes = [models.Index(fields=["year", "month", "measure", "unit"], name="indicators_figure_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "measure", "year", "month"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("There is one figure for a unit, measure and month."),
            ),
            month_check(),
        ]

    def __str__(self):
        return f"{self.unit_id} {self.measure_id} {self.year}-{self.month:02}: {self.total}"


class ProcedureFigure(models.Model):
    """Filings of a month by procedure and channel, for every level of the tree: distinct counts read this.

    `own` and `total` are filings received that came this way, `own_results` and `total_results` results handed out this
    way (at the unit that held the filing, in the month of handing out), `own_finished`, `own_late` and their totals
    those resolved (there) that had come this way, and of them the late ones. A row may have only some of these.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    procedure = models.ForeignKey("services.Procedure", models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    own = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    own_results = models.PositiveIntegerField(default=0)
    total_results = models.PositiveIntegerField(default=0)
    own_finished = models.PositiveIntegerField(default=0)
    total_finished = models.PositiveIntegerField(default=0)
    own_late = models.PositiveIntegerField(default=0)
    total_late = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure by procedure")
        verbose_name_plural = _("figures by procedure")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "month", "procedure", "channel"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("There is one figure for a unit, procedure, channel and month."),
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["direct", "online", "postal"]),
                name="%(app_label)s_%(class)s_channel_known",
                violation_error_message=_("Choose one of the values offered."),
            ),
            month_check(),
        ]

    def __str__(self):
        return f"{self.unit_id} {self.procedure_id} {self.channel} {self.year}-{self.month:02}: {self.total}"


class CoverageFigure(models.Model):
    """How many units of a subtree were expected to have figures of a section, and how many are approved or blank."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    section = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    own_expected = models.PositiveSmallIntegerField(default=0)
    own_approved = models.PositiveSmallIntegerField(default=0)
    own_pending = models.PositiveSmallIntegerField(default=0)
    own_blank = models.PositiveSmallIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    approved = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    blank = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "section", "year", "month"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("There is one coverage for a unit, section and month."),
            ),
            month_check(),
        ]

    def __str__(self):
        return f"{self.unit_id} {self.section} {self.year}-{self.month:02}"
