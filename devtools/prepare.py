"""Before the server starts: static files collected, the database migrated, with the demo if it is empty, its figures up
to date.

One process for all commands, inside .venv: starting Django three times would take most of the ten seconds that a
start may last.
"""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
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
    _collect_static()
    return 0


def _collect_static() -> None:
    """Static files named by their content and compressed, if they are to be served so and have changed since."""
    if settings.STATIC_FILES != "collected":
        return
    root = Path(settings.STATIC_ROOT)
    note, now = root.with_name(f"{root.name}.sources"), _fingerprint()
    if (root / "staticfiles.json").exists() and note.exists() and note.read_text() == now:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    note.write_text(now)


def _fingerprint() -> str:
    """Changes with every static file of ours and of the libraries: looks at a few hundred files, not into them."""
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list(None), key=lambda item: item[0]):
            state = os.stat(storage.path(path))
            found.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return found.hexdigest()


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
