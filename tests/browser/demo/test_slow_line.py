"""Over 1 Mbit/s with 300 ms of latency: how many bytes a visit takes, and that nothing moves under the reader's eyes.

Seconds are measured by `dev.py bench`; here they would only tell how busy the machine is.
"""

import pytest

from devtools.bench import slowline

PASSWORD = "bacha-demo-2020"


@pytest.fixture(scope="module")
def visits(browser, site) -> dict[str, list]:
    """One visitor, seen by all tests of this file: the first visit and some later pages."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1366, "height": 768}, locale="vi-VN")
    line = slowline.SlowLine(context)
    found = {"first": slowline.first_visit(line, "chutich", PASSWORD), "later": slowline.later_pages(line)}
    context.close()
    return found


def test_slow_line_first_visit_is_light(visits):
    sizes = {visit.name: visit.bytes for visit in visits["first"]}
    assert sum(sizes.values()) <= slowline.FIRST_VISIT, sizes
    assert min(sizes.values()) >= 0
    assert sizes["login page, empty cache"] > 5_000  # the measure itself: style sheet and fonts were counted


def test_slow_line_later_pages_are_light(visits):
    heavy = {visit.name: visit.bytes for visit in visits["later"] if not 500 < visit.bytes <= slowline.LATER_PAGE}
    assert not heavy


def test_slow_line_nothing_moves(visits):
    moved = {v.name: round(v.shift, 3) for part in visits.values() for v in part if v.shift >= slowline.SHIFT}
    assert not moved


def test_slow_line_static_files_are_asked_once(visits, browser, site):
    """A second look at a page asks for nothing but the page."""
    requests = [visit.requests for visit in visits["later"] if visit.name == "list of documents"]
    assert requests[0] <= 3


def test_slow_line_files_are_kept_for_ever(site):
    import re
    import urllib.request

    with urllib.request.urlopen(f"{site.url}/accounts/login/") as answer:
        name = re.search(r"/static/css/bacha\.[0-9a-f]{12}\.css", answer.read().decode())[0]
    asked = urllib.request.Request(site.url + name, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"


def test_slow_line_form_for_documents_is_light(browser, site):
    """With its scripts, which are asked for the first time, and what it asks while somebody types."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1366, "height": 768}, locale="vi-VN")
    line = slowline.SlowLine(context)
    slowline.first_visit(line, "tacuty", PASSWORD)
    visit = line.open("/documents/incoming/new/", "form for a document", sight="main h1")
    before = line._bytes
    line.page.keyboard.type("ubnd h", delay=300)
    line.page.wait_for_load_state("networkidle")
    typed = line._bytes - before
    context.close()
    assert visit.bytes > 500
    assert typed > 100
    assert visit.bytes + typed <= slowline.LATER_PAGE
    assert visit.shift < slowline.SHIFT
