"""What stands in the queue: nothing but the number of a job."""

from django_tasks import task

from common.models import Job


@task()
def run_job(job_id: int) -> None:
    """Do the job, if nobody has."""
    from common.jobs import running

    running.run(job_id)


def enqueue(job: Job) -> None:
    """Put a waiting job into the queue; with the immediate backend it is done before this returns."""
    run_job.enqueue(job.pk)
