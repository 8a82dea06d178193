"""The allocator against a plain model of a book, over random sequences of what offices do with numbers."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import Refused
from documents.actions import entries
from documents.models import Document, NumberCounter
from tests.factories import communes as make

DAY = date(2020, 7, 6)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("next"), st.none()),
        st.tuples(st.just("named"), st.integers(0, 12)),
        st.tuples(st.just("rolled back"), st.one_of(st.none(), st.integers(1, 12))),
        st.tuples(st.just("cancel"), st.integers(1, 12)),
    ),
    max_size=12,
)


class Undo(Exception):
    """Takes a transaction back."""


class Book:
    """What a book should be: the numbers given, and the last one."""

    def __init__(self):
        self.given: set[int] = set()
        self.last = 0

    def takes(self, number: int | None) -> bool:
        if number is None:
            return True
        return number >= 1 and number not in self.given and (not self.given or number <= self.last + 1)

    def give(self, number: int | None) -> int:
        number = self.last + 1 if number is None else number
        self.given.add(number)
        self.last = max(self.last, number)
        return number


def register(unit, number):
    return entries.register(
        by=None, direction="incoming", unit=unit, registered_on=DAY, subject="Về việc", number=number
    ).number


def roll_back(unit, number):
    with transaction.atomic():
        register(unit, number)
        raise Undo


def play(unit, book: Book, step: str, number: int | None) -> None:
    if step == "cancel":
        for document in Document.objects.filter(number=number, cancelled=False):
            entries.cancel(document, by=None, version=None, reason="Ghi nhầm")
    elif not book.takes(number):
        with pytest.raises(Refused):
            register(unit, number)
    elif step == "rolled back":
        with pytest.raises(Undo):
            roll_back(unit, number)
    else:
        assert register(unit, number) == book.give(number)


@pytest.mark.django_db
@given(steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_book_is_as_the_model_says(sequence):
    with transaction.atomic():
        make.open_calendar()
        unit, book = make.make_unit(), Book()
        for step, number in sequence:
            play(unit, book, step, number)
        stored = list(Document.objects.values_list("number", flat=True))
        assert sorted(stored) == sorted(book.given)
        counter = NumberCounter.objects.filter(unit=unit).first()
        assert (counter.last if counter else 0) == book.last
        transaction.set_rollback(True)
