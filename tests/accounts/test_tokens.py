"""Keys with which programs call the API: shown once, kept as a hash, ended by whatever ends a session."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions, tokens
from accounts.models import ApiToken, Power, User
from common.errors import Invalid, OutOfScope
from common.models import AuditChange, AuditEvent

pytestmark = pytest.mark.django_db

PASSWORD = "một câu chỉ mình tôi biết"


@pytest.fixture
def person():
    return User.objects.create_user("van.thu", PASSWORD)


def make(person, **fields):
    return tokens.make(by=person, **{"name": "VNPT-iOffice", "days": 90, "powers": [Power.READ]} | fields)


def ask(text: str, **headers):
    """The API, called with a key and nothing else."""
    return Client().get("/api/v1/units", headers={"Authorization": f"Bearer {text}", **headers})


def test_key_opens_the_api_and_only_its_hash_is_kept(person):
    row, text = make(person)
    assert ask(text).status_code == 200
    row.refresh_from_db()
    assert row.last_used_on == timezone.localdate()
    kept = [str(values) for model in (ApiToken, AuditEvent, AuditChange) for values in model.objects.values_list()]
    assert not any(text in values or text.removeprefix("bacha_") in values for values in kept)
    assert not any(row.digest in str(values) for values in AuditChange.objects.values_list())


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite  # which has one writer for everything
def test_key_opens_the_api_while_somebody_else_is_writing(person):
    row, text = make(person)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert ask(text).status_code == 200
        other.execute("ROLLBACK")
    row.refresh_from_db()
    assert row.last_used_on is None
    assert ask(text).status_code == 200
    row.refresh_from_db()
    assert row.last_used_on == timezone.localdate()
    connection.close()  # the next one waits as usual


@pytest.mark.parametrize("text", ["", " ", "x", "bacha_", "bacha_" + "A" * 43, "\u00e1", "x" * 5000])
def test_made_up_key_is_401(person, text):
    make(person)
    assert ask(text).status_code == 401


def test_other_scheme_is_401_even_beside_a_session(person):
    client = Client()
    client.force_login(person)
    for value in ("Basic abc", "Bearer x", "Bearer"):
        assert client.get("/api/v1/units", headers={"Authorization": value}).status_code == 401
    assert client.get("/api/v1/units").status_code == 200


def test_a_key_comes_as_a_bearers(person):
    _row, text = make(person)
    for value, status in ((f"Basic {text}", 401), (text, 401), (f"bearer {text}", 200)):
        assert Client().get("/api/v1/units", headers={"Authorization": value}).status_code == status


def end_by_expiry(person, row):
    ApiToken.objects.update(
        created_on=timezone.localdate() - timedelta(9), expires_on=timezone.localdate() - timedelta(1)
    )


def end_by_deactivation(person, row):
    User.objects.update(is_active=False)


def end_by_password(person, row):
    actions.change_password(by=person, current=PASSWORD, new="một câu khác, cũng dài như thế")


def end_by_ended_sessions(person, row):
    User.objects.update(sessions=person.sessions + 1)


def end_by_a_password_that_is_due(person, row):
    User.objects.update(must_change_password=True)


def end_by_revoking(person, row):
    tokens.revoke(by=person, pk=row.pk)


@pytest.mark.parametrize(
    "end",
    [end_by_expiry, end_by_deactivation, end_by_password, end_by_ended_sessions, end_by_a_password_that_is_due,
     end_by_revoking],
)  # fmt: skip
def test_key_ends_at_once(person, end):
    row, text = make(person)
    assert ask(text).status_code == 200
    end(person, row)
    assert ask(text).status_code == 401


def test_key_works_on_its_last_day(person):
    _row, text = make(person)
    ApiToken.objects.update(expires_on=timezone.localdate())
    assert ask(text).status_code == 200


def test_number_of_keys_and_their_time_are_bounded(person):
    for values in ({"name": " "}, {"days": 0}, {"days": 100_000}, {"powers": []}):
        with pytest.raises(Invalid):
            make(person, **values)
    rows = [make(person)[0] for _ in range(tokens.MOST_LIVE)]
    with pytest.raises(Invalid):
        make(person)
    tokens.revoke(by=person, pk=rows[0].pk)
    make(person)
    # Another password ended all of them.
    actions.change_password(by=person, current=PASSWORD, new="một câu khác, cũng dài như thế")
    make(User.objects.get(pk=person.pk))


def test_nobody_revokes_anothers_key(person):
    row, _text = make(person)
    other = User.objects.create_user("khac", PASSWORD)
    with pytest.raises(OutOfScope):
        tokens.revoke(by=other, pk=row.pk)
    client = Client()
    client.force_login(other)
    for key in (row.pk, 987_654_321, "x", "", -1, 2**70):
        assert client.post(reverse("communes:key-revoke"), {"key": key}).status_code == 404
    assert ApiToken.objects.get().revoked_on is None


def test_page_makes_shows_once_and_revokes(person, client):
    client.force_login(person)
    page = reverse("communes:keys")
    values = {"name": "VNPT-iOffice", "powers": ["may_read"], "days": "30", "current": PASSWORD}
    assert "current" in client.post(page, values | {"current": "sai rồi, sai rồi"}).context["form"].errors
    assert "powers" in client.post(page, values | {"powers": []}).context["form"].errors
    assert "powers" in client.post(page, values | {"powers": ["is_superuser"]}).context["form"].errors
    assert "days" in client.post(page, values | {"days": "7"}).context["form"].errors
    answer = client.post(page, values)
    text = answer.context["made"]
    assert text in answer.content.decode()
    assert ask(text).status_code == 200
    assert text not in client.get(page).content.decode()
    assert "VNPT-iOffice" in client.get(page).content.decode()
    assert client.get(reverse("communes:key-revoke")).status_code == 405
    client.post(reverse("communes:key-revoke"), {"key": ApiToken.objects.get().pk})
    assert ask(text).status_code == 401


def test_key_alone_opens_no_page(person):
    _row, text = make(person)
    answer = Client().get(reverse("communes:keys"), headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == 302


def test_database_refuses_a_key_without_name_time_or_power(person):
    make(person)
    for values in ({"name": ""}, {"may_read": False}, {"expires_on": timezone.localdate() - timedelta(400)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiToken.objects.update(**values)
