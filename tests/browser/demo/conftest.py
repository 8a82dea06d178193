"""The demo as people start it: the real server on a database of its own, driven through Chromium only."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "bacha-demo-2020"
STARTED_WITHIN = 240


class Site:
    """A running installation; `manage` is the operator's command line beside it."""

    def __init__(self, folder: Path, database_url: str):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        # The test run's own profile and switches must not reach the demo.
        inherited = {
            name: value for name, value in os.environ.items() if name not in ("CI", "DJANGO_ALLOW_ASYNC_UNSAFE")
        }
        self.environment = inherited | {
            "BACHA_PROFILE": "demo", "BACHA_TODAY": "2020-08-03", "DATA_DIR": str(folder), "PORT": str(self.port),
            "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "bacha.settings", "STATIC_FILES": "collected",
        }  # fmt: skip

    def start(self) -> None:
        self.run("-m", "devtools.prepare")
        self.server = subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=ROOT, env=self.environment)
        deadline = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except urllib.error.HTTPError as answer:
                raise RuntimeError(f"the demo server is not fit: {answer.read()}") from answer
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the demo server did not start")

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(30)

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)


@pytest.fixture(scope="session")
def site(tmp_path_factory, django_db_setup, django_db_blocker):
    """One installation for all tests of this folder, filled once."""
    folder = tmp_path_factory.mktemp("demo")
    config = settings.DATABASES["default"]
    if config["ENGINE"].endswith("sqlite3"):
        site, name = Site(folder, f"sqlite:///{folder}/demo.sqlite3"), ""
    else:
        name = f"bacha_demo_{os.getpid()}"
        _on_server(django_db_blocker, f"CREATE DATABASE {name}")
        site = Site(folder, _url(config, name))
    site.start()
    yield site
    site.stop()
    if name:
        _on_server(django_db_blocker, f"DROP DATABASE {name} WITH (FORCE)")


def _url(config: dict, name: str) -> str:
    from urllib.parse import quote

    host = quote(config["HOST"] or "", safe="")
    port = f":{config['PORT']}" if config["PORT"] else ""
    return f"postgres://{config['USER']}:{config['PASSWORD']}@{host}{port}/{name}"


def _on_server(blocker, statement: str) -> None:
    from django.db import connection

    with blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def context(browser, site):
    """A browser profile of its own; addresses are relative to the real server."""
    made = browser.new_context(
        base_url=site.url,
        viewport={"width": 1366, "height": 768},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    made.set_default_timeout(20_000)
    yield made
    made.close()


@pytest.fixture
def enter(page):
    """`enter("tacuty")` logs in through the login page, as a person does."""

    def log_in(username: str, password: str = PASSWORD):
        page.context.clear_cookies()  # somebody else's turn
        page.goto("/accounts/login/")
        page.fill("#id_username", username)
        page.fill("#id_password", password)
        with page.expect_navigation():
            page.click("main form button[type=submit]")
        return page

    return log_in


@pytest.fixture
def figure(page):
    """`figure(unit, measure, month)`: the value that the API gives the person who is logged in."""

    def read(unit: str, measure: str, first: str, last: str | None = None):
        answer = page.request.get(f"/api/v1/figures?unit={unit}&measure={measure}&from={first}&to={last or first}")
        return answer.json()["value"] if answer.ok else answer.status

    return read


@pytest.fixture
def register(page):
    """Enter an incoming document through its form; returns the number that the page of the document shows."""

    def enter_document(day: str, subject: str, **fields) -> str:
        page.goto("/documents/incoming/new/")
        page.fill("[name=registered_on]", day)
        page.fill("[name=subject]", subject)
        for name, value in {"organ_name": "UBND tỉnh Lào Cai", "code": "77/UBND-VX", **fields}.items():
            page.fill(f"[name={name}]", value)
        with page.expect_navigation():
            page.click("main form button.primary")
        found = re.fullmatch(r".*/documents/(\d+)/", page.url)
        assert found, page.inner_text("main")
        return found[1]

    return enter_document
