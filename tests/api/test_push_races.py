"""The same record sent many times at once enters once; seen on whichever database the suite runs."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from accounts import tokens
from accounts.models import Power
from common import pushes
from common.errors import Invalid, Refused
from documents.models import Document, DocumentPush
from services.models import Filing
from tests.api.papers import sender
from tests.factories import desk

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 8


@pytest.mark.parametrize(("register", "named"), [("documents", {}), ("documents", {"number": 1}), ("filings", {}),
                                                 ("filings", {"code": "000.00.12.H38-200706-0001"})])  # fmt: skip
def test_twins_enter_once_and_all_are_answered_alike(register, named):
    program = sender()
    procedure = desk.make_procedure(offered_by=[program.unit])
    desk.make_filing(program.unit, procedure)
    filing = {"unit": program.unit.slug, "procedure": procedure.code, "received_time": "2020-07-06T08:30:00+07:00"}
    body = (program.body() if register == "documents" else filing) | named
    _row, key = tokens.make(by=program.person, name="VNPT", days=30, powers=list(Power))

    def send(_turn):
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "one"}
        try:
            return Client().post(f"/api/v1/{register}", body, content_type="application/json", headers=headers)
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        answers = list(pool.map(send, range(TIMES)))
    assert sorted(answer.status_code for answer in answers) == [200] * (TIMES - 1) + [201]
    assert len({answer.content for answer in answers}) == 1
    assert (Document.objects.count(), Filing.objects.count()) == ((1, 1) if register == "documents" else (0, 2))


@pytest.mark.parametrize("error", [Invalid({"code": ["x"]}), Refused("x"), IntegrityError("x")])
def test_whatever_keeps_the_second_twin_out_the_first_one_is_looked_for(monkeypatch, error):
    """The first comes between the look for the key and the check of the second."""
    looks, asked = iter([None, "the first"]), {"by": None, "key": "k", "content": {}}
    monkeypatch.setattr(pushes, "_known", lambda *_asked: next(looks))

    def enter():
        raise error

    assert pushes.once(DocumentPush, enter=enter, **asked) == ("the first", False)
    looks = iter([None, None])
    with pytest.raises(type(error)):
        pushes.once(DocumentPush, enter=enter, **asked)
