"""What the database holds of filings that programs send, and for how long."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.jobs import tending
from documents.models import Document, DocumentPush
from services.models import Filing, FilingPush
from tests.factories import communes as make
from tests.factories import desk
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db


def test_key_of_a_client_is_given_and_used_once():
    person, unit = make.make_member(), make.make_unit()
    first, second = desk.make_filing(unit), desk.make_filing(unit)
    fields = {"created_by": person, "created_at": timezone.now(), "digest": "0" * 64}
    FilingPush.objects.create(key="k", filing=first, **fields)
    for key, filing in (("k", second), ("", second), ("k2", first)):
        with pytest.raises(IntegrityError), transaction.atomic():
            FilingPush.objects.create(key=key, filing=filing, **fields)
    FilingPush.objects.create(key="k", filing=second, **fields | {"created_by": make.make_member()})


def test_keys_are_forgotten_after_thirty_days_and_the_records_stay():
    person, unit, now = make.make_member(), make.make_unit(), timezone.now()
    for days in (29, 31):
        fields = {"created_by": person, "created_at": now - timedelta(days), "key": f"k{days}", "digest": "0" * 64}
        FilingPush.objects.create(filing=desk.make_filing(unit), **fields)
        DocumentPush.objects.create(document=make_document(unit), **fields)
    tending.clear()
    assert [model.objects.get().key for model in (FilingPush, DocumentPush)] == ["k29", "k29"]
    assert (Filing.objects.count(), Document.objects.count()) == (2, 2)
