"""A program with a key: the same scope and the same refusals as its person, without a session and without CSRF."""

import pytest
from django.test import Client

from accounts import tokens
from accounts.models import Power
from communes.models import Membership, Role
from tests.api.papers import PATH, sender, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    """A client that knows nothing but the key of an official."""
    found = sender()
    _row, text = tokens.make(by=found.person, name="VNPT-iOffice", days=30, powers=list(Power))
    found.client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {text}"})
    return found


def test_program_reads_and_enters_within_its_persons_scope(program):
    assert program.push().status_code == 201
    assert program.push().status_code == 200
    assert len(stored()) == 1
    assert len(program.get().json()["results"]) == 1
    assert program.push("k2", unit=program.other.slug).status_code == 404


def test_rights_that_the_person_loses_are_lost_with_the_next_call(program):
    program.push()
    Membership.objects.update(role=Role.HEAD)
    assert program.push("k2").status_code == 403
    Membership.objects.all().delete()
    assert program.get().json()["results"] == []
    assert program.client.get(f"{PATH}/{stored()[0].pk}").status_code == 404


def test_refusal_is_said_in_the_persons_language(program):
    said = program.push(registered_on="2020-08-04").json()["detail"]
    program.person.language = "en"
    program.person.save(update_fields=["language"])
    other = program.push(registered_on="2020-08-04").json()["detail"]
    assert "tương lai" in said
    assert "future" in other


def test_both_ways_in_are_described(client, db):
    schema = client.get("/api/openapi.json").json()
    kinds = {one["type"] for one in schema["components"]["securitySchemes"].values()}
    assert kinds == {"http", "apiKey"}
    ways = schema["paths"]["/api/v1/documents"]["post"]["security"]
    assert len(ways) == 2
