"""From the name of a command to the function that does it."""

import signal
import sys

from devtools import lint, serve, suite, venv
from devtools.shell import call, say


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


_COMMANDS = {"run": serve.run, "test": suite.test, "soak": suite.soak, "lint": lint.run, "bench": _bench}
