"""`dev.py test` and `dev.py soak`: the suite on SQLite and, beside it or after it, on PostgreSQL; what was left out."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from devtools import postgres, venv
from devtools.shell import ROOT, call, chromium, in_ci, say, stop, without

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
    return _both(arguments, measure=COVERAGE)


def soak(arguments: list[str]) -> int:
    """The long fault and race runs, marked `soak`."""
    return _both(["-m", "soak", *arguments], measure=[])


def _both(arguments: list[str], *, measure: list[str]) -> int:
    """`measure`: the options that count the lines reached, for one of the two runs: that on PostgreSQL, which looks at
    fewer pages in the browser and so has the time for it."""
    left_out = _left_out()
    python = venv.ensure("dev")
    with _server() as url:
        # On a second core the second database costs no time; its output waits for the end of the first.
        second = [*measure, *arguments] if url else []
        beside = _Beside(python, "PostgreSQL", url, second) if url and _cores() > 1 else None
        with beside or contextlib.nullcontext():
            outcomes = [_pytest(python, "SQLite", "", arguments if url else [*measure, *arguments])]
            if beside is not None:
                outcomes.append(beside.outcome())
            elif url:
                outcomes.append(_pytest(python, "PostgreSQL", url, second))
    return _conclude(outcomes, left_out, chosen=bool(arguments))


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
        code = call([python, "-m", "pytest", *arguments], env=_environment(url, report))
        return Outcome(database, code, _counts(report), time.monotonic() - started)


def _environment(url: str, report: Path) -> dict[str, str]:
    return without("DATABASE_URL", BACHA_TEST_REPORT=str(report), **({"DATABASE_URL": url} if url else {}))


def _counts(report: Path) -> dict[str, int]:
    return json.loads(report.read_text()) if report.exists() else {}


class _Beside:
    """A run of pytest beside another one; its output is kept and told when `outcome` is asked for."""

    def __init__(self, python: Path, database: str, url: str, arguments: list[str]):
        self.database, self._folder = database, tempfile.TemporaryDirectory(prefix="bacha-test-")
        self._report = Path(self._folder.name) / "report.json"
        self._output = (Path(self._folder.name) / "output").open("w+", encoding="utf-8", errors="replace")
        self._started = self._ended = time.monotonic()
        self._process = subprocess.Popen(
            [str(python), "-m", "pytest", *arguments], cwd=ROOT, env=_environment(url, self._report),
            stdout=self._output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        # Two runs of pytest may not end at the same time: the clock of this one stops when it does.
        self._waiter = threading.Thread(target=self._wait, daemon=True)
        self._waiter.start()

    def _wait(self) -> None:
        self._process.wait()
        self._ended = time.monotonic()

    def outcome(self) -> Outcome:
        """How it went, after all that it printed."""
        self._waiter.join()
        say(f"\n=== Tests on {self.database} ===")
        self._output.seek(0)
        for line in self._output:
            sys.stdout.write(line)
        code = self._process.returncode
        return Outcome(self.database, code, _counts(self._report), self._ended - self._started)

    def __enter__(self):
        return self

    def __exit__(self, *error) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._waiter.join()
        self._output.close()
        self._folder.cleanup()


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
