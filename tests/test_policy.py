"""Every route stands in the policy table, and the table names no route that does not exist."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import path
from django.urls.resolvers import URLResolver

from bacha import policy
from bacha.policy.route import LOGIN, MEMBER, PUBLIC, STAFF
from common.admin import ActionAdmin
from communes.scope import CAPABILITIES
from tests.factories import communes as ground
from tests.routes import all_routes, model_admins

KNOWN = {LOGIN, MEMBER, PUBLIC, STAFF, *CAPABILITIES}


def test_every_route_is_listed():
    assert sorted({name for name, _text in all_routes() if policy.route_for(name) is None}) == []


def test_an_unlisted_route_is_found():
    resolver = URLResolver(admin.site.urls[0][0].pattern, [path("geheim/", lambda request: None, name="geheim")])
    assert [name for name, _text in all_routes(resolver) if policy.route_for(name) is None] == ["geheim"]


def test_table_names_only_routes_that_exist():
    names = {name for name, _text in all_routes()}
    assert sorted(set(policy.ROUTES) - names) == []


def test_table_knows_what_it_says():
    assert {word for route in policy.ROUTES.values() for word in route.who.split(" or ")} <= KNOWN
    assert all(route.scope for route in policy.ROUTES.values())


def test_public_routes_are_few_and_known():
    public = {name for name, route in policy.ROUTES.items() if route.who == PUBLIC}
    assert public <= {
        "accounts:login", "accounts:logout", "accounts:set-password", "accounts:one-time", "admin-login-redirect",
        "dashboards:healthz", *(name for name in public if name.startswith("api")),
    }  # fmt: skip


@pytest.mark.parametrize("model_admin", model_admins(), ids=lambda a: a.model._meta.label)
def test_every_admin_class_is_an_action_admin(model_admin):
    assert isinstance(model_admin, ActionAdmin)
    assert not model_admin.list_editable
    for inline in model_admin.inlines:
        # Rows are shown beside their thing; they are written on their own pages, by actions.
        shown = inline(model_admin.model, admin.site)
        allowed = [shown.has_add_permission, shown.has_change_permission, shown.has_delete_permission]
        assert [may(None, None) for may in allowed] == [False, False, False]


def simple_pages():
    """Routes without arguments that a browser opens."""
    return sorted(
        {
            (name, "/" + text)
            for name, text in all_routes()
            if "<" not in text and "(?P" not in text and not name.startswith("admin:") and "logout" not in name
        }
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "address"), simple_pages(), ids=[name for name, _address in simple_pages()])
def test_stranger_is_sent_to_the_login_page(name, address):
    route = policy.route_for(name)
    answer = Client().get(address)
    if route.who == PUBLIC:
        assert answer.status_code in (200, 302, 401, 404, 405, 503)
    else:
        assert answer.status_code in (302, 401)
        assert answer.status_code == 401 or answer["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["official", "head", "reviewer", "leader", "auditor"])
def test_pages_let_through_whom_the_table_names(role, client):
    ground.open_calendar()
    tree = ground.make_district()
    unit = tree.tacuty if role in ("official", "head") else tree.district
    user = ground.make_member(role, unit, is_staff=False)
    client.force_login(user)
    wrong = []
    for name, address in simple_pages():
        who = policy.route_for(name).who
        answer = client.get(address)
        words = who.split(" or ")
        allowed = who in (PUBLIC, LOGIN, MEMBER) or any(role in CAPABILITIES[word] for word in words)
        if (answer.status_code != 403) is not allowed or answer.status_code >= 500:
            wrong.append((name, who, answer.status_code))
    assert wrong == []
