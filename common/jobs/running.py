"""Doing a job: taking it, noting how far it is, and how it ended. Called by whatever empties the queue.

Every write asks that the row is still at our attempt: a worker that was thought dead and wakes up changes nothing.
"""

import logging
import secrets
import shutil
import threading
import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.jobs import files
from common.jobs.kinds import KINDS, JobFailed, Result, Stopped
from common.models import Job, JobState

logger = logging.getLogger(__name__)

# How often a job's row is written to and asked whether to stop, at most.
EVERY_SECONDS = 0.5
# A job whose worker died is begun anew once; a second death says that the job itself may be the reason.
MOST_ATTEMPTS = 2
# Set when the worker is told to end: jobs stop at their next step and wait for the next worker.
closing = threading.Event()
# The attempt that this process is at, if any: the worker's heart says for it that it lives.
_at_hand: Job | None = None


def run(job_id: int) -> None:
    """Do a waiting job; nothing if it was cancelled meanwhile or another worker has it."""
    global _at_hand
    job = _take(job_id)
    if job is None:
        return
    _at_hand = job
    try:
        _do(job)
    finally:
        _at_hand = None


def keep_alive(now) -> None:
    """Note that the job at hand is being worked at; called by another thread."""
    if (job := _at_hand) is not None:
        mine(job).update(heartbeat=now)


def _do(job: Job) -> None:
    user = get_user_model().objects.filter(pk=job.created_by_id, is_active=True).first()
    with translation.override(getattr(user, "language", settings.LANGUAGE_CODE)):
        folder = files.work_folder(job)
        try:
            _finish(job, KINDS[job.kind].run(job.parameters, _present(user), _Watched(job, folder)))
        except Stopped:
            _stopped(job)
        except JobFailed as error:
            _end(job, JobState.FAILED, sentence=str(error))
        except Exception:
            # The library would keep the traceback in a row of the database; ours goes to the log, redacted.
            number = secrets.token_hex(4).upper()
            logger.exception("job %s failed, number %s", job.pk, number)
            sentence = _("The work failed by a fault of the system; nothing was made. Number to quote: %(number)s.")
            _end(job, JobState.FAILED, sentence=sentence % {"number": number})
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _present(user):
    if user is None:
        raise JobFailed(_("The account that asked for this work is not active any more."))
    return user


def _take(job_id: int) -> Job | None:
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, state=JobState.WAITING).update(
        state=JobState.RUNNING, attempt=F("attempt") + 1, started=now, heartbeat=now, done=0, total=0
    )
    return Job.objects.get(pk=job_id) if taken else None


class _Watched:
    """The progress of one attempt."""

    def __init__(self, job: Job, folder):
        self.job, self.folder = job, folder
        self._total, self._next = 0, 0.0

    def of(self, total: int) -> None:
        """Notes how much there is."""
        self._total = total
        self._write(done=0, total=total)

    def step(self, done: int) -> None:
        """Notes how much is done, not more often than EVERY_SECONDS."""
        if closing.is_set():
            raise Stopped
        if time.monotonic() < self._next:
            return
        self._write(done=min(done, self._total))

    def _write(self, **values) -> None:
        self._next = time.monotonic() + EVERY_SECONDS
        if not mine(self.job).filter(cancel_asked=False).update(heartbeat=timezone.now(), **values):
            raise Stopped


def mine(job: Job):
    """The row, if it is still at this attempt."""
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING)


def _finish(job: Job, result: Result) -> None:
    if result.file is None:
        _end(job, JobState.DONE, sentence=result.sentence, done=F("total"))
        return
    name, digest = files.keep(job, result.file)
    values = {"stored_as": name, "sha256": digest, "file_name": result.file_name, "done": F("total")}
    # Somebody who cancels at the last moment has cancelled.
    with transaction.atomic():
        ended = not _is_cancelled(job) and _end(job, JobState.DONE, sentence=result.sentence, **values)
    if not ended:
        (files.root() / name).unlink(missing_ok=True)
        _stopped(job)


def _is_cancelled(job: Job) -> bool:
    return Job.objects.select_for_update(of=("self",)).filter(pk=job.pk, cancel_asked=True).exists()


def _end(job: Job, state: str, **values) -> bool:
    sentence = values.pop("sentence")[:500]
    return bool(mine(job).update(state=state, finished=timezone.now(), sentence=sentence, **values))


def _stopped(job: Job) -> None:
    """Cancelled; or the worker closes, then the job waits for another; or the job is not ours any more."""
    if mine(job).filter(cancel_asked=True).exists():
        _end(job, JobState.CANCELLED, sentence=_("Cancelled while it ran; nothing was made."))
    elif closing.is_set():
        put_back(job, attempt=job.attempt - 1)


def put_back(job: Job, **values) -> bool:
    """Let a running job wait again, in the queue; False if it is not at this attempt any more."""
    from common.jobs.tasks import enqueue

    with transaction.atomic():
        put = mine(job).update(state=JobState.WAITING, done=0, total=0, **values)
        if put:
            enqueue(job)
    return bool(put)
