"""A key opens what it was made for and nothing beside it, whatever its person may do."""

import pytest
from django.test import Client

from accounts import tokens
from accounts.models import ApiToken, Power
from communes.models import Role, Unit
from communes.scope import confine, forget, scope_of
from documents.models import Document
from services.models import Filing
from tests.api.papers import make, sender
from tests.factories import desk
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

GETS = ("units", "documents", "filings", "figures?unit={0}&measure=documents.incoming&from=2020-07&to=2020-07",
        "indicators/documents_signed?unit={0}&from=2020-07&to=2020-07")  # fmt: skip


@pytest.fixture
def program():
    found = sender()
    desk.make_offer(desk.make_procedure(code="1.001193"), found.unit)
    return found


def client_of(person, *powers: Power, within: str = "") -> Client:
    _row, text = tokens.make(by=person, name="VNPT", days=30, powers=powers, within=within)
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {text}"})


def push_filing(program) -> int:
    body = {
        "unit": program.unit.slug, "procedure": "1.001193", "received_time": "2020-07-06T08:30:00+07:00",
        "code": "000.00.12.H38-200706-0001",
    }  # fmt: skip
    headers = {"Idempotency-Key": "f1"}
    return program.client.post("/api/v1/filings", body, content_type="application/json", headers=headers).status_code


@pytest.mark.parametrize("power", list(Power))
def test_key_does_what_it_was_made_for_and_nothing_else(program, power):
    program.client = client_of(program.person, power)
    read = {program.client.get(f"/api/v1/{path.format(program.unit.slug)}").status_code for path in GETS}
    assert read == ({200} if power == Power.READ else {403})
    assert program.push().status_code == (201 if power == Power.DOCUMENTS else 403)
    assert push_filing(program) == (201 if power == Power.FILINGS else 403)
    assert (Document.objects.count(), Filing.objects.count()) == (power == Power.DOCUMENTS, power == Power.FILINGS)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_key_reaches_no_further_than_its_unit_and_its_person(program, role):
    boss = make.make_member(role, program.unit.parent)
    for unit in (program.unit, program.other):
        docs.make_document(unit)
        desk.make_filing(unit)
    for within, units in ((program.unit.slug, 1), (program.unit.parent.slug, 4), ("xa-khong-co", 0)):
        client = client_of(boss, Power.READ, within=within)
        seen = {one["slug"] for one in client.get("/api/v1/units").json()}
        assert len(seen) == units, within
        for register in ("documents", "filings"):
            rows = client.get(f"/api/v1/{register}").json()["results"]
            assert {row["unit"] for row in rows} == seen & {program.unit.slug, program.other.slug}
        outside = client.get(f"/api/v1/{GETS[3].format(program.other.slug)}").status_code
        assert outside == (404 if units < 4 else 200)
    # The unit of a key widens nothing.
    client = client_of(program.person, Power.READ, within=program.other.slug)
    assert client.get("/api/v1/units").json() == []


def test_administrators_key_writes_within_its_unit_only_and_past_no_closed_month(program):
    program.client = client_of(make.make_administrator(), Power.DOCUMENTS, within=program.unit.slug)
    assert program.push(unit=program.other.slug).status_code == 404
    assert program.push().status_code == 201


def test_bounds_of_a_key_outlive_a_change_of_memberships_in_the_same_call(program):
    boss = make.make_administrator()
    confine(boss, program.unit.slug)
    for _each in range(2):
        scope = scope_of(boss)
        assert (scope.is_administrator, scope.readable) == (False, {program.unit.pk})
        assert scope.units_for("registers") == {program.unit.pk}
        assert scope.may("registers")
        assert scope.may("registers", program.unit.pk)
        assert not scope.may("registers", program.other.pk)
        forget(boss)
    assert set(Unit.objects.visible_to(boss)) == {program.unit}


def test_page_offers_the_units_that_one_sees_and_says_what_a_key_may(program):
    boss, page = make.make_member(Role.REVIEWER, program.unit.parent, language="en"), "/accounts/keys/"
    boss.set_password("một câu chỉ mình tôi biết")
    boss.save()
    client = Client()
    client.force_login(boss)
    values = {"name": "VNPT", "days": "30", "current": "một câu chỉ mình tôi biết", "powers": ["may_enter_filings"]}
    stranger = make.make_unit("Elsewhere")
    assert "within" in client.post(page, values | {"within": stranger.pk}).context["form"].errors
    assert client.post(page, values | {"within": program.unit.pk}).context["made"]
    key = ApiToken.objects.get()
    assert (key.powers, key.within) == ([Power.FILINGS], program.unit.slug)
    answer = client.get(page).content.decode()
    assert "enter filings" in answer
    assert program.unit.title in answer
    assert Client().get(page).status_code == 302
