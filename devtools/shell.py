"""Talking to the person and to other programs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def say(sentence: str) -> None:
    print(sentence, flush=True)


def stop(sentence: str) -> None:
    """Leave with a sentence instead of a traceback."""
    raise SystemExit(f"dev.py: {sentence}")


def chromium() -> str | None:
    """The browser's program, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def call(command: list, *, env: dict[str, str] | None = None) -> int:
    """Run a program in the project's folder, its output going straight through; returns its exit code."""
    sys.stdout.flush()
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False).returncode


def must(command: list, failure: str, *, env: dict[str, str] | None = None) -> None:
    """Run a program; stop with the sentence `failure` when it does not succeed."""
    if call(command, env=env) != 0:
        stop(failure)


def without(*names: str, **values: str) -> dict[str, str]:
    """A copy of the environment without `names` and with `values`."""
    return {name: value for name, value in os.environ.items() if name not in names} | values
