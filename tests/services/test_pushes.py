"""What the database holds of filings that programs send."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from services.models import FilingPush
from tests.factories import communes as make
from tests.factories import desk

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
