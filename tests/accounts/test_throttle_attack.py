"""Attacks over HTTP, at a tenth of the size of security.md, B1 and B2."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import LoginBucket
from common.models import AuditChange, AuditEvent
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def attempt(client, username, password="sai", **headers):
    response = client.post(LOGIN, {"username": username, "password": password}, headers=headers)
    assert (response.status_code == 429) == ("Retry-After" in response.headers)
    if response.status_code == 429:
        assert 1 <= int(response["Retry-After"]) <= 900
    return response.status_code


def test_spoofed_forwarded_addresses_are_one_address(client):
    make_user("an")
    codes = [attempt(client, "an", x_forwarded_for=f"203.0.113.{n % 5}") for n in range(100)]
    assert codes.count(200) == 5
    assert codes.count(429) == 95


def test_100_guesses_from_50_real_addresses_are_capped(client, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    make_user("an")
    codes = [attempt(client, "an", x_forwarded_for=f"203.0.113.{n % 50}") for n in range(100)]
    assert codes.count(200) == 20


def test_right_password_is_not_even_looked_at_while_throttled(client):
    make_user("an")
    for _attempt in range(5):
        attempt(client, "an")
    assert attempt(client, "an", PASSWORD) == 429


def test_waiting_page_says_how_long(client):
    for _attempt in range(5):
        attempt(client, "an")
    response = client.post(LOGIN, {"username": "an", "password": "sai"})
    assert f"{response['Retry-After']} " in response.content.decode()


def test_victim_with_a_known_device_gets_in_during_the_attack():
    make_user("an")
    victim, attacker = Client(), Client()
    assert attempt(victim, "an", PASSWORD) == 302
    victim.post("/accounts/logout/")
    for _attempt in range(100):
        attempt(attacker, "an")
    assert attempt(victim, "an", PASSWORD) == 302


def test_victim_at_another_address_gets_in_during_the_attack(client):
    make_user("an")
    for _attempt in range(100):
        attempt(client, "an")
    assert attempt(Client(REMOTE_ADDR="10.1.1.1"), "an", PASSWORD) == 302


def test_29_neighbours_behind_one_address_get_in():
    names = [make_user(f"canbo{n}").username for n in range(30)]
    attacker = Client()
    for _attempt in range(50):
        attempt(attacker, names[0])
    assert [attempt(Client(), name, PASSWORD) for name in names[1:]] == [302] * 29


def test_spraying_is_slowed_and_neighbours_with_a_known_device_pass():
    neighbour, stranger = Client(), Client()
    make_user("an")
    make_user("binh")
    attempt(neighbour, "an", PASSWORD)
    codes = [attempt(Client(), f"ten{n}") for n in range(60)]
    assert codes.count(200) == 50
    assert attempt(stranger, "binh", PASSWORD) == 429
    assert attempt(neighbour, "an", PASSWORD) == 302


def test_known_device_of_one_person_opens_nothing_for_another():
    make_user("an")
    make_user("binh")
    client = Client()
    attempt(client, "an", PASSWORD)
    codes = [attempt(client, "binh") for _attempt in range(20)]
    assert codes.count(200) == 5


def test_forged_device_cookie_is_no_known_device(client):
    client.cookies["device"] = "W1siYSIsImIiLDFdXQ:1x:forged"
    assert [attempt(client, "an") for _attempt in range(10)].count(200) == 5


def test_closed_bucket_is_audited_once_and_without_a_strange_name(client):
    user = make_user("an")
    for name in ("an", "mat khau go nham"):
        for _attempt in range(30):
            attempt(client, name)
    events = AuditEvent.objects.filter(action="accounts.login_slowed")
    assert events.count() == 2
    assert AuditChange.objects.of(user).get().after["username"] == "an"
    assert "nham" not in str(list(AuditChange.objects.values_list("label", "after")))


def test_unlock_login_lets_the_person_in_at_once(client):
    make_user("an")
    for _attempt in range(10):
        attempt(client, "an")
    call_command("unlock_login", "AN", verbosity=0)
    assert attempt(client, "an", PASSWORD) == 302


def test_unlock_login_opens_an_address(client):
    for number in range(60):
        attempt(client, f"ten{number}")
    call_command("unlock_login", address="127.0.0.1", verbosity=0)
    assert not LoginBucket.objects.filter(place="127.0.0.1").exists()


def test_unlock_login_knows_who_exists():
    with pytest.raises(CommandError, match="no user"):
        call_command("unlock_login", "khongco")
