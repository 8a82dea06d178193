"""Whatever way a search takes, it finds what a plain reading of every row finds, in order of days."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.text import fold
from documents import finding, search_index
from documents.finding import FindingKeyset, Wanted
from documents.models import Document
from documents.words import Query
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db
SYLLABLES = [
    "dịch",
    "tả",
    "lợn",
    "Đường",
    "dương",
    "xã",
    "Tả",
    "kế hoạch",
    "05",
    "5",
    "15/QĐ-UBND",
    "AND",
    "near",
    "*",
    "%",
]
text = st.lists(st.sampled_from([*SYLLABLES, "Covid-19", "_", "ß", "…"]), min_size=1, max_size=6).map(" ".join)
piece = st.sampled_from([*SYLLABLES, '"dịch tả"', '"tả lợn', "qd-ubnd", "\U0001f600", "a"])
query = st.lists(piece, min_size=1, max_size=4).map(" ".join)
row = st.tuples(text, st.integers(0, 3), st.integers(0, 1), st.sampled_from(["incoming", "outgoing"]))
# Whether PostgreSQL takes what is expected for rare, and how many of the newest rows it looks at first.
WAYS = [(10**9, 10**9), (-1, 2), (-1, 10**6)]
slow = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fits(document: Document, typed: str) -> bool:
    """By the rule as a person reads it, with nothing of the search itself."""
    fields = (
        document.number,
        document.code,
        document.organ_name,
        document.signer,
        document.recipients,
        document.subject,
    )
    texts = [re.sub(r"\b0+(?=\d+\b)", "", re.sub(r"[\W_]+", " ", fold(str(field)))) for field in fields]
    parts = typed.split('"')
    wanted = [word for place, part in enumerate(parts) for word in ([part] if place % 2 else part.split())]
    for word in wanted:
        plain = re.sub(r"\b0+(?=\d+\b)", "", re.sub(r"[\W_]+", " ", fold(word))).strip()
        if plain and not any(re.search(rf"\b{re.escape(plain)}\b", one) for one in texts):
            return False
    return True


@pytest.fixture(params=WAYS, ids=["index", "window", "newest"])
def way(request, monkeypatch):
    for name in ("RARE", "RARE_IN_FEW"):
        monkeypatch.setattr(finding, name, request.param[0])
    monkeypatch.setattr(finding, "WINDOW", request.param[1])


@slow
@given(rows=st.lists(row, max_size=12), typed=query, few=st.booleans(), downwards=st.booleans())
def test_search_equals_a_plain_reading(world, way, rows, typed, few, downwards):
    Document.objects.all().delete()
    units = [world.unit, world.other]
    made = [
        docs.make_document(units[unit], direction, subject=subject, registered_on=date(2020, 7, 1) + timedelta(day))
        for subject, day, unit, direction in rows
    ]
    found = [row for row in made if row.direction == "incoming" and fits(row, typed)]
    found.sort(key=lambda row: (row.registered_on, row.pk), reverse=downwards)
    wanted = Wanted(
        query=Query.read(typed), marks=("@incoming",), units=frozenset(unit.pk for unit in units) if few else None
    )
    queryset = Document.objects.incoming().filter(Document.objects.holding(typed))
    order = "-registered_on" if downwards else "registered_on"
    assert _all_pages(FindingKeyset(wanted, size=2), queryset, order) == found
    assert set(Document.objects.search(typed).incoming()) == set(found)


def _all_pages(keyset, queryset, order):
    rows, params = [], {}
    while True:
        page = keyset.page(queryset, params, order=order)
        rows += page.rows
        if page.next is None:
            return rows
        params = {"after": page.next}


@pytest.mark.parametrize(
    ("fewest", "of_all", "found", "window"),
    [
        (600_000, 10_000_000, 30, 6_800), (600_000, 10_000_000, 8, 25_500), (600_000, 10_000_000, 6, 50_000),
        (60_000, 1_000_000, 30, 6_800), (60_000, 1_000_000, 6, 0), (60_000, 1_000_000, 0, 0),
    ],
)  # fmt: skip
def test_second_look_is_as_wide_as_the_first_one_says_or_the_index_is_asked(fewest, of_all, found, window):
    wanted = Wanted(query=Query.read("so noi vu"), marks=("@incoming",))
    vars(wanted)["_expected"] = (fewest, of_all)
    assert wanted.window == 2_000
    assert wanted.wider_window(found, 51) == window


def test_index_follows_every_change(world):
    one = docs.make_document(world.unit, subject="Phòng chống dịch tả")
    assert list(Document.objects.search("dịch")) == [one]
    one.subject = "Trồng rừng"
    one.save()
    assert list(Document.objects.search("dịch")) == []
    assert list(Document.objects.search("rung")) == [one]
    keyset = FindingKeyset(Wanted(query=Query.read("rung"), marks=("@incoming", "@cancelled")))
    assert keyset.page(Document.objects.all(), {}).rows == []
    Document.objects.filter(pk=one.pk).update(cancelled=True, cancel_reason="nhầm")
    assert keyset.page(Document.objects.all(), {}).rows == [one]
    one.delete()
    assert list(Document.objects.search("rung")) == []


@pytest.mark.parametrize("typed", ["a", "đ", "%", "_", '"', '"""', "AND", "NEAR(a b)", "x*", "a" * 500, "\U0001f600",
                                   "'; --", "(:*", "a b " * 120, "\\", "{x} : y", "^a", "-a", "+"])  # fmt: skip
