"""`dev.py lint`: every check runs, then the failed ones are named."""

import secrets
import tempfile

from devtools import venv
from devtools.shell import ROOT, call, say, stop, without

# The production profile as a real site would have it; the address of the database is never contacted.
PRODUCTION = {
    "BACHA_PROFILE": "production",
    "ALLOWED_HOSTS": "bacha.example.vn",
    "DATABASE_URL": "postgres://bacha@127.0.0.1/bacha",
}
OURS = ("BACHA_PROFILE", "BACHA_TODAY", "DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "HTTPS")


def run(arguments: list[str]) -> int:
    """Returns 0 when all is clean; sizes only warn."""
    if arguments:
        stop(f"lint takes no arguments, not {' '.join(arguments)}.")
    python = venv.ensure("dev")
    with tempfile.TemporaryDirectory(prefix="bacha-lint-") as folder:
        failed = [name for name, command, env in _steps(python, folder) if _fails(name, command, env)]
    call([python, "-m", "devtools.sizes"])
    if failed:
        say(f"\nlint found something in: {', '.join(failed)}.")
        return 1
    say("\nlint: all clean.")
    return 0


def _steps(python, folder: str) -> list[tuple[str, list, dict[str, str]]]:
    """Name, command and environment of each check. Databases and files go to `folder`, not into the project."""
    plain = without(*OURS, DATA_DIR=folder, BACHA_PROFILE="development")
    production = without(*OURS, DATA_DIR=folder, SECRET_KEY=secrets.token_urlsafe(64), **PRODUCTION)
    manage = [python, ROOT / "manage.py"]
    return [
        ("ruff", [python, "-m", "ruff", "check", "."], plain),
        ("format", [python, "-m", "ruff", "format", "--check", "."], plain),
        ("templates", [python, "-m", "djlint", "--lint", "--quiet", "templates"], plain),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], plain),
        ("check", [*manage, "check", "--fail-level", "WARNING"], plain),
        ("check --deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
        ("translations", [python, "-m", "devtools.translations"], plain),
    ]


def _fails(name: str, command: list, env: dict[str, str]) -> bool:
    say(f"--- {name}")
    return call(command, env=env) != 0
