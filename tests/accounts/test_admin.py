import re

import pytest
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD, make_superuser, make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/accounts/user/add/"
VALUES = {"username": "moivao", "full_name": "Người mới", "email": "", "language": "vi"}


@pytest.fixture
def boss(client):
    boss = make_superuser()
    client.force_login(boss)
    return boss


def edit(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def access(user):
    return reverse("admin:accounts_user_access", args=[user.pk])


def test_administration_sends_strangers_to_the_one_login(client):
    for path in ("/admin/", "/admin/accounts/user/", "/admin/login/?next=/admin/"):
        assert client.get(path, follow=True).redirect_chain[-1][0].startswith("/accounts/login/?next=")


def test_administration_does_not_exist_for_others(client):
    client.force_login(make_user())
    assert client.get("/admin/", follow=True).status_code in {403, 404}


def test_password_is_changed_on_the_one_page(client, boss):
    assert client.get("/admin/password_change/")["Location"] == "/accounts/password/"


def test_person_is_made_without_a_password(client, boss):
    assert client.post(ADD, VALUES).status_code == 302
    assert not User.objects.get(username="moivao").has_usable_password()


def test_wrong_values_are_said_at_the_field(client, boss):
    response = client.post(ADD, VALUES | {"username": "Mới Vào"})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()


def test_change_asks_for_a_reason(client, boss):
    user = make_user("an")
    values = VALUES | {"full_name": "Tên mới", "is_active": "on"}
    assert client.post(edit(user), values).status_code == 200
    assert client.post(edit(user), values | {"reason": "Đổi tên"}).status_code == 302
    user.refresh_from_db()
    assert (user.username, user.full_name) == ("an", "Tên mới")


def test_refusal_of_the_action_stands_in_the_form(client, boss):
    response = client.post(edit(boss), VALUES | {"reason": "Thử", "is_staff": "on", "is_superuser": "on"})
    assert response.status_code == 200
    boss.refresh_from_db()
    assert boss.is_active


@pytest.mark.parametrize("forged", ["password", "sessions", "last_login", "must_change_password", "date_joined"])
def test_forged_fields_change_nothing(client, boss, forged):
    user = make_user("an")
    before = User.objects.filter(pk=user.pk).values(forged).get()
    values = {"full_name": "An", "language": "vi", "is_active": "on", "reason": "Thử", "username": "khac"}
    assert client.post(edit(user), values | {forged: "1"}).status_code == 302
    assert User.objects.filter(pk=user.pk).values(forged).get() == before


def test_nobody_is_deleted(client, boss):
    user = make_user()
    assert client.post(reverse("admin:accounts_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


def test_one_time_link_is_shown_once_and_ends_the_password(client, boss):
    user = make_user("an")
    page = client.post(access(user), {"link": "1"}).content.decode()
    link = re.search(r"http://testserver(/accounts/one-time/[^<]+)", page)[1]
    user.refresh_from_db()
    assert not user.check_password(PASSWORD)
    assert link not in client.get(access(user)).content.decode()
    client.logout()
    client.post(link, {"new": "một con ngựa khác hẳn", "again": "một con ngựa khác hẳn"})
    user.refresh_from_db()
    assert user.check_password("một con ngựa khác hẳn")


def test_opening_the_access_page_changes_nothing(client, boss):
    user = make_user("an")
    assert client.get(access(user)).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_failed_logins_are_forgotten_by_a_button(client, boss):
    make_user("an")
    for _attempt in range(6):
        client.post("/accounts/login/", {"username": "an", "password": "sai"})
    client.post(access(User.objects.get(username="an")), {"unlock": "1"})
    assert client.post("/accounts/login/", {"username": "an", "password": PASSWORD}).status_code == 302


def test_access_page_is_not_for_other_staff(client):
    user = make_user(is_staff=True)
    client.force_login(user)
    assert client.get(access(user)).status_code in {403, 404}
    assert client.get(edit(user)).status_code in {302, 403, 404}


def test_rights_come_by_no_other_way():
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{Group._meta.app_label}_group_changelist")
