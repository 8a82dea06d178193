"""Many clerks at once on PostgreSQL; SQLite has one writer, so it cannot show these races."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from communes.writing import writing
from documents import numbering
from documents.actions import entries
from documents.models import Document, NumberCounter
from tests.factories import communes as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

DAY = date(2020, 7, 6)
CLERKS, EACH = 8, 6


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


def everybody_registers(unit) -> list:
    """Every clerk registers EACH documents, all starting together; returns numbers, or errors in their place."""
    start = threading.Barrier(CLERKS)

    @in_thread
    def clerk(name):
        start.wait(timeout=10)
        return [one(name, turn) for turn in range(EACH)]

    def one(name, turn):
        fields = {"direction": "incoming", "registered_on": DAY, "subject": f"{name}/{turn}"}
        try:
            return entries.register(by=None, unit=unit, **fields).number
        except Exception as error:
            return error

    with ThreadPoolExecutor(CLERKS) as pool:
        return [number for numbers in pool.map(clerk, range(CLERKS)) for number in numbers]


def test_clerks_at_once_leave_neither_gap_nor_double(unit):
    found = everybody_registers(unit)
    assert sorted(found) == list(range(1, CLERKS * EACH + 1))
    assert sorted(Document.objects.values_list("number", flat=True)) == sorted(found)
    assert NumberCounter.objects.get().last == CLERKS * EACH


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_clerks_collide(unit):
    # The unique constraint still saves the register; what fails are the clerks' forms.
    found = everybody_registers(unit)
    assert any(isinstance(number, Exception) for number in found)


def second_clerk(unit, *, first_fails: bool) -> tuple[bool, int]:
    """One clerk holds a number while another asks: (whether the other had to wait, what the other got)."""
    holds, may_end = threading.Event(), threading.Event()

    @in_thread
    def first():
        with writing(by=None, action="t", units=[unit]) as write:
            numbering.allocate(write, unit=unit, direction="incoming", year=2020)
            holds.set()
            may_end.wait(timeout=10)
            if first_fails:
                raise IntegrityError("the first clerk's form fails at last")

    @in_thread
    def second():
        with writing(by=None, action="t", units=[unit]) as write:
            return numbering.allocate(write, unit=unit, direction="incoming", year=2020)

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(first)
        assert holds.wait(timeout=10)
        other = pool.submit(second)
        threading.Event().wait(0.4)
        waited = not other.done()
        may_end.set()
        number = other.result(timeout=10)
        assert (one.exception(timeout=10) is not None) == first_fails
    return waited, number


@pytest.mark.parametrize("is_new", [True, False], ids=["new book", "used book"])
@pytest.mark.parametrize("first_fails", [True, False], ids=["rollback", "commit"])
def test_second_clerk_waits_for_the_first(unit, is_new, first_fails):
    last = 0
    if not is_new:
        NumberCounter.objects.create(unit=unit, direction="incoming", year=2020, last=41)
        last = 41
    waited, number = second_clerk(unit, first_fails=first_fails)
    assert waited
    assert number == last + (1 if first_fails else 2)


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_both_get_one_number(unit):
    NumberCounter.objects.create(unit=unit, direction="incoming", year=2020, last=41)
    waited = threading.Event()

    @in_thread
    def ask(_clerk):
        with writing(by=None, action="t", units=[unit]) as write:
            counter = numbering.locked_counter(numbering.Book(unit.pk, "incoming", "", 2020))
            waited.wait(timeout=0.4)
            del write
            return counter.last + 1

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, range(2))) == [42, 42]
