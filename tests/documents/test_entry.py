"""Entering and changing by form: what is stored, what is refused with a sentence at its field, what is kept."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from documents.models import Document
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

INCOMING = {
    "registered_on": "06/07/2020", "organ_name": "UBND tỉnh", "code": "123/UBND-VP", "subject": "Về việc báo cáo",
    "urgency": "normal", "circulation": "open", "medium": "electronic", "in_software": "on", "secrecy": "none",
}  # fmt: skip
OUTGOING = {
    "registered_on": "06/07/2020", "signer": "Giàng A Sính", "recipients": "- UBND huyện;\r\n- Lưu: VT.",
    "subject": "Báo cáo tháng", "urgency": "normal", "circulation": "open", "medium": "electronic",
    "signature": "agency", "secrecy": "none",
}  # fmt: skip


def address(verb, *args):
    return reverse(f"documents:document-{verb}", args=args)


@pytest.fixture
def clerk(world, client):
    client.force_login(world.official)
    return client


def enter(clerk, world, direction="incoming", **fields):
    values = (INCOMING if direction == "incoming" else OUTGOING | {"type": world.kind.pk}) | {"unit": world.unit.pk}
    return clerk.post(address(f"create-{direction}"), values | fields)


def errors(response) -> dict:
    assert response.status_code == 200
    return response.context["form"].errors


def test_incoming_document_gets_the_next_number(world, clerk):
    assert enter(clerk, world).status_code == 302
    response = enter(clerk, world, code="124/UBND-VP")
    document = Document.objects.get(code="124/UBND-VP")
    assert response["Location"] == document.get_absolute_url()
    assert (document.number, document.unit, document.handling_unit) == (2, world.unit, world.unit)


def test_outgoing_document_gets_its_notation_and_recipients_in_one_line(world, clerk):
    assert enter(clerk, world, "outgoing").status_code == 302
    document = Document.objects.get()
    assert document.code == "01/QĐ-UBND"
    assert document.recipients == "UBND huyện; Lưu: VT"
    assert document.signature == "agency"


def test_form_begins_with_today_the_own_unit_and_the_next_number(world, clerk):
    enter(clerk, world)
    form = clerk.get(address("create-incoming")).context["form"]
    assert form["registered_on"].value() == date(2020, 8, 3)
    assert form["unit"].value() == world.unit.pk
    assert "02" in str(form["number"].help_text)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("subject", "", ""),
        ("subject", "a" * 501, "501"),
        ("organ_name", "", ""),
        ("registered_on", "", ""),
        ("registered_on", "31/02/2020", "31/02/2020"),
        ("registered_on", "02/01/20", ""),
        ("registered_on", "04/08/2020", "04/08/2020"),
        ("registered_on", "06/07/2002", "01/01/2019"),
        ("issued_on", "07/07/2020", ""),
        ("due_on", "05/07/2020", ""),
        ("pages", "mười", "mười"),
        ("pages", "-3", ""),
        ("number", "17", "1"),
        ("number", "0", "1"),
        ("type", "999999", ""),
        ("urgency", "rất gấp", ""),
        ("secrecy", "mat", ""),
    ],
)
def test_bad_input_gets_a_sentence_keeps_the_typing_and_writes_nothing(world, clerk, field, value, word):
    docs.make_document(world.unit, number=1)
    response = enter(clerk, world, **{field: value})
    (sentence,) = errors(response)[field]
    assert len(sentence) > 10
    assert word in sentence
    assert response.context["form"][field].value() == value
    assert "Về việc báo cáo" in response.content.decode() or field == "subject"
    assert Document.objects.count() == 1


def test_closed_month_is_explained_and_nothing_written(world, clerk):
    assert "06/2020" in str(errors(enter(clerk, world, registered_on="15/06/2020")))
    assert not Document.objects.exists()


def test_unit_of_others_is_not_one_of_the_choices(world, clerk):
    assert "unit" in errors(enter(clerk, world, unit=world.other.pk))
    assert not Document.objects.exists()


def test_in_a_large_country_the_unit_is_typed(world, clerk, monkeypatch):
    monkeypatch.setattr("communes.forms.base.MOST_OPTIONS", 0)
    assert "unit" in errors(enter(clerk, world, unit="xa-ban-pho"))
    assert enter(clerk, world, unit="tả củ tỷ").status_code == 302
    assert Document.objects.get().unit == world.unit


def test_eth_nbsp_and_line_breaks_are_cleaned(world, clerk):
    enter(clerk, world, subject="Ðề án\u00a0số 1\r\ncủa huye\u0323\u0302n")
    assert Document.objects.get().subject == "Đề án số 1 của huyện"


def test_form_sent_twice_is_entered_once(world, clerk):
    token = str(uuid.uuid4())
    first, second = enter(clerk, world, token=token), enter(clerk, world, token=token)
    assert first["Location"] == second["Location"]
    assert Document.objects.count() == 1


def test_edit_asks_for_a_reason_and_keeps_unit_and_number(world, clerk):
    document = docs.make_document(world.unit)
    values = INCOMING | {"version": 1, "subject": "Sửa lại", "unit": world.other.pk, "number": "5"}
    assert "reason" in errors(clerk.post(address("edit", document.pk), values))
    assert clerk.post(address("edit", document.pk), values | {"reason": "Nhầm"}).status_code == 302
    fresh = Document.objects.get()
    assert (fresh.subject, fresh.unit, fresh.number) == ("Sửa lại", world.unit, document.number)


def test_second_of_two_edits_is_shown_the_first_and_may_save_again(world, clerk):
    document = docs.make_document(world.unit)
    values = INCOMING | {"version": 1, "reason": "Sửa"}
    assert clerk.post(address("edit", document.pk), values | {"subject": "Của người thứ nhất"}).status_code == 302
    response = clerk.post(address("edit", document.pk), values | {"subject": "Của người thứ hai"})
    text = response.content.decode()
    assert "Của người thứ nhất" in text
    assert "Của người thứ hai" in text
    version = re.search(r'name="version" value="(\d+)"', text)[1]
    again = values | {"version": version, "subject": "Của người thứ hai"}
    assert clerk.post(address("edit", document.pk), again).status_code == 302


def test_june_document_is_finished_by_form_in_july(world, clerk):
    june = docs.make_document(world.unit, registered_on=date(2020, 6, 8), due_on=date(2020, 6, 18))
    answer = docs.make_document(world.unit, "outgoing", code="15/BC-UBND")
    values = {"version": 1, "completed_on": "18/06/2020"}
    assert "06/2020" in str(errors(clerk.post(address("finish", june.pk), values)))
    values |= {"completed_on": "06/07/2020", "answered_by": "15/bc-ubnd"}
    assert clerk.post(address("finish", june.pk), values).status_code == 302
    june.refresh_from_db()
    assert (june.completed_on, june.answered_by) == (date(2020, 7, 6), answer)


def test_finishing_and_cancelling_what_is_done_already_is_explained(world, clerk):
    done = docs.make_document(world.unit, completed_on=date(2020, 7, 7))
    assert errors(clerk.post(address("finish", done.pk), {"version": 1, "completed_on": "08/07/2020"}))
    assert clerk.post(address("cancel", done.pk), {"version": 1, "reason": "Ghi trùng"}).status_code == 302
    assert errors(clerk.post(address("cancel", done.pk), {"version": 2, "reason": "Ghi trùng"}))
    assert "reason" in errors(clerk.post(address("reinstate", done.pk), {"version": 2, "reason": ""}))
