"""The database before the server starts: migrated, with the demo if it is empty, its figures up to date.

One process for the three commands, inside .venv: starting Django three times would take most of the ten seconds that a
start may last.
"""

import io
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import Error as DatabaseError


def main() -> int:
    """Returns 0; or says in a sentence which step failed, and returns 1."""
    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        return _failed("The settings cannot be used", error)
    for failure, command, options in _steps():
        try:
            call_command(command, **options)
        except (CommandError, DatabaseError, ImproperlyConfigured) as error:
            return _failed(failure, error)
    return 0


def _steps() -> list[tuple[str, str, dict]]:
    steps = [
        (
            "The settings cannot be used",
            "check",
            {"databases": ["default"], "fail_level": "ERROR", "stdout": io.StringIO()},
        ),
        ("The database could not be migrated", "migrate", {"verbosity": 0, "interactive": False}),
        ("The demo could not be loaded", "load_demo", {"if_empty": True}),
        ("The figures could not be refreshed", "refresh_figures", {}),
    ]
    return [step for step in steps if step[1] != "load_demo" or settings.PROFILE != "production"]


def _failed(what: str, why: Exception) -> int:
    print(f"{what}: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
