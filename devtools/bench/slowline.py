"""Visits in Chromium over 1 Mbit/s with 300 ms of latency: bytes, layout shift, and when a page can be used.

Shared by `dev.py bench`, which prints the seconds, and by the browser tests, which hold the bytes and the shift to
their limits and leave the seconds alone. Bytes are those on the wire, headers and redirects included.
"""

from dataclasses import dataclass

MEGABIT, LATENCY = 1_000_000 / 8, 300
FIRST_VISIT, LATER_PAGE = 250_000, 30_000
SHIFT, USABLE_SECONDS = 0.05, 1.5
# All shifts count, not only the worst second of them, which is what browsers call CLS: the sum is never less.
OBSERVE = """{
window.__shift = 0; window.__largest = 0;
const observe = (type, note) =>
    new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type, buffered: true});
observe("layout-shift", entry => { window.__shift += entry.hadRecentInput ? 0 : entry.value; });
observe("largest-contentful-paint", entry => { window.__largest = entry.startTime; });
}"""
READ = """() => ({
    paint: performance.getEntriesByName("first-contentful-paint").map(e => e.startTime)[0] ?? Infinity,
    interactive: performance.getEntriesByType("navigation")[0].domInteractive,
    largest: window.__largest, shift: window.__shift})"""


@dataclass(frozen=True)
class Visit:
    """One page: bytes and requests since the visit before, the shift, and seconds from the start of the navigation.

    `usable`: something is painted, the document is parsed and what the visitor came for stands on the screen.
    """

    name: str
    bytes: int
    requests: int
    shift: float
    paint: float
    usable: float
    largest: float


class SlowLine:
    """A visitor with an empty cache on a slow line, in a fresh context of Playwright."""

    def __init__(self, context):
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.add_init_script(OBSERVE)
        self._bytes = self._requests = 0
        self._line = context.new_cdp_session(self.page)
        self._line.on("Network.loadingFinished", self._finished)
        self._line.on("Network.requestWillBeSent", self._sent)
        self._line.send("Network.enable")
        speed = {"downloadThroughput": MEGABIT, "uploadThroughput": MEGABIT}
        self._line.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY, **speed})

    def open(self, path: str, name: str, *, sight: str) -> Visit:
        """Go to an address; `sight` selects what must stand on the screen."""
        return self._visit(name, sight, lambda: self.page.goto(path))

    def press(self, selector: str, name: str, *, sight: str) -> Visit:
        """Press a button or a link that leads to another page."""

        def go():
            with self.page.expect_navigation():
                self.page.click(selector)

        return self._visit(name, sight, go)

    def scroll(self, name: str) -> Visit:
        """Down to the end of the page, screen by screen, so that everything put off is fetched and drawn."""
        before = self._bytes, self._requests
        height = self.page.evaluate("document.documentElement.scrollHeight")
        for place in range(0, height, 600):
            self.page.mouse.wheel(0, 600)
            self.page.wait_for_timeout(60 if place else 200)
        return self._read(name, *before)

    def _visit(self, name: str, sight: str, go) -> Visit:
        before = self._bytes, self._requests
        go()
        self.page.wait_for_load_state("load")
        box = self.page.locator(sight).first.bounding_box()
        if box is None or box["y"] >= self.page.viewport_size["height"]:
            raise AssertionError(f"{name}: {sight} does not stand on the first screen")
        return self._read(name, *before)

    def _read(self, name: str, bytes_before: int, requests_before: int) -> Visit:
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(400)  # what moves after the last answer: fonts that arrived, charts being drawn
        found = self.page.evaluate(READ)
        return Visit(
            name=name,
            bytes=self._bytes - bytes_before,
            requests=self._requests - requests_before,
            shift=found["shift"],
            paint=found["paint"] / 1000,
            usable=max(found["paint"], found["interactive"]) / 1000,
            largest=found["largest"] / 1000,
        )

    def _finished(self, event: dict) -> None:
        self._bytes += int(event["encodedDataLength"])
        self._requests += event["encodedDataLength"] > 0  # nothing: from the cache

    def _sent(self, event: dict) -> None:
        if "redirectResponse" in event:
            self._bytes += int(event["redirectResponse"]["encodedDataLength"])


def first_visit(line: SlowLine, username: str, password: str) -> list[Visit]:
    """The login page with nothing in the cache, then the overview after it, then its lower part."""
    found = [line.open("/accounts/login/", "login page, empty cache", sight="h1")]
    line.page.fill("input[name=username]", username)
    line.page.fill("input[name=password]", password)
    found.append(line.press("main button[type=submit]", "overview after the login", sight="main h1"))
    return [*found, line.scroll("overview, scrolled to its end")]


LATER = (
    ("/documents/", "list of documents"),
    ("/equipment/", "list of equipment"),
    ("/units/xa-ta-cu-ty/?from=2020-01&to=2020-06", "page of a commune"),
    ("/indicators/documents_signed/?from=2020-01&to=2020-06", "page of an indicator"),
    ("/?from=2020-01&to=2020-06", "overview of another period"),
)


def later_pages(line: SlowLine) -> list[Visit]:
    """Pages opened after the first visit, from the cache that it filled."""
    return [line.open(path, name, sight="main h1") for path, name in LATER]
