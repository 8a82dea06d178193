import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts import actions
from common.models import AuditChange, AuditEvent
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW = "một con ngựa khác hẳn"
PAGE = "/accounts/password/"


def link_of(user):
    person = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("accounts:one-time", args=[person, default_token_generator.make_token(user)])


def change(client, **values):
    return client.post(PAGE, {"current": PASSWORD, "new": NEW, "again": NEW} | values)


@pytest.mark.parametrize("url", ["/accounts/", PAGE, "/accounts/language/"])
def test_pages_of_an_account_need_a_login(client, url):
    assert client.post(url)["Location"].startswith("/accounts/login/?next=")


def test_profile_shows_who_one_is(client):
    client.force_login(make_user("an", full_name="Vàng Thị An"))
    page = client.get("/accounts/").content.decode()
    assert "Vàng Thị An" in page
    assert PAGE in page


def test_password_is_changed_with_the_current_one(client):
    user = make_user()
    client.force_login(user)
    assert change(client).status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.parametrize(
    "values",
    [{"current": "sai"}, {"again": NEW + "?"}, {"new": "ngắn", "again": "ngắn"}, {"new": PASSWORD, "again": PASSWORD},
     {"new": "matkhau1234567", "again": "matkhau1234567"}, {"current": ""}],
)  # fmt: skip
def test_password_stays_when_a_value_is_not_accepted(client, values):
    user = make_user()
    client.force_login(user)
    assert change(client, **values).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_guessing_the_current_password_is_throttled(client):
    client.force_login(make_user())
    codes = [change(client, current=f"sai {n}").status_code for n in range(10)]
    assert codes == [200] * 5 + [429] * 5
    assert change(client).status_code == 429


def test_password_never_reaches_the_audit_trail(client):
    client.force_login(make_user())
    change(client)
    assert AuditEvent.objects.filter(action="accounts.password_changed").count() == 1
    rows = str(list(AuditChange.objects.values()))
    assert NEW not in rows
    assert "md5$" not in rows


def test_person_with_a_given_password_must_change_it_first(client):
    client.force_login(make_user(must_change_password=True))
    assert client.get("/accounts/")["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
    change(client)
    assert client.get("/accounts/").status_code == 200


def test_language_is_stored_and_used(client):
    user = make_user()
    client.force_login(user)
    response = client.post("/accounts/language/", {"language": "en", "next": PAGE})
    assert response["Location"] == PAGE
    user.refresh_from_db()
    assert user.language == "en"
    assert client.get(PAGE)["Content-Language"] == "en"


def test_language_that_there_is_not_changes_nothing(client):
    user = make_user()
    client.force_login(user)
    client.post("/accounts/language/", {"language": "fr"})
    user.refresh_from_db()
    assert user.language == "vi"


def test_language_is_not_switched_by_get(client):
    client.force_login(make_user())
    assert client.get("/accounts/language/", {"language": "en"}).status_code == 405


def test_one_time_link_sets_a_password_once(client):
    user = make_user(password=None)
    link = link_of(user)
    assert client.get(link).status_code == 200
    assert client.post(link, {"new": NEW, "again": NEW})["Location"] == "/accounts/login/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    client.post(link, {"new": "lần thứ hai vẫn thử", "again": "lần thứ hai vẫn thử"})
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_one_time_link_logs_nobody_in(client):
    client.post(link_of(make_user(password=None)), {"new": NEW, "again": NEW})
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("spoil", ["deactivate", "withdraw", "forge"])
def test_spoilt_one_time_link_shows_no_form(client, spoil):
    user = make_user(password=None)
    link = link_of(user)
    if spoil == "deactivate":
        actions.deactivate(by=None, user=user, reason="Nghỉ việc")
    elif spoil == "withdraw":
        actions.withdraw_password(by=None, user=user)
    else:
        link = link[:-3] + "xx/"
    assert 'type="password"' not in client.get(link).content.decode()
    client.post(link, {"new": NEW, "again": NEW})
    user.refresh_from_db()
    assert not user.check_password(NEW)


@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/logout/", "/accounts/language/", PAGE])
def test_post_without_the_token_of_the_page_is_refused(url):
    client = Client(enforce_csrf_checks=True)
    user = make_user()
    client.force_login(user)
    response = client.post(url, {"username": user.username, "password": PASSWORD, "language": "en"})
    user.refresh_from_db()
    assert (response.status_code, user.language, SESSION_KEY in client.session) == (403, "vi", True)
