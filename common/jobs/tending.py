"""What keeps background work in order: jobs of dead workers, expired results, old rows. Done by every worker."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from common import pushes
from common.jobs import files
from common.jobs.running import MOST_ATTEMPTS, mine, put_back
from common.jobs.tasks import enqueue
from common.models import Job, JobState, JobWorker
from common.models.job import SILENCE

logger = logging.getLogger(__name__)

# The row says for a while what was done; the file goes first.
ROWS_KEPT = timedelta(days=90)
QUEUE_KEPT = timedelta(days=2)
LOOSE_AFTER_SECONDS = 3600
# What floors above clear away before, their ties to old works included; filled in bacha.wiring.
CLEARED: list[Callable[[], int]] = []


def take_up() -> int:
    """Jobs of workers that are not heard of any more: back into the queue once, then failed. Returns how many."""
    found = list(Job.objects.abandoned(on=timezone.now()))
    for job in found:
        if job.cancel_asked:
            _give_up(job, JobState.CANCELLED, _("Cancelled while it ran; nothing was made."))
        elif job.attempt < MOST_ATTEMPTS:
            logger.warning("job %s: its worker is gone, it waits for another", job.pk)
            put_back(job)
        else:
            logger.error("job %s: its worker is gone for the second time", job.pk)
            _give_up(job, JobState.FAILED, _("The work was interrupted twice and has been given up; nothing was made."))
    return len(found) + _queue_anew()


def _queue_anew() -> int:
    """Jobs that wait for nothing: the queue lost them when the database failed at the wrong moment."""
    lost = Job.objects.filter(state=JobState.WAITING, created_at__lt=timezone.now() - SILENCE)
    if not lost.exists() or DBTaskResult.objects.filter(status="READY").exists():
        return 0
    for job in lost:
        enqueue(job)
    return len(lost)


def _give_up(job: Job, state: str, sentence: str) -> None:
    user = get_user_model().objects.filter(pk=job.created_by_id).first()
    with translation.override(getattr(user, "language", settings.LANGUAGE_CODE)):
        mine(job).update(state=state, sentence=str(sentence), finished=timezone.now())


def clear() -> int:
    """Remove results past their days, rows and keys of programs past theirs, and files that nobody names; returns how
    many files went."""
    now = timezone.now()
    pushes.clear()
    above = sum(call() for call in CLEARED)
    expired = Job.objects.filter(finished__lt=now - timedelta(days=settings.JOB_RESULT_DAYS)).exclude(stored_as="")
    for job in expired:
        # First the row, then the file: a row never names a file that is gone.
        Job.objects.filter(pk=job.pk).update(stored_as="")
        files.path_of(job).unlink(missing_ok=True)
    Job.objects.filter(finished__lt=now - ROWS_KEPT, stored_as="").delete()
    JobWorker.objects.filter(seen__lt=now - QUEUE_KEPT).delete()
    DBTaskResult.objects.exclude(status="READY").filter(enqueued_at__lt=now - QUEUE_KEPT).delete()
    named = set(Job.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    running = {f"work-{pk}-{attempt}" for pk, attempt in _running()}
    return above + len(expired) + files.clear(named, running, older_than=time.time() - LOOSE_AFTER_SECONDS)


def _running():
    return Job.objects.filter(state=JobState.RUNNING).values_list("pk", "attempt")
