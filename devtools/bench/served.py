"""Pages over HTTP from the product's own server settings, beside the floor page from the same: one client, in turns."""

import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from devtools.shell import ROOT

START_SECONDS = 60
WARM = 6  # rounds that are not counted, so that each process has seen each page


@dataclass
class Page:
    """An address as one person asks for it, on one of the two servers, and the seconds that each answer took."""

    name: str
    path: str
    cookie: str
    port: int
    seconds: list[float] = field(default_factory=list)
    size: int = 0

    def at(self, share: float) -> float:
        """The time within which this share of the answers came."""
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[round(share * 100) - 1]


@contextlib.contextmanager
def server(application: str, settings: str) -> Iterator[int]:
    """gunicorn with gunicorn.conf.py on a free port; yields the port."""
    port = free_port()
    env = os.environ | {
        "PORT": str(port), "DJANGO_SETTINGS_MODULE": settings, "REFRESH_MODE": "worker", "STATIC_FILES": "collected",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", application], cwd=ROOT, env=env)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def measure(pages: list[Page], rounds: int) -> None:
    """Every page once a round, in the same order: what disturbs the machine disturbs them alike."""
    for turn in range(WARM + rounds):
        for page in pages:
            started = time.perf_counter()
            page.size = _ask(page)
            if turn >= WARM:
                page.seconds.append(time.perf_counter() - started)


def text(page: Page) -> str:
    """The page itself."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", page.port)) as connection:
        connection.request("GET", page.path, headers={"Cookie": page.cookie})
        return connection.getresponse().read().decode()


def _ask(page: Page) -> int:
    # A connection each: one that is kept would be closed by the server while the other pages have their turn.
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", page.port)) as connection:
        connection.request("GET", page.path, headers={"Cookie": page.cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{page.name}: {page.path} answered {answer.status}")
    return len(body)
