from datetime import date

import pytest

from common.errors import Refused
from communes.writing import writing
from documents import numbering
from documents.actions import entries
from documents.models import Document, NumberCounter
from documents.numbering import Book
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

DAY = date(2020, 7, 6)


@pytest.fixture
def unit():
    make.open_calendar()
    return make.make_unit("Tả Củ Tỷ")


def register(unit, **fields):
    values = {"direction": "incoming", "registered_on": DAY, "subject": "Về việc báo cáo"} | fields
    return entries.register(by=None, unit=unit, **values)


def numbers(unit, **filters):
    return list(Document.objects.filter(unit=unit, **filters).order_by("number").values_list("number", flat=True))


def test_numbers_begin_at_one_and_follow(unit):
    assert [register(unit).number for _ in range(3)] == [1, 2, 3]


def test_numbers_are_counted_apart_by_unit_direction_series_and_year(unit):
    other = make.make_unit("Bản Phố")
    register(unit)
    assert register(other).number == 1
    assert register(unit, direction="outgoing", code="01/QĐ-UBND").number == 1
    assert register(unit, series="QPPL").number == 1
    assert register(unit, registered_on=date(2019, 12, 31)).number == 1
    assert register(unit).number == 2


def test_series_of_other_spelling_is_the_same_book(unit):
    register(unit, series="qđ")
    assert register(unit, series=" QĐ ").number == 2


def test_rollback_gives_the_number_back(unit):
    def fail():
        with writing(by=None, action="t", units=[unit]) as write:
            numbering.allocate(write, unit=unit, direction="incoming", year=2020)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert register(unit).number == 1


def test_named_number_in_an_empty_book_may_begin_anywhere(unit):
    assert register(unit, number=500).number == 500
    assert register(unit).number == 501


def test_named_number_that_is_free_below_the_last_is_taken(unit):
    register(unit, number=500)
    assert register(unit, number=3).number == 3
    assert register(unit).number == 501


@pytest.mark.parametrize("number", [2, 1])
def test_named_number_that_is_taken_is_refused(unit, number):
    register(unit), register(unit)
    with pytest.raises(Refused) as refused:
        register(unit, number=number)
    assert refused.value.field == "number"
    assert numbers(unit) == [1, 2]


def test_named_number_that_leaves_a_gap_is_refused(unit):
    register(unit)
    with pytest.raises(Refused, match="2") as refused:
        register(unit, number=3)
    assert refused.value.field == "number"
    assert NumberCounter.objects.get().last == 1


def test_numbers_are_names_and_stand_without_a_point(unit):
    register(unit, number=2328)
    with pytest.raises(Refused, match="2328"):
        register(unit, number=2328)
    with pytest.raises(Refused, match=r"2331.*2329"):
        register(unit, number=2331)


@pytest.mark.parametrize("number", [0, -1, 2**31, 10_000_000])
def test_number_out_of_range_is_refused(unit, number):
    with pytest.raises(Refused) as refused:
        register(unit, number=number)
    assert refused.value.field == "number"


def test_cancelled_number_is_not_given_again(unit):
    document = register(unit)
    entries.cancel(document, by=None, version=1, reason="Ghi nhầm")
    assert register(unit).number == 2
    with pytest.raises(Refused):
        register(unit, number=1)


def test_many_numbers_at_once_named_first_then_the_next(unit):
    with writing(by=None, action="t", units=[unit]) as write:
        given = numbering.allocate_many(write, Book(unit.pk, "incoming", "", 2020), [None, 7, None, 8, 6])
    assert given == [9, 7, 10, 8, 6]


def test_the_unit_must_be_locked(unit):
    with writing(by=None, action="t", units=[]) as write, pytest.raises(RuntimeError):
        numbering.allocate(write, unit=unit, direction="incoming", year=2020)


def test_next_number_is_shown_without_being_given(unit):
    book = {"unit": unit, "direction": "incoming", "year": 2020}
    assert numbering.next_number(**book) == 1
    register(unit)
    assert numbering.next_number(**book) == numbering.next_number(**book) == 2


def test_database_refuses_a_double_number(unit):
    from django.db import IntegrityError, transaction

    document = docs.make_document(unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        docs.make_document(unit, number=document.number)
