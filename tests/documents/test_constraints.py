"""Every rule that the database holds, past forms and actions."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import Attachment, Document, DocumentType, NumberCounter
from tests.factories import communes as make
from tests.factories import documents as docs
from tests.factories import files

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


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("attachment_kind_known", {"kind": "exe"}),
        ("attachment_name_given", {"name": ""}),
        ("attachment_not_empty", {"size": 0}),
        ("attachment_withdrawn_with_reason", {"withdrawn_at": timezone.now()}),
        ("attachment_withdrawn_with_reason", {"withdraw_reason": "x"}),
    ],
)
def test_database_refuses_for_a_file(unit, rule, values):
    kept = files.make_attachment(docs.make_document(unit))
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Attachment.objects.filter(pk=kept.pk).update(**values)


def test_file_is_not_its_own_successor_and_follows_one_only(unit):
    document = docs.make_document(unit)
    kept, newer, other = (files.make_attachment(document, f"{number}.pdf") for number in range(3))
    with pytest.raises(IntegrityError, match="not_its_own_successor"), transaction.atomic():
        Attachment.objects.filter(pk=kept.pk).update(replaced_by=kept)
    Attachment.objects.filter(pk=kept.pk).update(replaced_by=newer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=other.pk).update(replaced_by=newer)


def test_same_bytes_once_in_a_document_while_in_force_and_one_place_each(unit):
    document = docs.make_document(unit)
    kept, newer = (files.make_attachment(document, f"{number}.pdf") for number in range(2))
    with pytest.raises(IntegrityError), transaction.atomic():
        files.make_attachment(document, "lại.pdf", kept.path.read_bytes())
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=newer.pk).update(stored=kept.stored)
    Attachment.objects.filter(pk=kept.pk).update(replaced_by=newer)
    files.make_attachment(document, "lại.pdf", kept.path.read_bytes())
    files.make_attachment(docs.make_document(unit), "khác.pdf", kept.path.read_bytes())
