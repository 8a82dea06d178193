"""Chart data: the numbers of the table as JSON, harmless whatever a unit is called."""

import pytest

from tests.factories import communes as ground

CANARY = "</script><img src=x onerror=alert(1)>"


def test_series_are_the_monthly_figures(place, see):
    data = see(place.leader, "/units/huyen-bac-ha/documents.json?from=2020-05&to=2020-07").json()
    assert data["months"] == ["05/2020", "06/2020", "07/2020"]
    values = {series["key"]: series["values"] for series in data["series"]}
    assert values["documents.incoming"] == [600, 600, None]
    assert values["documents.outgoing_signed"] == [48, 48, None]
    assert data["coverage"] == "6 of 6 unit-months approved"
    assert data["provisional"] is False
    assert data["problems"] == []


def test_bad_period_is_told_in_the_answer(place, see):
    data = see(place.leader, "/units/huyen-bac-ha/documents.json?from=x").json()
    assert len(data["months"]) == 6
    assert len(data["problems"]) == 1


def test_hostile_name_stays_text(place, see):
    unit = ground.make_unit(f"Bản {CANARY}", slug="xa-doc", parent=place.district)
    response = see(place.leader, "/units/xa-doc/documents.json")
    assert response["Content-Type"] == "application/json"
    assert response.json()["unit"] == unit.title
    for address in ("/", "/units/xa-doc/"):
        assert CANARY not in see(place.leader, address).content.decode()


@pytest.mark.parametrize("address", ["/units/xa-ban-pho/documents.json", "/units/khong-co/documents.json"])
def test_series_of_others_are_missing(place, see, address):
    assert see(place.official, address).status_code == 404


def test_answers_are_not_kept(place, see):
    assert see(place.leader, "/units/huyen-bac-ha/documents.json")["Cache-Control"] == "no-store, private"


def test_anonymous_json_is_401(place, client):
    response = client.get("/units/huyen-bac-ha/documents.json", headers={"Accept": "application/json"})
    assert response.status_code == 401
