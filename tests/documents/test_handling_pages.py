from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import DeadlineRule, Document
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

TODAY = date(2020, 8, 3)


@pytest.fixture(autouse=True)
def _worker(settings):
    settings.REFRESH_MODE = "worker"


@pytest.fixture
def client(world):
    found = Client()
    found.force_login(world.official)
    return found


def send(client, address, **values):
    return client.post(address, values)


def test_ticked_documents_are_passed_on_together(client, world):
    first, second = docs.make_document(world.unit), docs.make_document(world.unit)
    address = reverse("documents:handling-assign")
    form = client.get(address, {"document": [first.pk, second.pk]}).context["form"]
    values = {"chosen": form.initial["chosen"], "assigned_to": "Văn phòng", "transferred_on": "03/08/2020"}
    answer = send(client, address, **values)
    assert answer.status_code == 302
    assert set(Document.objects.values_list("assigned_to", flat=True)) == {"Văn phòng"}


def test_a_refused_one_is_named_and_may_be_left_out(client, world):
    good, done = docs.make_document(world.unit), docs.make_document(world.unit, completed_on=TODAY)
    address = reverse("documents:handling-finish")
    values = {"chosen": f"{good.pk}:1,{done.pk}:1", "completed_on": "03/08/2020"}
    answer = send(client, address, **values)
    assert answer.status_code == 200
    assert str(done.number) in answer.context["form"].non_field_errors()[0]
    assert 'type="checkbox" name="leave_out"' in answer.content.decode()
    assert send(client, address, **values, leave_out="on").status_code == 302
    assert Document.objects.filter(completed_on=TODAY).count() == 2


@pytest.mark.parametrize("query", [{}, {"document": "x"}, {"document": "999999"}])
def test_nothing_chosen_is_said(client, query):
    answer = client.get(reverse("documents:handling-finish"), query)
    assert answer.status_code == 200
    assert answer.context["form"] is None


def entry(**fields):
    values = {
        "secrecy": "none", "registered_on": "10/07/2020", "organ_name": "UBND tỉnh", "subject": "Về việc", "medium":
        "electronic", "urgency": "urgent", "circulation": "open",
    }  # fmt: skip
    return values | fields


def test_entry_form_works_the_deadline_out_and_says_so(client, world):
    address = reverse("documents:document-create-incoming")
    answer = client.post(address, entry(unit=world.unit.pk), follow=True)
    assert Document.objects.get().due_on == date(2020, 7, 14)
    assert "14/07/2020" in str(next(iter(answer.context["messages"])))
    client.post(address, entry(unit=world.unit.pk, no_deadline="on"))
    assert Document.objects.filter(due_on=None).count() == 1
    both = client.post(address, entry(unit=world.unit.pk, no_deadline="on", due_on="20/07/2020"))
    assert list(both.context["form"].errors) == ["no_deadline"]


@pytest.mark.parametrize(("choice", "expected"), [("rule", date(2020, 7, 13)), ("keep", date(2020, 7, 24))])
def test_another_urgency_offers_the_deadline_by_rule(client, world, choice, expected):
    document = docs.make_document(world.unit, registered_on=date(2020, 7, 10), due_on=date(2020, 7, 24))
    address = reverse("documents:document-edit", args=[document.pk])
    values = entry(urgency="very_urgent", due_on="24/07/2020", version=1, reason="Sửa độ khẩn")
    asked = client.post(address, values)
    assert list(asked.context["form"].errors) == ["new_deadline"]
    assert "13/07/2020" in asked.content.decode()
    assert client.post(address, values | {"new_deadline": choice}).status_code == 302
    document.refresh_from_db()
    assert (document.urgency, document.due_on) == ("very_urgent", expected)


def test_a_deadline_changed_by_hand_is_not_questioned(client, world):
    document = docs.make_document(world.unit, registered_on=date(2020, 7, 10), due_on=date(2020, 7, 24))
    address = reverse("documents:document-edit", args=[document.pk])
    values = entry(urgency="very_urgent", due_on="15/07/2020", version=1, reason="Sửa")
    assert client.post(address, values).status_code == 302
    document.refresh_from_db()
    assert document.due_on == date(2020, 7, 15)


def test_unit_keeps_its_own_rule_and_not_the_one_for_all(client, world):
    values = {"urgency": "normal", "working_days": "5", "valid_from": "01/08/2020", "basis": "Quy chế số 5"}
    address = reverse("documents:deadline-create")
    assert client.post(address, values | {"unit": world.unit.pk}).status_code == 302
    again = client.post(address, values | {"unit": world.unit.pk})
    assert again.status_code == 200
    assert "unit" in client.post(address, values).context["form"].errors
    rule = DeadlineRule.objects.get(unit=world.unit)
    changed = {"working_days": "3", "valid_from": "01/08/2020", "basis": "Quy chế số 6", "version": 1, "reason": "Mới"}
    assert client.post(reverse("documents:deadline-edit", args=[rule.pk]), changed).status_code == 302
    assert client.get(reverse("documents:deadline-history", args=[rule.pk])).status_code == 200
    for_all = DeadlineRule.objects.filter(unit=None).first()
    assert client.get(reverse("documents:deadline-detail", args=[for_all.pk])).status_code == 200
    assert client.get(reverse("documents:deadline-edit", args=[for_all.pk])).status_code == 403
