"""The small country, built once for each module of this folder and taken back at its end."""

from datetime import date
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client, override_settings

from tests.access import world as country
from tests.access.oracle import EVERYBODY


class _TakeBack(Exception):
    """Rolls the country back."""


def log_in(built: country.World) -> country.World:
    """Begin everybody's session; one of them is deactivated only afterwards."""
    for name, person in built.people.items():
        client = Client()
        if person is not None:
            client.force_login(person)
        built.sessions[name] = SimpleCookie({key: morsel.value for key, morsel in client.cookies.items()})
    gone = built.people["deactivated"]
    gone.is_active = False
    gone.save()
    return built


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The country, in a transaction around all tests of a module; each test's own writes are rolled back to it."""
    with django_db_blocker.unblock():
        try:
            with transaction.atomic(), override_settings(BACHA_TODAY=date(2020, 8, 3)):
                yield log_in(country.build())
                raise _TakeBack
        except _TakeBack:
            pass


@pytest.fixture
def clients(world, db):
    """A browser for each person, with the session that was begun when the country was built."""
    found = {}
    for name in EVERYBODY:
        found[name] = Client(raise_request_exception=False)
        found[name].cookies.update(world.sessions[name])
    return found
