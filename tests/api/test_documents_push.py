"""POST documents: entered once by the action of the forms, in one's own unit, and nothing set beside what is named."""

from datetime import date

import pytest
from django.test import Client

from common import pushes
from communes.models import Role
from documents.models import Document, DocumentPush
from tests.api.papers import PATH, docs, make, sender, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return sender()


def test_document_is_entered_under_the_next_number(program):
    answer = program.push(type="Công văn", due_on="2020-07-20", recipients="- UBND xã;\n- Lưu: VT.")
    assert answer.status_code == 201
    (document,) = stored()
    assert (document.number, document.unit, document.handling_unit) == (1, program.unit, program.unit)
    assert (document.recipients, document.due_on, document.version) == ("UBND xã; Lưu: VT", date(2020, 7, 20), 1)
    said = answer.json()
    assert (said["id"], said["number"], said["unit"]) == (document.pk, 1, program.unit.slug)
    assert said["type"] == "Công văn"
    assert program.client.get(f"{PATH}/{document.pk}").json() == said


def test_a_document_may_be_entered_without_deadline(program):
    by_rule, without = program.push(), program.push("k2", no_deadline=True)
    assert (by_rule.status_code, without.status_code) == (201, 201)
    assert by_rule.json()["due_on"] is not None
    assert without.json()["due_on"] is None
    both = program.push("k3", no_deadline=True, due_on="2020-07-20")
    assert (both.status_code, both.json()["detail"].partition(":")[0]) == (422, "no_deadline")


def test_outgoing_document_gets_its_notation(program):
    kind = docs.make_kind()
    answer = program.push(direction="outgoing", type=kind.abbreviation, code=None, signer="Giàng A Sính")
    assert answer.json()["code"] == "01/QĐ-UBND"


def test_the_same_key_with_the_same_content_enters_once(program):
    first, second = program.push(), program.push()
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert len(stored()) == DocumentPush.objects.count() == 1
    assert program.push("k2").json()["number"] == 2


def test_the_same_sent_twice_at_once_under_a_number_enters_once(program, monkeypatch):
    known, sent = pushes._known, []

    def overtaken(*args):
        """Both have looked for the key and found nothing; then the other one is through first."""
        monkeypatch.setattr(pushes, "_known", known)
        sent.append(program.push(number=5))
        return None

    monkeypatch.setattr(pushes, "_known", overtaken)
    late = program.push(number=5)
    assert (sent[0].status_code, late.status_code) == (201, 200)
    assert late.json() == sent[0].json()
    assert len(stored()) == DocumentPush.objects.count() == 1
    assert program.push("k2", number=5).status_code == 422


@pytest.mark.parametrize("changes", [{"subject": "Khác"}, {"copies": 2}, {"registered_on": "2020-07-07"}])
def test_the_same_key_with_another_content_is_a_conflict(program, changes):
    program.push()
    answer = program.push(**changes)
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("Idempotency-Key")
    assert len(stored()) == 1


def test_a_key_is_the_senders_own(program):
    program.push()
    other = make.make_member(Role.OFFICIAL, program.other)
    program.client.force_login(other)
    assert program.push(unit=program.other.slug).status_code == 201


