"""`dev.py test` and `dev.py soak`: the suite on SQLite and, beside it or after it, on PostgreSQL; what was left out."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from devtools import postgres, venv
from devtools.shell import call, chromium, in_ci, say, stop
from devtools.workers import Database, pool

NOTHING_COLLECTED = 5


@dataclass(frozen=True)
class Outcome:
    """The run on one database: its exit code and how many tests ended in which way (the plugin's JSON)."""

    database: str
    code: int
    counts: dict[str, int]
    seconds: float

    def line(self) -> str:
        counts = ", ".join(f"{number} {word}" for word, number in self.counts.items() if number)
        return f"{self.database}: {counts or 'no tests'} in {self.seconds:.0f} s"


def test(arguments: list[str]) -> int:
    """Everything but the soak tests; returns 0 when all is green. With `--cov` also which lines were reached, which
    takes much longer."""
    return _both(arguments)


def soak(arguments: list[str]) -> int:
    """The long fault and race runs, marked `soak`."""
    return _both(["-m", "soak", *arguments])


def _both(arguments: list[str]) -> int:
    left_out = _left_out()
    python = venv.ensure("dev")
    measured = any(argument.startswith("--cov") for argument in arguments)
    with _server() as url, pool(python, [*arguments, *["--cov-report="] * measured], _processes()) as workers:
        workers.add("SQLite", "")
        if url:
            workers.add("PostgreSQL", url)
        workers.run()
        code = _conclude([_outcome(database) for database in workers.databases], left_out, chosen=bool(arguments))
        if measured:
            _tell_coverage(python, workers.folder)
    return code


def _outcome(database: Database) -> Outcome:
    """The processes of a database as one: those that shared it left out the same tests, and ran different ones."""
    counts: dict[str, int] = {}
    for worker in database.workers:
        for word, number in worker.counts().items():
            before = counts.get(word, 0)
            counts[word] = max(before, number) if word == "deselected" else before + number
    codes = [worker.process.returncode for worker in database.workers]
    # Not max(): a process that was killed has a negative code.
    code = next((code for code in codes if code != 0), 0)
    if code == 0 and (forgotten := database.forgotten()):
        say(f"{database.name}: {forgotten} tests were collected and not run.")
        code = 1
    started = min(worker.started for worker in database.workers)
    return Outcome(database.name, code, counts, max(worker.ended for worker in database.workers) - started)


def _tell_coverage(python: Path, folder: Path) -> None:
    """One table of what all processes reached together."""
    found = sorted(folder.glob("coverage-*"))
    if found and call([python, "-m", "coverage", "combine", "--quiet", *found]) == 0:
        call([python, "-m", "coverage", "report", "--skip-covered"])


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processes() -> int:
    """One more than there are cores: some always wait, for the disk, a lock, a browser or the database's server. On a
    single core one, as there somebody works beside it."""
    cores = _cores()
    return cores + 1 if cores > 1 else 1


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
