"""The worker: the library's loop over the queue, with a heart that beats beside it and endurance against its database.

The library's own loop ends when a transaction cannot begin (SQLite's one writer is busy for 20 seconds, PostgreSQL is
restarted); ours waits and goes on.
"""

import logging
import os
import secrets
import threading
import time

from django.db import InterfaceError, OperationalError, close_old_connections, connection, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from common.jobs import running, tending
from common.models import JobWorker
from common.models.job import BEAT

logger = logging.getLogger(__name__)

CLEAR_SECONDS = 3600


class JobsWorker(Worker):
    """`once`: do what is waiting and end."""

    def __init__(self, *, interval: float, once: bool = False, max_tasks: int | None = None):
        name = f"{os.getpid()}-{secrets.token_hex(8)}"
        super().__init__(
            queue_names=["default"], interval=interval, batch=once, backend_name="default", startup_delay=False,
            max_tasks=max_tasks, worker_id=name, excluded_queue_names=[],
        )  # fmt: skip
        self._heart = _Heart(name)

    def shutdown(self, signum, frame) -> None:
        """The job at hand stops at its next step and waits for the next worker."""
        running.closing.set()
        super().shutdown(signum, frame)

    def run(self) -> None:
        """Until told to end; in a batch until nothing waits."""
        self._heart.start()
        try:
            self._work()
        finally:
            self._heart.stop()

    def _work(self) -> None:
        while self.running:
            try:
                tending.take_up()
                return super().run()
            except (OperationalError, InterfaceError) as error:
                logger.warning("the database does not answer, trying again: %s", error)
                connection.close()
                time.sleep(max(self.interval, 0.5))


class _Heart(threading.Thread):
    """Says that the worker and its job live, takes up the jobs of dead workers, clears away what is old."""

    def __init__(self, name: str):
        super().__init__(daemon=True, name="heart")
        self._worker, self._over, self._born = name, threading.Event(), timezone.now()
        self._clear_at = 0.0

    def run(self) -> None:
        while True:
            close_old_connections()
            try:
                self.beat()
            except Exception as error:
                # A beat that is missed is made good by the next one; a heart that stops for it would kill the job.
                logger.warning("a heartbeat could not be written: %s", error)
                connection.close()
            if self._over.wait(BEAT.total_seconds()):
                break
        connections.close_all()

    def beat(self) -> None:
        """One beat."""
        now = timezone.now()
        JobWorker.objects.update_or_create(
            name=self._worker, defaults={"seen": now}, create_defaults={"started": self._born, "seen": now}
        )
        running.keep_alive(now)
        tending.take_up()
        if time.monotonic() >= self._clear_at:
            self._clear_at = time.monotonic() + CLEAR_SECONDS
            tending.clear()

    def stop(self) -> None:
        """Stop beating, and say so: the page need not wait for silence."""
        self._over.set()
        self.join(timeout=10)
        try:
            JobWorker.objects.filter(name=self._worker).delete()
        except (OperationalError, InterfaceError):
            logger.warning("the worker could not sign off")
