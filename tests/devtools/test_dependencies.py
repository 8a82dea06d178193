"""The dependencies stand in three places; they must say the same."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PIN = re.compile(r"^([A-Za-z0-9-]+)(?:\[\w+\])?==([\w.]+)", re.MULTILINE)


def _pins(path: str) -> dict[str, str]:
    return {name.lower(): version for name, version in PIN.findall((ROOT / path).read_text(encoding="utf-8"))}


def _listed(group: str) -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] if group == "runtime" else project["optional-dependencies"][group]
    return {name.lower(): version for line in lines for name, version in PIN.findall(line)}


@pytest.mark.parametrize("group", ["runtime", "dev"])
def test_dependencies_are_the_same_in_pyproject_and_requirements(group):
    assert _listed(group) == _pins(f"requirements/{group}.in") != {}


@pytest.mark.parametrize("group", ["runtime", "dev"])
def test_dependencies_are_locked_at_these_versions(group):
    assert _pins(f"requirements/{group}.in").items() <= _pins(f"requirements/{group}.txt").items()


def test_dependencies_every_line_of_pyproject_says_what_it_is_for():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    silent = [line for line in lines if re.match(r'\s+"[\w-]+(\[\w+\])?==', line) and not re.search(r"#\s+\S+", line)]
    assert silent == []


def test_dependencies_dev_lock_satisfies_the_runtime_lock():
    assert _pins("requirements/runtime.txt").items() <= _pins("requirements/dev.txt").items()


@pytest.mark.parametrize("lock", ["runtime", "dev"])
def test_dependencies_lock_has_hashes_and_names_no_index(lock):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text)
    bare = [block for block in blocks if PIN.match(block) and "--hash=sha256:" not in block]
    assert bare == []
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)


def test_dependencies_django_is_past_its_known_holes():
    assert tuple(int(part) for part in _pins("requirements/runtime.in")["django"].split(".")) >= (5, 2, 19)


@pytest.mark.parametrize("lock", ["runtime", "dev"])
def test_dependencies_with_extras_are_locked_with_them(lock):
    """pip before 23.3 does not count `coverage==7` as a pin of `coverage[toml]`: it takes the newest and refuses it."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)(?:\[([\w,]+)\])?==", text, re.MULTILINE))
    missing = []
    for name in locked:
        for line in _required_by(name):
            wanted = re.match(r"^([A-Za-z0-9_.-]+)\[([\w,-]+)\]", line)
            if wanted and "extra ==" not in line:
                other, extras = wanted[1].lower().replace("_", "-"), set(wanted[2].split(","))
                if other in locked and not extras <= set(locked[other].split(",")):
                    missing.append(f"{name} needs {wanted[0]}")
    assert missing == []


def _required_by(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # of another platform
        return []
