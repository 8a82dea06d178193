"""Several processes of pytest share the suite: each collects all of it and runs the parts that it is first to claim.

A part is what one file has of one kind (see `kind`), so that what a file's tests share is made once. Whoever is free
takes the next part: nobody needs to know beforehand how long each takes, and the parts marked `long` are begun first.
Loaded by devtools/suite.py, which names a folder for the claims in BACHA_TEST_CLAIMS. The run on PostgreSQL leaves to
the one on SQLite, which there always is, what says the same on each (see `is_same_on_each`).
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

DEMO = ["tests", "browser", "demo"]


def kind(item: pytest.Item) -> int:
    """The order that pytest-django gives: tests in a transaction, tests that empty the tables, tests without any."""
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    if (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(fixtures):
        return 1
    return 0 if marker or "db" in fixtures else 2


def is_same_on_each(item: pytest.Item) -> bool:
    """Whether one database is enough: for a test that touches none, unless it is marked `each`, and for one marked
    `once`. Whoever asks for a fixture that knows a database touches one, also past pytest-django's mark."""
    if item.get_closest_marker("once"):
        return True
    knows = {"django_db_setup", "django_db_blocker"} & set(getattr(item, "fixturenames", ()))
    bound = any(item.get_closest_marker(name) for name in ("each", "postgres", "sqlite"))
    return kind(item) == 2 and not knows and not bound


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what the run on SQLite shows for both."""
    if os.environ.get("DATABASE_URL"):
        left_out = [item for item in items if is_same_on_each(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not is_same_on_each(item)]


def part(item: pytest.Item) -> str:
    """The name of the part to which a test belongs, the same in every process. The tests of the demo are one part: they
    share an installation."""
    place = os.path.relpath(item.path, item.config.rootpath).split(os.sep)
    if place[:3] == DEMO:
        place = DEMO
    return f"{kind(item)}-{'-'.join(place)}"


def in_order(items: list[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """The parts in the order in which they are begun, with their tests in the order that they were given."""
    parts: dict[str, list[pytest.Item]] = {}
    for item in items:
        parts.setdefault(part(item), []).append(item)

    def rank(name: str) -> tuple:
        return kind(parts[name][0]), not any(item.get_closest_marker("long") for item in parts[name])

    return {name: parts[name] for name in sorted(parts, key=rank)}


def claim(folder: Path, name: str) -> bool:
    """Whether this process is the first that wants the part."""
    try:
        (folder / f"{name}.claim").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def claimed(parts: dict[str, list[pytest.Item]], folder: Path) -> Iterator[pytest.Item]:
    """The tests that this process runs; a part is claimed when its turn comes."""
    for name, items in parts.items():
        if claim(folder, name):
            yield from items


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """pytest's own loop over the claimed tests instead of all. It is left to pytest when there is nothing to run."""
    failed = session.testsfailed and not session.config.option.continue_on_collection_errors
    if failed or session.config.option.collectonly:
        return None
    folder, parts = Path(os.environ["BACHA_TEST_CLAIMS"]), in_order(session.items)
    _tell(folder, "shared", parts=len(parts), tests=len(session.items))
    items, begun = claimed(parts, folder), 0
    item = next(items, None)
    while item is not None:
        following = next(items, None)
        begun += 1
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        item = following
    _tell(folder, f"ran-{os.getpid()}", tests=begun)
    return True


def _tell(folder: Path, name: str, **numbers: int) -> None:
    """Leave numbers for devtools/suite.py, whole or not at all."""
    draft = folder / f".{name}-{os.getpid()}"
    draft.write_text(json.dumps(numbers), encoding="utf-8")
    draft.replace(folder / f"{name}.json")
