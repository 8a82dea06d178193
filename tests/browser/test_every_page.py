"""Every page in both languages, on the screen of the communes and on a phone: axe finds nothing, the page never scrolls
sideways, nothing is cut, every control is high enough for a finger and shows that it has the focus.

What is 44 pixels high: each button, box, choice and summary, and each link that stands by itself (menu, breadcrumbs,
pages of a list, words of a filter). Not: links in running text, and whatever stands in the cell of a table, as the
exceptions of WCAG 2.5.8 have it; axe asks 24 pixels or room around it of those (tests/browser/looking.js, `low`).

A page costs about 0.8 seconds of a processor. So all pages of our own are looked at in Vietnamese and every second in
English; of the administration, whose five kinds of page are the same for each model, every fourth in Vietnamese and
every ninth in English, which brings each kind up for many models. The soak tests leave nothing out.
"""

import pytest

from tests.browser.examining import examine
from tests.browser.shelf import serving
from tests.everypage import Visitor, every_page, furnish

pytestmark = pytest.mark.long
AT_LEAST = {"pages": 120, "administration": 170}


def look(world, part: str, language: str, *, step: int) -> None:
    """Look at every `step`th page of a part of the site."""
    furnish(world)
    visitor = Visitor(world, language)
    pages, missing = every_page(visitor, admin_pages=part == "administration")
    assert missing == []
    count = len(pages)
    assert count >= AT_LEAST[part]
    chosen = pages[::step]
    with serving() as shelf:
        report = examine(shelf, chosen, visitor.open)
    assert not report.faults, "\n".join(report.faults)
    assert report.looked == 2 * len(chosen)


@pytest.mark.parametrize(
    ("part", "language", "step"),
    [("pages", "vi", 1), ("pages", "en", 2), ("administration", "vi", 4), ("administration", "en", 9)],
)
def test_every_page_is_readable_reachable_and_whole(world, db, part, language, step):
    look(world, part, language, step=step)


@pytest.mark.soak
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("part", AT_LEAST)
def test_every_page_without_sampling(world, db, part, language):
    look(world, part, language, step=1)
