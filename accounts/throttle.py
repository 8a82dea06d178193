"""How many wrong passwords are let through. The rules and their reasons are in docs/adr/0002-login-throttle.md.

An attempt is counted as a failure BEFORE the password is looked at and taken back after a success, under row locks
(on SQLite under the writer lock), so that attempts at the same moment cannot slip through together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from accounts.models import LoginBucket, User
from common.client_ip import network

Kind = LoginBucket.Kind

FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(minutes=15)
# One name from unknown devices: 20 at once and one more every 45 s, which is at most 100 in any hour.
NAME_BURST = 20
NAME_INTERVAL = timedelta(seconds=45)
# One address: so many different names may fail within the window.
SPRAY_NAMES = 50
SPRAY_WINDOW = timedelta(minutes=15)
FORGET_AFTER = timedelta(days=1)
# Web servers' clocks may differ by this much; a time further ahead is a clock that was set back, and is ignored.
SKEW = timedelta(minutes=1)
_PRUNE_AT_ONCE = 200


class TooManyAttempts(Exception):
    """The password was not looked at; `wait` is a timedelta of at most LONGEST_WAIT."""

    def __init__(self, wait: timedelta):
        self.wait = min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)
        super().__init__(f"wait {self.seconds} s")

    @property
    def seconds(self) -> int:
        """Whole seconds, rounded up: the value of Retry-After."""
        return ceil(self.wait.total_seconds())


@dataclass(frozen=True)
class Ticket:
    """A permission to evaluate one password; `blocking` is the bucket that this attempt, if it fails, closes."""

    buckets: tuple[LoginBucket, ...]
    blocking: LoginBucket | None


def name_key(username: str) -> str:
    """A keyed hash of the folded name, existing or not."""
    return salted_hmac("accounts.throttle", User.normalize_username(username), algorithm="sha256").hexdigest()[:32]


def reserve(*, username: str, address: str, device: str | None, now: datetime) -> Ticket:
    """Count one attempt in advance; raises TooManyAttempts, counting nothing, when it must wait."""
    name = name_key(username)
    with transaction.atomic():
        ticket = _reserve_device(name, device, now) if device else _reserve_unknown(name, network(address), now)
    prune(now=now)
    return ticket


def succeeded(*, ticket: Ticket, now: datetime) -> None:
    """Take the counted failure back: the password was right."""
    with transaction.atomic():
        for bucket in ticket.buckets:
            row = LoginBucket.objects.filter(pk=bucket.pk)
            if bucket.kind == Kind.NAME:
                row.update(free_from=F("free_from") - NAME_INTERVAL)
            else:
                row.update(failures=0, free_from=now)


def prune(*, now: datetime) -> None:
    """Delete buckets without a failure in the last day, a few at a time, none that somebody holds."""
    with transaction.atomic():
        old = LoginBucket.objects.filter(last_failure__lt=now - FORGET_AFTER).select_for_update(skip_locked=True)
        keys = list(old.order_by("pk").values_list("pk", flat=True)[:_PRUNE_AT_ONCE])
        if keys:
            LoginBucket.objects.filter(pk__in=keys).delete()


def forget(*, username: str) -> int:
    """Delete every bucket of the name, whatever it says; returns how many."""
    return LoginBucket.objects.filter(name=name_key(username)).delete()[0]


def forget_address(*, address: str) -> int:
    """Delete every bucket of the address; returns how many. The names' own budgets stay."""
    return LoginBucket.objects.filter(kind__in=[Kind.ADDRESS, Kind.PAIR], place=network(address)).delete()[0]


def wait_after(failures: int) -> timedelta:
    """How long the next attempt waits after so many failures in a row: nothing at first, then doubling to 15 min."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    # The power is capped too: after days of attack the plain product would overflow.
    return min(FIRST_WAIT * 2 ** min(failures - FREE_FAILURES, 10), LONGEST_WAIT)


def _reserve_device(name: str, device: str, now: datetime) -> Ticket:
    bucket = _locked(Kind.DEVICE, name, device, now)
    _check_free(bucket, now)
    return Ticket((bucket,), bucket if _count(bucket, now) else None)


def _reserve_unknown(name: str, place: str, now: datetime) -> Ticket:
    # Always in this order, address, pair, name: two attempts then never wait for each other in a circle.
    address = _locked(Kind.ADDRESS, "", place, now)
    is_last_name = _check_spraying(name, place, now)
    pair = _locked(Kind.PAIR, name, place, now)
    _check_free(pair, now)
    bucket = _locked(Kind.NAME, name, "", now)
    is_last_of_name = _spend(bucket, now)
    is_last_of_pair = _count(pair, now)
    LoginBucket.objects.filter(pk=address.pk).update(last_failure=now)
    closed = [(pair, is_last_of_pair), (address, is_last_name), (bucket, is_last_of_name)]
    return Ticket((pair, bucket), next((row for row, is_closed in closed if is_closed), None))


def _locked(kind: str, name: str, place: str, now: datetime) -> LoginBucket:
    values = {"free_from": now, "last_failure": now}
    rows = LoginBucket.objects.select_for_update()
    bucket, _created = rows.get_or_create(kind=kind, name=name, place=place, defaults=values)
    return bucket


def _check_free(bucket: LoginBucket, now: datetime) -> None:
    if bucket.failures and now < bucket.free_from <= now + LONGEST_WAIT + SKEW:
        raise TooManyAttempts(bucket.free_from - now)


def _count(bucket: LoginBucket, now: datetime) -> bool:
    """One failure more; True when the bucket is closed from now on."""
    bucket.failures = bucket.failures + 1 if bucket.last_failure > now - FORGET_AFTER else 1
    wait = wait_after(bucket.failures)
    bucket.free_from, bucket.last_failure = now + wait, now
    bucket.save(update_fields=["failures", "free_from", "last_failure"])
    return bool(wait)


def _spend(bucket: LoginBucket, now: datetime) -> bool:
    """Take one try of the name's; True when the next must wait. The debt runs down by itself as time passes."""
    most = NAME_BURST * NAME_INTERVAL
    debt = max(bucket.free_from - now, timedelta(0))
    debt = NAME_INTERVAL + (min(debt, most) if debt <= most + SKEW else timedelta(0))
    if debt > most:
        raise TooManyAttempts(debt - most)
    bucket.free_from, bucket.last_failure = now + debt, now
    bucket.save(update_fields=["free_from", "last_failure"])
    return debt + NAME_INTERVAL > most


def _check_spraying(name: str, place: str, now: datetime) -> bool:
    """Refuse a new name from an address where too many others fail; True when this is the last one let through."""
    failing = LoginBucket.objects.filter(
        kind=Kind.PAIR, place=place, failures__gt=0, last_failure__range=(now - SPRAY_WINDOW, now + SKEW)
    ).exclude(name=name)
    times = list(failing.order_by("-last_failure").values_list("last_failure", flat=True)[:SPRAY_NAMES])
    if len(times) == SPRAY_NAMES:
        raise TooManyAttempts(times[-1] + SPRAY_WINDOW - now)
    return len(times) == SPRAY_NAMES - 1
