"""What is looked at on every page: axe, the width, what is cut, how high a control is, and where the focus stands.

The pages stand on a shelf (tests/browser/shelf.py), so several windows of both sizes can be looked at side by side, in
a Chromium of their own and with nobody waiting for anybody.
"""

import asyncio
import threading
from dataclasses import dataclass, field
from pathlib import Path

from devtools.shell import chromium
from tests.browser.conftest import ARGUMENTS, AXE
from tests.browser.shelf import Shelf, data_of
from tests.everypage import Page

# Given out by the shelf itself, as the policy of the pages wants it; Chromium keeps them, compiled, from page to page.
SCRIPTS = {"/looking/axe.js": AXE, "/looking/looking.js": Path(__file__).with_name("looking.js")}
# The rules that are on by default, good practice among them, and the one of WCAG 2.2 AA that is not. Without `preload`
# axe does not fetch style sheets into the page, which the policy of the pages refuses; only a rule about turned screens
# would need them.
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}, "preload": False}
DRAWN = "[...document.querySelectorAll('canvas[data-chart]')].every(c => 'drawn' in c.dataset || c.closest('[hidden]'))"
FINGER = 44
WINDOWS = 2  # of each size
PATIENCE = 90  # seconds for one page, which takes one or two


@dataclass(frozen=True)
class Size:
    """A window; `also` are further widths at which only the layout is looked at."""

    width: int
    height: int
    also: tuple[int, ...]
    is_phone: bool = False


SIZES = (Size(1366, 768, (768, 1920)), Size(390, 844, (360,), is_phone=True))


@dataclass
class Report:
    """A sentence for each fault, and how often a page was looked at in one of the sizes."""

    faults: list[str] = field(default_factory=list)
    looked: int = 0


def examine(shelf: Shelf, pages: list[Page], open_data) -> Report:
    """Look at all pages; `open_data(address)` renders what the scripts of a page ask for."""
    visits = []
    for address, path in SCRIPTS.items():
        shelf.files[address] = (path.read_bytes(), "text/javascript")
    for number, page in enumerate(pages):
        for address in data_of(page):
            shelf.put(open_data(address))
        visits.append((page, shelf.put(page, under=f"/{number}{page.address}")))
    report, trouble = Report(), []

    def work():
        try:
            asyncio.run(_look_at_all(visits, report))
        except BaseException as error:
            trouble.append(error)

    # Playwright's other interface, which the other tests use, keeps the loop of this thread for itself.
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if trouble:
        raise trouble[0]
    report.faults.sort()
    return report


async def _look_at_all(visits: list[tuple[Page, str]], report: Report) -> None:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            windows = []
            for size in SIZES:
                queue = iter(visits)
                windows += [Window(size, report).go_through(browser, queue) for _number in range(WINDOWS)]
            await asyncio.gather(*windows)
        finally:
            await browser.close()


class Window:
    """One window of one size, which takes one page after the other from a queue that it shares with its like."""

    def __init__(self, size: Size, report: Report):
        self.size, self.report = size, report
        self.console: list[str] = []
        self.step = ""

    async def go_through(self, browser, queue) -> None:
        """Look at whatever is left in the queue."""
        size = {"width": self.size.width, "height": self.size.height}
        context = await browser.new_context(viewport=size, locale="vi-VN", has_touch=self.size.is_phone)
        context.set_default_timeout(30_000)
        await self._open_tab(context)
        for page, url in queue:
            if not await self._is_looked_at(page, url):
                # On a busy machine a tab may draw no more frames, for which some steps would wait for ever. Whatever
                # stands still because of the page does so in the next tab too.
                await self._open_tab(context)
                if not await self._is_looked_at(page, url):
                    self._tell(page, self.size.width, [f"stands still at: {self.step}"])
            self.report.looked += 1
        await context.close()

    async def _open_tab(self, context) -> None:
        self.tab = await context.new_page()
        self.tab.on("console", self._note)
        self.tab.on("pageerror", lambda error: self.console.append(str(error)))

    async def _is_looked_at(self, page: Page, url: str) -> bool:
        """False when a step did not come to an end."""
        self.console.clear()
        try:
            await asyncio.wait_for(self._look_at(page, url), PATIENCE)
        except TimeoutError:
            return False
        return True

    async def _look_at(self, page: Page, url: str) -> None:
        self.step = "opening"
        await self.tab.goto(url)
        if "<canvas" in page.body:
            await self.tab.wait_for_function(DRAWN)
        for self.step in SCRIPTS:
            await self.tab.add_script_tag(url=self.step)
        self.step = "axe"
        found = await self.tab.evaluate("rules => looking.axe(rules)", RULES)
        self.step = "focus, height and width"
        found += await self.tab.evaluate("height => looking.look(height)", FINGER if self.size.is_phone else 0)
        found += [f"console: {text}" for text in self.console]
        self._tell(page, self.size.width, found)
        for width in (*self.size.also, self.size.width):
            self.step = f"the width of {width}"
            await self.tab.set_viewport_size({"width": width, "height": self.size.height})
            if width != self.size.width:
                self._tell(page, width, await self.tab.evaluate("() => looking.layout()"))

    def _tell(self, page: Page, width: int, found: list[str]) -> None:
        self.report.faults += [f"{page.route} {page.address} at {width}: {text}" for text in found]

    def _note(self, message) -> None:
        # A page that says “not found” is itself an answer with that status.
        if message.type in ("error", "warning") and "the server responded with a status of 40" not in message.text:
            self.console.append(message.text)
