"""Rights end at once: what an administrator takes away is gone with the very next request of a session that is open."""

from datetime import date, timedelta

import pytest

from accounts import actions as accounts
from accounts.models import User
from communes.actions import units
from communes.models import Membership
from tests.access.driving import swiftly
from tests.factories.accounts import PASSWORD

TODAY = date(2020, 8, 3)
WAYS = {
    "page": "/documents/{}/",
    "form": "/documents/{}/edit/",
    "list": "/documents/",
    "export": "/documents/?export=csv",
    "admin": "/admin/documents/document/{}/change/",
    "admin list": "/admin/documents/document/",
    "api": "/api/v1/figures?unit=unit-aa&measure=documents.incoming&from=2020-06&to=2020-06",
}


@pytest.fixture
def session(world, clients):
    """`session()` is what each way in answers to the official's open session, by name."""
    key = next(thing.obj.pk for thing in world.of("documents:document") if thing.home == "a")

    def look() -> dict[str, int]:
        with swiftly():
            return {way: clients["official"].get(path.format(key)).status_code for way, path in WAYS.items()}

    return look


@pytest.fixture
def boss(world):
    return world.people["administrator"]


@pytest.fixture
def role(world):
    return Membership.objects.get(user__username="official")


def change(row, boss, **fields):
    now = {"unit": row.unit, "role": row.role, "valid_from": row.valid_from, "valid_until": row.valid_until}
    return units.change_membership(row, by=boss, version=row.version, reason="because", **now | fields)


OPEN = dict.fromkeys(WAYS, 200)
# A member no more, yet somebody with an account: no page, no record, no list; the API answers as for no unit.
NO_MEMBER = dict.fromkeys(WAYS, 403) | {"api": 404}
LOGGED_OUT = dict.fromkeys(WAYS, 302) | {"api": 401}


def test_the_session_was_open(session):
    assert session() == OPEN


def test_an_ended_membership_is_over_on_its_day(session, role, boss):
    assert session() == OPEN
    change(role, boss, valid_until=TODAY)
    assert session() == NO_MEMBER


def test_a_membership_that_ends_tomorrow_is_good_today(session, role, boss):
    change(role, boss, valid_until=TODAY + timedelta(1))
    assert session() == OPEN


def test_another_role_is_another_reach(session, role, boss):
    assert session() == OPEN
    change(role, boss, role="head")
    assert session() == OPEN | {"form": 403}


def test_another_unit_is_another_reach(world, session, role, boss):
    assert session() == OPEN
    change(role, boss, unit=world.units["b"])
    assert session() == OPEN | {"page": 404, "form": 404, "admin": 404, "api": 404}


@pytest.mark.parametrize("change_account", ["deactivate", "withdraw_password", "set_password"])
def test_a_closed_account_or_another_password_ends_the_session(session, boss, change_account):
    assert session() == OPEN
    person = User.objects.get(username="official")
    given = {"deactivate": {"reason": "left"}, "set_password": {"new": PASSWORD}}.get(change_account, {})
    getattr(accounts, change_account)(by=boss_with_rights(boss), user=person, **given)
    assert session() == LOGGED_OUT


def boss_with_rights(boss):
    return User.objects.get(pk=boss.pk)


def test_who_may_no_longer_enter_the_admin_is_out_of_it(session, boss):
    assert session() == OPEN
    accounts.update_user(
        by=boss_with_rights(boss), user=User.objects.get(username="official"), reason="x", is_staff=False
    )
    assert session() == OPEN | {"admin": 403, "admin list": 403}


def test_a_superuser_no_more_sees_no_more(world, clients):
    person = User.objects.get(username="stranger")
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    hidden = next(thing.obj.pk for thing in world.of("documents:document") if thing.home == "c")
    with swiftly():
        assert clients["stranger"].get(f"/documents/{hidden}/").status_code == 200
    User.objects.filter(pk=person.pk).update(is_superuser=False)
    with swiftly():
        assert clients["stranger"].get(f"/documents/{hidden}/").status_code == 403
        assert clients["stranger"].get("/admin/documents/document/").status_code == 403


def test_a_form_opened_before_is_refused_after(world, clients, role, boss):
    """The page was open when the right ended; pressing the button writes nothing."""
    thing = next(one for one in world.of("communes:equipment") if one.units == frozenset("a"))
    page = clients["official"].get(f"/equipment/{thing.obj.pk}/edit/")
    assert page.status_code == 200
    change(role, boss, valid_until=TODAY)
    with swiftly():
        typed = {"kind": "printer", "acquired_on": "06/01/2020", "funding_source": "unit", "version": 1, "reason": "x"}
        answer = clients["official"].post(f"/equipment/{thing.obj.pk}/edit/", typed)
    assert answer.status_code == 403
    assert thing.model.objects.get(pk=thing.obj.pk).version == 1
