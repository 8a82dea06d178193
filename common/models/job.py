from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# A worker notes every BEAT that it lives; after SILENCE nobody believes it any more.
BEAT, SILENCE = timedelta(seconds=5), timedelta(seconds=45)


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("completed")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", pgettext_lazy("work", "cancelled")


FINAL = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; everybody's for whoever looks after the accounts."""
        return self if user.has_perm("accounts.change_user") else self.filter(created_by_id=user.pk)

    def unfinished(self):
        return self.exclude(state__in=FINAL)

    def abandoned(self, *, on: datetime):
        """Running ones whose worker has not been heard of for a while."""
        return self.filter(state=JobState.RUNNING, heartbeat__lt=on - SILENCE)


class Job(models.Model):
    """Work in the background that somebody asked for: how far it is, what came of it, and the file that it made."""

    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=300)
    # Numbers, days and words of choices; never what somebody typed about a person.
    parameters = models.JSONField(_("parameters"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    sentence = models.CharField(_("result"), max_length=500, blank=True)
    cancel_asked = models.BooleanField(_("to be cancelled"), default=False)
    # How often a worker has begun it: what a worker of an earlier attempt still writes is not believed.
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    # Empty again when the file has been cleared away.
    stored_as = models.CharField(_("stored as"), max_length=100, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("asked for"))
    created_by_id = models.BigIntegerField(_("person (number)"))
    created_by_name = models.CharField(_("asked for by"), max_length=200)
    started = models.DateTimeField(_("begun"), null=True, blank=True)
    heartbeat = models.DateTimeField(_("last heard of"), null=True, blank=True)
    finished = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background work")
        verbose_name_plural = _("background work")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["created_by_id", "created_at", "id"], name="common_job_person"),
            models.Index(fields=["created_at", "id"], name="common_job_created"),
            models.Index(
                fields=["state", "heartbeat"],
                condition=Q(state__in=["waiting", "running"]),
                name="common_job_unfinished",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.values),
                name="%(app_label)s_%(class)s_state_known",
                violation_error_message=_("Choose one of the values offered."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(title=""),
                name="%(app_label)s_%(class)s_named",
                violation_error_message=_("Background work says what it is."),
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")),
                name="%(app_label)s_%(class)s_done_within_total",
                violation_error_message=_("No more can be done than there is."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished__isnull=False),
                name="%(app_label)s_%(class)s_finished_when_final",
                violation_error_message=_("Work has ended when it is done, failed or cancelled, and only then."),
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(started__isnull=False, heartbeat__isnull=False, attempt__gte=1),
                name="%(app_label)s_%(class)s_running_is_heard_of",
                violation_error_message=_("Running work has a beginning and is heard of."),
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(sentence=""),
                name="%(app_label)s_%(class)s_failed_with_sentence",
                violation_error_message=_("Say why the work failed."),
            ),
            models.CheckConstraint(
                condition=Q(stored_as="") | (Q(state="done") & ~Q(sha256="") & ~Q(file_name="")),
                name="%(app_label)s_%(class)s_file_of_done_work",
                violation_error_message=_("Only work that is done has a file, with its name and hash."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("jobs:job-detail", args=[self.pk])

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    @property
    def percent(self) -> int:
        """How much of it is done, 0 to 100; 0 while nobody knows how much there is."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def is_cleared(self) -> bool:
        """Its file was there and has been cleared away."""
        return bool(self.sha256) and not self.stored_as


class JobWorkerQuerySet(models.QuerySet):
    def alive(self, *, on: datetime):
        return self.filter(seen__gte=on - SILENCE)


class JobWorker(models.Model):
    """A process that does background work, and when it was last heard of."""

    name = models.CharField(_("name"), max_length=64, unique=True)
    started = models.DateTimeField(_("begun"))
    seen = models.DateTimeField(_("last heard of"))

    objects = JobWorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="%(app_label)s_%(class)s_named",
                violation_error_message=_("A worker has a name."),
            ),
            models.CheckConstraint(
                condition=Q(seen__gte=F("started")),
                name="%(app_label)s_%(class)s_seen_since_start",
                violation_error_message=_("A worker cannot be heard of before it began."),
            ),
        ]

    def __str__(self):
        return self.name
