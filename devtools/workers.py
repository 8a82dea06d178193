"""The processes of pytest that share the suite: as many at a time as there are cores, on each database at least one."""

import contextlib
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from devtools.shell import ROOT, say, without

# A further process collects the tests and makes a database before it is of any use: not for the last parts.
WORTHWHILE = 6


@dataclass
class Database:
    """One run of the suite, which several processes may share: a name to show, a URL (none: SQLite), and the folder in
    which tests/sharing.py keeps the claims."""

    name: str
    url: str
    folder: Path
    workers: list["Worker"] = field(default_factory=list)

    def left(self) -> float:
        """How many parts nobody has claimed; infinity while nobody has counted them."""
        shared = _numbers(self.folder / "shared.json")
        return shared["parts"] - len(list(self.folder.glob("*.claim"))) if shared else math.inf

    def forgotten(self) -> int:
        """How many tests were collected and yet run by nobody."""
        shared = _numbers(self.folder / "shared.json")
        return shared.get("tests", 0) - sum(_numbers(path)["tests"] for path in self.folder.glob("ran-*.json"))

    def wants_another(self) -> bool:
        """The first to end has found everything claimed, or was stopped: then nobody further begins."""
        if not self.workers:
            return True
        return all(worker.is_running() for worker in self.workers) and self.left() >= WORTHWHILE


@dataclass
class Worker:
    """A process of pytest. One that is not heard keeps its output until it is told."""

    database: Database
    number: int
    process: subprocess.Popen
    report: Path
    output: Path | None
    started: float
    ended: float | None = None

    def is_running(self) -> bool:
        """Also notes the time of the end, once."""
        if self.ended is None and self.process.poll() is not None:
            self.ended = time.monotonic()
        return self.ended is None

    def counts(self) -> dict[str, int]:
        """How many tests ended in which way."""
        return _numbers(self.report)

    def tell(self) -> None:
        """Print what it printed; of one that came too late to find anything to do there is nothing to say."""
        idle = self.process.returncode == 0 and not sum(n for word, n in self.counts().items() if word != "deselected")
        if self.output is None or (idle and self.number > 1):
            return
        say(f"\n=== Tests on {self.database.name}{f' ({self.number})' if self.number > 1 else ''} ===")
        with self.output.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                sys.stdout.write(line)
        sys.stdout.flush()


@dataclass
class Pool:
    """Keeps `cores` processes busy until all databases are done; one of them, or all on a single core, is heard."""

    python: Path
    arguments: list[str]
    cores: int
    folder: Path
    databases: list[Database] = field(default_factory=list)

    def add(self, name: str, url: str) -> None:
        """One more database to run the tests on."""
        claims = self.folder / name
        claims.mkdir()
        self.databases.append(Database(name, url, claims))

    def run(self) -> None:
        """Returns when everything has ended; whatever still runs at an interruption is ended."""
        try:
            while True:
                running = self._running()
                while len(running) < self.cores and (database := self._neediest()):
                    running.append(self._start(database, heard=not running or self.cores == 1))
                if not running:
                    break
                while all(worker.is_running() for worker in running):
                    time.sleep(0.2)
        finally:
            for worker in self._running():
                worker.process.terminate()
                worker.process.wait()
        for worker in self.workers():
            worker.tell()

    def workers(self) -> Iterator[Worker]:
        """All processes that were started."""
        return (worker for database in self.databases for worker in database.workers)

    def _running(self) -> list[Worker]:
        return [worker for worker in self.workers() if worker.is_running()]

    def _neediest(self) -> Database | None:
        """The database that has the fewest processes, among those that want one."""
        wanting = [database for database in self.databases if database.wants_another()]
        return min(wanting, key=lambda database: len(database.workers), default=None)

    def _start(self, database: Database, *, heard: bool) -> Worker:
        number = len(database.workers) + 1
        name = f"{database.name}-{number}"
        report, output = self.folder / f"{name}.json", None if heard else self.folder / f"{name}.txt"
        environment = without(
            "DATABASE_URL", BACHA_TEST_REPORT=str(report), BACHA_TEST_CLAIMS=str(database.folder),
            BACHA_TEST_WORKER=str(number), COVERAGE_FILE=str(self.folder / f"coverage-{name}"),
            **({"DATABASE_URL": database.url} if database.url else {}),
        )  # fmt: skip
        if heard:
            say(f"\n=== Tests on {database.name} ===")
        with contextlib.ExitStack() as stack:
            into = stack.enter_context(output.open("wb")) if output else None
            process = subprocess.Popen(
                [str(self.python), "-m", "pytest", "-p", "tests.sharing", *self.arguments],
                cwd=ROOT, env=environment, stdout=into, stderr=subprocess.STDOUT if into else None,
            )  # fmt: skip
        worker = Worker(database, number, process, report, output, time.monotonic())
        database.workers.append(worker)
        return worker


@contextlib.contextmanager
def pool(python: Path, arguments: list[str], cores: int) -> Iterator[Pool]:
    """A pool with a folder of its own, which goes at the end."""
    with tempfile.TemporaryDirectory(prefix="bacha-test-") as folder:
        yield Pool(python, arguments, cores, Path(folder))


def _numbers(path: Path) -> dict[str, int]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
