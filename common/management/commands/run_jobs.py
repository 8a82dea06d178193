"""The worker of background work: `manage.py run_jobs`, as long as the site runs; `--once` does what waits and ends."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

INTERVAL_SECONDS = 0.5
# Then it ends, to be started again by whoever watches over it: memory that leaks never grows for weeks.
MOST_TASKS = 500


class Command(BaseCommand):
    help = "Do background work as it is asked for."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is waiting, then end")

    def handle(self, *, once: bool, **options):
        """Ends by SIGTERM or SIGINT; the work at hand then waits for the next worker."""
        from common.jobs.worker import JobsWorker

        if settings.JOBS_MODE != "worker":
            raise CommandError("JOBS_MODE is inline: requests do the background work themselves.")
        worker = JobsWorker(interval=INTERVAL_SECONDS, once=once, max_tasks=None if once else MOST_TASKS)
        worker.configure_signals()
        worker.run()
