"""Bắc Hà's whole history: 21 communes, 19, 18, then six under another province (domain.md 1)."""

from datetime import date

import pytest
from django.db import transaction

from common import audit, clock
from communes.actions import months
from communes.models import Connection, Membership, Succession, Unit
from communes.scope import scope_of
from indicators.demo import ground, later, loader
from indicators.demo.places import DISTRICT, FIRST

LATER = date(2025, 8, 1)


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker):
    """The units, logins and a line in each commune, reorganised up to 2025; without the flows."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(clock, "today", lambda: LATER)
        with audit.event(by=None, action="test") as event:
            users = ground.write_logins(event)
            units = ground.write_units(event, beyond=later.neighbours())
            ground.write_memberships(event, units, users)
        months.open_months(first=FIRST)
        for unit in units.values():
            if unit.kind == "commune":
                Connection.objects.create(unit=unit, kind="internet", technology="fibre", since=date(2019, 1, 1))
        loader._merge(units, users["admin"])
        later.go_on(2025, admin=users["admin"], users=users)
        yield users
        transaction.set_rollback(True)


@pytest.fixture
def history(written, db, monkeypatch):
    """The same, for one test, on the day of the tests."""
    monkeypatch.setattr(clock, "today", lambda: LATER)
    return written


def communes_of(slug: str, day: date) -> int:
    return Unit.objects.within(Unit.objects.get(slug=slug)).in_force(on=day).filter(kind="commune").count()


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2019, 12, 31), 21), (date(2020, 3, 1), 19), (date(2024, 10, 31), 19), (date(2024, 11, 1), 18)],
)
def test_district_has_as_many_communes_as_it_had(history, day, number):
    assert communes_of(DISTRICT, day) == number


def test_six_communes_stand_under_the_new_province(history):
    assert communes_of(later.NEW_PROVINCE, LATER) == 6
    assert communes_of(DISTRICT, LATER) == 0
    assert not Unit.objects.in_force(on=LATER).filter(kind__in=["district", "office"]).exists()
    assert Unit.objects.in_force(on=LATER).get(kind="province").code == "15"


def test_code_02842_is_lung_cai_then_ta_cu_ty(history):
    names = Unit.objects.filter(code="02842").order_by("valid_from").values_list("name", "valid_from")
    assert list(names) == [("Lùng Cải", ground.FOUNDED), ("Tả Củ Tỷ", date(2025, 7, 1))]


def test_lung_phinh_takes_in_a_commune_of_another_district(history):
    links = Succession.objects.filter(successor__slug="xa-lung-phinh-2025").select_related("predecessor__parent")
    assert {(link.predecessor.name, link.predecessor.parent.name) for link in links} == {
        ("Lùng Phình", "Bắc Hà"),
        ("Tả Van Chư", "Bắc Hà"),
        ("Lùng Thẩn", "Si Ma Cai"),
    }


def test_every_line_goes_on_in_the_communes_of_2025(history):
    ongoing = Connection.objects.filter(until=None).select_related("unit")
    assert ongoing.count() == 22
    assert {line.unit.valid_from for line in ongoing} == {date(2025, 7, 1)}


def test_people_go_on_and_see_what_was_before(history):
    clerk = scope_of(history["tacuty"])
    assert clerk.home_unit.slug == "xa-ta-cu-ty-2025"
    assert all(clerk.sees(Unit.objects.get(slug=slug).pk) for slug in ("xa-lung-cai", "xa-ban-gia", "xa-ta-cu-ty"))
    leader = Membership.objects.get(user=history["chutich"], valid_until=None)
    assert leader.unit.slug == later.NEW_PROVINCE
    assert scope_of(history["chutich"]).sees(Unit.objects.get(slug="xa-ban-gia").pk)


def test_recalled_numbers_say_so():
    assert "theo trí nhớ" in later.COMMUNES_RESOLUTION
    assert "theo trí nhớ" in later.PROVINCES_RESOLUTION
    assert "theo trí nhớ" not in later.TOWN_RESOLUTION
