"""Many clerks at once, some of whom keep numbers, on PostgreSQL; SQLite has one writer and cannot show these races."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.db.models import QuerySet

from common.errors import Refused
from documents import numbering
from documents.actions import entries, reservations
from documents.models import Document, NumberCounter, NumberReservation
from tests.factories import communes as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

DAY = date(2020, 7, 6)
CLERKS = 8


@pytest.fixture
def unit():
    make.open_calendar()
    return make.make_unit("Tả Củ Tỷ")


@pytest.fixture
def without_lock(monkeypatch):
    """The counter is read as if nobody else could write it: what these tests must notice."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)


def in_thread(work):
    def run(*args):
        try:
            return work(*args)
        finally:
            connection.close()

    return run


@pytest.fixture
def slowly(monkeypatch):
    """Everybody thinks for a moment between reading the counter and writing it: without the lock, all read the same."""
    read = numbering.locked_counter

    def reading(book):
        counter = read(book)
        time.sleep(0.02)
        return counter

    monkeypatch.setattr(numbering, "locked_counter", reading)


def everybody_works(unit) -> list:
    """Every clerk registers, keeps, fills and gives up, all at once; returns what went wrong."""
    start = threading.Barrier(CLERKS)
    fields = {"direction": "incoming", "unit": unit, "by": None}

    def turn(number):
        if number % 2:
            entries.register(registered_on=DAY, subject="Về việc", **fields)
            return
        kept = reservations.keep(kept_on=DAY, purpose="Giữ số", count=3, **fields)
        reservations.fill(kept[0], by=None, version=1, registered_on=DAY, subject="Đã đến")
        reservations.release(kept[1], by=None, version=1, reason="Không ban hành")

    @in_thread
    def clerk(name):
        start.wait(timeout=10)
        errors = []
        for number in range(name, name + 4):
            try:
                turn(number)
            except Exception as error:
                errors.append(error)
        return errors

    with ThreadPoolExecutor(CLERKS) as pool:
        return [error for errors in pool.map(clerk, range(CLERKS)) for error in errors]


def lines() -> list[int]:
    """The numbers of all lines of the register: entries, and kept or given up without one."""
    kept = NumberReservation.objects.without_entry().values_list("number", flat=True)
    return sorted([*Document.objects.values_list("number", flat=True), *kept])


@pytest.mark.usefixtures("slowly")
def test_kept_numbers_and_entries_at_once_leave_neither_gap_nor_double(unit):
    assert everybody_works(unit) == []
    # Half of the turns take one number, the other half three.
    last = CLERKS * 4 * 2
    assert lines() == list(range(1, last + 1))
    assert NumberCounter.objects.get().last == last


@pytest.mark.usefixtures("without_lock", "slowly")
def test_without_the_lock_a_kept_number_is_given_to_a_document_too(unit):
    errors = everybody_works(unit)
    found = lines()
    doubles = len(found) - len(set(found))
    # No constraint spans the two tables: nothing but the lock keeps them apart.
    assert doubles > 0, (errors, found)


@pytest.mark.parametrize("others", ["fill", "release"])
def test_one_number_is_filled_or_given_up_once(unit, others):
    (kept,) = reservations.keep(by=None, direction="incoming", unit=unit, kept_on=DAY, purpose="Giữ số")
    start = threading.Barrier(2)

    @in_thread
    def act(name):
        start.wait(timeout=10)
        try:
            if name == "fill":
                reservations.fill(kept, by=None, version=None, registered_on=DAY, subject="Đã đến")
            else:
                reservations.release(kept, by=None, version=None, reason="Không ban hành")
        except Refused as refused:
            return refused
        return None

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(act, ["fill", others]))
    assert sorted(one is None for one in done) == [False, True]
    assert lines() == [1]
