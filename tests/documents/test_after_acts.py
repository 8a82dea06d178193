"""After an act on documents: what was done is said in its own words, and the list is as it was left."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Document
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

DUE = date(2020, 7, 10)
OPEN, DONE = {"due_on": DUE}, {"due_on": DUE, "completed_on": DUE}
LIST = reverse("documents:handling-list")


@pytest.fixture
def client(world):
    found = Client()
    found.force_login(world.official)
    return found


@pytest.mark.parametrize(
    ("before", "verb", "sent", "said"),
    [
        (OPEN, "finish", {"completed_on": "10/07/2020"}, "đã giải quyết xong ngày 10/07/2020."),
        (OPEN, "finish", {"completed_on": "13/07/2020"}, "xong ngày 13/07/2020, sau thời hạn 10/07/2020."),
        ({}, "finish", {"completed_on": "13/07/2020"}, "đã giải quyết xong ngày 13/07/2020."),
        (DONE, "reopen", {}, "đã được mở lại"),
        (OPEN, "cancel", {}, "Đã hủy số của văn bản"),
        ({"cancelled": True, "cancel_reason": "x"}, "reinstate", {}, "Đã khôi phục"),
    ],
)
def test_what_was_done_is_said(client, world, before, verb, sent, said):
    document = docs.make_document(world.unit, **before)
    values = {"version": 1, "reason": "Lý do"} | sent
    answer = client.post(reverse(f"documents:document-{verb}", args=[document.pk]), values, follow=True)
    (message,) = answer.context["messages"]
    assert said in str(message)


@pytest.mark.parametrize(
    ("back", "address"),
    [
        ("waiting=overdue&person=Giàng", f"{LIST}?waiting=overdue&person=Gi%C3%A0ng"),
        ("waiting=overdue&after=2020-07-10~5&export=csv&next=//evil.example", f"{LIST}?waiting=overdue"),
        ("//evil.example/", LIST),
        ("", LIST),
    ],
)
def test_acts_on_many_lead_back_to_the_list_as_it_was(client, world, back, address):
    document = docs.make_document(world.unit, due_on=DUE)
    finish = reverse("documents:handling-finish")
    page = client.get(finish, {"document": document.pk, "back": back})
    assert page.context["cancel_url"] == address
    form = page.context["form"]
    values = {name: form.initial[name] for name in ("chosen", "back")} | {"completed_on": "31/12/2030"}
    refused = client.post(finish, values)
    assert refused.context["cancel_url"] == address
    assert client.post(finish, values | {"completed_on": "03/08/2020"})["Location"] == address
    assert Document.objects.get().completed_on == date(2020, 8, 3)


def test_the_list_hands_its_filters_to_the_acts(client, world):
    docs.make_document(world.unit, due_on=DUE)
    answer = client.get(LIST, {"waiting": "overdue", "urgency": "normal", "sort": "x", "q": "y"})
    assert '<input type="hidden" name="back" value="waiting=overdue&amp;urgency=normal">' in answer.content.decode()


def test_numbers_of_the_book_have_no_point_in_the_history(client, world):
    answer = client.post(
        reverse("documents:document-create-incoming"),
        {
            "unit": world.unit.pk, "secrecy": "none", "registered_on": "10/07/2020", "organ_name": "UBND tỉnh",
            "subject": "Về việc", "medium": "electronic", "urgency": "normal", "circulation": "open", "number": "2329",
        },
    )  # fmt: skip
    page = client.get(f"{answer['Location']}history/").content.decode()
    assert ": 2329<" in page.replace("</li>", "<").replace(";", "<")
    assert "2.329" not in page


def test_answer_is_chosen_by_what_it_is_about_and_named_once(client, world):
    docs.make_document(world.unit, "outgoing", code="15/BC-UBND", subject="Kết quả phòng chống dịch tả")
    (found,) = client.get(reverse("documents:document-lookup"), {"q": "15"}).json()["results"]
    assert found["text"] == "Kết quả phòng chống dịch tả (06/07/2020) · 15/BC-UBND"
    incoming = docs.make_document(world.unit)
    values = {"version": 1, "completed_on": "13/07/2020", "answered_by": found["text"]}
    assert client.post(reverse("documents:document-finish", args=[incoming.pk]), values).status_code == 302
    assert Document.objects.get(pk=incoming.pk).answered_by.code == "15/BC-UBND"
