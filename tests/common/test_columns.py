"""Columns of a list: chosen ones on the page and in files, the opening one always, stale names passed over."""

import csv
import io

import pytest

from common import columns, tables
from common.columns import Chooser
from tests.common.gadget import Gadget
from tests.common.gadget_pages import GadgetTable

pytestmark = pytest.mark.django_db
LIST = "gadget-list"


class WideTable(GadgetTable):
    """With a column that is shown only when chosen, and one that is no data."""

    twice = tables.NumberColumn(accessor="version", verbose_name="Twice", related=("batch",))
    acts = tables.TextColumn(accessor="pk", exclude_from_export=True)

    class Meta(GadgetTable.Meta):
        default_columns = ["name", "day", "acts"]


@pytest.fixture
def choose(clerk):
    """`choose("day")` keeps the clerk's choice of columns."""

    def keep(*names, value=None):
        clerk.list_columns = {LIST: list(names) if value is None else value}
        clerk.save()

    return keep


def shown(table) -> list[str]:
    return [column.name for column in table.columns]


def heading(client, **query) -> list[str]:
    text = b"".join(client.get("/gadgets/", {"export": "csv", **query}).streaming_content).decode("utf-8-sig")
    return next(csv.reader(io.StringIO(text)))


def test_table_is_delivered_with_its_default_columns():
    table = WideTable([])
    assert shown(table) == ["name", "day", "acts"]
    table.choose(["twice"])
    assert shown(table) == ["name", "twice", "acts"]
    table.choose(None)
    assert shown(table) == ["name", "day", "acts"]


def test_only_shown_columns_sort_and_join():
    table = WideTable([])
    assert (table.ordering_of("twice"), table.related()) == (None, [])
    table.choose(["twice"])
    assert (table.ordering_of("-twice"), table.related()) == (["-version"], ["batch"])


def test_opening_column_and_columns_without_data_are_fixed():
    assert WideTable([]).fixed == {"name", "acts"}


def test_page_and_file_have_the_chosen_columns(client, clerk, make_gadget, choose):
    make_gadget("one")
    choose("version", "legal_basis")
    client.force_login(clerk)
    assert shown(client.get("/gadgets/").context["table"]) == ["name", "legal_basis", "version"]
    assert len(heading(client)) == 3
    assert len(heading(client, columns="all")) == 4


@pytest.mark.parametrize(
    "value",
    [["password", "owner__password"], [["name"], {"day": 1}, 5, None], "day", {"day": 1}, 7, [], None, ["x" * 999]],
)
def test_stale_or_foreign_values_break_nothing(client, clerk, make_gadget, choose, value):
    make_gadget("one")
    choose(value=value)
    if value is None:
        clerk.list_columns = []
        clerk.save()
    client.force_login(clerk)
    assert "name" in shown(client.get("/gadgets/").context["table"])


def test_user_without_the_field_sees_the_list_as_delivered():
    assert columns.chosen(object(), LIST) is None


def test_chooser_offers_data_and_keeps_what_the_page_withholds():
    table = WideTable([])
    table.choose(["day", "twice"])
    chooser = Chooser(table, name=LIST, address="/gadgets/", is_changed=True)
    table.columns.hide("day")
    found = {choice.name: (choice.is_shown, choice.is_fixed) for choice in chooser.choices()}
    assert found == {
        "name": (True, True), "legal_basis": (False, False), "version": (False, False), "twice": (True, False),
    }  # fmt: skip
    assert chooser.withheld() == ["day"]


def test_form_leads_back_to_the_filtered_list(client, clerk, make_gadget):
    make_gadget("one")
    text = client.get("/gadgets/", {"q": "one", "sort": "name"}).content.decode()
    assert 'name="next" value="/gadgets/?q=one&amp;sort=name"' in text
    assert 'name="list" value="gadget-list"' in text
    long = client.get("/gadgets/", {"q": "x" * 3000}).content.decode()
    assert 'name="next" value="/gadgets/"' in long


def test_reset_is_offered_after_a_choice_only(client, clerk, make_gadget, choose):
    make_gadget("one")
    assert 'name="reset"' not in client.get("/gadgets/").content.decode()
    choose("day")
    client.force_login(clerk)
    assert 'name="reset"' in client.get("/gadgets/").content.decode()
    assert Gadget.objects.count() == 1
