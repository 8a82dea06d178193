"""The dashboards' small district, asked over HTTP."""

import copy

import pytest

from tests.access.standing import built_once
from tests.dashboards.conftest import settle


@pytest.fixture
def ask(client):
    """`ask(person, path)` is the response of the API to that person; None: nobody logged in."""

    def get(who, path: str):
        if who is not None:
            client.force_login(who)
        return client.get(f"/api/v1/{path}")

    return get


@pytest.fixture(scope="module")
def settled(django_db_setup, django_db_blocker):
    """The units, figures and people of tests.dashboards."""
    with django_db_blocker.unblock(), built_once(settle) as built:
        yield built


@pytest.fixture
def place(settled, db):
    """The same for one test, whose changes end with it."""
    return copy.deepcopy(settled)
