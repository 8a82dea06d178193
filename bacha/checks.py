"""Start-up checks: the SQLite that this Python carries, and the cut-off day of the stored figures."""

import sqlite3

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

# Fixed in 3.51.3, with two backports (security.md, finding 2).
_FIXED = (3, 51, 3)
_BACKPORTS = {(3, 44): 6, (3, 50): 7}


def register() -> None:
    """Hook the checks into `manage.py check`, `migrate` and the server's start."""
    checks.register(sqlite_version, checks.Tags.database)
    checks.register(cutoff_day, checks.Tags.database)


def has_wal_reset_bug(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite may corrupt a database in WAL mode when several connections write."""
    patch = _BACKPORTS.get(version[:2])
    return version < _FIXED and not (patch is not None and version[2] >= patch)


def sqlite_version(app_configs=None, databases=None, **kwargs):
    """Warn where production data would live in a SQLite with the WAL-reset bug."""
    uses_sqlite = any(connections[alias].vendor == "sqlite" for alias in databases or [])
    if not uses_sqlite or not has_wal_reset_bug(sqlite3.sqlite_version_info):
        return []
    message = (
        f"SQLite {sqlite3.sqlite_version} has the WAL-reset bug: with several writers a database file can be damaged."
    )
    hint = "Use SQLite 3.51.3 or newer (or 3.44.6, 3.50.7), or PostgreSQL in production; take backups."
    kind = checks.Warning if settings.PROFILE == "production" else checks.Info
    return [kind(message, hint=hint, id="bacha.W001")]


def cutoff_day(app_configs=None, databases=None, **kwargs):
    """Refuse to start on figures that were counted with another cut-off day."""
    from communes.reports import opened_months

    try:
        opened_months()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), id="bacha.E001")]
    except DatabaseError:
        return []  # not migrated yet
    return []
