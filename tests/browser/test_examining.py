"""The examiner sees what it is there for: one planted fault of each kind, and nothing on a sound page."""

import asyncio
import re

from tests import everypage
from tests.browser import examining
from tests.browser.examining import examine
from tests.browser.shelf import serving
from tests.everypage import Page

SOUND = """<!doctype html><html lang="vi"><head><title>Trang</title><meta name="viewport" content="width=device-width">
<style>body {{ margin: 0 }} button, .b {{ min-height: 44px }} .b {{ display: inline-block }}</style></head>
<body><main><h1>Trang</h1><p>Chữ và <a href="#x">liên kết</a> trong câu.</p><button>Gửi</button>
<table><tr><td style="padding: 30px"><a href="#y">dòng</a></td></tr></table>{body}</main></body></html>"""
FAULTS = {
    "axe image-alt": '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    "axe color-contrast": '<p style="color: #999">nhạt</p>',
    "axe label": "<input style='height: 50px'>",
    "axe heading-order": "<h4>Nhảy bậc</h4>",
    "[0-9]+ px wider than the window": '<div style="width: 2500px; height: 9px">rộng</div>',
    "cut: text cut": '<p style="overflow: hidden; white-space: nowrap; width: 50px">một câu dài hơn chỗ của nó</p>',
    "cut: <p": '<p style="position: fixed; left: -40px">ra ngoài</p>',
    "low: 20 px: <button": '<button style="min-height: 0; height: 20px">Thấp</button>',
    "low: 1[0-9] px: <a": '<nav aria-label="Trang"><a href="#z" style="font: 15px/24px sans-serif">2</a></nav>',
    "no visible focus: <button": "<style>button { outline: none !important }</style>",
    "console: ": "<script>nothing.at.all</script>",
}


def look_at(body: str) -> list[str]:
    """The faults of a page with that in it."""
    page = Page("x", "/x/", 200, {"Content-Type": "text/html; charset=utf-8"}, SOUND.format(body=body))
    with serving() as shelf:
        return examine(shelf, [page], None).faults


def test_a_sound_page_has_no_fault():
    wide = '<div style="overflow-x: auto" tabindex="0"><div style="width: 3000px">một bảng</div></div>'
    assert look_at(wide) == []


def test_planted_faults_are_found():
    found = look_at("".join(FAULTS.values()))
    assert [fault for fault in FAULTS if not any(re.search(f" at [0-9]+: {fault}", text) for text in found)] == []


def test_a_fault_of_one_width_is_found():
    found = look_at('<div style="width: 380px; height: 1px"></div>')
    assert {text.split(" at ")[1][:3] for text in found} == {"360"}


def test_a_page_that_stands_still_is_found(monkeypatch):
    monkeypatch.setattr(examining, "PATIENCE", 15)
    found = look_at("<script>window.requestAnimationFrame = () => 0</script>")
    assert [re.sub("^.* at (?=[0-9]+: )", "", text) for text in found] == [
        "1366: stands still at: focus, height and width",
        "390: stands still at: focus, height and width",
    ]


def test_a_page_is_looked_at_again_when_only_its_tab_stood_still(monkeypatch):
    look, seen = examining.Window._look_at, []

    async def first_never(window, page, url):
        seen.append(window)
        if seen.count(window) == 1:
            await asyncio.sleep(60)
        await look(window, page, url)

    monkeypatch.setattr(examining, "PATIENCE", 15)
    monkeypatch.setattr(examining.Window, "_look_at", first_never)
    assert any("axe label" in text for text in look_at(FAULTS["axe label"]))
    assert len(seen) == 4


def test_a_route_without_an_example_is_found(world, db, monkeypatch):
    routes = {"communes:tractor-list": "tractors/", "communes:tractor-detail": "tractors/<int:pk>/"}
    monkeypatch.setattr(everypage, "routes", lambda: routes)
    _pages, missing = everypage.every_page(everypage.Visitor(world, "vi"))
    assert missing == list(routes)
