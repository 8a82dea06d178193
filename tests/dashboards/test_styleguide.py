"""The style guide: every component by its own template, colours that can be read, and nothing of it in production."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings

from dashboards import styleguide

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
# Shown on every page by the frame itself, or only where there is a message.
IN_FRAME = {"breadcrumbs", "nav", "person", "messages"}


@pytest.fixture
def page(place, see):
    """The style guide as a leader sees it."""
    return see(place.leader, "/styleguide/")


def used_by(page) -> set[str]:
    """Names of the components that the page was made of."""
    return {Path(t.name).stem for t in page.templates if t.name and t.name.startswith("components/")}


def test_every_component_is_shown(page):
    known = {path.stem for path in COMPONENTS.glob("*.html")}
    assert sorted(known - used_by(page) - IN_FRAME) == []


def test_parts_of_a_table_are_there(page):
    text = page.content.decode()
    assert '<svg class="bar"' in text
    assert "<tfoot>" in text
    assert text.count('class="badge late"') >= 2
    assert "4.218" in text


def test_form_shows_what_is_wrong_with_it(page):
    text = page.content.decode()
    assert text.count('aria-invalid="true"') == 3
    assert 'class="form-errors"' in text


def test_every_text_can_be_read_on_every_ground():
    known = styleguide.colours()
    assert len(known) > 15
    assert {n: c for n in known if (c := styleguide.lowest_contrast(n, known)) is not None and c < 4.5} == {}


def test_every_colour_has_a_name():
    assert set(styleguide.colours()) == set(styleguide.NAMES)


def test_texts_that_are_named_exist():
    assert {*styleguide.TEXTS, *styleguide.GROUNDS} <= set(styleguide.colours())


@pytest.mark.parametrize(
    ("one", "other", "wanted"), [("#000000", "#ffffff", 21), ("#a81419", "#a81419", 1), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_is_that_of_the_standard(one, other, wanted):
    assert styleguide.contrast(one, other) == styleguide.contrast(other, one) == pytest.approx(wanted, abs=0.005)


def test_lightness_of_good_watch_and_late_differs():
    known = styleguide.colours()
    for one, other in combinations(("good", "watch", "late"), 2):
        assert styleguide.contrast(known[one], known[other]) > 1.25, (one, other)


@pytest.mark.parametrize(("word", "status"), [("400", 400), ("403", 403), ("csrf", 403), ("404", 404), ("429", 429)])
def test_error_pages_are_the_real_ones(place, see, word, status):
    answer = see(place.leader, f"/styleguide/?error={word}")
    assert answer.status_code == status
    assert 'class="plain"' in answer.content.decode()


@pytest.mark.parametrize(("word", "status"), [("500", 500), ("503", 503), ("418", 404)])
def test_errors_of_the_server_are_shown_and_others_are_not_there(place, see, word, status):
    assert see(place.leader, f"/styleguide/?error={word}").status_code == status


@pytest.mark.parametrize("address", ["/styleguide/", "/styleguide/?error=500"])
def test_production_has_no_style_guide(place, see, settings, address):
    missing = see(place.leader, "/nowhere/")
    settings.PROFILE = "production"
    answer = see(place.leader, address)
    assert (answer.status_code, answer.content) == (404, missing.content)


def test_nothing_in_it_leads_away(page):
    """Buttons of a sample do nothing, and its form has nowhere to go."""
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert 'method="post"' not in main
    targets = set(re.findall(r'<a[^>]* href="([^"]*)"', main))
    assert {target for target in targets if not target.startswith(("?", "#", "/"))} == set()