def test_a_refused_document_leaves_its_key_unused(program):
    assert program.push(registered_on="2020-08-04").status_code == 422
    assert program.push().status_code == 201


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"secrecy": None}, "secrecy"), ({"secrecy": "mat"}, "secrecy"), ({"secrecy": "khac"}, "secrecy"),
        ({"subject": None}, "subject"), ({"subject": "x" * 501}, "subject"), ({"subject": " "}, "subject"),
        ({"subject": "(Mật) Kế hoạch"}, "subject"), ({"code": "12/MẬT-UBND"}, "code"),
        ({"registered_on": "2020-08-04"}, "registered_on"), ({"registered_on": "0"}, "registered_on"),
        ({"registered_on": 1593993600}, "registered_on"), ({"registered_on": "06/07/2020"}, "registered_on"),
        ({"due_on": "2020-07-01"}, "due_on"), ({"number": 7}, None), ({"number": 0}, "number"),
        ({"number": "1"}, "number"), ({"number": True}, "number"), ({"in_software": "true"}, "in_software"),
        ({"pages": 40_000}, "pages"), ({"medium": "stone"}, "medium"), ({"type": "Bản đồ"}, "type"),
        ({"answered_by": 987_654}, "answered_by"), ({"subject": ["x"]}, "subject"), ({"signature": "agency"}, ""),
        ({"direction": "outgoing", "code": "99/QĐ-UBND"}, "code"),
    ],
)  # fmt: skip
def test_bad_content_is_422_with_a_sentence_and_stores_nothing(program, changes, field):
    answer = program.push(**changes)
    if changes == {"number": 7}:  # an empty book may begin anywhere
        assert answer.status_code == 201
        return
    assert answer.status_code == 422
    detail = answer.json()["detail"]
    assert detail.startswith(f"{field}: " if field else "")
    assert str(next(iter(changes.values()))) not in detail or len(str(next(iter(changes.values())))) < 5
    assert not stored()
    assert not DocumentPush.objects.exists()


@pytest.mark.parametrize("value", [True, "true", 1, ["true"], {"a": True}])
@pytest.mark.parametrize(
    "name",
    ["id", "pk", "version", "batch", "batch_id", "handling_unit", "handling_unit_id", "cancelled", "cancel_reason",
     "search", "year", "by", "override", "reason", "is_superuser", "unit_id", "created_by"],
)  # fmt: skip
def test_unknown_fields_are_refused_whatever_their_value(program, name, value):
    answer = program.push(**{name: value})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(f"{name}: ")
    assert not stored()


def test_closed_month_and_taken_number_say_what_to_do(program):
    from common.months import Month

    program.push(number=1, code="7/UBND")
    detail = program.push("k2", number=1).json()["detail"]
    assert "number: " in detail
    assert "7/UBND" in detail
    make.close_month(program.unit, Month(2020, 6), by=make.make_administrator())
    assert "06/2020" in program.push("k3", registered_on="2020-06-05").json()["detail"]


def test_key_is_needed_and_plain(program):
    for key in ("", " ", "a b", "x" * 101, "khoá"):
        answer = program.push(key)
        assert answer.status_code == 422, key
        assert answer.json()["detail"].startswith("Idempotency-Key")
    answer = program.client.post(PATH, program.body(), content_type="application/json")
    assert answer.status_code == 422
    assert not stored()


@pytest.mark.parametrize("content", ["", "[]", "nonsense", '{"a"', "null", '"x"', "[1]"])
def test_what_is_no_object_is_refused(program, content):
    answer = program.client.post(PATH, content, content_type="application/json", headers={"Idempotency-Key": "k"})
    assert answer.status_code in (400, 422)
    assert isinstance(answer.json()["detail"], str)
    assert not stored()


@pytest.mark.parametrize("role", [Role.HEAD, Role.LEADER, Role.AUDITOR, Role.REVIEWER])
def test_who_only_reads_a_unit_enters_nothing(role):
    program = sender(role)
    assert program.push().status_code == 403
    assert not stored()


def test_a_unit_out_of_reach_is_as_one_that_does_not_exist(program):
    hidden, missing = program.push(unit=program.other.slug), program.push(unit="xa-khong-co")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content == b'{"detail": "not found"}'


def test_nobody_is_401_and_a_session_needs_its_token(program):
    answer = Client().post(PATH, program.body(), content_type="application/json", headers={"Idempotency-Key": "k"})
    assert answer.status_code == 401
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(program.person)
    program.client = strict
    assert program.push().status_code == 403
    assert not Document.objects.exists()
    strict.get("/documents/incoming/new/")
    token = strict.cookies["csrf"].value
    headers = {"Idempotency-Key": "k", "X-CSRFToken": token}
    answer = strict.post(PATH, program.body(), content_type="application/json", headers=headers)
    assert answer.status_code == 201
