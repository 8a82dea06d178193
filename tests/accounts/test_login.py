import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from accounts.demo import DEMO_LOGINS, DEMO_PASSWORD
from common.models import AuditEvent
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def log_in(client, username="an", password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": username, "password": password, **extra})


def test_login_leads_to_the_first_page(client):
    make_user("an")
    response = log_in(client)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_login_leads_to_the_page_that_asked(client):
    make_user("an")
    assert log_in(client, next="/accounts/?a=1")["Location"] == "/accounts/?a=1"


def test_login_page_carries_next_in_the_form(client):
    response = client.get(LOGIN, {"next": "/accounts/?a=1&b=2"})
    assert 'name="next" value="/accounts/?a=1&amp;b=2"' in response.content.decode()


def test_login_reads_the_name_in_capitals(client):
    make_user("an")
    assert log_in(client, "  AN ").status_code == 302


def test_login_changes_the_session_id(client):
    make_user("an")
    client.get(LOGIN)
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    client.cookies["bacha"] = before
    log_in(client)
    assert client.session.session_key != before
    assert not client.session.exists(before)


@pytest.mark.parametrize("password", ["sai", "", PASSWORD + " ", "\0", "x" * 1001])
def test_wrong_password_logs_nobody_in(client, password):
    make_user("an")
    response = log_in(client, password=password)
    assert response.status_code == 200
    assert SESSION_KEY not in client.session


def test_inactive_person_cannot_log_in(client):
    make_user("nghiviec", is_active=False)
    log_in(client, "nghiviec")
    assert SESSION_KEY not in client.session


def test_password_is_never_sent_back(client):
    make_user("an")
    assert "mật-khẩu-sai" not in log_in(client, password="mật-khẩu-sai").content.decode()


def test_login_and_logout_are_in_the_audit_trail(client):
    user = make_user("an")
    log_in(client)
    client.post(reverse("accounts:logout"))
    events = AuditEvent.objects.filter(actor_id=user.pk).order_by("pk")
    assert [event.action for event in events] == ["accounts.logged_in", "accounts.logged_out"]


def test_logout_by_get_is_refused(client):
    client.force_login(make_user("an"))
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert SESSION_KEY in client.session


def test_logout_kills_the_session(client):
    client.force_login(make_user("an"))
    old = client.session.session_key
    assert client.post(reverse("accounts:logout"))["Location"] == LOGIN
    client.cookies["bacha"] = old
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_login_page_leads_on_whoever_is_logged_in(client):
    client.force_login(make_user("an"))
    assert client.get(LOGIN)["Location"] == "/"


def test_login_page_never_sends_back_to_the_page_that_refused(client):
    client.force_login(make_user("an"))
    assert client.get(LOGIN, {"next": "/admin/"}).status_code == 200


def test_demo_logins_are_shown_in_the_demo_only(client, settings):
    settings.PROFILE = "demo"
    page = client.get(LOGIN).content.decode()
    assert DEMO_PASSWORD in page
    assert all(login.username in page for login in DEMO_LOGINS)
    settings.PROFILE = "production"
    assert DEMO_PASSWORD not in client.get(LOGIN).content.decode()


def test_login_page_is_vietnamese_whatever_the_browser_asks(client):
    response = client.get(LOGIN, headers={"accept-language": "en-GB,en;q=0.9"})
    assert response["Content-Language"] == "vi"
    assert '<html lang="vi"' in response.content.decode()
