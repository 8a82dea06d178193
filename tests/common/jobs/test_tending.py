"""Work of dead workers is taken up again; what is old goes."""

import os
import time
from datetime import timedelta

import pytest
from django.test import TestCase
from django.utils import timezone

from common.jobs import files, tending
from common.models import Job, JobWorker
from common.models.job import SILENCE
from tests.factories.jobs import do_job, make_job

pytestmark = pytest.mark.django_db
LONG = SILENCE.total_seconds() + 5


def take_up() -> int:
    """As the worker does it, and then what was queued."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return tending.take_up()


@pytest.mark.django_db(transaction=True)
def test_work_of_a_dead_worker_is_done_by_the_next(person):
    job = make_job(person, kind="write", state="running", ago=LONG)
    assert tending.take_up() == 1
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("done", 2)


def test_work_whose_worker_lives_is_left_alone(person):
    make_job(person, kind="write", state="running", ago=SILENCE.total_seconds() / 2)
    assert take_up() == 0


def test_second_death_is_told_and_not_tried_again(person):
    job = make_job(person, kind="write", state="running", ago=LONG, attempt=2)
    take_up()
    job.refresh_from_db()
    assert (job.state, job.stored_as) == ("failed", "")
    assert job.sentence
    assert take_up() == 0


def test_cancelled_work_of_a_dead_worker_ends(person):
    job = make_job(person, kind="write", state="running", ago=LONG, cancel_asked=True)
    take_up()
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_waiting_work_that_the_queue_lost_is_queued_anew(person):
    job = make_job(person, kind="write", ago=LONG)
    fresh = make_job(person, kind="write")
    take_up()
    assert set(Job.objects.filter(state="done")) == {job}
    assert Job.objects.get(state="waiting") == fresh


def test_result_is_cleared_after_its_days(person, settings):
    old, fresh = (do_job(person, kind="write", parameters={}) for _number in range(2))
    Job.objects.filter(pk=old.pk).update(finished=timezone.now() - timedelta(days=settings.JOB_RESULT_DAYS, hours=1))
    assert tending.clear() == 1
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.stored_as, old.is_cleared, old.file_name) == ("", True, "ket-qua.txt")
    assert [entry.name for entry in files.root().iterdir()] == [fresh.stored_as]


def test_row_stays_until_its_days_are_over(person):
    make_job(person, state="done", ago=89 * 86400)
    make_job(person, state="failed", ago=91 * 86400)
    waiting = make_job(person, ago=91 * 86400)
    tending.clear()
    assert Job.objects.count() == 2
    assert waiting in Job.objects.all()


def test_loose_files_go_and_those_in_work_stay(person):
    running = make_job(person, state="running")
    folder = files.work_folder(running)
    dead, loose, new = files.root() / "work-999-1", files.root() / "7-abc.pdf", files.root() / "8-abc.pdf"
    dead.mkdir()
    for path in (loose, new):
        path.write_text("x")
    hours_ago = time.time() - 2 * 3600
    for path in (folder, dead, loose):
        os.utime(path, (hours_ago, hours_ago))
    assert tending.clear() == 2
    assert {entry.name for entry in files.root().iterdir()} == {folder.name, new.name}


def test_workers_are_alive_until_they_are_silent():
    now = timezone.now()
    JobWorker.objects.create(name="a", started=now, seen=now)
    JobWorker.objects.create(name="b", started=now - 2 * SILENCE, seen=now - SILENCE * 1.1)
    assert [worker.name for worker in JobWorker.objects.alive(on=now)] == ["a"]
