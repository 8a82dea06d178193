"""GET filings: those of one's scope, by unit, procedure, days, channel, status and what waits, page by page."""

import pytest

from communes.models import Role
from tests.api.papers import make, sender
from tests.factories import desk

pytestmark = pytest.mark.django_db

PATH = "/api/v1/filings"


@pytest.fixture
def reader():
    """An official with four filings of the own unit, and one of another."""
    found = sender()
    birth = desk.make_procedure("Đăng ký khai sinh", code="1.001193")
    copies = desk.make_procedure("Chứng thực bản sao", code="2.000815")
    desk.make_filing(found.unit, birth, received="2020-07-01 08:00", code="A-1", channel="online")
    desk.make_filing(found.unit, copies, received="2020-07-02 08:00", code="A-2", late_from="2020-07-02 17:30")
    desk.make_filing(found.unit, copies, received="2020-07-31 23:59", code="A-3", status=5)
    finished = {"status": 9, "finished_time": "2020-08-03 00:00", "timeliness": "late"}
    desk.make_filing(found.unit, copies, received="2020-08-01 00:00", code="A-4", **finished)
    desk.make_filing(found.other, birth, received="2020-07-01 09:00", code="B-1")
    return found


def ask(reader, **query):
    return reader.client.get(PATH, query)


def codes(answer) -> list[str]:
    assert answer.status_code == 200
    return [one["code"] for one in answer.json()["results"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["A-4", "A-3", "A-2", "A-1"]),
        ({"procedure": "1.001193"}, ["A-1"]),
        ({"from": "2020-07", "to": "2020-07"}, ["A-3", "A-2", "A-1"]),
        ({"from": "2020-08-01"}, ["A-4"]),
        ({"channel": "online"}, ["A-1"]),
        ({"status": "9"}, ["A-4"]),
        ({"desk": "overdue"}, ["A-2"]),
        ({"desk": "papers"}, ["A-3"]),
        ({"desk": "results"}, ["A-4"]),
        ({"q": "KHAI SINH"}, ["A-1"]),
        ({"q": "a-2", "desk": "open"}, ["A-2"]),
    ],
)
def test_list_is_filtered_newest_first(reader, query, found):
    assert codes(ask(reader, **query)) == found


def test_scope_is_in_the_query(reader):
    for slug in (reader.other.slug, "xa-khong-co", "\x00"):
        answer = ask(reader, unit=slug)
        assert (answer.status_code, answer.json()) == (404, {"detail": "not found"})
    hidden = desk.make_filing(reader.other)
    answers = [reader.client.get(f"{PATH}/{key}") for key in (hidden.pk, 987_654_321)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, b'{"detail": "not found"}')}
    reader.client.force_login(make.make_member(Role.LEADER, reader.unit.parent))
    assert len(codes(ask(reader, unit=reader.unit.parent.slug))) == 6
    reader.client.force_login(make.make_member())
    assert codes(ask(reader)) == []


def test_one_filing_says_its_columns_and_no_unit_out_of_reach(reader):
    filing = desk.make_filing(
        reader.unit, desk.make_procedure("An", code="1.000001"), received="2020-07-06 08:30", code="A-9",
        holding_unit=reader.other, resolving_unit=reader.other, late_from="2020-07-09 17:30",
    )  # fmt: skip
    said = reader.client.get(f"{PATH}/{filing.pk}").json()
    assert (said["unit"], said["holding_unit"], said["resolving_unit"]) == (reader.unit.slug, None, None)
    assert (said["procedure"], said["state"], said["status"]) == ("1.000001", "open_late", 2)
    assert said["received_time"] == "2020-07-06T01:30:00Z"


def test_who_hands_out_the_result_is_said_within_reach(reader):
    done = {"status": 9, "finished_time": "2020-07-08 10:00"}
    filing = desk.make_filing(reader.unit, holding_unit=reader.other, returning_unit=reader.unit, **done)
    said = reader.client.get(f"{PATH}/{filing.pk}").json()
    assert (said["holding_unit"], said["returning_unit"]) == (None, reader.unit.slug)


def test_pages_follow_each_other_without_gap_or_double(reader):
    everything, found, after = codes(ask(reader)), [], ""
    while after is not None:
        answer = ask(reader, limit=3, after=after)
        found += codes(answer)
        after = answer.json()["next"]
    assert found == everything


@pytest.mark.parametrize(
    "query",
    [{"channel": "pigeon"}, {"desk": "x"}, {"status": "11"}, {"from": "2020-02-31"}, {"limit": 0}, {"after": "junk"},
     {"after": "2020-06-01~-1"}, {"procedure": "x" * 11}],
)  # fmt: skip
def test_bad_parameter_is_422_with_a_sentence(reader, query):
    answer = ask(reader, **query)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(next(iter(query)))


def test_nobody_is_401(reader, client):
    assert client.get(PATH).status_code == 401


def test_list_takes_the_same_few_queries(reader, django_assert_max_num_queries):
    for _each in range(30):
        desk.make_filing(reader.unit)
    ask(reader)
    with django_assert_max_num_queries(6):
        ask(reader)
