"""Every rule that the database holds, past forms and actions."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from documents.models import DeadlineRule, Document, DocumentType, NumberCounter
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.make_unit("Tả Củ Tỷ")


@pytest.mark.parametrize(
    ("rule", "direction", "values"),
    [
        ("direction_known", "incoming", {"direction": "sideways"}),
        ("urgency_known", "incoming", {"urgency": "later"}),
        ("circulation_known", "incoming", {"circulation": "secret"}),
        ("medium_known", "incoming", {"medium": "stone"}),
        ("signature_known", "outgoing", {"signature": "wax"}),
        ("not_negative|pages", "incoming", {"pages": -1}),
        ("not_negative|copies", "incoming", {"copies": -1}),
        ("number_positive", "incoming", {"number": 0}),
        ("subject_given", "incoming", {"subject": ""}),
        ("handling_incoming", "outgoing", {"due_on": date(2020, 7, 9)}),
        ("handling_incoming", "outgoing", {"completed_on": date(2020, 7, 9)}),
        ("signature_outgoing", "incoming", {"signature": "agency"}),
        ("completed_after_arrival", "incoming", {"completed_on": date(2020, 7, 5)}),
        ("due_after_arrival", "incoming", {"due_on": date(2020, 7, 5)}),
        ("issued_before_arrival", "incoming", {"issued_on": date(2020, 7, 7)}),
        ("cancelled_with_reason", "incoming", {"cancelled": True}),
    ],
)
def test_database_refuses(unit, rule, direction, values):
    document = docs.make_document(unit, direction)
    # Django checks columns of positive numbers too, under the name of the column.
    with pytest.raises(IntegrityError, match=rule):
        _update(document, values)


def _update(document, values):
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**values)


def test_outgoing_document_is_handled_where_it_is_issued(unit):
    document = docs.make_document(unit, "outgoing")
    with pytest.raises(IntegrityError, match="handling_incoming"):
        _update(document, {"handling_unit": make.make_unit("Bản Phố")})


def test_number_is_unique_in_its_book_and_free_in_the_others(unit):
    document = docs.make_document(unit, number=5)
    docs.make_document(unit, "outgoing", number=5)
    docs.make_document(unit, number=5, series="QPPL")
    docs.make_document(unit, number=5, registered_on=date(2019, 7, 6))
    docs.make_document(make.make_unit("Bản Phố"), number=5)
    other = docs.make_document(unit)
    with pytest.raises(IntegrityError):
        _update(other, {"number": document.number})


def test_one_counter_for_each_book(unit):
    NumberCounter.objects.create(unit=unit, direction="incoming", year=2020)
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberCounter.objects.create(unit=unit, direction="incoming", year=2020)
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberCounter.objects.create(unit=unit, direction="sideways", year=2020)


def test_kinds_have_positive_numbers_and_one_name_each():
    kind = docs.make_kind()
    for values in ({"number": 0, "name": "Khác"}, {"number": 99, "name": kind.name}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentType.objects.create(**values)


RULE = {"urgency": "normal", "working_days": 5, "valid_from": date(2020, 7, 6), "basis": "Quy chế số 5"}


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("urgency_known", {"urgency": "later"}),
        ("days_possible", {"working_days": 251}),
        ("days_possible", {"working_days": -1}),
        ("basis_given", {"basis": ""}),
    ],
)
def test_database_refuses_a_rule(unit, rule, values):
    # Django checks columns of positive numbers too, under the name of the column.
    with pytest.raises(IntegrityError, match=f"{rule}|working_days"), transaction.atomic():
        DeadlineRule.objects.create(unit=unit, **RULE | values)


def test_one_rule_for_a_unit_urgency_and_day_and_one_for_all(unit):
    DeadlineRule.objects.create(unit=unit, **RULE)
    DeadlineRule.objects.create(unit=None, **RULE)
    DeadlineRule.objects.create(unit=make.make_unit("Bản Phố"), **RULE)
    for place in (unit, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeadlineRule.objects.create(unit=place, **RULE)
