"""The allocator against a plain model of a book, over random sequences of what offices do with numbers.

Whatever is done, each number from the book's first to its last is exactly one of: an entry, a cancelled entry, a kept
number, a number that was kept and given up.
"""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import Refused
from documents import bulk
from documents.actions import entries, reservations
from documents.models import Document, NumberCounter, NumberReservation, ReservationState
from tests.factories import communes as make
from tests.factories import documents as docs

DAY = date(2020, 7, 6)
number = st.integers(0, 12)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("next"), st.just(1)),
        st.tuples(st.just("named"), number),
        st.tuples(st.just("rolled back"), st.integers(1, 12)),
        st.tuples(st.just("many"), st.integers(1, 4)),
        st.tuples(st.just("cancel"), number),
        st.tuples(st.just("keep"), st.integers(1, 3)),
        st.tuples(st.just("keep from"), number),
        st.tuples(st.just("fill"), number),
        st.tuples(st.just("fill rolled back"), number),
        st.tuples(st.just("give up"), number),
    ),
    max_size=14,
)


class Undo(Exception):
    """Takes a transaction back."""


def taken_back(work) -> None:
    """Do it in a transaction that fails at last."""
    with transaction.atomic():
        work()
        raise Undo


class Book:
    """What a book should be: number -> what it is, the last one, and where the book began."""

    def __init__(self):
        self.lines: dict[int, str] = {}
        self.last = self.first = 0

    def takes(self, wanted: int) -> bool:
        return wanted >= 1 and wanted not in self.lines and (not self.lines or wanted <= self.last + 1)

    def give(self, wanted: int | None, what: str) -> int:
        given = self.last + 1 if wanted is None else wanted
        self.first = self.first or given
        self.lines[given] = what
        self.last = max(self.last, given)
        return given


class Office:
    """Plays the steps in the register and in the model, and compares what each of them gives."""

    def __init__(self):
        make.open_calendar()
        self.unit, self.book = make.make_unit(), Book()

    def register(self, wanted: int | None = None) -> int:
        fields = {"direction": "incoming", "registered_on": DAY, "subject": "Về việc", "number": wanted}
        return entries.register(by=None, unit=self.unit, **fields).number

    def keep(self, count: int, first: int | None = None) -> list[int]:
        fields = {"direction": "incoming", "kept_on": DAY, "purpose": "Giữ số", "count": count, "first": first}
        return [one.number for one in reservations.keep(by=None, unit=self.unit, **fields)]

    def reservation(self, wanted: int) -> NumberReservation | None:
        return NumberReservation.objects.filter(number=wanted).first()

    def fill(self, wanted: int) -> None:
        fields = {"version": None, "registered_on": DAY, "subject": "Đã đến"}
        reservations.fill(self.reservation(wanted), by=None, **fields)

    def play(self, step: str, value: int) -> None:
        getattr(self, f"do_{step.replace(' ', '_')}")(value)

    def do_next(self, _value: int) -> None:
        assert self.register() == self.book.give(None, "entry")

    def do_named(self, value: int) -> None:
        if self.book.takes(value):
            assert self.register(value) == self.book.give(value, "entry")
        else:
            with pytest.raises(Refused):
                self.register(value)

    def do_rolled_back(self, value: int) -> None:
        with pytest.raises((Undo, Refused)):
            taken_back(lambda: (self.register(value), self.keep(2)))

    def do_many(self, value: int) -> None:
        rows = [docs.incoming(self.unit) for _ in range(value)]
        bulk.insert_rows(by=None, batch=docs.make_batch(), documents=rows)
        for _ in range(value):
            self.book.give(None, "entry")

    def do_cancel(self, value: int) -> None:
        for document in Document.objects.filter(number=value, cancelled=False):
            entries.cancel(document, by=None, version=None, reason="Ghi nhầm")
            self.book.lines[value] = "cancelled"

    def do_keep(self, value: int) -> None:
        assert self.keep(value) == [self.book.give(None, "kept") for _ in range(value)]

    def do_keep_from(self, value: int) -> None:
        if self.book.takes(value) and value + 1 not in self.book.lines:
            assert self.keep(2, value) == [self.book.give(value, "kept"), self.book.give(value + 1, "kept")]
        else:
            with pytest.raises(Refused):
                self.keep(2, value)

    def do_fill(self, value: int) -> None:
        if self.book.lines.get(value) == "kept":
            self.fill(value)
            self.book.lines[value] = "entry"
        elif self.reservation(value):
            with pytest.raises(Refused):
                self.fill(value)

    def do_fill_rolled_back(self, value: int) -> None:
        if self.book.lines.get(value) == "kept":
            with pytest.raises(Undo):
                taken_back(lambda: self.fill(value))

    def do_give_up(self, value: int) -> None:
        kept = self.reservation(value)
        if self.book.lines.get(value) == "kept":
            reservations.release(kept, by=None, version=None, reason="Không ban hành")
            self.book.lines[value] = "given up"
        elif kept:
            with pytest.raises(Refused):
                reservations.release(kept, by=None, version=None, reason="Không ban hành")


def stored() -> list[tuple[int, str]]:
    """Every line of the register: (number, what it is)."""
    found = [(one.number, "cancelled" if one.cancelled else "entry") for one in Document.objects.all()]
    names = {ReservationState.OPEN: "kept", ReservationState.GIVEN_UP: "given up"}
    return found + [(one.number, names[one.state]) for one in NumberReservation.objects.without_entry()]


@pytest.mark.django_db
@given(steps)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_number_of_a_book_is_exactly_one_thing(sequence):
    with transaction.atomic():
        office = Office()
        for step, value in sequence:
            office.play(step, value)
        lines = stored()
        assert max(Counter(found for found, _what in lines).values(), default=1) == 1
        assert dict(lines) == office.book.lines
        assert set(range(office.book.first or 1, office.book.last + 1)) <= set(dict(lines))
        counter = NumberCounter.objects.filter(unit=office.unit).first()
        assert (counter.last if counter else 0) == office.book.last
        transaction.set_rollback(True)
