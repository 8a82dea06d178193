"""Charts in Chromium: drawn when they come near, read by keyboard, kept as picture and file, and the table whatever
happens."""

import struct

import pytest

pytestmark = pytest.mark.long
SHARE = "#chart-signed-share"
DOCUMENTS = "#chart-documents"
LAST = "#chart-computers-state"
CHART = "Chart.getChart(document.querySelector('{} canvas'))"


@pytest.fixture
def leader(place, log_in):
    log_in(place.leader)
    return place


@pytest.fixture
def show(leader, page):
    """`show(chart)` opens the overview and goes to a chart until it is drawn."""

    def go(chart: str, address: str = "/?from=2020-01&to=2020-06"):
        page.goto(address)
        page.locator(chart).scroll_into_view_if_needed()
        page.wait_for_selector(f"{chart} [data-drawn]")
        return page.locator(chart)

    return go


def test_bars_are_the_figures(show, page, trouble):
    show(DOCUMENTS)
    values = page.evaluate(f"{CHART.format(DOCUMENTS)}.data.datasets.map(set => set.data[5])")
    assert values == [600, 60, 48]
    assert not trouble.all()


def test_target_is_a_line_of_the_chart(show, page):
    show(SHARE)
    sets = page.evaluate(f"{CHART.format(SHARE)}.data.datasets.map(set => [set.isTarget === true, set.data])")
    assert sets == [[False, [80] * 6], [True, [100] * 6]]
    top = page.evaluate(f"(() => {{const {{scales}} = {CHART.format(SHARE)}; return scales.y.max}})()")
    assert top == 100


def test_colour_is_that_of_the_style_sheet(show, page):
    show(SHARE)
    drawn = page.evaluate(f"{CHART.format(SHARE)}.data.datasets[0].borderColor")
    assert drawn == page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--series-signed')")


def test_nothing_is_fetched_before_it_comes_near(leader, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert not any(f"/charts/{LAST.removeprefix('#chart-')}.json" in url for url in asked)
    page.locator(LAST).scroll_into_view_if_needed()
    page.wait_for_selector(f"{LAST} [data-drawn]")
    assert sum("chart.umd" in url for url in asked) == 1


def test_nothing_moves_when_a_chart_is_drawn(leader, page):
    page.goto("/")
    before = page.locator(SHARE).bounding_box()["height"]
    page.locator(SHARE).scroll_into_view_if_needed()
    page.wait_for_selector(f"{SHARE} [data-drawn]")
    assert page.locator(SHARE).bounding_box()["height"] == before


def test_months_are_read_by_keyboard(show, page):
    chart = show(DOCUMENTS)
    chart.locator("[data-plot-area]").focus()
    said = chart.locator(".plot-reading")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert said.inner_text() == (
        "02/2020: Incoming documents: 600; Outgoing documents: 60; Electronic documents signed: 48"
    )
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert said.inner_text().startswith("05/2020: ")
    page.keyboard.press("Escape")
    assert said.inner_text() == ""


def test_shares_and_targets_are_read_in_vietnamese_numbers(show, page):
    chart = show(SHARE)
    chart.locator("[data-plot-area]").focus()
    page.keyboard.press("Home")
    words = chart.locator(".plot-reading").inner_text()
    assert "80,00\u00a0%" in words
    assert words.endswith("Target 100\u00a0%")


def test_picture_is_a_png_of_its_own_size(show, page):
    chart = show(SHARE)
    page.set_viewport_size({"width": 390, "height": 844})
    with page.expect_download() as download:
        chart.locator("[data-plot-picture]").click()
    assert download.value.suggested_filename.startswith("huyen-bac-ha-signed-documents")
    assert download.value.suggested_filename.endswith("-2020-01-2020-06.png")
    data = download.value.path().read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert width == 2000
    assert 1100 <= height <= 1400
    assert len(data) > 20_000


def test_file_is_downloaded(show, page):
    chart = show(SHARE)
    with page.expect_download() as download:
        chart.locator("a[download]").first.click()
    assert download.value.suggested_filename.endswith(".csv")
    assert download.value.path().read_bytes().startswith("\ufeffMonth".encode())


@pytest.mark.parametrize(
    "answer", [{"status": 500, "body": "{}"}, {"status": 200, "body": "{"}, {"status": 404, "body": ""}, None]
)
def test_failed_chart_opens_the_table_and_says_so(leader, page, answer):
    page.route(
        "**/charts/documents.json*",
        lambda route: route.fulfill(**answer) if answer else route.abort("internetdisconnected"),
    )
    page.goto("/?from=2020-01&to=2020-06")
    chart = page.locator(DOCUMENTS)
    chart.scroll_into_view_if_needed()
    chart.locator(".plot-trouble").wait_for(state="visible")
    assert chart.locator(".plot-area").is_hidden()
    assert chart.locator("tbody tr").nth(5).is_visible()


def test_failed_library_opens_every_table(leader, page):
    page.route("**/chart.umd*", lambda route: route.abort("internetdisconnected"))
    page.goto("/")
    page.locator(SHARE).scroll_into_view_if_needed()
    page.locator(f"{SHARE} .plot-trouble").wait_for(state="visible")
    assert page.locator(f"{SHARE} tbody tr").first.is_visible()


def test_table_is_shown_without_scripts(leader, browser, context, live_server):
    plain = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=context.storage_state()
    )
    page = plain.new_page()
    page.goto("/?from=2020-01&to=2020-06")
    assert page.locator(f"{DOCUMENTS} .plot-area").is_hidden()
    row = page.locator(f"{DOCUMENTS} tbody tr").nth(5)
    assert row.bounding_box()["height"] > 10
    assert "600" in row.inner_text()
    plain.close()


def test_paper_shows_every_chart_and_its_table(leader, page):
    page.goto("/")
    page.evaluate("window.print = () => { window.printed = document.querySelectorAll('[data-drawn]').length }")
    page.click("[data-print]")
    page.wait_for_function("() => window.printed")
    assert page.evaluate("window.printed") == page.locator("[data-plot]").count()
    page.emulate_media(media="print")
    assert page.locator(f"{DOCUMENTS} canvas").is_visible()
    assert page.locator(f"{DOCUMENTS} tbody tr").first.bounding_box()["height"] > 5
    assert page.locator(f"{DOCUMENTS} summary").is_hidden()


@pytest.mark.parametrize("width", [1366, 390])
def test_charts_are_readable(show, page, axe, width):
    page.set_viewport_size({"width": width, "height": 800})
    chart = show(SHARE)
    chart.locator("summary").click()
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
