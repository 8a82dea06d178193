"""Background work for tests; plain rows, written past the actions and the queue, or asked for and done."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from common.jobs import actions
from common.models import Job


def make_job(by, **fields) -> Job:
    """A stored job of a person, waiting unless told otherwise; `ago`: how many seconds ago all of it happened."""
    moment = timezone.now() - timedelta(seconds=fields.pop("ago", 0))
    state = fields.get("state", "waiting")
    values = {"kind": "test.work", "title": "Việc thử", "created_at": moment, "created_by_id": by.pk}
    values["created_by_name"] = str(by)
    if state != "waiting":
        values |= {"started": moment, "heartbeat": moment, "attempt": 1}
    if state in ("done", "failed", "cancelled"):
        values |= {"finished": moment, "sentence": "Xong."}
    return Job.objects.create(**values | fields)


def do_job(by, *, kind: str, parameters: dict, title: str = "Việc thử") -> Job:
    """A job as a person asks for it, after the commit that begins it."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        job = actions.start(by=by, kind=kind, title=title, parameters=parameters)
    job.refresh_from_db()
    return job


class Unwatched:
    """The progress of work that a test calls by itself: nobody asks it to stop."""

    def of(self, total: int) -> None:
        """Noted nowhere."""

    step = of
