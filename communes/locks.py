"""The unit locks of design.md 3. On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock."""

from collections.abc import Iterable

from django.db import connection, transaction

_UNITS = 0x6261
_CALENDAR_KEY = 0
_REFRESH = 0x6261_0002


def share(unit_ids: Iterable[int]) -> None:
    """A writer's lock: many writers of a unit together, none beside a merge, a closing or the opening of a month."""
    _take("pg_advisory_xact_lock_shared", [_CALENDAR_KEY, *sorted(set(unit_ids))])


def exclude(unit_ids: Iterable[int]) -> None:
    """The lock of a merge, a closing, a reopening: alone on every unit concerned, in id order."""
    _take("pg_advisory_xact_lock_shared", [_CALENDAR_KEY])
    _take("pg_advisory_xact_lock", sorted(set(unit_ids)))


def exclude_calendar() -> None:
    """Alone with the reporting calendar: no writer works out stale months while a month is opened."""
    _take("pg_advisory_xact_lock", [_CALENDAR_KEY])


def try_refresh() -> bool:
    """The one refresher's lock, a statement of its own; False when another refresher holds it."""
    _require_transaction()
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_REFRESH])
        return cursor.fetchone()[0]


def take_refresh() -> None:
    """The same lock, waited for: a rebuild stands in line behind the refresher."""
    _require_transaction()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_REFRESH])


def _take(function: str, keys: list[int]) -> None:
    _require_transaction()
    if connection.vendor != "postgresql" or not keys:
        return
    with connection.cursor() as cursor:
        # One row a key, in order: a set-returning scan keeps the order of the array.
        cursor.execute(f"SELECT {function}(%s, key) FROM unnest(%s::int[]) AS key", [_UNITS, keys])
        cursor.fetchall()


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("unit locks live as long as a transaction; open one first")
