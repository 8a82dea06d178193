import unicodedata

import pytest
from django.db import IntegrityError, transaction

from accounts.models import LoginBucket, User
from tests.factories.accounts import PASSWORD, make_superuser, make_user

pytestmark = pytest.mark.django_db


def test_user_shows_the_full_name():
    assert str(make_user("an", full_name="Vàng Thị An")) == "Vàng Thị An"


def test_user_without_a_full_name_shows_the_username():
    assert str(make_user("an", full_name="")) == "an"


def test_username_is_found_however_it_is_typed():
    user = make_user(" TaCuTy ")
    assert user.username == "tacuty"
    assert User.objects.get_by_natural_key("TACUTY") == user


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"language": "fr"}, "accounts_user_language_known"),
        ({"username": ""}, "accounts_user_username_given"),
        ({"is_superuser": True, "is_staff": False}, "accounts_user_superuser_is_staff"),
    ],
)
def test_user_table_refuses_what_breaks_a_rule(fields, rule):
    user = make_user("an")
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        User.objects.filter(pk=user.pk).update(**fields)


@pytest.mark.parametrize(("fields", "rule"), [({"kind": "x"}, "kind_known"), ({"failures": -1}, "failures")])
def test_bucket_table_refuses_what_breaks_a_rule(fields, rule):
    now = make_user().date_joined
    bucket = LoginBucket.objects.create(kind="name", name="x", free_from=now, last_failure=now)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        LoginBucket.objects.filter(pk=bucket.pk).update(**fields)


def test_bucket_is_single():
    now = make_user().date_joined
    values = {"kind": "name", "name": "x", "free_from": now, "last_failure": now}
    LoginBucket.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        LoginBucket.objects.create(**values)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_password_is_the_same_in_every_unicode_form(form):
    assert make_user().check_password(unicodedata.normalize(form, PASSWORD))


@pytest.mark.parametrize("length", [72, 128, 400])
def test_password_is_not_cut(length):
    user = make_user(password="x" * length + "a")
    assert not user.check_password("x" * length + "b")
    assert not user.check_password("x" * length)


def test_password_keeps_its_blanks():
    user = make_user(password="  hai đầu trống  ")
    assert user.check_password("  hai đầu trống  ")
    assert not user.check_password("hai đầu trống")


def test_session_hash_changes_with_the_sessions_number():
    user = make_user()
    before = user.get_session_auth_hash()
    user.sessions += 1
    assert user.get_session_auth_hash() != before


def test_superuser_may_enter_the_administration():
    assert make_superuser().is_staff


def test_user_needs_a_name():
    with pytest.raises(ValueError, match="username"):
        User.objects.create_user("  ")
