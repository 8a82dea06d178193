"""When a session ends (security.md, A7 and B7)."""

import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import actions
from accounts.models import User
from tests.factories.accounts import PASSWORD, make_superuser, make_user

pytestmark = pytest.mark.django_db
PROFILE = "/accounts/"
HOUR = 3600


@pytest.fixture
def pass_time(monkeypatch):
    real = time.time

    def shift(seconds):
        monkeypatch.setattr("accounts.middleware.time.time", lambda: real() + seconds)

    return shift


def is_in(client):
    return client.get(PROFILE).status_code == 200


def test_session_ends_after_the_idle_limit(client, pass_time, settings):
    client.force_login(make_user())
    pass_time(settings.SESSION_IDLE_SECONDS - 60)
    assert is_in(client)
    pass_time(2 * settings.SESSION_IDLE_SECONDS)
    assert not is_in(client)
    assert SESSION_KEY not in client.session


def test_session_in_use_outlives_the_idle_limit(client, pass_time, settings):
    settings.SESSION_IDLE_SECONDS = 1800
    client.force_login(make_user())
    for minutes in range(0, 180, 20):
        pass_time(minutes * 60)
        assert is_in(client)
    pass_time(180 * 60 + 1800)
    assert not is_in(client)


def test_session_ends_12_hours_after_the_login_however_busy(client, pass_time):
    client.force_login(make_user())
    for hours in range(12):
        pass_time(hours * HOUR)
        assert is_in(client)
    pass_time(12 * HOUR + 60)
    assert not is_in(client)


def test_session_of_unknown_age_is_over(client):
    client.force_login(make_user())
    session = client.session
    del session["accounts.started"]
    session.save()
    assert not is_in(client)


def test_reading_pages_writes_nothing(client):
    client.force_login(make_user())
    with CaptureQueriesContext(connection) as queries:
        assert is_in(client)
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


def test_password_change_ends_all_other_sessions():
    user, here, elsewhere = make_user(), Client(), Client()
    here.force_login(user)
    elsewhere.force_login(user)
    before = here.session.session_key
    values = {"current": PASSWORD, "new": "một con ngựa khác hẳn", "again": "một con ngựa khác hẳn"}
    assert here.post("/accounts/password/", values).status_code == 302
    assert is_in(here)
    assert here.session.session_key != before
    assert not is_in(elsewhere)


def test_deactivation_ends_sessions_for_good(client):
    boss, user = make_superuser(), make_user()
    client.force_login(user)
    actions.deactivate(by=boss, user=user, reason="Nghỉ việc")
    assert not is_in(client)
    actions.update_user(by=boss, user=user, reason="Quay lại", is_active=True)
    assert not is_in(client)


def test_deactivation_is_felt_by_the_very_next_request(client):
    user = make_user()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not is_in(client)


def test_password_set_by_an_administrator_ends_all_sessions(client):
    user = make_user()
    client.force_login(user)
    actions.set_password(by=make_superuser(), user=user, new="do quản trị đặt tạm")
    assert not is_in(client)


def test_cookies_are_closed_to_scripts_and_other_sites(client):
    make_user("an")
    client.post("/accounts/login/", {"username": "an", "password": PASSWORD})
    for name in ("bacha", "device"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


def test_cookies_are_bound_to_the_host_on_https(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    make_user("an")
    client.post("/accounts/login/", {"username": "an", "password": PASSWORD})
    cookie = client.cookies["__Host-device"]
    assert cookie["secure"]
    assert (cookie["path"], cookie["domain"]) == ("/", "")
