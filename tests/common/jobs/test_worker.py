"""The worker itself, in this process and in processes of its own: two at once, one that is killed in mid-work."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from common.jobs import actions, files
from common.jobs.worker import JobsWorker
from common.models import Job, JobWorker
from communes.models import Role
from devtools.shell import ROOT
from documents.printing import job as printing
from tests.documents.printing.papers import fill, july
from tests.factories import accounts as people
from tests.factories import communes as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.JOBS_MODE = "worker"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def start(by, kind="write", **parameters) -> Job:
    return actions.start(by=by, kind=kind, title="Việc thử", parameters=parameters)


def test_worker_does_what_waits_and_signs_off():
    person = people.make_user("tacuty")
    jobs = [start(person), start(person)]
    assert {job.state for job in jobs} == {"waiting"}
    call_command("run_jobs", once=True)
    assert set(Job.objects.values_list("state", "attempt")) == {("done", 1)}
    assert not JobWorker.objects.exists()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_cancelled_work_is_not_begun():
    person = people.make_user("tacuty")
    job = actions.cancel(start(person), by=person)
    call_command("run_jobs", once=True)
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("cancelled", 0)


def test_worker_outlives_a_busy_database(monkeypatch):
    start(people.make_user("tacuty"))
    tries, run = [], Worker.run

    def busy_once(self):
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("database is locked")
        run(self)

    monkeypatch.setattr(Worker, "run", busy_once)
    JobsWorker(interval=0.01, once=True).run()
    assert (len(tries), Job.objects.get().state) == (2, "done")


def test_worker_refuses_to_stand_beside_requests_that_work_themselves(settings):
    settings.JOBS_MODE = "inline"
    with pytest.raises(CommandError, match="inline"):
        call_command("run_jobs", once=True)


# --- In processes of their own ---------------------------------------------------------------------------------------


def worker(settings) -> subprocess.Popen:
    """`manage.py run_jobs --once` on the tests' database and folder."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database['NAME']}"
    data = settings.JOBS_ROOT.parent
    environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(data), "JOBS_MODE": "worker"}
    command = [sys.executable, "manage.py", "run_jobs", "--once"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def until(condition, seconds: int = 90) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def book_of(entries: int) -> Job:
    unit = make.make_unit("Tả Củ Tỷ")
    fill(unit, entries)
    parameters = printing.parameters_of(july(unit), "pdf")
    return start(make.make_member(Role.OFFICIAL, unit), printing.NAME, **parameters)


def test_two_workers_do_each_piece_of_work_once(settings):
    job = book_of(20)
    person = people.User.objects.get(pk=job.created_by_id)
    for _number in range(3):
        start(person, job.kind, **job.parameters)
    processes = [worker(settings), worker(settings)]
    assert [process.wait(120) for process in processes] == [0, 0]
    assert list(Job.objects.values_list("state", "attempt")) == [("done", 1)] * 4
    assert len(list(files.root().iterdir())) == 4


def test_work_of_a_killed_worker_is_begun_anew_by_the_next(settings):
    job = book_of(600)
    first = worker(settings)
    until(lambda: Job.objects.filter(pk=job.pk, state="running", total=600).exists())
    first.kill()
    first.wait()
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("running", 1)
    # What a minute of silence would do.
    Job.objects.update(heartbeat=job.created_at - 2 * timedelta(minutes=1))
    assert worker(settings).wait(120) == 0
    job.refresh_from_db()
    assert (job.state, job.attempt, job.done) == ("done", 2, 600)
    assert files.path_of(job).read_bytes().startswith(b"%PDF")
