"""Which columns of a list a person sees is kept with the account, bounded, and led back to the list."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions
from accounts.models import User
from common.errors import Invalid
from common.models import AuditChange
from tests.factories import communes as make

pytestmark = pytest.mark.django_db
LIST = "communes:equipment-list"


@pytest.fixture
def person():
    return make.make_member("official", make.make_district().tacuty)


def kept(person) -> dict:
    return User.objects.get(pk=person.pk).list_columns


def send(client, **data):
    return client.post(reverse("accounts:columns"), {"list": LIST, "next": "/equipment/?kind=laptop", **data})


def test_choice_is_kept_and_leads_back_to_the_filtered_list(client, person):
    client.force_login(person)
    answer = send(client, columns=["device", "note", "note"])
    assert (answer.status_code, answer["Location"]) == (302, "/equipment/?kind=laptop")
    assert kept(person) == {LIST: ["device", "note"]}


def test_reset_forgets_the_choice_of_this_list_only(client, person):
    actions.choose_columns(by=person, name=LIST, columns=["device"])
    actions.choose_columns(by=person, name="communes:staff-list", columns=["full_name"])
    client.force_login(person)
    send(client, reset="1", columns=["device", "note"])
    assert kept(person) == {"communes:staff-list": ["full_name"]}


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil", "/accounts/columns/", ""])
def test_nobody_is_led_elsewhere(client, person, target):
    client.force_login(person)
    assert send(client, columns=["device"], next=target)["Location"] == reverse("accounts:profile")


@pytest.mark.parametrize(
    ("name", "columns"),
    [("", ["a"]), ("x" * 81, ["a"]), ("Ä", ["a"]), (LIST, []), (LIST, ["a" * 41]), (LIST, ["<b>"]), (LIST, ["\x00"]),
     (LIST, [f"a{number}" for number in range(61)])],
)  # fmt: skip
def test_what_no_list_sends_is_refused(client, person, name, columns):
    with pytest.raises(Invalid):
        actions.choose_columns(by=person, name=name, columns=columns)
    client.force_login(person)
    answer = client.post(
        reverse("accounts:columns"), {"list": name, "columns": columns, "next": "/equipment/"}, follow=True
    )
    assert len(answer.context["messages"]) == 1
    assert kept(person) == {}


def test_account_cannot_be_filled(person):
    for number in range(70):
        actions.choose_columns(by=person, name=f"list-{number}", columns=["a"])
    assert len(kept(person)) == actions.MOST_LISTS
    assert "list-69" in kept(person)


def test_second_window_does_not_undo_the_first(person):
    other_window = User.objects.get(pk=person.pk)
    actions.choose_columns(by=person, name=LIST, columns=["device"])
    actions.choose_columns(by=other_window, name="communes:staff-list", columns=["full_name"])
    assert set(kept(person)) == {LIST, "communes:staff-list"}


def test_choice_is_audited_once(person):
    for _time in range(2):
        actions.choose_columns(by=person, name=LIST, columns=["device", "note"])
    (change,) = AuditChange.objects.filter(event__action="accounts.columns_chosen")
    assert change.after == {"list_columns": f"{LIST}: device, note"}


def test_only_a_post_with_a_token_writes(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    assert client.get(reverse("accounts:columns")).status_code == 405
    assert send(client, columns=["device"]).status_code == 403
    assert kept(person) == {}


def test_stranger_is_asked_to_log_in(client):
    assert reverse("accounts:login") in send(client, columns=["device"])["Location"]


def test_choice_costs_no_query_and_no_caching(client, person):
    client.force_login(person)
    counts, headers = [], []
    for columns in (None, ["device", "note"]):
        actions.choose_columns(by=person, name=LIST, columns=columns)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(reverse(LIST))
        counts.append(len(captured))
        headers.append(answer["Cache-Control"])
    assert counts[0] == counts[1]
    assert headers == ["no-store, private"] * 2
