import pytest
from django.urls import reverse

from accounts.redirects import safe_path
from tests.factories.accounts import PASSWORD, make_user

FOREIGN = [
    "https://evil.example", "http://evil.example/", "//evil.example", "///evil.example", "////evil.example/x",
    "/\\evil.example", "\\/evil.example", "\\\\evil.example", "/\\/evil.example", "\\evil.example",
    "https:evil.example",
    "https:/evil.example", "http:///evil.example", "HTTP://EVIL.EXAMPLE", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "data:text/html,x", "vbscript:x", "ftp://evil.example", "mailto:a@evil.example", "blob:x", "file:///etc/passwd",
    "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example", "\n//evil.example",
    " //evil.example",
    " https://evil.example", "\x00//evil.example", "\x01https://evil.example", "/\x00/evil.example",
    "\x08//evil.example",
    "ht\ntps://evil.example", "java\tscript:alert(1)", "https://testserver@evil.example", "//testserver@evil.example",
    "https://testserver.evil.example", "https://evil.example/testserver", "https://evil.example#testserver",
    "https://evil.example?testserver", "//evil.example:80", "//[::1]", "//127.0.0.1", "//0x7f000001", "//evil。example",
    "//evil%2eexample", "https://testserver:pw@evil.example/", "http:\\\\evil.example", "https:\\evil.example",
    "/\u2028/evil.example", "\u3000//evil.example", "/\u00a0/evil.example", "\ufeff//evil.example",
    "//evil.example\\@x",
    "evil.example", "www.evil.example", "accounts/", "?next=//evil.example", "#//evil.example", "@evil.example", ".",
    "..//evil.example", "/a b", "/" + "a" * 3000, "[//evil", "http://[", "/ /evil.example", "",
]  # fmt: skip
OURS = [
    "/", "/accounts/", "/accounts/?next=//evil.example", "/%5Cevil.example", "/a/%2F%2Fevil.example", "/x?u=1&v=2#y",
]  # fmt: skip


def test_sixty_payloads_are_tried():
    assert len(FOREIGN) >= 60


@pytest.mark.parametrize("target", FOREIGN, ids=range(len(FOREIGN)))
def test_foreign_target_is_dropped(target):
    assert safe_path(target) == ""


@pytest.mark.parametrize("target", OURS)
def test_own_path_is_kept(target):
    assert safe_path(target) == target


@pytest.mark.parametrize("name", ["login", "logout", "language"])
def test_path_that_leads_in_circles_is_dropped(name):
    assert safe_path(reverse(f"accounts:{name}") + "?next=/") == ""


@pytest.mark.django_db
@pytest.mark.parametrize("target", FOREIGN, ids=range(len(FOREIGN)))
def test_login_never_leaves_the_site(client, target):
    make_user("an")
    values = {"username": "an", "password": PASSWORD, "next": target}
    assert client.post("/accounts/login/", values)["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_language_switch_never_leaves_the_site(client, target):
    client.force_login(make_user("an"))
    response = client.post("/accounts/language/", {"language": "en", "next": target})
    assert response["Location"] == "/accounts/"
