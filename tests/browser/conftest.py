"""Chromium for the tests in this folder. Each gets a fresh `page`, which notes whatever goes wrong in it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devtools.shell import chromium

AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Names resolve to nothing: a page that asks for something elsewhere shows as a failed request.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# Runs in the page before its own scripts. A violation is told as an event, also when it is only reported.
NOTE_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event =>
    window.__noteViolation(`${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass
class Trouble:
    """What a page complained about: messages of the console, violations of the CSP, requests that failed."""

    console: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        return [*self.console, *self.violations, *self.requests]


def pytest_collection_modifyitems(items):
    """Every test below this folder is a browser test, whether it says so or not. What a browser makes of an answer does
    not hang on the database; the demo is an installation on each."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if here / "demo" not in item.path.parents:
                item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the session. Playwright's loop runs in this thread; Django must be told that this is meant."""
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def context(browser, live_server) -> Iterator:
    """A browser profile of its own: `page.goto("/…")` is relative to the live server."""
    made = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 1366, "height": 768},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def trouble() -> Trouble:
    """What `page` complained about so far; a test ends with `assert not trouble.all()`."""
    return Trouble()


@pytest.fixture
def page(context, trouble):
    """A page of 1366 × 768, the commonest screen of the communes."""
    context.expose_function("__noteViolation", lambda text: trouble.violations.append(text))
    context.add_init_script(NOTE_VIOLATIONS)
    opened = context.new_page()
    opened.on("console", lambda message: _note_message(trouble, message))
    opened.on("pageerror", lambda error: trouble.console.append(str(error)))
    opened.on("requestfailed", lambda request: _note_failure(trouble, request))
    opened.on("response", lambda answer: _note_answer(trouble, answer))
    return opened


def _note_message(trouble: Trouble, message) -> None:
    if message.type in {"error", "warning"}:
        trouble.console.append(f"{message.type}: {message.text}")


def _note_failure(trouble: Trouble, request) -> None:
    # Aborted means that the page was left before the answer came (a download counts as leaving): a race with the
    # test's own next step, never a fault of the page. A blocked or unknown address fails with another word.
    if request.failure != "net::ERR_ABORTED":
        trouble.requests.append(f"{request.url}: {request.failure}")


def _note_answer(trouble: Trouble, answer) -> None:
    if answer.status >= 400:
        trouble.requests.append(f"{answer.url}: {answer.status}")


@pytest.fixture
def axe(page):
    """`axe()` examines the page as it is now and returns a sentence per violation of WCAG 2.2 AA, with the elements."""

    def examine() -> list[str]:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate("rules => axe.run(document, {runOnly: rules})", AXE_RULES)
        return [
            f"{fault['id']} ({fault['impact']}): {fault['help']}: {[node['html'] for node in fault['nodes']]}"
            for fault in result["violations"]
        ]

    return examine


@pytest.fixture
def log_in(context, live_server):
    """`log_in(user)` gives the browser a session of that user, without the login page."""

    def enter(user) -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return enter


@pytest.fixture
def place(db):
    """The units, figures and people of tests.dashboards."""
    from tests.dashboards.conftest import settle

    return settle()
