"""From the name of a command to the function that does it."""

import os
import signal
import sys

from devtools import lint, serve, suite, venv
from devtools.shell import ROOT, call, say


def start(name: str, arguments: list[str]) -> int:
    """Do one command; returns the exit code. A kill ends it like Ctrl-C, so that what it started is stopped too."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        return _COMMANDS[name](arguments)
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


def _bench(arguments: list[str]) -> int:
    return call([venv.ensure("dev"), "-m", "devtools.bench", *arguments])


def _hostile(arguments: list[str]) -> int:
    """In place of this process, as `run`: Ctrl-C and kill reach it directly, and it has time to stop its server."""
    python = venv.ensure("dev")
    os.chdir(ROOT)
    os.execv(python, [str(python), "-m", "devtools.hostile", *arguments])


_COMMANDS = {
    "run": serve.run, "test": suite.test, "soak": suite.soak, "lint": lint.run, "bench": _bench, "hostile": _hostile,
}  # fmt: skip
