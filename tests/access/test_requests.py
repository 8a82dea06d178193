"""Every route asks for the security token of forms, and every answer, whatever it is, carries the strict headers."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from bacha.policy import ROUTES
from bacha.policy.route import PUBLIC
from communes.views.equipment import EquipmentList
from tests.access.driving import body_of, checksum, swiftly
from tests.routes import all_routes

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
STRICT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def addresses() -> list[tuple[str, str]]:
    """(name, address) of every route, with some number or slug in the gaps."""
    found = {}
    for name, text in all_routes():
        path = re.sub(r"<slug:\w+>|<str:\w+>|<key>", "abc", re.sub(r"<(int|path):\w+>", "1", text))
        if not re.search(r"[\^$?(]", path):
            found.setdefault("/" + path, name)
    return sorted((name, path) for path, name in found.items())


def weak(answer) -> list[str]:
    """What is missing among the headers of an answer."""
    found = [name for name, value in STRICT.items() if answer.headers.get(name) != value]
    # A view's own policy stands in front of the site's and can only take away: browsers obey both.
    for policy in answer.headers.get("Content-Security-Policy", "").removeprefix("sandbox, ").split(","):
        parts = dict(part.split(maxsplit=1) for part in filter(None, map(str.strip, policy.split(";"))))
        found += [f"{name} {parts.get(name)}" for name, value in POLICY.items() if parts.get(name) != value]
        found += [part for part in parts.values() if "unsafe" in part or "*" in part]
    return found


def test_every_route_without_a_token_is_refused(world, db):
    """Before anything else is looked at; the API says 401 to who has no session."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["administrator"])
    before, wrong = checksum(), []
    with swiftly():
        for visitor in (client, Client(enforce_csrf_checks=True)):
            for name, path in addresses():
                status = visitor.post(path, {"reason": "x", "language": "vi"}).status_code
                if status != 403 and not (name.startswith("api:") and status in (401, 404, 405)):
                    wrong.append((name, path, status))
    assert wrong == []
    assert len(addresses()) >= 300
    assert checksum() == before


@pytest.mark.parametrize(
    "extra",
    [
        {"headers": {"origin": "https://evil.example"}},
        {"headers": {"referer": "https://evil.example/x"}, "secure": True},
        {"content_type": "text/plain", "data": '{"language": "vi"}'},
        {"headers": {"x-csrftoken": "a" * 64}},
    ],
)
def test_a_form_from_elsewhere_is_refused(world, db, extra):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["official"])
    page = body_of(client.get("/accounts/"))
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    data = {"data": {"language": "vi", "csrfmiddlewaretoken": token if "x-csrftoken" not in str(extra) else "a" * 64}}
    with swiftly():
        assert client.post("/accounts/language/", **{**data, **extra}).status_code == 403


def test_the_token_of_another_person_is_refused(world, db):
    client, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    client.force_login(world.people["official"])
    other.force_login(world.people["neighbour"])
    tokens = [
        re.search(r'csrfmiddlewaretoken" value="([^"]+)"', body_of(c.get("/accounts/")))[1] for c in (client, other)
    ]
    with swiftly():
        statuses = [
            client.post("/accounts/language/", {"language": "en", "csrfmiddlewaretoken": token}).status_code
            for token in tokens
        ]
    assert statuses == [302, 403]


@pytest.mark.parametrize("name", ["anonymous", "official", "administrator"])
def test_every_answer_is_strict(world, clients, name):
    wrong, driven, before = [], 0, checksum()
    with swiftly():
        for route, path in addresses():
            if name == "administrator" and route.startswith("admin:") and "/1/" in path:
                continue  # the official's refusals and the lists stand for them
            answer = clients[name].get(path)
            body_of(answer)
            driven += 1
            wrong += [(path, answer.status_code, found) for found in weak(answer)]
            private = not (route in ROUTES and ROUTES[route].who == PUBLIC)
            if private and "no-store" not in answer.headers["Cache-Control"]:
                wrong.append((path, answer.status_code, answer.headers["Cache-Control"]))
    assert wrong == []
    assert driven >= 180
    assert checksum() == before  # reading writes nothing


def test_errors_redirects_files_and_exports_are_strict(world, clients, monkeypatch):
    client, answers = clients["official"], {}
    with swiftly():
        for path in (
            "/nothing", "/equipment", "/api/nothing", "/static/css/bacha.css", "/static/nothing.css", "/equipment/new",
            "/equipment/?export=csv", "/equipment/?export=xlsx", "/?export=csv", "/healthz", "/admin/nothing/",
        ):  # fmt: skip
            answers[path] = client.get(path)
        answers["403"] = clients["leader"].get("/equipment/new/")
        answers["405"] = client.get("/accounts/logout/")
        answers["TRACE"] = client.trace("/")
        answers["OPTIONS"] = client.options("/equipment/")
        answers["HEAD"] = client.head("/equipment/")
        answers["400"] = client.get("/", headers={"host": "evil.example"})
        answers["csrf"] = Client(enforce_csrf_checks=True).post("/accounts/login/")
        monkeypatch.setattr(EquipmentList, "get", lambda self, request: 1 / 0)
        answers["500"] = client.get("/equipment/")
    expected = {"403": 403, "405": 405, "TRACE": 405, "400": 400, "csrf": 403, "500": 500, "/nothing": 404}
    assert {name: answers[name].status_code for name in expected} == expected
    assert {name: found for name, answer in answers.items() if (found := weak(answer))} == {}
    assert "no-store" in answers["500"].headers["Cache-Control"]
    for answer in answers.values():
        body_of(answer)


def test_reading_by_other_methods_is_within_the_same_reach(world, clients):
    """HEAD and OPTIONS tell no more than GET: nothing of a record, and no difference between hidden and missing."""
    with swiftly():
        for thing in world.of("documents:document")[:6]:
            path = reverse("documents:document-detail", args=[thing.obj.pk])
            status = clients["elsewhere"].head(path).status_code
            assert status == clients["elsewhere"].get(path).status_code
            there = clients["elsewhere"].options(path)
            nowhere = clients["elsewhere"].options("/documents/987654321/")
            assert (there.status_code, dict(there.headers)) == (nowhere.status_code, dict(nowhere.headers))
