"""An import knows every column that the file of its list has, in both languages; but for what it cannot take."""

import pytest
from django.utils.translation import override

from imports.resources import RESOURCES
from imports.sheets import headings
from tests.factories import communes as make
from tests.imports.exported import export, lines_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BOOK = "documents:document-list"
LISTS = {key: RESOURCES[key].list_route for key in RESOURCES} | {
    "documents-incoming": f"{BOOK}?direction=incoming", "documents-outgoing": f"{BOOK}?direction=outgoing",
}  # fmt: skip
# What files say beyond what an import takes: worked out from other columns, or noted by acts of their own.
MORE = {
    "documents-incoming": {"Number and notation of the answer"},
    "filings": {"Against the deadline", "Now held by"},
    "equipment": {"Device", "Age, years"},
    "staff": {"Left on"},
    "monthly": {"Approved"},
    "software": {"Kind", "Sector", "Until (exclusive)"},
    "procedures": {"Time limit", "Offered by (units)", "By post too (units)"},
}
# What an import takes and no list says.
LESS = {"documents-incoming": {"secrecy"}, "documents-outgoing": {"secrecy"}, "procedures": {"level_since"}}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("key", RESOURCES)
def test_columns_of_the_file_are_known(db, key, language):
    make.open_calendar()
    by = make.make_administrator(language=language)
    route, _mark, query = LISTS[key].partition("?")
    query = dict([query.split("=")]) if query else {}
    head = lines_of(export(by, route, "csv", columns="all", **query))[0]
    columns = RESOURCES[key].columns
    with override(language):
        found = headings.find([head], columns)
    more = MORE.get(key, set())
    unused = headings.unused(found.headings, found.places, found.dropped).values()
    assert set(unused) == more if language == "en" else len(unused) == len(more), found
    assert found.dropped == []
    assert {column.name for column in columns} - set(found.places) == LESS.get(key, set())
