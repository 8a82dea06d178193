"""Browsers for the people of the small country."""

import pytest
from django.test import Client

from tests.access.oracle import EVERYBODY


@pytest.fixture
def clients(world, db):
    """A browser for each person, with the session that was begun when the country was built."""
    found = {}
    for name in EVERYBODY:
        found[name] = Client(raise_request_exception=False)
        found[name].cookies.update(world.sessions[name])
    return found


@pytest.fixture(autouse=True)
def _files_of_the_country(world, settings):
    settings.MEDIA_ROOT = world.files
