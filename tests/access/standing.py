"""The small country as it stands around the tests of a module: built in a transaction that is taken back at the end."""

from contextlib import contextmanager
from datetime import date
from http.cookies import SimpleCookie

from django.db import transaction
from django.test import Client, override_settings

from tests.access import world as country


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


@contextmanager
def built_once(build):
    """What `build()` makes, in a transaction around the tests of a module; each test's own writes are rolled back to
    it."""
    try:
        with transaction.atomic(), override_settings(BACHA_TODAY=date(2020, 8, 3)):
            yield build()
            raise _TakeBack
    except _TakeBack:
        pass


def standing():
    """The country with everybody's session."""
    return built_once(lambda: log_in(country.build()))
