"""Is the site fit to work? Checks that say in a word what is wrong, without telling anything about the inside."""

import time
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from communes.models import StaleMark
from communes.reports import opened_months

OK, BROKEN, LATE = "ok", "broken", "late"
# Marks are done within a second; the same one after five minutes means that nobody counts.
LATE_AFTER = 300

# The oldest mark that this process has seen, and since when it is the oldest: marks carry no time of their own.
_oldest: tuple[int, float] | None = None
_wanted: set | None = None


def check() -> dict[str, str]:
    """Each check by name with ok, broken or late. When the database is gone, the others are broken too."""
    if _run(_database) == BROKEN:
        return dict.fromkeys(("database", "migrations", "calendar", "figures"), BROKEN)
    return {
        "database": OK,
        "migrations": _run(_migrations),
        "calendar": _run(_calendar),
        "figures": _run(_figures),
    }


def is_fit(found: dict[str, str]) -> bool:
    """Whether people can be sent here. Late figures are told on every page and lose nothing."""
    return BROKEN not in found.values()


def _run(one: Callable[[], str]) -> str:
    try:
        return one()
    except (DatabaseError, ImproperlyConfigured):
        return BROKEN


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def _migrations() -> str:
    """Everything that the code brings along must have been applied; what is on disk is read once."""
    global _wanted
    if _wanted is None:
        _wanted = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    return OK if _wanted <= set(MigrationRecorder(connection).applied_migrations()) else BROKEN


def _calendar() -> str:
    opened_months()  # raises when the stored figures were counted with another cut-off day
    return OK


def _figures() -> str:
    global _oldest
    first = StaleMark.objects.order_by("pk").values_list("pk", flat=True).first()
    now = time.monotonic()
    if first is None:
        _oldest = None
    elif _oldest is None or _oldest[0] != first:
        _oldest = (first, now)
    return LATE if _oldest and now - _oldest[1] > LATE_AFTER else OK
