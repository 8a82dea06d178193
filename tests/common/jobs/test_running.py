"""How a piece of work ends: well, cancelled, refused, broken, overtaken, put back."""

import pytest

from common.jobs import files, running
from common.models import Job
from tests.factories.jobs import do_job, make_job

pytestmark = pytest.mark.django_db


def done(person, kind: str) -> Job:
    return do_job(person, kind=kind, parameters={})


def left() -> list[str]:
    return [entry.name for entry in files.root().iterdir()]


def test_cancel_midway_leaves_no_file(person):
    job = done(person, "cancelled_midway")
    assert (job.state, job.stored_as, job.sha256) == ("cancelled", "", "")
    assert left() == []


def test_cancel_after_the_last_step_leaves_no_file(person):
    job = make_job(person, state="running", kind="write", cancel_asked=True)
    folder = files.work_folder(job)
    (folder / "made.txt").write_text("abc")
    running._finish(job, running.Result("Xong.", folder / "made.txt", "a.txt"))
    job.refresh_from_db()
    assert (job.state, job.stored_as) == ("cancelled", "")
    assert [name for name in left() if not name.startswith("work-")] == []


def test_refusal_is_told_in_its_words(person):
    job = done(person, "refused")
    assert (job.state, job.sentence) == ("failed", "Không in được.")


def test_fault_is_told_with_a_number_and_without_its_text(person, caplog):
    job = done(person, "broken")
    assert job.state == "failed"
    assert "content of a document" not in job.sentence
    (number,) = [record.args[1] for record in caplog.records if record.levelname == "ERROR"]
    assert number in job.sentence


def test_account_that_was_closed_gets_nothing(person):
    person.is_active = False
    person.save()
    job = done(person, "write")
    assert (job.state, job.stored_as) == ("failed", "")


def test_work_that_another_has_taken_is_left_alone(person):
    job = done(person, "superseded")
    assert (job.state, job.attempt) == ("running", 5)
    assert left() == []


def test_late_result_of_an_overtaken_attempt_is_thrown_away(person):
    job = make_job(person, state="running", kind="write")
    folder = files.work_folder(job)
    (folder / "made.txt").write_text("abc")
    Job.objects.update(attempt=2)
    running._finish(job, running.Result("Xong.", folder / "made.txt", "a.txt"))
    job.refresh_from_db()
    assert (job.state, job.attempt, job.stored_as) == ("running", 2, "")
    assert [name for name in left() if not name.startswith("work-")] == []


def test_work_is_not_done_twice(person):
    job = done(person, "write")
    running.run(job.pk)
    job.refresh_from_db()
    assert job.attempt == 1


def test_worker_that_closes_puts_its_work_back(person, monkeypatch):
    # The next worker is the queue's business: here it begins at once, with a clear flag.
    queued = []
    monkeypatch.setattr("common.jobs.tasks.enqueue", queued.append)
    job = make_job(person, kind="closing")
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, queued) == ("waiting", 0, [job])
    running.closing.clear()
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("done", 1)


def test_sentences_are_in_the_language_of_the_person(person):
    person.language = "en"
    person.save()
    assert done(person, "cancelled_midway").sentence == "Cancelled while it ran; nothing was made."
