"""GET units: the units of one's scope and nothing else."""

from datetime import date

import pytest

from communes.models import Role, Unit, UnitAlias, UnitClosure
from tests.dashboards.conftest import person
from tests.factories import communes as ground


def slugs(response) -> list[str]:
    assert response.status_code == 200
    return [unit["slug"] for unit in response.json()]


def test_unit_has_the_shape_of_the_contract(place, ask):
    assert ask(place.official, "units").json() == [
        {
            "slug": "xa-ta-cu-ty",
            "code": "02854",
            "name": "Tả Củ Tỷ",
            "full_name": "xã Tả Củ Tỷ",
            "kind": "commune",
            "parent": None,
            "valid_from": "2000-01-01",
            "valid_until": None,
            "predecessors": [],
            "successors": [],
        }
    ]


def test_parent_is_named_where_it_may_be_seen(place, ask):
    found = {unit["slug"]: unit["parent"] for unit in ask(place.leader, "units").json()}
    assert found["xa-ta-cu-ty"] == "huyen-bac-ha"
    assert found["huyen-bac-ha"] is None
    everything = {unit["slug"]: unit["parent"] for unit in ask(place.administrator, "units").json()}
    assert everything["huyen-bac-ha"] == "tinh-lao-cai"


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.HEAD, Role.REVIEWER, Role.LEADER, Role.AUDITOR])
@pytest.mark.parametrize("name", ["province", "district", "banpho", "office"])
def test_units_equal_the_scope(place, ask, role, name):
    other = ground.make_unit("Si Ma Cai", kind="district", parent=place.province)
    ground.make_unit("Sín Chéng", parent=other)
    unit = getattr(place, name)
    below = UnitClosure.objects.filter(ancestor=unit).values_list("descendant_id", flat=True)
    expected = [unit.pk] if role == Role.OFFICIAL else list(below)
    found = slugs(ask(person(role, unit), "units"))
    assert sorted(found) == sorted(Unit.objects.filter(pk__in=expected).values_list("slug", flat=True))


def test_units_of_a_day(place, ask):
    ground.make_unit("Bản Già", parent=place.district, valid_until=date(2020, 3, 1))
    ground.make_unit("Mới", parent=place.district, valid_from=date(2020, 7, 1))
    assert {"xa-ban-gia", "xa-moi"} <= set(slugs(ask(place.leader, "units")))
    assert "xa-ban-gia" in slugs(ask(place.leader, "units?on=2020-02-29"))
    assert "xa-ban-gia" not in slugs(ask(place.leader, "units?on=2020-03-01"))
    assert "xa-moi" not in slugs(ask(place.leader, "units?on=2020-06-30"))


def test_units_are_found_by_every_name_without_marks(place, ask):
    UnitAlias.objects.create(unit=place.tacuty, kind="former", name="Bản Già")
    assert slugs(ask(place.leader, "units?q=ta cu ty")) == ["xa-ta-cu-ty"]
    assert slugs(ask(place.leader, "units?q=BAN GIA")) == ["xa-ta-cu-ty"]
    assert slugs(ask(place.leader, "units?q=02866")) == ["xa-ban-pho"]
    assert slugs(ask(place.official, "units?q=ban pho")) == []
    assert slugs(ask(place.leader, "units?q=%00")) == slugs(ask(place.leader, "units"))


def test_units_stand_in_vietnamese_order(place, ask):
    ground.make_unit("Bắc Ngầm", parent=place.district)
    names = [unit["name"] for unit in ask(place.leader, "units").json() if unit["kind"] == "commune"]
    assert names == ["Bản Phố", "Bắc Ngầm", "Tả Củ Tỷ"]


@pytest.mark.parametrize("query", ["on=0", "on=2020-02-31", "on=junk", "on=1593475200", "on=", f"q={'x' * 101}"])
def test_bad_parameter_is_422_with_a_sentence(place, ask, query):
    response = ask(place.leader, f"units?{query}")
    assert response.status_code == 422
    detail = response.json()["detail"]
    assert isinstance(detail, str)
    assert detail.startswith(query.split("=")[0])


def test_nobody_is_401(db, ask):
    response = ask(None, "units")
    assert response.status_code == 401
    assert list(response.json()) == ["detail"]
    assert response["WWW-Authenticate"].startswith("Session")


def test_somebody_without_a_role_sees_nothing(place, ask):
    assert slugs(ask(ground.make_member(), "units")) == []


def test_deactivated_person_is_401(place, ask, client):
    client.force_login(place.leader)
    type(place.leader).objects.filter(pk=place.leader.pk).update(is_active=False)
    assert client.get("/api/v1/units").status_code == 401


def test_units_take_the_same_few_queries(place, client, django_assert_max_num_queries):
    for _number in range(10):
        ground.make_unit(parent=place.district)
    client.force_login(place.leader)
    client.get("/api/v1/units")
    with django_assert_max_num_queries(9):  # two of them the successions both ways
        client.get("/api/v1/units")


def test_unit_names_what_it_was_and_what_it_became(place, ask):
    old = ground.make_unit("Cũ", parent=place.district)
    act = {"on": date(2020, 3, 1), "resolution": "896/NQ"}
    ground.make_succession(old, (place.tacuty, "0.6"), (place.banpho, "0.4"), **act)
    found = {unit["slug"]: unit for unit in ask(place.leader, "units").json()}
    told = {"on": "2020-03-01", "kind": "split", "resolution": "896/NQ"}
    assert found["xa-ta-cu-ty"]["predecessors"] == [{"unit": "xa-cu", "name": "xã Cũ", "share": 0.6, **told}]
    assert [(heir["unit"], heir["share"]) for heir in found["xa-cu"]["successors"]] == [
        ("xa-ta-cu-ty", 0.6),
        ("xa-ban-pho", 0.4),
    ]
    official = {unit["slug"]: unit for unit in ask(place.official, "units").json()}
    assert [heir["unit"] for heir in official["xa-cu"]["successors"]] == ["xa-ta-cu-ty", None]
