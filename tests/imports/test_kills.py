"""Workers that are killed in the middle of publishing leave all rows or none, and the next worker ends it."""

import os
import random
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from common.jobs import running
from common.models import Job
from common.months import Month
from devtools.shell import ROOT
from documents.models import Document, NumberCounter
from imports import actions
from imports.models import Import
from indicators import checking, rollups
from tests.factories import spreadsheets as sheets

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 1200
FEW, MANY = 3, 200
QUIET = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.JOBS_MODE = "worker"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def worker(settings) -> subprocess.Popen:
    """`manage.py run_jobs --once` on the tests' database and folders."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database['NAME']}"
    data = settings.IMPORTS_ROOT.parent
    environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(data), "JOBS_MODE": "worker"}
    command = [sys.executable, "manage.py", "run_jobs", "--once"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def checked(world, number: int) -> Import:
    """A file of a book of its own, checked in this process, publishing queued."""
    rows = [[*sheets.letter(each), f"K{number}"] for each in range(1, ROWS + 1)]
    content = sheets.workbook([*sheets.IOFFICE, "Sổ văn bản"], rows)
    spreadsheet = sheets.receive(world.official, content, unit=world.unit, name=f"k{number}.xlsx")
    running.run(spreadsheet.job_id)
    spreadsheet = sheets.fresh(spreadsheet)
    if spreadsheet.state == "read":
        spreadsheet = sheets.confirm(spreadsheet, world.official)
        running.run(spreadsheet.job_id)
        spreadsheet = sheets.fresh(spreadsheet)
    assert (spreadsheet.state, spreadsheet.new) == ("checked", ROWS)
    actions.publish(spreadsheet, by=world.official, version=spreadsheet.version)
    return sheets.fresh(spreadsheet)


def entered(number: int) -> int:
    return Document.objects.filter(series=f"K{number}").count()


def begun(spreadsheet: Import) -> float:
    """The moment at which a worker has taken the work."""
    end = time.monotonic() + 120
    while not Job.objects.filter(pk=spreadsheet.job_id).exclude(state="waiting").exists():
        assert time.monotonic() < end, "no worker began"
        time.sleep(0.01)
    return time.monotonic()


def alone() -> None:
    """Wait until the server has noticed that the worker is gone: a COMMIT that was on its way may still be done."""
    connection.close()
    if connection.vendor != "postgresql":
        return
    end = time.monotonic() + 60
    others = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    with connection.cursor() as cursor:
        while cursor.execute(others).fetchone()[0]:
            assert time.monotonic() < end, "the worker's session stays"
            time.sleep(0.01)


def kill_in_the_middle(world, settings, number: int, within: float, chance: random.Random) -> bool:
    """One round; returns whether the rows were there when the worker was killed."""
    spreadsheet = checked(world, number)
    process = worker(settings)
    begun(spreadsheet)
    time.sleep(chance.uniform(0, within))
    process.kill()
    process.wait()
    alone()
    there, spreadsheet = entered(number), sheets.fresh(spreadsheet)
    assert there == (ROWS if spreadsheet.state == "published" else 0), (there, spreadsheet.state)
    assert NumberCounter.objects.filter(series=f"K{number}", last=ROWS).exists() == bool(there)
    # What a minute of silence would do.
    Job.objects.filter(state="running").update(heartbeat=timezone.now() - QUIET)
    assert worker(settings).wait(300) == 0
    connection.close()
    assert (entered(number), sheets.fresh(spreadsheet).state) == (ROWS, "published")
    assert not spreadsheet.path.exists()
    return bool(there)


def kill(world, settings, rounds: int) -> None:
    """So many rounds; the moment is drawn from a span that a whole piece of work took here and now."""
    chance = random.Random(7)
    rollups.rebuild()
    whole = checked(world, 0)
    process = worker(settings)
    started = begun(whole)
    assert process.wait(300) == 0
    within = time.monotonic() - started
    connection.close()
    assert entered(0) == ROWS
    for number in range(1, rounds + 1):
        kill_in_the_middle(world, settings, number, within, chance)
    rollups.refresh()
    assert checking.check(months=[Month(2020, 7)])[0] == []


def test_killed_workers_leave_all_rows_or_none(world, settings):
    kill(world, settings, FEW)


@pytest.mark.soak
def test_two_hundred_kills_leave_nothing_half_written(world, settings):
    kill(world, settings, MANY)
