"""Every rule that the database holds, past forms and actions."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import Document, DocumentPush, DocumentType, NumberCounter, NumberReservation
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
        ("signature_shown_known", "outgoing", {"signature_shown": "wax"}),
        ("signature_proof_known", "outgoing", {"signature_proof": "wax"}),
        ("shown_outgoing", "incoming", {"signature_shown": "agency"}),
        ("shown_outgoing", "incoming", {"signature_proof": "checked"}),
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


def make_reservation(unit, **fields) -> NumberReservation:
    """A kept number."""
    values = {"direction": "outgoing", "year": 2020, "number": 5, "purpose": "Báo cáo", "kept_on": date(2020, 7, 6)}
    return NumberReservation.objects.create(unit=unit, **values | fields)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("direction_known", {"direction": "sideways"}),
        ("state_known", {"state": "lost"}),
        ("number_positive", {"number": 0}),
        ("purpose_given", {"purpose": ""}),
        ("filled_by_document", {"state": "filled"}),
        ("given_up_with_reason", {"state": "given_up"}),
        ("given_up_with_reason", {"state": "given_up", "give_up_reason": "Thôi"}),
        ("given_up_with_reason", {"state": "given_up", "given_up_on": date(2020, 7, 7)}),
        ("given_up_with_reason", {"give_up_reason": "Thôi"}),
        ("given_up_with_reason", {"given_up_on": date(2020, 7, 7)}),
    ],
)
def test_database_refuses_a_kept_number(unit, rule, values):
    make_reservation(unit)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        NumberReservation.objects.update(**values)


def test_open_or_given_up_number_has_no_document(unit):
    document = docs.make_document(unit, "outgoing")
    kept = make_reservation(unit)
    for values in ({}, {"state": "given_up", "give_up_reason": "Thôi", "given_up_on": date(2020, 7, 7)}):
        with pytest.raises(IntegrityError, match="filled_by_document"), transaction.atomic():
            NumberReservation.objects.filter(pk=kept.pk).update(document=document, **values)


def test_number_is_kept_once_in_its_book_and_a_document_fills_one(unit):
    document = docs.make_document(unit, "outgoing")
    make_reservation(unit, state="filled", document=document)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_reservation(unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_reservation(unit, number=6, state="filled", document=document)
    make_reservation(unit, direction="incoming")
    make_reservation(unit, series="QPPL")
    make_reservation(unit, year=2019)


def test_key_of_a_client_is_given_and_used_once(unit):
    person, others = make.make_member(), [docs.make_document(unit) for _ in range(3)]
    fields = {"created_by": person, "created_at": timezone.now(), "digest": "0" * 64}
    DocumentPush.objects.create(key="k", document=others[0], **fields)
    for key, document in (("k", others[1]), ("", others[1]), ("l", others[0])):
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentPush.objects.create(key=key, document=document, **fields)
    DocumentPush.objects.create(key="k", document=others[2], **fields | {"created_by": make.make_member()})
