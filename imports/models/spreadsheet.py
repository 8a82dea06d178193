from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.jobs.kinds import Stopped
from common.models import Batch, Job
from communes.models import Unit
from communes.models.base import one_of
from communes.scope import scope_of


class SheetKind(models.TextChoices):
    """The kinds of files that are read; the content decides, never the name."""

    XLSX = "xlsx", "Excel (XLSX)"
    ODS = "ods", "OpenDocument (ODS)"
    CSV = "csv", "CSV"


class ImportState(models.TextChoices):
    """The last step that was completed; what is being done at the moment is said by the import's work."""

    UPLOADED = "uploaded", _("received")
    READ = "read", _("columns to be confirmed")
    CHECKED = "checked", _("ready to be published")
    PUBLISHED = "published", pgettext_lazy("import", "published")
    UNDONE = "undone", _("taken back")
    FAILED = "failed", _("not usable")
    CANCELLED = "cancelled", _("given up")


# Nothing of the file is kept any more.
OVER = (ImportState.PUBLISHED, ImportState.UNDONE, ImportState.FAILED, ImportState.CANCELLED)


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; administrators see everybody's. What a file holds is for nobody else before it is published."""
        return self if scope_of(user).is_administrator else self.filter(uploaded_by=user)

    def of_the_same_file(self, resource: str, unit: Unit | None, sha256: str):
        """Imports of the very same bytes into the same place that stand in the register."""
        return self.filter(resource=resource, unit=unit, sha256=sha256, state=ImportState.PUBLISHED)

    def with_files(self):
        """Those whose file is still there."""
        return self.exclude(state__in=OVER)


class Import(models.Model):
    """A spreadsheet on its way into a register: what it is, how far it is, and what would come or came of it."""

    resource = models.CharField(_("register"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("file name"), max_length=255)
    kind = models.CharField(_("kind of file"), max_length=5, choices=SheetKind)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    # Under DATA_DIR/imports, where the file and what was made of it lie until it is over.
    folder = models.CharField(_("folder"), max_length=40, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    sentence = models.CharField(_("result"), max_length=500, blank=True)
    # Titles of the sheets with rows and columns; which of them is imported; its headings; the row of its first record.
    sheets = models.JSONField(_("sheets"), default=list)
    sheet = models.PositiveSmallIntegerField(_("sheet"), default=0)
    headings = models.JSONField(_("headings"), default=list)
    dropped = models.JSONField(_("columns left out"), default=list)
    first_row = models.PositiveIntegerField(_("first row"), default=0)
    shape = models.CharField(_("shape"), max_length=64, blank=True)
    # Name of the register's column -> place in the file; and how doubtful numbers of a column are meant.
    places = models.JSONField(_("columns"), default=dict)
    answers = models.JSONField(_("answers"), default=dict)
    asked = models.JSONField(_("columns with doubtful numbers"), default=list)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed rows"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    batch = models.OneToOneField(
        Batch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("batch")
    )
    # Let go by imports.folders before old works are deleted.
    job = models.ForeignKey(Job, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("work"))
    uploaded_at = models.DateTimeField(_("received"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("received from")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("taken back by"),
    )  # fmt: skip
    reason = models.CharField(_("reason for taking it back"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    # What the trail of an import need not repeat.
    AUDIT_EXCLUDE = (
        "version", "sheets", "sheet", "headings", "dropped", "first_row", "shape", "places", "answers", "asked",
        "folder", "job_id", "sentence",
    )  # fmt: skip

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-id"]
        indexes = [
            models.Index(fields=["uploaded_by", "uploaded_at", "id"], name="imports_import_person"),
            models.Index(fields=["uploaded_at", "id"], name="imports_import_uploaded"),
            models.Index(fields=["sha256"], name="imports_import_sha256"),
        ]
        constraints = [
            one_of("state", ImportState),
            one_of("kind", SheetKind, message=_("Files of this kind are not taken.")),
            models.CheckConstraint(
                condition=~Q(resource="") & ~Q(folder="") & ~Q(sha256=""),
                name="%(app_label)s_%(class)s_named",
                violation_error_message=_("An import says which file goes into which register."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "undone"], published_at__isnull=False, published_by__isnull=False)
                | Q(
                    state__in=["uploaded", "read", "checked", "failed", "cancelled"],
                    published_at__isnull=True, published_by__isnull=True, batch__isnull=True,
                ),
                name="%(app_label)s_%(class)s_published_by_somebody",
                violation_error_message=_("What was published says when and by whom."),
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False, undone_by__isnull=False)
                | (~Q(state="undone") & Q(undone_at__isnull=True, undone_by__isnull=True)),
                name="%(app_label)s_%(class)s_undone_by_somebody",
                violation_error_message=_("What was taken back says when and by whom."),
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(sentence=""),
                name="%(app_label)s_%(class)s_failed_with_sentence",
                violation_error_message=_("Say why the file cannot be used."),
            ),
            # Two rules, because an empty unit is equal to none.
            models.UniqueConstraint(
                fields=["resource", "unit", "sha256"],
                condition=Q(state="published"),
                name="%(app_label)s_%(class)s_file_once",
                violation_error_message=_("This very file has been published already."),
            ),
            models.UniqueConstraint(
                fields=["resource", "sha256"],
                condition=Q(state="published", unit__isnull=True),
                name="%(app_label)s_%(class)s_file_once_for_all",
                violation_error_message=_("This very file has been published already."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("imports:import-detail", args=[self.pk])

    @property
    def path(self) -> Path:
        """Where the file and what was made of it lie."""
        return Path(settings.IMPORTS_ROOT) / Path(self.folder).name

    def note_step(self) -> None:
        """Save what a step at work has found; Stopped as `require_open` says."""
        with transaction.atomic():
            self.require_open()
            self.save()

    def require_open(self) -> None:
        """Stopped if the import has been given up or is at another work, as the locked row says: a worker that was
        thought dead wakes up after the person has gone on. Call inside a transaction."""
        fresh = Import.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if fresh.is_over or fresh.job_id != self.job_id:
            raise Stopped

    @property
    def is_over(self) -> bool:
        """Whether nothing of the file is kept any more."""
        return self.state in OVER

    @property
    def is_at_work(self) -> bool:
        """Whether a step is waiting or running in the background."""
        return self.job is not None and not self.job.is_final

    @property
    def to_write(self) -> int:
        """How many rows publishing would write."""
        return self.new + self.changed
