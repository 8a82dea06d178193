from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communes.models.base import DatedQuerySet, ScopedQuerySet, one_of
from communes.models.unit import Unit


class Section(models.TextChoices):
    """The sections of the monthly report; a stale mark, a source and a coverage row name one."""

    EQUIPMENT = "equipment", _("Equipment")
    STAFF = "staff", _("Staff")
    NETWORK = "network", _("Connections")
    SOFTWARE = "software", _("Software")
    MEETINGS = "meetings", _("Online meetings")
    DOCUMENTS = "documents", _("Documents")
    WORKFILES = "workfiles", _("Work files")
    PROCEDURES = "procedures", _("Procedures")
    FILINGS = "filings", _("Filings")
    TREASURY = "treasury", _("Treasury")
    FEEDBACK = "feedback", _("Feedback")
    OUTREACH = "outreach", _("Outreach")
    GUIDANCE = "guidance", _("Guidance and checks")
    TASKS = "tasks", _("Tasks")
    SECURITY = "security", _("Security")
    REPORTS = "reports", _("Reports")


class Source(models.TextChoices):
    REGISTER = "register", _("register")
    IMPORT = "import", _("import")
    REPORT = "report", _("reported totals")


class StaleMark(models.Model):
    """A note that the figures of a unit, month and section must be recounted. Append-only, no unique key."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=12)

    class Meta:
        verbose_name = _("stale mark")
        verbose_name_plural = _("stale marks")
        indexes = [models.Index(fields=["unit", "year", "month"], name="communes_stalemark_cell")]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)),
                name="%(app_label)s_%(class)s_month_in_year",
                violation_error_message=_("A month is a number from 1 to 12."),
            )
        ]

    def __str__(self):
        return f"{self.unit_id} {self.year}-{self.month:02} {self.section}"


class ClosedMonth(models.Model):
    """A unit's month whose figures are settled: the one lock on the past."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="closed_months", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    closed_at = models.DateTimeField(_("closed"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("closed by")
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "month"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This month is closed already."),
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)),
                name="%(app_label)s_%(class)s_month_in_year",
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.month:02}/{self.year}"


class SectionSource(models.Model):
    """Where a unit's figures of a section come from, from a day on; declared once, so nothing is counted twice."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="section_sources", verbose_name=_("unit"))
    section = models.CharField(_("section"), max_length=12, choices=Section)
    source = models.CharField(_("source"), max_length=10, choices=Source)
    since = models.DateField(_("since"))
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of a section")
        verbose_name_plural = _("sources of sections")
        constraints = [
            one_of("section", Section),
            one_of("source", Source),
            models.UniqueConstraint(
                fields=["unit", "section", "since"],
                name="%(app_label)s_%(class)s_one_start",
                violation_error_message=_("A source begins on this day already."),
            ),
        ]

    def __str__(self):
        return f"{self.unit} – {self.get_section_display()}: {self.get_source_display()}"


class ReportingCalendar(models.Model):
    """The cut-off day that the stored figures were counted with, and the first and last month kept."""

    cutoff_day = models.PositiveSmallIntegerField(_("cut-off day"))
    first_year = models.PositiveSmallIntegerField(_("first year kept"))
    first_month = models.PositiveSmallIntegerField(_("first month kept"))
    last_year = models.PositiveSmallIntegerField(_("last year kept"))
    last_month = models.PositiveSmallIntegerField(_("last month kept"))
    # The business day on which the running month was last counted anew.
    counted_on = models.DateField(_("last counted on"), null=True)
    # Moves on with every commit that writes figures: what was made of figures of one version is true until the next.
    figures_version = models.PositiveBigIntegerField(_("version of the figures"), default=0, editable=False)

    class Meta:
        verbose_name = _("reporting calendar")
        verbose_name_plural = _("reporting calendars")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="%(app_label)s_%(class)s_single",
                violation_error_message=_("There is one reporting calendar."),
            ),
            models.CheckConstraint(
                condition=Q(cutoff_day__range=(1, 28)) | Q(cutoff_day=31),
                name="%(app_label)s_%(class)s_cutoff_known",
                violation_error_message=_("The cut-off day is 1 to 28, or 31 for the calendar month."),
            ),
            models.CheckConstraint(
                condition=Q(first_month__range=(1, 12)) & Q(last_month__range=(1, 12)),
                name="%(app_label)s_%(class)s_months_in_year",
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
        ]

    def __str__(self):
        return f"{self.cutoff_day}"
