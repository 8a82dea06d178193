"""What stands in the queue: nothing but the number of a job."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django_tasks import task

from common.models import Job


@task()
def run_job(job_id: int) -> None:
    """Do the job, if nobody has."""
    from common.jobs import running

    running.run(job_id)


def enqueue(job: Job) -> None:
    """Put a waiting job into the queue, in the transaction at hand; where requests work themselves, it is done after
    the commit: a long work must not keep SQLite's only write lock."""
    if settings.JOBS_MODE == "inline":
        transaction.on_commit(partial(run_job.enqueue, job.pk))
    else:
        run_job.enqueue(job.pk)
