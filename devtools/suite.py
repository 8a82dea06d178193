"""`dev.py test` and `dev.py soak`: the suite on SQLite, then on PostgreSQL, and what was left out."""

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from devtools import postgres, venv
from devtools.shell import call, chromium, in_ci, say, stop, without

NOTHING_COLLECTED = 5
COVERAGE = ["--cov", "--cov-report=term:skip-covered"]


@dataclass(frozen=True)
class Outcome:
    """One run of pytest: its exit code and how many tests ended in which way (the plugin's JSON)."""

    database: str
    code: int
    counts: dict[str, int]
    seconds: float

    def line(self) -> str:
        counts = ", ".join(f"{number} {word}" for word, number in self.counts.items() if number)
        return f"{self.database}: {counts or 'no tests'} in {self.seconds:.0f} s"


def test(arguments: list[str]) -> int:
    """Everything but the soak tests; returns 0 when all is green."""
    return _both(arguments, sqlite=COVERAGE)


def soak(arguments: list[str]) -> int:
    """The long fault and race runs, marked `soak`."""
    return _both(["-m", "soak", *arguments], sqlite=[])


def _both(arguments: list[str], *, sqlite: list[str]) -> int:
    left_out = _left_out()
    python = venv.ensure("dev")
    outcomes = [_pytest(python, "SQLite", "", [*sqlite, *arguments])]
    with _server() as url:
        if url:
            outcomes.append(_pytest(python, "PostgreSQL", url, arguments))
    return _conclude(outcomes, left_out, chosen=bool(arguments))


def _left_out() -> list[str]:
    """What cannot run on this machine, as sentences; in CI that is an error."""
    missing = []
    if not os.environ.get("TEST_DATABASE_URL") and not postgres.programs():
        missing.append(
            "PostgreSQL: not tested; its server is not installed here (apt-get install postgresql), "
            "and TEST_DATABASE_URL is not set."
        )
    if not chromium():
        missing.append("Browser tests: not run; Chromium is not installed here (apt-get install chromium).")
    if missing and in_ci():
        stop("with CI=true nothing may be left out.\n" + "\n".join(missing))
    return missing


@contextlib.contextmanager
def _server() -> Iterator[str]:
    """The URL of a PostgreSQL to test on, or nothing."""
    given, binaries = os.environ.get("TEST_DATABASE_URL", ""), postgres.programs()
    if given or not binaries:
        yield given
        return
    with postgres.cluster(binaries) as url:
        yield url


def _pytest(python: Path, database: str, url: str, arguments: list[str]) -> Outcome:
    say(f"\n=== Tests on {database} ===")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bacha-test-") as folder:
        report = Path(folder) / "report.json"
        env = without("DATABASE_URL", BACHA_TEST_REPORT=str(report), **({"DATABASE_URL": url} if url else {}))
        code = call([python, "-m", "pytest", *arguments], env=env)
        counts = json.loads(report.read_text()) if report.exists() else {}
    return Outcome(database, code, counts, time.monotonic() - started)


def _conclude(outcomes: list[Outcome], left_out: list[str], *, chosen: bool) -> int:
    """Say how it went. Tests chosen by hand may all be for one database: then the other run has none, which is fine."""
    say("\n=== Result ===")
    for outcome in outcomes:
        say(outcome.line())
    for sentence in left_out:
        say(sentence)
    skipped = sum(outcome.counts.get("skipped", 0) for outcome in outcomes)
    say(f"Skipped: {skipped}.")
    if skipped and in_ci():
        say("With CI=true no test may be skipped.")
        return 1
    codes = {outcome.code for outcome in outcomes}
    if chosen and codes != {NOTHING_COLLECTED}:
        codes.discard(NOTHING_COLLECTED)
    # Not max(): a run that was killed has a negative code.
    return next((code for code in codes if code != 0), 0)
