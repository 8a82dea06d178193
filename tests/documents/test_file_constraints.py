"""What the database itself refuses of attached files."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import Attachment
from tests.factories import communes as make
from tests.factories import documents as docs
from tests.factories import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.make_unit("Tả Củ Tỷ")


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
