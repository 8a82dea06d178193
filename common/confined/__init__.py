"""A function of ours that looks into a stranger's file, run in a fresh Python process with hard limits.

The parent is never forked: a fork of a web process would hold its locks, connections and secrets. What the child gets
is the name of the function and one JSON value; what comes back is one JSON value or the reason why there is none.

The limits hold on Linux. macOS has no working limit of memory (RLIMIT_AS is accepted and ignored there): time,
processor and size of the answer hold, and so does the clock of the parent.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

CHILD = Path(__file__).with_name("child.py")
ROOT = CHILD.parent.parent.parent
# All that a Python process needs: no addresses of databases, no keys, no proxies.
ENVIRONMENT = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """`seconds` of the clock on the wall; `cpu` seconds of a processor; `memory`, `answer` and `output` in bytes."""

    seconds: float = 10
    cpu: int = 8
    memory: int = 768 * MEBIBYTE
    answer: int = 4 * MEBIBYTE
    files: int = 64
    # Of the file that the function may write, if it is given one.
    output: int = 0


class Ending(StrEnum):
    """How a run ended."""

    DONE = "done"
    # The processor's time was used up: by the file, however busy the machine.
    TIME = "time"
    # The clock on the wall ran out: the file may be to blame, or the machine was busy.
    LATE = "late"
    MEMORY = "memory"
    # The answer was larger than allowed, or the function tried to write a file that large.
    ANSWER = "answer"
    FAILED = "failed"
    CRASHED = "crashed"


@dataclass(frozen=True)
class Outcome:
    """`value` is what the function returned if it is DONE; `error` the bare name of the exception if it FAILED."""

    ending: Ending
    value: object = None
    error: str = ""

    @property
    def is_done(self) -> bool:
        return self.ending == Ending.DONE


def run(function: str, argument, *, limits: Limits | None = None, output: Path | None = None) -> Outcome:
    """Call `function` ("package.module:name", importable without Django) with one JSON value, under the limits.

    With `output`, a path of our own choice, the function gets as second argument that file, open for writing bytes:
    for what is too much for one answer. It is the only file that it can write.
    Never raises for what the child does. Nothing that the child prints is kept: it may quote the file.
    """
    limits = limits or Limits()
    order = {"root": str(ROOT), "function": function, "argument": argument, "limits": asdict(limits)}
    order["output"] = str(output) if output else None
    # Files, not pipes: the child's own limit then bounds its answer, and nobody waits for a full pipe.
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answered:
        asked.write(json.dumps(order).encode())
        asked.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", "-B", str(CHILD)],
            stdin=asked, stdout=answered, stderr=subprocess.DEVNULL, cwd="/", env=ENVIRONMENT, start_new_session=True,
        )  # fmt: skip
        in_time = _wait(child, limits.seconds)
        answered.seek(0)
        answer = answered.read(limits.answer + 1)
    return _outcome(child.returncode, answer) if in_time else Outcome(Ending.LATE)


def _wait(child: subprocess.Popen, seconds: float) -> bool:
    """Whether the child ended by itself. Else its whole group is killed, before its number can belong to another."""
    try:
        child.wait(seconds)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        if child.returncode is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _outcome(code: int, answer: bytes) -> Outcome:
    if code == -signal.SIGXCPU:
        return Outcome(Ending.TIME)
    if code != 0:
        return Outcome(Ending.CRASHED)
    try:
        told = json.loads(answer)
        return Outcome(Ending(told["ending"]), told.get("value"), told.get("error", ""))
    except (ValueError, KeyError, TypeError):
        return Outcome(Ending.CRASHED)
