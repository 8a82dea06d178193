"""The rules of the throttle themselves, at moments of our choosing (docs/adr/0002-login-throttle.md)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import throttle
from accounts.models import LoginBucket

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def try_at(moment, username="an", address="10.0.0.1", device=None):
    """None when the password would be looked at, otherwise the wait."""
    try:
        throttle.reserve(username=username, address=address, device=device, now=moment)
    except throttle.TooManyAttempts as error:
        return error.wait
    return None


def evaluated(moments, **place):
    return sum(try_at(moment, **place) is None for moment in moments)


def test_five_failures_are_free_and_the_sixth_waits():
    assert [try_at(NOW) for _attempt in range(5)] == [None] * 5
    assert try_at(NOW) == throttle.FIRST_WAIT


def test_wait_grows_to_a_quarter_of_an_hour_and_no_further():
    waits = [throttle.wait_after(failures).total_seconds() for failures in range(4, 14)]
    assert waits == [0, 10, 20, 40, 80, 160, 320, 640, 900, 900]
    assert throttle.wait_after(1_000_000) == throttle.LONGEST_WAIT


def test_refused_attempts_count_nothing_and_prolong_nothing():
    assert evaluated([NOW] * 50) == 5
    assert try_at(NOW + throttle.FIRST_WAIT) is None


@given(st.text(max_size=30))
def test_name_key_is_folded_and_says_nothing(name):
    assert throttle.name_key(name) == throttle.name_key(f" {name.upper().lower()} ") or name.upper().lower() != name
    assert len(throttle.name_key(name)) == 32


def test_names_are_stored_as_hashes_only():
    try_at(NOW, username="mật khẩu gõ nhầm ô")
    stored = LoginBucket.objects.values_list("name", flat=True)
    assert all(len(name) in {0, 32} for name in stored)


def test_one_name_from_many_addresses_is_evaluated_100_times_an_hour_at_most():
    moments = [NOW + SECOND * number for number in range(0, 3600, 4)]
    count = sum(try_at(moment, address=f"10.0.{n // 250}.{n % 250}") is None for n, moment in enumerate(moments))
    assert 90 <= count <= 100


def test_one_address_is_evaluated_20_times_an_hour_at_most():
    assert 10 <= evaluated(NOW + SECOND * number for number in range(3600)) <= 20


def test_nobody_ever_waits_longer_than_a_quarter_of_an_hour():
    waits = [try_at(NOW + SECOND * n, address=f"10.0.0.{n % 7}") for n in range(0, 7200, 5)]
    assert max(wait for wait in waits if wait) <= throttle.LONGEST_WAIT


def test_success_takes_the_attempt_back():
    for _attempt in range(40):
        ticket = throttle.reserve(username="an", address="10.0.0.1", device=None, now=NOW)
        throttle.succeeded(ticket=ticket, now=NOW)
    assert LoginBucket.objects.filter(failures__gt=0).count() == 0
    assert evaluated([NOW] * 10) == 5


def test_failures_are_forgotten_after_a_day():
    evaluated([NOW] * 5)
    later = NOW + throttle.FORGET_AFTER + SECOND
    assert evaluated([later] * 10) == 5


def test_known_device_has_failures_of_its_own():
    for number in range(300):
        try_at(NOW, address=f"10.0.0.{number}")
    assert evaluated([NOW] * 10, device="mine") == 5
    assert evaluated([NOW] * 10, device="another") == 5


def test_a_clock_set_back_locks_nobody_out():
    far = NOW + timedelta(days=400)
    for number in range(60):
        try_at(far, address=f"10.0.0.{number}")
        try_at(far, address="10.0.0.1")
    assert try_at(NOW) is None
    assert try_at(NOW, address="10.9.9.9") is None


def test_ipv6_subscriber_cannot_change_the_address():
    count = sum(try_at(NOW, address=f"2001:db8::{n:x}") is None for n in range(1, 40))
    assert count == 5


def test_old_buckets_are_deleted_when_others_are_written():
    try_at(NOW, username="an")
    try_at(NOW + timedelta(days=2), username="binh", address="10.0.0.2")
    assert LoginBucket.objects.filter(name=throttle.name_key("an")).count() == 0


def test_refused_attempts_write_no_rows():
    for number in range(60):
        try_at(NOW, username=f"name{number}")
    before = LoginBucket.objects.count()
    for number in range(60, 200):
        try_at(NOW, username=f"name{number}")
    assert LoginBucket.objects.count() == before == 1 + 2 * throttle.SPRAY_NAMES
