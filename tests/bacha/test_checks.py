"""What is checked at every start, and what the databases really do."""

import sqlite3

import pytest
from django.core import checks as django_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, transaction

from bacha import checks
from tests.factories import communes as ground


@pytest.mark.parametrize(
    ("version", "is_bad"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 44, 9), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_versions_of_sqlite_with_the_wal_reset_bug(version, is_bad):
    assert checks.has_wal_reset_bug(version) is is_bad


@pytest.mark.each
@pytest.mark.parametrize(
    ("profile", "version", "levels"),
    [
        ("production", (3, 40, 1), [django_checks.WARNING]),
        ("development", (3, 40, 1), [django_checks.INFO]),
        ("production", (3, 51, 3), []),
    ],
)
def test_start_warns_of_a_bad_sqlite_in_production(settings, monkeypatch, profile, version, levels):
    settings.PROFILE = profile
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    found = checks.sqlite_version(databases=["default"])
    assert [message.level for message in found] == (levels if connection.vendor == "sqlite" else [])
    assert checks.sqlite_version(databases=None) == []


@pytest.mark.django_db
def test_another_cutoff_day_stops_the_start(settings):
    """The call with which the WSGI entry point begins."""
    call_command("check", databases=["default"], fail_level="ERROR")
    ground.open_calendar()
    call_command("check", databases=["default"], fail_level="ERROR")
    settings.REPORTING_CUTOFF_DAY = 14
    with pytest.raises(SystemCheckError, match=r"bacha\.E001"):
        call_command("check", databases=["default"], fail_level="ERROR")


def asked(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_settings_of_the_connection_are_in_force():
    """SQLite: acknowledged means on disk, and writers queue instead of failing. PostgreSQL: nothing waits for ever."""
    if connection.vendor == "postgresql":
        found = [asked(f"SHOW {name}") for name in ("statement_timeout", "lock_timeout")]
        assert found == ["1min", "15s"]
        assert asked("SHOW idle_in_transaction_session_timeout") == "1min"
        return
    found = {name: asked(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")}
    assert found == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 20_000, "foreign_keys": 1}
    assert asked("PRAGMA mmap_size") == 0
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.rollback()
        with transaction.atomic(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")  # ours took the write lock before it wrote anything
    finally:
        other.close()
