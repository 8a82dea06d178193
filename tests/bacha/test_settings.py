"""The environment is read strictly; the production profile refuses to start with doors left open (security.md, E5)."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bacha import env

ROOT = Path(__file__).resolve().parents[2]
KEY = "Hq3-t0Zk9_xVb7RmW2uYc5NsEa8LpDfGj1KoTiXyBvQwUzMh4S6rP"
SAFE = {"secret_key": KEY, "allowed_hosts": ["bacha.example.vn"], "debug": False}


def start(**variables) -> subprocess.CompletedProcess:
    """Load the settings in a process of their own, with nothing but these variables."""
    names = "PROFILE, s.DEBUG, s.SECURE, s.REFRESH_MODE, s.SESSION_COOKIE_NAME, s.STATIC_FILES"
    code = f"from bacha import settings as s; print(s.{names})"
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=keep | variables, capture_output=True, text=True, timeout=60
    )


def production(tmp_path, **variables):
    given = {"BACHA_PROFILE": "production", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "bacha.example.vn"}
    return start(**given | {"DATA_DIR": str(tmp_path)} | variables)


def test_production_starts_with_safe_settings_only(tmp_path):
    """One process a rule: what matters is that nothing starts."""
    assert production(tmp_path).stdout.split() == ["production", "False", "True", "worker", "__Host-bacha", "collected"]
    for wrong, word in (
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "sample-key-for-demo-and-development-only-never-for-production"}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "bacha.example.vn,*"}, "ALLOWED_HOSTS"),
        ({"REPORTING_CUTOFF_DAY": "30"}, "REPORTING_CUTOFF_DAY"),
        ({"REFRESH_MODE": "later"}, "REFRESH_MODE"),
        ({"STATIC_FILES": "packed"}, "STATIC_FILES"),
        ({"FILE_MAX_MB": "200"}, "UPLOAD_MAX_MB"),
    ):
        answer = production(tmp_path, **wrong)
        assert answer.returncode != 0, wrong
        assert answer.stdout == ""
        assert "ImproperlyConfigured" in answer.stderr.splitlines()[-1]
        assert word in answer.stderr.splitlines()[-1]


def test_nothing_said_means_production(tmp_path):
    answer = start(DATA_DIR=str(tmp_path))
    assert answer.returncode != 0
    assert "SECRET_KEY" in answer.stderr


def test_demo_starts_with_nothing_else(tmp_path):
    answer = start(BACHA_PROFILE="demo", DATA_DIR=str(tmp_path))
    assert answer.stdout.split() == ["demo", "False", "False", "inline", "bacha", "sources"], answer.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret_key": ""},
        {"secret_key": KEY[:49]},
        {"secret_key": "ab" * 40},
        {"secret_key": "django-insecure-" + KEY},
        {"secret_key": "sample-" + KEY},
        {"debug": True},
        {"allowed_hosts": []},
        {"allowed_hosts": ["*"]},
        {"allowed_hosts": ["bacha.example.vn", "*.example.vn"]},
    ],
)
def test_unsafe_settings_are_refused(wrong):
    env.refuse_unsafe(**SAFE)
    with pytest.raises(ImproperlyConfigured) as refused:
        env.refuse_unsafe(**SAFE | wrong)
    assert not wrong.get("secret_key") or wrong["secret_key"] not in str(refused.value)


@pytest.mark.parametrize(
    ("read", "raw", "expected"),
    [
        (lambda: env.integer("X", 31, low=1, high=31), " 14 ", 14),
        (lambda: env.integer("X", 31, low=1, high=31), "0", None),
        (lambda: env.integer("X", 31, low=1, high=31), "32", None),
        (lambda: env.integer("X", 31, low=1, high=31), "1.5", None),
        (lambda: env.day("X"), "2020-08-03", date(2020, 8, 3)),
        (lambda: env.day("X"), "31/02/2020", None),
        (lambda: env.flag("X", default=False), "Yes", True),
        (lambda: env.flag("X", default=True), "0", False),
        (lambda: env.flag("X", default=False), "on", None),
        (lambda: env.words("X"), " a, b ,,c", ["a", "b", "c"]),
    ],
)
def test_odd_values_are_refused_by_name(monkeypatch, read, raw, expected):
    monkeypatch.setenv("X", raw)
    if expected is not None:
        assert read() == expected
        return
    with pytest.raises(ImproperlyConfigured, match="X must be") as refused:
        read()
    assert raw in str(refused.value)


def test_empty_variables_mean_the_default(monkeypatch):
    monkeypatch.setenv("X", "")
    assert env.day("X") is None
    assert env.words("X") == []
    assert env.text("X") == ""


@pytest.mark.parametrize(("raw", "ok"), [("demo", True), ("production", True), ("test", False), ("Demo", False)])
def test_profile_is_one_of_three(monkeypatch, raw, ok):
    monkeypatch.setenv("BACHA_PROFILE", raw)
    if ok:
        assert env.profile() == raw
    else:
        with pytest.raises(ImproperlyConfigured, match="production, development, demo"):
            env.profile()
