"""Attempts at the same moment must not slip through together; seen on whichever database the suite runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from accounts import throttle
from accounts.models import LoginBucket

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


def rush(places):
    """How many of these attempts, all at once, were let through."""

    def one(place):
        try:
            throttle.reserve(**{"username": "an", "address": "10.0.0.1", "device": None, "now": NOW} | place)
        except throttle.TooManyAttempts:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as pool:
        return sum(pool.map(one, places))


def test_one_address_and_name_let_five_through():
    assert rush([{}] * 40) == 5


def test_one_device_lets_five_through():
    assert rush([{"device": "mine"}] * 40) == 5


def test_one_name_from_many_addresses_lets_twenty_through():
    assert rush([{"address": f"10.0.0.{n}"} for n in range(60)]) == 20


def test_spraying_lets_fifty_names_through():
    assert rush([{"username": f"ten{n}"} for n in range(80)]) == 50


def test_crossing_attempts_and_pruning_never_wait_in_a_circle():
    old = datetime(2025, 12, 1, tzinfo=UTC)
    LoginBucket.objects.bulk_create(
        LoginBucket(kind="pair", name=throttle.name_key(f"ten{n}"), place="10.0.0.1", free_from=old, last_failure=old)
        for n in range(50)
    )
    places = [{"username": f"ten{n % 5}", "address": f"10.0.0.{n % 3}"} for n in range(90)]
    assert rush(places) == 5 * 3 * 5
