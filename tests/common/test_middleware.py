import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from common.middleware import CONTENT_SECURITY_POLICY, HEADERS, SecurityHeaders
from tests.factories.accounts import make_superuser, make_user

FIXED = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, **HEADERS}


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


def bare(response):
    """The strict headers that a response lacks."""
    return [name for name, value in FIXED.items() if response.headers.get(name) != value]


def answer(make_response, **extra):
    request = RequestFactory().get("/", **extra)
    return SecurityHeaders(make_response)(request), request


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [("/accounts/login/", 200), ("/accounts/", 302), ("/khong/co/", 404), ("/static/khong-co.css", 404),
     ("/static/css/bacha.css", 200), ("/accounts/login", 301), ("/%00", 404)],
)  # fmt: skip
def test_every_response_carries_the_strict_headers(client, path, status):
    response = client.get(path)
    response.close()
    assert (response.status_code, bare(response)) == (status, [])


@pytest.mark.django_db
def test_error_page_carries_the_strict_headers(client, monkeypatch):
    def explode(*args, **kwargs):
        raise ValueError("boom")

    monkeypatch.setattr("accounts.views.LoginView.get", explode)
    response = client.get("/accounts/login/")
    assert response.status_code == 500
    assert bare(response) == []


@pytest.mark.django_db
def test_unknown_host_is_refused_with_the_strict_headers(client):
    response = client.get("/accounts/login/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert bare(response) == []


@pytest.mark.django_db
def test_redirect_to_https_carries_the_strict_headers(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/accounts/login/")
    assert response["Location"].startswith("https://testserver/")
    assert bare(response) == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
def test_every_method_is_answered_with_the_strict_headers(client, method):
    assert bare(client.generic(method, "/accounts/login/")) == []


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
def test_method_that_echoes_the_request_is_refused(client, method):
    response = client.generic(method, "/accounts/login/")
    assert (response.status_code, bare(response)) == (405, [])


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/", "/accounts/password/", "/accounts/login/", "/khong/co/"])
def test_pages_are_kept_by_no_cache(client, path):
    client.force_login(make_user())
    assert {"no-store", "private"} <= set(client.get(path)["Cache-Control"].split(", "))


@pytest.mark.django_db
def test_static_file_may_be_cached(client):
    response = client.get("/static/css/bacha.css")
    response.close()
    assert "no-store" not in response["Cache-Control"]


def test_policy_of_a_view_is_kept_beside_ours():
    response, _request = answer(lambda request: HttpResponse(headers={"Content-Security-Policy": "sandbox"}))
    assert response["Content-Security-Policy"] == f"sandbox, {CONTENT_SECURITY_POLICY}"


def test_lifetime_that_a_view_gives_is_kept():
    response, _request = answer(lambda request: HttpResponse(headers={"Cache-Control": "max-age=60"}))
    assert response["Cache-Control"] == "max-age=60"


def test_policy_allows_nothing_unsafe():
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_forwarded_headers_of_a_stranger_are_dropped(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    extra = {
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_FORWARDED": "for=1.2.3",
    }
    _response, request = answer(lambda request: HttpResponse(), **extra)
    assert not any(name in request.META for name in extra)
    _response, request = answer(lambda request: HttpResponse(), REMOTE_ADDR="10.0.0.1", **extra)
    assert request.META["HTTP_X_FORWARDED_PROTO"] == "https"


@pytest.mark.django_db
def test_administration_needs_nothing_that_the_policy_forbids(client):
    client.force_login(make_superuser())
    for path in ("/admin/", "/admin/accounts/user/", "/admin/accounts/user/add/"):
        page = client.get(path).content.decode()
        assert "<main" in page
        assert ' style="' not in page
        assert " onclick=" not in page
        assert "<style" not in page
        assert "<script>" not in page
