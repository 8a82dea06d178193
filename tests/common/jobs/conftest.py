"""Kinds of work for tests, and somebody who asks for them."""

import pytest

from common.jobs import kinds, running
from common.jobs.kinds import JobFailed, Kind, Result
from common.models import Job
from tests.factories import accounts as make


def write(parameters, user, progress):
    """Three steps and a file."""
    progress.of(3)
    target = progress.folder / "made.txt"
    target.write_text("abc")
    for number in range(3):
        progress.step(number + 1)
    return Result("Đã làm 3.", target, "ket-qua.txt")


def cancelled_midway(parameters, user, progress):
    """Somebody cancels between two steps."""
    progress.of(2)
    (progress.folder / "half.txt").write_text("half")
    Job.objects.filter(state="running").update(cancel_asked=True)
    running_on(progress)
    raise AssertionError("went on after the cancel")


def running_on(progress):
    """Steps without waiting for the time between two looks at the row."""
    progress._next = 0
    progress.step(1)


def refused(parameters, user, progress):
    """A sentence for the person."""
    raise JobFailed("Không in được.")


def broken(parameters, user, progress):
    """A fault of ours whose text holds what must not be shown."""
    raise ZeroDivisionError("content of a document")


def superseded(parameters, user, progress):
    """Another worker has taken the job meanwhile."""
    progress.of(2)
    Job.objects.filter(state="running").update(attempt=5)
    running_on(progress)
    raise AssertionError("went on although another has it")


def closing(parameters, user, progress):
    """The worker is told to end; the next one does it."""
    progress.of(1)
    if Job.objects.get(state="running").parameters.get("first", True):
        Job.objects.filter(state="running").update(parameters={"first": False})
        running.closing.set()
    running_on(progress)
    return Result("Đã làm.")


WORKS = (write, cancelled_midway, refused, broken, superseded, closing)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    for work in WORKS:
        monkeypatch.setitem(kinds.KINDS, work.__name__, Kind(work, lambda parameters, user: user.username != "moved"))
    yield
    running.closing.clear()


@pytest.fixture
def person(db):
    """Who asks."""
    return make.make_user("tacuty")
