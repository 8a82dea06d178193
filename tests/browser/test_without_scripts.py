"""With JavaScript off the tables and figures are all there: whatever number a page shows with it, it shows without."""

import re

import pytest

from tests.browser.examining import DRAWN
from tests.browser.shelf import data_of, serving
from tests.everypage import Page, Visitor, every_page, furnish

ROUTES = re.compile(r"^dashboards:(overview|unit|indicator|audit)$|-list$|^communes:equipment-(detail|create|history)$")


class Reader:
    """One Chromium window with scripts and one without, over a shelf."""

    def __init__(self, browser, shelf):
        self.shelf = shelf
        self.windows = [browser.new_context(java_script_enabled=on).new_page() for on in (True, False)]

    def close(self) -> None:
        for window in self.windows:
            window.context.close()

    def lost(self, page: Page) -> set[str]:
        """The numbers that stand on the page with scripts only, and charts without a table in sight."""
        with_scripts, without = self.windows
        url = self.shelf.put(page)
        with_scripts.goto(url)
        if "<canvas" in page.body:
            with_scripts.wait_for_function(DRAWN)
        without.goto(url)
        lost = numbers(with_scripts.inner_text("main")) - numbers(without.inner_text("main"))
        charts, tables = page.body.count("<canvas"), without.locator("main table:visible").count()
        return lost | {f"{charts} charts, {tables} tables"} if tables < charts else lost


def numbers(text: str) -> set[str]:
    """The numbers and dates in a text."""
    return set(re.findall(r"\d[\d.,/%]*", text))


@pytest.fixture
def reader(browser):
    with serving() as shelf:
        opened = Reader(browser, shelf)
        yield opened
        opened.close()


def test_every_figure_is_there_without_scripts(world, db, reader):
    furnish(world)
    visitor = Visitor(world, "vi")
    pages = [page for page in every_page(visitor, admin_pages=False)[0] if ROUTES.search(page.route)]
    for page in pages:
        for address in data_of(page):
            reader.shelf.put(visitor.open(address))
    assert {page.route: lost for page in pages if (lost := reader.lost(page))} == {}
    assert len(pages) >= 20
    assert sum(page.body.count("<canvas") for page in pages) >= 3


def test_a_figure_that_only_a_script_writes_is_found(reader):
    body = (
        "<main><p>1.234</p><p id='x'></p><script>document.getElementById('x').textContent = '81,82 %'</script></main>"
    )
    page = Page("x", "/x/", 200, {"Content-Type": "text/html; charset=utf-8"}, body)
    assert reader.lost(page) == {"81,82"}
