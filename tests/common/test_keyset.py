"""Keyset pages against a plain sort; cursors that only we could have written."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.keyset import Keyset, bounded_count
from tests.common.gadget import Gadget

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(make_gadget):
    # Versions repeat, so that ties are broken; names are awkward on purpose.
    return [make_gadget(f"tên ~ {n % 4}", version=n % 3 + 1) for n in range(23)]


@pytest.mark.parametrize("order", ["-day", "day", "version", "-version", "name", "-name", "pk", "-pk"])
@pytest.mark.parametrize("size", [1, 4, 23, 50])
def test_pages_are_the_sorted_rows_cut_in_pieces(rows, order, size):
    keyset = Keyset(order, size=size)
    name, sign = order.lstrip("-"), order[: order.startswith("-")]
    wanted = list(Gadget.objects.order_by(order, f"{sign}pk").values_list("pk", flat=True))
    pages, params = [], {}
    while True:
        page = keyset.page(Gadget.objects.all(), params)
        pages.append([row.pk for row in page.rows])
        assert page.is_first == (len(pages) == 1), name
        if page.next is None:
            break
        params = {"after": page.next}
    assert pages == [wanted[start : start + size] for start in range(0, len(wanted), size)]
    for back in reversed(pages[:-1]):
        page = keyset.page(Gadget.objects.all(), {"before": page.previous})
        assert [row.pk for row in page.rows] == back
    assert page.previous is None


def test_first_page_reached_backwards_is_the_first(rows):
    keyset = Keyset("day", size=5)
    second = keyset.page(Gadget.objects.all(), {"after": keyset.page(Gadget.objects.all(), {}).next})
    first = keyset.page(Gadget.objects.all(), {"before": second.previous})
    assert (first.is_first, first.previous) == (True, None)


def test_cursor_is_readable(rows):
    page = Keyset("day", size=2).page(Gadget.objects.all(), {})
    assert page.next == f"2020-01-02~{rows[1].pk}"


@pytest.mark.parametrize(
    "cursor",
    ["", "~", "x~1", "2020-13-01~1", "2020-01-01~", "2020-01-01~-1", "2020-01-01~9999999999999999999", "2020-01-01~1.5",
     "2020-01-01~١", "\x00~1", "1" * 700 + "~1"],
)  # fmt: skip
def test_odd_cursor_is_the_first_page(rows, cursor):
    assert Keyset("day", size=5).page(Gadget.objects.all(), {"after": cursor}).is_first


def test_number_cursor_beyond_the_column_is_the_first_page(rows):
    assert Keyset("version", size=5).page(Gadget.objects.all(), {"after": f"{2**70}~1"}).is_first


def test_only_listed_fields_sort():
    keyset = Keyset("-day", sorts=["name"])
    assert keyset.ordering("name") == "name"
    assert keyset.ordering("-day") == "-day"
    assert keyset.ordering("legal_basis") == keyset.ordering(None) == "-day"


def test_page_reads_no_more_than_its_rows(rows):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        Keyset("day", size=5).page(Gadget.objects.all(), {"after": f"{date(2020, 1, 3)}~{rows[2].pk}"})
    assert len(queries) == 1
    assert "LIMIT 6" in queries[0]["sql"]
    assert "OFFSET" not in queries[0]["sql"]


def test_count_stops_at_its_bound(rows):
    exact, bounded = bounded_count(Gadget.objects.all()), bounded_count(Gadget.objects.all(), limit=10)
    assert (exact.number, exact.is_exact, str(exact)) == (23, True, "23")
    assert (bounded.number, bounded.is_exact) == (10, False)
    assert "10" in str(bounded)
    assert str(bounded) != "10"
