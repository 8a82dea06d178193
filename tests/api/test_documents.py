"""GET documents: those of one's scope, by unit, direction, days and words, page by page."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.models import Role
from tests.api.papers import PATH, docs, make, sender

pytestmark = pytest.mark.django_db

DAY = date(2020, 6, 1)


@pytest.fixture
def reader():
    """An official with five documents of the own unit, and one of another."""
    found = sender()
    for number in range(4):
        docs.make_document(found.unit, registered_on=DAY + timedelta(number), subject=f"Kế hoạch {number}")
    docs.make_document(found.unit, "outgoing", registered_on=DAY, subject="Báo cáo tháng")
    docs.make_document(found.other, registered_on=DAY, subject="Kế hoạch của xã khác")
    return found


def subjects(answer) -> list[str]:
    assert answer.status_code == 200
    return [one["subject"] for one in answer.json()["results"]]


def test_list_holds_the_own_scope_newest_first(reader):
    assert subjects(reader.get()) == ["Kế hoạch 3", "Kế hoạch 2", "Kế hoạch 1", "Báo cáo tháng", "Kế hoạch 0"]
    reader.client.force_login(make.make_member())
    assert subjects(reader.get()) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"direction": "outgoing"}, ["Báo cáo tháng"]),
        ({"from": "2020-06-03"}, ["Kế hoạch 3", "Kế hoạch 2"]),
        ({"to": "2020-06-01", "direction": "incoming"}, ["Kế hoạch 0"]),
        ({"from": "2020-06", "to": "2020-06", "q": "ke hoach 2"}, ["Kế hoạch 2"]),
        ({"from": "2020-07"}, []),
        ({"q": "BAO CAO"}, ["Báo cáo tháng"]),
    ],
)
def test_list_is_filtered(reader, query, found):
    assert subjects(reader.get(**query)) == found


def test_list_of_a_unit_has_what_belongs_to_it_and_is_in_scope(reader):
    assert len(subjects(reader.get(unit=reader.unit.slug))) == 5
    for slug in (reader.other.slug, "xa-khong-co", "\x00"):
        answer = reader.get(unit=slug)
        assert (answer.status_code, answer.json()) == (404, {"detail": "not found"})
    reader.client.force_login(make.make_member(Role.LEADER, reader.unit.parent))
    assert len(subjects(reader.get(unit=reader.unit.parent.slug))) == 6


def test_pages_follow_each_other_without_gap_or_double(reader):
    everything, found, after = subjects(reader.get()), [], ""
    for _page in range(3):
        answer = reader.get(limit=2, after=after)
        found += subjects(answer)
        after = answer.json()["next"]
    assert found == everything
    assert after is None


@pytest.mark.parametrize(
    "query",
    [
        {"direction": "sideways"}, {"from": "2020-02-31"}, {"to": "0"}, {"from": "2020-13"}, {"limit": 0},
        {"limit": 201}, {"limit": "x"}, {"after": "junk"}, {"after": "2020-06-01~-1"}, {"q": "x" * 101},
    ],
)  # fmt: skip
def test_bad_parameter_is_422_with_a_sentence(reader, query):
    answer = reader.get(**query)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(next(iter(query)))


def test_a_document_out_of_reach_is_as_one_that_does_not_exist(reader):
    hidden = docs.make_document(reader.other)
    answers = [reader.client.get(f"{PATH}/{key}") for key in (hidden.pk, 987_654_321)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, b'{"detail": "not found"}')}
    assert reader.client.get(f"{PATH}/0").status_code == 422
    assert reader.client.get(f"{PATH}/x").status_code == 422


def test_units_and_answers_out_of_reach_are_not_named(reader):
    answer = docs.make_document(reader.other, "outgoing", registered_on=DAY + timedelta(9))
    passed = docs.make_document(
        reader.unit, registered_on=DAY, handling_unit=reader.other, answered_by=answer, completed_on=DAY
    )
    said = reader.client.get(f"{PATH}/{passed.pk}").json()
    assert (said["handling_unit"], said["answered_by"]) == (None, None)
    reader.client.force_login(make.make_administrator())
    said = reader.client.get(f"{PATH}/{passed.pk}").json()
    assert (said["handling_unit"], said["answered_by"]) == (reader.other.slug, answer.pk)


def test_nobody_is_401(reader, client):
    assert client.get(PATH).status_code == 401
    assert client.get(f"{PATH}/1").status_code == 401


def test_list_takes_the_same_few_queries(reader, django_assert_max_num_queries):
    for number in range(60):
        docs.make_document(reader.unit, registered_on=DAY + timedelta(number % 9))
    reader.get()
    with django_assert_max_num_queries(9):
        reader.get()


@pytest.mark.parametrize("query", [{}, {"direction": "incoming"}, {"from": "2020-06-02", "to": "2020-06"}])
@pytest.mark.parametrize("scope", ["official", "leader", "unit", "country"])
def test_words_are_looked_for_on_the_short_way_and_found_page_by_page(reader, scope, query):
    docs.make_document(reader.other, registered_on=DAY + timedelta(3), subject="Báo cáo")
    if scope == "country":
        reader.client.force_login(make.make_administrator())
    elif scope != "official":
        reader.client.force_login(make.make_member(Role.LEADER, reader.unit.parent))
    query = query | ({"unit": reader.unit.parent.slug} if scope == "unit" else {})
    expected = [one for one in subjects(reader.get(**query)) if one.startswith("Kế hoạch")]
    assert len(expected) >= 3
    found, after = [], ""
    while after is not None:
        with CaptureQueriesContext(connection) as ran:
            answer = reader.get(q="ke hoach", limit=2, after=after, **query)
        found += subjects(answer)
        after = answer.json()["next"]
        # What documents.finding asks: of SQLite in the order of its index, of PostgreSQL first how much to expect.
        way = "CROSS JOIN documents_document" if connection.vendor == "sqlite" else "EXPLAIN (FORMAT JSON)"
        is_one_book = scope == "official"
        assert is_one_book or any(way in one["sql"] for one in ran.captured_queries)
    assert found == expected
