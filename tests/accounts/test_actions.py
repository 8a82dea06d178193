import pytest

from accounts import actions
from accounts.models import User
from common.errors import Invalid, NotAllowed, Refused
from common.models import AuditChange, AuditEvent
from tests.factories.accounts import PASSWORD, make_superuser, make_user

pytestmark = pytest.mark.django_db
WHY = "Theo công văn số 12"


def test_new_person_cannot_log_in_before_choosing_a_password():
    user = actions.create_user(by=None, username=" MoiVao ", full_name="Người mới")
    assert user.username == "moivao"
    assert not user.has_usable_password()


def test_given_password_must_be_changed():
    assert actions.create_user(by=None, username="an", password=PASSWORD).must_change_password


@pytest.mark.parametrize(
    ("values", "field"),
    [({"username": "Tả Củ Tỷ"}, "username"), ({"username": "an"}, "username"),
     ({"username": "b", "language": "fr"}, "language"),
     ({"username": "b", "email": "không"}, "email"), ({"username": "b", "password": "matkhau1234567"}, "new"),
     ({"username": ""}, "username")],
)  # fmt: skip
def test_values_that_do_not_fit_make_nobody(values, field):
    make_user("an")
    with pytest.raises(Invalid) as caught:
        actions.create_user(by=None, **values)
    assert field in caught.value.errors
    assert User.objects.count() == 1


@pytest.mark.parametrize("field", ["password", "sessions", "last_login", "username", "pk"])
def test_a_field_that_is_not_offered_cannot_be_set(field):
    with pytest.raises(TypeError):
        actions.update_user(by=None, user=make_user(), reason=WHY, **{field: 1})


def test_change_is_written_down_with_its_reason():
    boss, user = make_superuser(), make_user("an")
    actions.update_user(by=boss, user=user, reason=WHY, full_name="Vàng Thị An")
    event = AuditEvent.objects.get(action="accounts.user_changed")
    assert (event.actor_id, event.reason) == (boss.pk, WHY)
    assert AuditChange.objects.of(user).get().after == {"full_name": "Vàng Thị An"}


def test_change_to_the_same_writes_nothing():
    user = make_user("an")
    actions.update_user(by=None, user=user, reason=WHY, full_name=user.full_name)
    assert not AuditEvent.objects.filter(action__startswith="accounts.").exists()


@pytest.mark.parametrize(
    "act",
    [lambda by, user: actions.create_user(by=by, username="moi"),
     lambda by, user: actions.update_user(by=by, user=user, reason=WHY, is_active=False),
     lambda by, user: actions.set_password(by=by, user=user, new="do người khác đặt hộ"),
     lambda by, user: actions.withdraw_password(by=by, user=user),
     lambda by, user: actions.unlock(by=by, user=user)],
    ids=["create", "update", "set_password", "withdraw", "unlock"],
)  # fmt: skip
def test_others_accounts_are_not_anybodys(act):
    with pytest.raises(NotAllowed):
        act(make_user(is_staff=True), make_user())


@pytest.fixture
def administrator(monkeypatch):
    """Somebody with the right to accounts who is no superuser."""
    user = make_user("quanly", is_staff=True)
    monkeypatch.setattr(User, "has_perm", lambda self, name: self == user or self.is_superuser)
    return user


def test_administrator_makes_no_superuser(administrator):
    with pytest.raises(NotAllowed):
        actions.update_user(by=administrator, user=administrator, reason=WHY, is_superuser=True)
    with pytest.raises(NotAllowed):
        actions.create_user(by=administrator, username="moi", is_staff=True, is_superuser=True)


def test_administrator_touches_no_superuser(administrator):
    boss = make_superuser()
    with pytest.raises(NotAllowed):
        actions.set_password(by=administrator, user=boss, new="do người khác đặt hộ")
    with pytest.raises(NotAllowed):
        actions.withdraw_password(by=administrator, user=boss)
    with pytest.raises(NotAllowed):
        actions.update_user(by=administrator, user=boss, reason=WHY, is_active=False)


@pytest.mark.parametrize("lost", ["is_active", "is_staff", "is_superuser"])
def test_nobody_takes_rights_from_himself(lost):
    boss = make_superuser()
    make_superuser("another")
    with pytest.raises((Refused, Invalid)):
        actions.update_user(by=boss, user=boss, reason=WHY, **{lost: False})
    boss.refresh_from_db()
    assert getattr(boss, lost)


def test_somebody_stays_superuser():
    boss = make_superuser()
    with pytest.raises(Refused):
        actions.deactivate(by=None, user=boss, reason=WHY)
    make_superuser("another")
    actions.deactivate(by=None, user=boss, reason=WHY)


def test_inactive_person_chooses_no_password():
    with pytest.raises(NotAllowed):
        actions.choose_password(user=make_user(is_active=False), new="một con ngựa khác hẳn")


def test_no_hash_reaches_the_audit_trail():
    user = actions.create_user(by=None, username="an", password=PASSWORD)
    actions.set_password(by=None, user=user, new="do người khác đặt hộ")
    actions.withdraw_password(by=None, user=user)
    rows = str(list(AuditChange.objects.values("before", "after")))
    assert "md5$" not in rows
    assert PASSWORD not in rows
