"""The frame in Chromium: the sentence by mouse and keys, the menu of a phone, figures in columns, and paper."""

import pytest

from tests.factories import communes as ground

PARTS = ".part > summary"
# The width of a text as a table's cell shows it, once the faces are there; 0 if the face of figures is not.
WIDTHS = """async texts => {
    await Promise.all(["400", "600"].map(weight => document.fonts.load(`${weight} 16px Figures`, "0123456789")));
    const cell = document.querySelector("td.number");
    return texts.map(text => {
        const span = document.createElement("span");
        span.textContent = text;
        cell.append(span);
        const width = span.getBoundingClientRect().width;
        span.remove();
        return document.fonts.check("16px Figures") ? width : 0;
    });
}"""


@pytest.fixture
def leader(place, log_in):
    log_in(place.leader)
    return place


def opened(page) -> list[str]:
    """The words of the parts that are open."""
    return page.locator(".part[open] .said").all_inner_texts()


def test_parts_open_one_at_a_time_and_escape_closes(leader, page, trouble):
    page.goto("/")
    page.locator(PARTS).nth(0).click()
    page.locator(PARTS).nth(1).click()
    assert opened(page) == ["the first 6 months of 2020"]
    page.keyboard.press("Escape")
    assert opened(page) == []
    assert page.evaluate("document.activeElement.closest('.part').innerText").strip().endswith("2020")
    assert not trouble.all()


def test_sentence_is_changed_with_the_keyboard_alone(leader, page):
    page.goto("/?from=2020-01&to=2020-06")
    page.locator(PARTS).nth(3).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Communes only"
    page.keyboard.press("Enter")
    page.wait_for_url("**/?*kind=commune*")
    assert page.locator(".part .said").nth(3).inner_text() == "communes only"


def test_going_on_elsewhere_closes_the_part(leader, page):
    page.goto("/")
    page.locator(PARTS).nth(3).focus()
    page.keyboard.press("Enter")
    for _step in range(4):
        page.keyboard.press("Tab")
    assert opened(page) == []


def test_unit_is_chosen_without_scripts(leader, browser, context, live_server):
    plain = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=context.storage_state()
    )
    page = plain.new_page()
    page.goto("/?from=2020-02&to=2020-03&structure=is")
    page.locator(PARTS).nth(0).click()
    page.locator(".part[open] select").select_option("xa-ban-pho")
    page.locator(".part[open] button").click()
    assert "unit=xa-ban-pho" in page.url
    assert all(kept in page.url for kept in ("from=2020-02", "to=2020-03", "structure=is"))
    assert page.locator(".part .said").nth(0).inner_text() == "Xã Bản Phố"
    plain.close()


@pytest.mark.parametrize("width", [360, 390, 768, 1366, 1920])
def test_an_open_choice_stays_within_the_window(leader, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    for number in range(4):
        page.locator(PARTS).nth(number).click()
        assert len(opened(page)) == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width, number


def test_menu_of_a_phone_opens_without_scripts_and_is_large_enough(leader, browser, context, live_server):
    plain = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=context.storage_state(),
        viewport={"width": 390, "height": 844},
    )  # fmt: skip
    page = plain.new_page()
    page.goto("/")
    assert not page.locator(".rail").is_visible()
    page.locator(".rail-small > summary").click()
    targets = page.locator(".rail-small :is(a, button):visible")
    assert targets.count() >= 7
    assert min(targets.nth(n).bounding_box()["height"] for n in range(targets.count())) >= 44
    plain.close()


def test_figures_are_of_one_width(leader, page, trouble):
    page.goto("/")
    widths = page.evaluate(WIDTHS, ["11111", "00000", "44444", "71814"])
    assert widths[0] > 0
    assert max(widths) - min(widths) < 0.1
    assert not trouble.all()


def test_vietnamese_marks_keep_apart(leader, page):
    """The highest letter over the lowest, one line above the other, in the face that is used."""
    page.goto("/styleguide/")
    page.evaluate("Promise.all([document.fonts.load('16px \"Be Vietnam Pro\"', 'ẪỰ')])")
    box = page.evaluate(
        "() => { const draw = document.createElement('canvas').getContext('2d');"
        " draw.font = '100px \"Be Vietnam Pro\"';"
        " const above = draw.measureText('Ự'), below = draw.measureText('Ẫ');"
        " return above.actualBoundingBoxDescent + below.actualBoundingBoxAscent; }"
    )
    assert 100 < box < 150  # the lines are 1.5 of the size apart


@pytest.mark.parametrize("address", ["/", "/units/", "/styleguide/"])
def test_paper_has_no_rail_and_says_who_printed_it(leader, page, address):
    page.goto(address)
    page.emulate_media(media="print")
    for gone in (".top", ".rail", ".page-actions", ".filters", ".exports", ".pages", ".foot"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    head = page.locator(".print-head").inner_text()
    assert "Huyện Bắc Hà" in head
    assert str(leader.leader) in head


def test_long_names_do_not_widen_the_sentence(leader, page):
    unit = ground.make_unit("Bản " + "rất dài " * 18, slug="xa-dai", parent=leader.district)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/units/{unit.slug}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
