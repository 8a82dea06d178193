"""What two people, or a person and a worker, do to one import at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from contextlib import suppress

import pytest
from django.db import connection

from common.errors import OutOfScope
from common.jobs import running
from common.jobs.kinds import JobFailed, Stopped
from documents.actions import entries
from documents.models import Document
from imports import actions, checking, reading, undoing, work
from imports.models import Import
from imports.sheets import reading as cells
from tests.factories import spreadsheets as sheets
from tests.factories.jobs import Unwatched

LETTERS = [sheets.letter(1), sheets.letter(2)]


def waiting(world, monkeypatch) -> Import:
    """An import whose work nobody has begun."""
    monkeypatch.setattr("common.jobs.tasks.enqueue", lambda job: None)
    return sheets.receive(world.official, sheets.workbook(sheets.IOFFICE, LETTERS), unit=world.unit)


def give_up(spreadsheet: Import, world) -> None:
    fresh = sheets.fresh(spreadsheet)
    actions.give_up(fresh, by=world.official, version=fresh.version)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["before", "after", "damaged"])
def test_a_file_that_is_given_up_while_it_is_read_stays_given_up(world, monkeypatch, moment):
    spreadsheet, real = waiting(world, monkeypatch), cells.read

    def read(path, kind, folder):
        if moment == "before":
            give_up(spreadsheet, world)
        if moment == "damaged":
            path.write_bytes(b"PK")
        try:
            return real(path, kind, folder)
        finally:
            if moment != "before":
                give_up(spreadsheet, world)

    monkeypatch.setattr(reading.cells, "read", read)
    with pytest.raises(Stopped):
        work.read({"import": spreadsheet.pk}, world.official, Unwatched())
    assert sheets.fresh(spreadsheet).state == "cancelled"
    assert not spreadsheet.path.exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_given_up_while_its_rows_are_checked_stays_given_up(world, monkeypatch):
    spreadsheet, real = waiting(world, monkeypatch), checking.wholesheet.write_refused
    work.read({"import": spreadsheet.pk}, world.official, Unwatched())
    Import.objects.filter(pk=spreadsheet.pk).update(state="read")

    def write(*args):
        real(*args)
        give_up(spreadsheet, world)

    monkeypatch.setattr(checking.wholesheet, "write_refused", write)
    with pytest.raises(Stopped):
        work.check({"import": spreadsheet.pk}, world.official, Unwatched())
    assert sheets.fresh(spreadsheet).state == "cancelled"
    with pytest.raises(JobFailed):
        work.check({"import": spreadsheet.pk}, world.official, Unwatched())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("step", "within"), [("read", (reading.cells, "read")), ("check", (checking.wholesheet, "write_refused"))]
)
def test_a_worker_thought_dead_that_wakes_up_writes_nothing_back(world, monkeypatch, step, within):
    spreadsheet, real = waiting(world, monkeypatch), getattr(*within)
    if step == "check":
        work.read({"import": spreadsheet.pk}, world.official, Unwatched())

    def asleep(*args):
        """Meanwhile another worker has done the work, and the person has confirmed other columns."""
        monkeypatch.undo()
        monkeypatch.setattr("common.jobs.tasks.enqueue", lambda job: None)
        running.run(sheets.fresh(spreadsheet).job_id)
        fresh = sheets.fresh(spreadsheet)
        places = {"number": 1, "registered_on": 2, "organ_name": 5, "subject": 6}
        actions.confirm(fresh, by=world.official, version=fresh.version, places=places, answers={})
        stood.append(Import.objects.values().get(pk=spreadsheet.pk))
        return real(*args)

    stood = []
    monkeypatch.setattr(*within, asleep)
    with pytest.raises(Stopped):
        getattr(work, step)({"import": spreadsheet.pk}, world.official, Unwatched())
    assert Import.objects.values().get(pk=spreadsheet.pk) == stood[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_change_slips_in_between_the_look_and_the_taking_back(world, monkeypatch):
    """SQLite has one writer."""
    content = sheets.workbook(sheets.IOFFICE, LETTERS)
    spreadsheet = sheets.publish(sheets.checked(world.official, content, unit=world.unit), world.official)
    document, real = Document.objects.get(number=2), undoing.blockers

    def change():
        try:
            return entries.change(document, by=world.official, version=1, reason="Sửa", subject="Sửa rồi")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:

        def blockers(fresh):
            found = real(fresh)
            changing.append(pool.submit(change))
            with suppress(Late):
                changing[0].result(timeout=1)
            return found

        changing = []
        monkeypatch.setattr(undoing, "blockers", blockers)
        undoing.undo(spreadsheet, by=world.official)
        with pytest.raises(OutOfScope):
            changing[0].result(timeout=20)
    assert not Document.objects.exists()
