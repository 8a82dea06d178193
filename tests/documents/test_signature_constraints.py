"""What the database holds of checks and signatures, past the actions."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.models import FoundSignature, SignatureCheck
from tests.documents.signing import attached
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db


@pytest.fixture
def check():
    unit = make.make_unit("Tả Củ Tỷ")
    file = attached(docs.make_document(unit, "outgoing"))
    values = {"attachment": file, "unit": unit, "checked_at": timezone.now(), "state": "ok", "shows": "agency"}
    return SignatureCheck.objects.create(**values, roots="abc", is_verified=True)


def refused(model, pk, values, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model.objects.filter(pk=pk).update(**values)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("state_known", {"state": "odd"}),
        ("shows_known", {"shows": "odd", "is_verified": False}),
        ("unread_shows_nothing", {"state": "broken", "is_verified": False}),
        ("unread_shows_nothing", {"state": "heavy", "shows": "", "is_verified": False, "is_changed": True}),
        ("verified_by_roots", {"roots": ""}),
        ("verified_by_roots", {"is_changed": True}),
        ("verified_by_roots", {"shows": "personal"}),
    ],
)
def test_database_refuses_an_odd_check(check, rule, values):
    refused(SignatureCheck, check.pk, values, rule)


def test_one_check_for_each_file(check):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignatureCheck.objects.create(
            attachment=check.attachment, unit=check.unit, checked_at=timezone.now(), state="ok"
        )


def found(check, position=1):
    values = {"kind": "agency", "integrity": "intact", "coverage": "whole", "trust": "trusted"}
    return FoundSignature.objects.create(check_of=check, position=position, **values)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("kind_known", {"kind": "odd"}),
        ("integrity_known", {"integrity": "odd"}),
        ("coverage_known", {"coverage": "odd"}),
        ("trust_known", {"trust": "odd"}),
        ("position_positive", {"position": 0}),
    ],
)
def test_database_refuses_an_odd_signature(check, rule, values):
    refused(FoundSignature, found(check).pk, values, rule)


def test_one_signature_in_each_place(check):
    found(check)
    with pytest.raises(IntegrityError), transaction.atomic():
        found(check)