def test_no_search_is_an_error(world, way, typed):
    docs.make_document(world.unit)
    wanted = Wanted(query=Query.read(typed), marks=("@incoming",))
    keyset = FindingKeyset(wanted, size=2)
    rows = Document.objects.filter(Document.objects.holding(typed))
    assert len(keyset.page(rows, {}).rows) == (0 if Query.read(typed) else 1)
    assert keyset.count(rows, at_least=0).number <= 1


@pytest.mark.sqlite  # PostgreSQL keeps its index itself
def test_index_of_sqlite_comes_back_after_the_table_was_rebuilt(world):
    docs.make_document(world.unit, subject="Trước khi dựng lại")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER documents_words_insert")
        docs.make_document(world.unit, subject="Không có trong chỉ mục")
        assert Document.objects.search("khong co trong").count() == 0
        search_index.install()
    assert Document.objects.search("khong co trong").count() == 1
    docs.make_document(world.unit, subject="Sau khi dựng lại")
    assert Document.objects.search('"khi dung lai"').count() == 2


@pytest.mark.postgres
def test_rare_words_are_found_by_the_index_of_postgresql(world):
    Document.objects.bulk_create(
        Document(
            unit=world.unit, handling_unit=world.unit, direction="incoming", year=2020, number=number, subject="x",
            registered_on=date(2020, 7, 1), search=f" {number} . triển khai ke hoach so {number} ",
        )
        for number in range(1, 2001)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE documents_document")
        sql, params = Wanted(query=Query.read('"so 77"'), marks=("@incoming",)).condition
        cursor.execute(f"EXPLAIN SELECT id FROM documents_document WHERE {sql}", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "documents_document_words" in plan


@pytest.mark.postgres
def test_the_rarest_word_decides_and_is_asked_for_once(world, django_assert_num_queries):
    Document.objects.bulk_create(
        Document(
            unit=world.unit, handling_unit=world.unit, direction="incoming", year=2020, number=number, subject="x",
            registered_on=date(2020, 7, 1), search=f" ke hoach so{number} ",
        )
        for number in range(1, 2001)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE documents_document")
    for typed, is_rare in [("ke", False), ("ke hoach", False), ("so77", True), ("ke so77 hoach", True)]:
        wanted = Wanted(query=Query.read(typed), marks=("@incoming",))
        with django_assert_num_queries(1):
            assert (typed, wanted.is_rare) == (typed, is_rare)
