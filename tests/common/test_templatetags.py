"""Figures and dates on pages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from common.months import Month


def render(source, **context):
    return Template(source).render(Context(context)).replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ v|number }}", 71814, "71.814"),
        ("{{ v|number }}", Decimal("1234.50"), "1.234,5"),
        ("{{ v|number }}", Decimal("100"), "100"),
        ("{{ v|number:1 }}", 2.25, "2,3"),
        ("{{ v|number }}", 0, "0"),
        ("{{ v|share }}", 81.82, "81,82 %"),
        ("{{ v|share }}", Decimal("100"), "100,00 %"),
        ("{{ v|signed_change }}", 1204, "+1.204"),
        ("{{ v|signed_change }}", -35, "−35"),
        ("{{ v|signed_change }}", 0, "0"),
        ("{{ v|day }}", date(2020, 8, 3), "03/08/2020"),
        ("{{ v|day }}", datetime(2020, 8, 2, 20, tzinfo=UTC), "03/08/2020"),
        ("{{ v|moment }}", datetime(2020, 8, 2, 20, 5, tzinfo=UTC), "03/08/2020 03:05"),
        ("{{ v|month }}", Month(2020, 6), "06/2020"),
        ("{{ v|month }}", (2020, 6), "06/2020"),
        ("{{ v|show }}", 2020, "2.020"),
        ("{{ v|show }}", "<b>", "&lt;b&gt;"),
        ("{{ v|capital }}", "đơn vị", "Đơn vị"),
    ],
)
def test_filter_writes_the_vietnamese_way(language, source, value, shown):
    with translation.override(language):
        assert render(source, v=value) == shown


@pytest.mark.parametrize("name", ["number", "share", "day", "month", "moment", "signed_change", "show"])
def test_nothing_known_is_a_dash_that_says_so(name):
    page = render(f"{{{{ v|{name} }}}}", v=None)
    assert "–" in page
    assert "title=" in page


def test_query_changes_and_drops_parameters(rf):
    request = rf.get("/", {"q": "bản", "page": "3", "sort": "name"})
    assert render("{% query page=None sort='-day' %}", request=request) == "?q=b%E1%BA%A3n&amp;sort=-day"
    assert render("{% query changes %}", request=request, changes={"q": None, "page": None}) == "?sort=name"


def test_bar_is_decoration_only():
    assert 'aria-hidden="true"' in render("{% bar 5 10 %}")
    assert render("{% bar None 10 %}") == render("{% bar 5 0 %}") == ""
