"""Who sees and does what where: every role against own, child, parent, sibling, other branch and predecessor."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from common import clock
from communes.actions import units
from communes.models import Connection, Membership, Reorganisation, Role, Succession, Unit
from communes.scope import CAPABILITIES, NOBODY, scope_of
from tests.factories import communes as make

pytestmark = pytest.mark.django_db
MERGED = date(2020, 3, 1)
ROLES = ["official", "head", "reviewer", "leader", "auditor"]


@pytest.fixture
def place():
    """Two districts; Tả Củ Tỷ has an office below it and took Bản Già over, which had one itself."""
    province = make.make_unit("Lào Cai", kind="province")
    bacha, simacai = (make.make_unit(name, kind="district", parent=province) for name in ("Bắc Hà", "Si Ma Cai"))
    tacuty, banpho = (make.make_unit(name, parent=bacha) for name in ("Tả Củ Tỷ", "Bản Phố"))
    bangia = make.make_unit("Bản Già", parent=bacha, valid_until=MERGED)
    lungthan = make.make_unit("Lùng Thẩn", parent=simacai)
    below, old_below = (make.make_unit(kind="office", parent=unit) for unit in (tacuty, bangia))
    act = Reorganisation.objects.create(kind="merge", effective_on=MERGED, resolution="896")
    Succession.objects.create(reorganisation=act, predecessor=bangia, successor=tacuty)
    return SimpleNamespace(
        province=province, bacha=bacha, simacai=simacai, tacuty=tacuty, banpho=banpho, bangia=bangia,
        lungthan=lungthan, below=below, old_below=old_below,
    )  # fmt: skip


def reach(place, role: str, home: str) -> set[str]:
    """Written out by hand: what a role in a unit covers."""
    whole = {"tacuty", "below", "bangia", "old_below"}
    if home == "tacuty":
        return whole - {"below"} if role == "official" else whole
    district = {"bacha", "banpho"} | whole
    if role == "official":
        return {home}
    return district if home == "bacha" else district | {"province", "simacai", "lungthan"}


@pytest.mark.parametrize("home", ["tacuty", "bacha", "province"])
@pytest.mark.parametrize("role", ROLES)
def test_role_covers_its_units_and_no_other(place, role, home):
    names = {unit.pk: name for name, unit in vars(place).items()}
    user = make.make_member(role, getattr(place, home))
    scope = scope_of(user)
    expected = reach(place, role, home)
    assert {names[pk] for pk in names if scope.sees(pk)} == expected
    assert {names[pk] for pk in Unit.objects.visible_to(user).values_list("pk", flat=True)} == expected
    for unit in vars(place).values():
        make.make_connection(unit)
    seen = Connection.objects.visible_to(user).values_list("unit", flat=True)
    assert {names[pk] for pk in seen} == expected
    for capability, allowed in CAPABILITIES.items():
        may = {names[pk] for pk in names if scope.may(capability, pk)}
        assert may == (expected if role in allowed else set()), capability
        assert scope.may(capability) == (role in allowed)
        writable = Unit.objects.writable_by(user, capability).values_list("pk", flat=True)
        assert {names[pk] for pk in writable} == may


@pytest.mark.parametrize("kind", ["superuser", "administrator"])
def test_administrators_see_and_do_everything(place, kind):
    user = make.make_administrator() if kind == "superuser" else make.make_member("administrator", place.banpho)
    scope = scope_of(user)
    assert scope.readable is None
    assert scope.is_administrator
    assert all(scope.may(capability, place.lungthan.pk) for capability in CAPABILITIES)
    assert all(scope.units_for(capability) is None for capability in CAPABILITIES)
    assert set(Unit.objects.visible_to(user)) == set(vars(place).values())


def test_nobody_else_sees_anything(place):
    stranger, left = make.make_member(), make.make_member("leader", place.province, is_active=False)
    gone = make.make_administrator(is_active=False)
    for user in (None, AnonymousUser(), stranger, left, gone):
        scope = scope_of(user)
        assert (scope.readable, scope.is_member, scope.is_administrator) == (frozenset(), False, False)
        assert not any(scope.may(capability) for capability in CAPABILITIES)
    assert scope_of(left) is NOBODY
    assert not Unit.objects.visible_to(stranger).exists()


@pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [
        (date(2020, 8, 3), None, True),
        (date(2020, 8, 4), None, False),
        (date(2020, 1, 1), date(2020, 8, 4), True),
        (date(2020, 1, 1), date(2020, 8, 3), False),
    ],
)
def test_membership_counts_from_its_first_day_until_before_its_end(place, begins, ends, counts):
    user = make.make_member("official", place.tacuty, valid_from=begins)
    Membership.objects.filter(user=user).update(valid_until=ends)
    assert scope_of(user).sees(place.tacuty.pk) is counts


def test_roles_in_two_units_are_kept_apart(place):
    user = make.make_member("official", place.banpho)
    Membership.objects.create(user=user, unit=place.tacuty, role=Role.HEAD, valid_from=date(2020, 1, 1))
    scope = scope_of(user)
    assert scope.home_unit_id == place.banpho.pk
    assert scope.sees(place.below.pk)
    assert not scope.may("registers", place.tacuty.pk)
    assert scope.may("registers", place.banpho.pk)


def again(user):
    """The same person at the next request."""
    return type(user).objects.get(pk=user.pk)


def test_change_of_a_membership_is_judged_at_the_next_request(place, administrator):
    user = make.make_member("official", place.tacuty)
    assert scope_of(user).sees(place.tacuty.pk)
    membership = Membership.objects.get(user=user)
    units.change_membership(
        membership, by=administrator, version=1, reason="chuyển công tác", valid_until=clock.today()
    )
    assert not scope_of(again(user)).is_member
    units.add_membership(by=administrator, user=user, unit=place.banpho, role="head", valid_from=clock.today())
    assert scope_of(again(user)).readable == {place.banpho.pk}
    assert scope_of(user).readable == {place.banpho.pk}, "the object that was given has forgotten too"


def test_day_turns_within_a_long_lived_object(place, settings):
    user = make.make_member("official", place.tacuty, valid_from=date(2020, 8, 4))
    assert not scope_of(user).is_member
    settings.BACHA_TODAY = date(2020, 8, 4)
    assert scope_of(user).is_member


def test_scope_costs_the_same_for_any_number_of_units(place, django_assert_num_queries):
    reviewer = make.make_member("reviewer", place.bacha)
    for _round in range(2):
        person = again(reviewer)
        with django_assert_num_queries(3):  # memberships, what is below, what was taken over with what lay below it
            assert scope_of(person).sees(place.tacuty.pk)
            assert scope_of(person).readable
        for _number in range(10):
            make.make_unit(parent=place.bacha)


def test_reader_at_the_one_root_reads_all_without_naming_each(place, django_assert_num_queries):
    leader = again(make.make_member("leader", place.province))
    with django_assert_num_queries(2):
        assert scope_of(leader).readable is None
    assert not scope_of(leader).is_administrator


def test_reader_at_one_of_two_roots_reads_what_is_below_it(place):
    other = make.make_unit("Yên Bái", kind="province")
    leader = make.make_member("leader", place.province)
    assert not scope_of(leader).sees(other.pk)
    assert scope_of(leader).sees(place.lungthan.pk)


def test_official_of_the_one_root_reads_that_unit_only(place):
    assert scope_of(make.make_member("official", place.province)).readable == {place.province.pk}
