"""Asking for background work, and calling it off. The work is no write of a register: it leaves its own row, no event
in the audit trail."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import Refused
from common.jobs.kinds import KINDS
from common.models import Job, JobState

# So that one person does not keep all others waiting.
MOST_WAITING = 10


def start(*, by, kind: str, title: str, parameters: dict) -> Job:
    """A new piece of work, queued in the same transaction; `kind` is a key of KINDS, `parameters` plain JSON values."""
    from common.jobs.tasks import enqueue  # the queue's models are there only when all apps are loaded

    if kind not in KINDS:
        raise LookupError(f"no kind of work is called {kind}")
    if Job.objects.unfinished().filter(created_by_id=by.pk).count() >= MOST_WAITING:
        raise Refused(
            _("%(number)s of your works are waiting or running. Let them end, or cancel one, and ask again.")
            % {"number": MOST_WAITING}
        )
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind, title=title[:300], parameters=parameters, created_at=timezone.now(), created_by_id=by.pk,
            created_by_name=str(by)[:200],
        )  # fmt: skip
        enqueue(job)
    return job


def cancel(job: Job, *, by) -> Job:
    """Call it off: at once if nobody has begun, otherwise the worker stops at its next step and leaves no file.

    Refused when it has ended.
    """
    if not Job.objects.visible_to(by).filter(pk=job.pk).exists():
        raise Refused(_("Only the person who asked for this work may cancel it."))
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
    sentence = _("Cancelled before it began.")
    if not waiting.update(state=JobState.CANCELLED, cancel_asked=True, sentence=sentence, finished=now):
        running = Job.objects.filter(pk=job.pk, state=JobState.RUNNING)
        if not running.update(cancel_asked=True, done=F("done")):
            raise Refused(_("This work has ended already; there is nothing to cancel."))
    job.refresh_from_db()
    return job
