"""The virtual environment: made once, filled from a lock file whose hashes are checked."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from devtools.shell import ROOT, call, must, say, stop

FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
STAMP = FOLDER / "bacha-lock.json"
# dev.txt holds every pin of runtime.txt too (tests/test_devtools.py), so installing it satisfies both.
SATISFIES = {"runtime": ("runtime",), "dev": ("runtime", "dev")}


def ensure(lock: str) -> Path:
    """Make .venv and install requirements/`lock`.txt unless that was done before; returns its Python."""
    if not _usable():
        _make()
    wanted = _wanted(lock)
    if not wanted.items() <= _stamp().items():
        say(f"Installing the packages of requirements/{lock}.txt into .venv …")
        STAMP.unlink(missing_ok=True)
        _install(ROOT / "requirements" / f"{lock}.txt")
        STAMP.write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    return PYTHON


def _wanted(lock: str) -> dict[str, str]:
    """What the stamp says once `lock` is installed: the hash of each lock file, and the Python it was done for."""
    hashes = {
        name: hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()
        for name in SATISFIES[lock]
    }
    return hashes | {"python": os.path.realpath(PYTHON)}


def _stamp() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _usable() -> bool:
    """False when there is none, or when the Python below it has gone or has become another version."""
    made_for = _stamp().get("python", os.path.realpath(PYTHON))
    return os.access(PYTHON, os.X_OK) and made_for == os.path.realpath(PYTHON)


def _uv() -> str | None:
    """The uv program, if there is one that works (a pyenv shim may be there without it)."""
    uv = shutil.which("uv")
    if uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
        return uv
    return None


def _has_module(name: str) -> bool:
    """Debian splits the standard library; a folder that a removed package left behind has no origin."""
    spec = importlib.util.find_spec(name)
    return spec is not None and spec.origin is not None


def _make() -> None:
    say("Making the virtual environment .venv …")
    has_pip = _has_module("ensurepip")
    if not _has_module("venv") or not (has_pip or _uv()):
        stop(
            f"Python {sys.version_info.major}.{sys.version_info.minor} came without its venv module. "
            "On Debian or Ubuntu install it with: sudo apt-get install python3-venv"
        )
    options = [] if has_pip else ["--without-pip"]
    # The base interpreter, so that dev.py may itself be started by a Python of another virtual environment.
    base = getattr(sys, "_base_executable", None) or sys.executable
    must([base, "-m", "venv", "--clear", *options, FOLDER], "the virtual environment .venv could not be made.")


def _install(lock: Path) -> None:
    """With uv when it is there (ten times faster), with pip otherwise or when uv finds no package index."""
    uv = _uv()
    if uv and call([uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock]) == 0:
        return
    if uv:
        say("uv did not succeed; trying pip …")
    if call([PYTHON, "-c", "import pip"]) != 0:
        stop("the packages could not be installed: there is no pip in .venv. Install python3-venv and try again.")
    options = ["-qq", "--disable-pip-version-check", "--require-hashes", "--prefer-binary"]
    must(
        [PYTHON, "-m", "pip", "install", *options, "-r", lock],
        "the packages could not be installed (see above). Is the package index reachable from here?",
    )
