"""The dashboards' small district, asked over HTTP."""

import pytest


@pytest.fixture
def ask(client):
    """`ask(person, path)` is the response of the API to that person; None: nobody logged in."""

    def get(who, path: str):
        if who is not None:
            client.force_login(who)
        return client.get(f"/api/v1/{path}")

    return get


@pytest.fixture
def place(db):
    """The units, figures and people of tests.dashboards."""
    from tests.dashboards.conftest import settle

    return settle()
