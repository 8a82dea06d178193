"""Asking for work and calling it off."""

import pytest
from django.test import TestCase

from common.errors import Refused
from common.jobs import actions, files
from common.models import Job
from tests.factories import accounts as make
from tests.factories.jobs import do_job, make_job

pytestmark = pytest.mark.django_db


def start(person, kind="write", **parameters):
    return do_job(person, kind=kind, parameters=parameters)


def test_work_is_done_and_leaves_a_file_with_its_hash(person):
    job = start(person, unit=7)
    assert (job.state, job.sentence, job.done, job.total, job.attempt) == ("done", "Đã làm 3.", 3, 3, 1)
    assert (job.created_by_id, job.parameters, job.file_name) == (person.pk, {"unit": 7}, "ket-qua.txt")
    assert files.path_of(job).read_text() == "abc"
    # sha256 of "abc", from the standard that defines it
    assert job.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert [entry.name for entry in files.root().iterdir()] == [job.stored_as]


def test_requests_that_work_themselves_do_it_after_their_commit(person):
    with TestCase.captureOnCommitCallbacks(execute=True):
        job = actions.start(by=person, kind="write", title="Việc thử", parameters={})
        job.refresh_from_db()
        assert (job.state, job.attempt) == ("waiting", 0)
    job.refresh_from_db()
    assert job.state == "done"


def test_stored_name_tells_nothing_and_cannot_be_guessed(person):
    first, second = start(person), start(person)
    names = set(Job.objects.values_list("stored_as", flat=True))
    assert len(names) == 2
    assert all("ket-qua" not in name and len(name) > 32 for name in names)
    assert first.pk != second.pk


def test_unknown_kind_is_an_error_of_ours(person):
    with pytest.raises(LookupError):
        start(person, "nonsense")


def test_one_person_does_not_fill_the_queue(person):
    for _number in range(actions.MOST_WAITING):
        make_job(person)
    with pytest.raises(Refused, match="10"):
        start(person)
    start(make.make_user("banpho"))
    assert Job.objects.count() == actions.MOST_WAITING + 1


def test_waiting_work_is_cancelled_at_once(person):
    job = actions.cancel(make_job(person), by=person)
    assert (job.state, job.is_final) == ("cancelled", True)


def test_running_work_is_asked_to_stop(person):
    job = actions.cancel(make_job(person, state="running"), by=person)
    assert (job.state, job.cancel_asked) == ("running", True)


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_ended_work_cannot_be_cancelled(person, state):
    with pytest.raises(Refused):
        actions.cancel(make_job(person, state=state), by=person)


def test_another_person_cannot_cancel(person):
    job = make_job(person)
    with pytest.raises(Refused):
        actions.cancel(job, by=make.make_user("banpho"))
    job.refresh_from_db()
    assert job.state == "waiting"
