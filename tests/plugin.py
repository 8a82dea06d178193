"""Loaded before Django's settings: the environment of every test run, whoever starts it and from whichever shell.

Also leaves out what cannot run here, and writes the counts for `dev.py test`.
"""

import gc
import json
import os
import tempfile
from pathlib import Path

import pytest

from devtools.shell import chromium, in_ci

OURS = (
    "SECRET_KEY", "ALLOWED_HOSTS", "BACHA_TODAY", "REPORTING_CUTOFF_DAY", "TRUSTED_PROXIES", "HTTPS", "REFRESH_MODE",
    "STATIC_FILES", "DEBUG", "FILE_MAX_MB", "UPLOAD_MAX_MB", "FILES_PER_DOCUMENT", "FILES_MB_PER_UNIT",
    "FILES_KEEP_FREE_MB",
    "JOBS_MODE", "JOB_RESULT_DAYS",
)  # fmt: skip
_DATA = tempfile.TemporaryDirectory(prefix="bacha-test-data-")


def _set_environment() -> None:
    for name in OURS:
        os.environ.pop(name, None)
    os.environ |= {"BACHA_PROFILE": "development", "LANGUAGE_CODE": "vi", "DATA_DIR": _DATA.name}


_set_environment()
gc.set_threshold(10_000, 20, 20)  # after every 700 objects it took a tenth of the time of a test of pages


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect, not skip: what this run cannot do is no skipped test, and the other run does it.

    Last of all, when the conftests of the folders have set their markers.
    """
    unfit = _unfit(config.option.markexpr or "")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in unfit)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _unfit(chosen: str) -> set[str]:
    """The markers that this run leaves out; `chosen` is the expression of -m."""
    from django.db import connection

    unfit = set() if "soak" in chosen else {"soak"}
    if connection.vendor != "postgresql":
        unfit.add("postgres")
    if connection.vendor != "sqlite":
        unfit.add("sqlite")
    if not chromium():
        if in_ci():
            raise pytest.UsageError("With CI=true Chromium must be installed.")
        unfit.add("browser")
    return unfit


def pytest_collection_finish() -> None:
    """What is there now stays to the end: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter) -> None:
    path = os.environ.get("BACHA_TEST_REPORT")
    if path:
        words = ("passed", "failed", "error", "skipped", "deselected", "xfailed", "xpassed")
        counts = {word: len(terminalreporter.stats.get(word, ())) for word in words}
        Path(path).write_text(json.dumps(counts), encoding="utf-8")
