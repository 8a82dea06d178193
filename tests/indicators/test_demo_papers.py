"""The documents of the demo, as they are made up: the published totals to the unit, the same every time."""

from collections import Counter
from datetime import date

import pytest

from documents.models import Direction, Medium, Signature
from indicators.demo.papers import HALF_YEAR_END, papers
from indicators.demo.places import MERGED_ON, absorbed
from tests.factories import demo

FIELDS = ("direction", "unit_id", "registered_on", "type_id", "code", "organ_name", "subject", "due_on",
          "completed_on", "medium", "signature", "signer", "recipients", "urgency", "pages", "cancelled")  # fmt: skip


def make():
    return papers(demo.units(), demo.types(), demo.calendar())


@pytest.fixture(scope="module")
def found():
    return make()


@pytest.fixture(scope="module")
def half_year(found):
    return [row for row in found.documents if row.registered_on <= HALF_YEAR_END]


def test_papers_have_the_published_totals(half_year):
    assert Counter(row.direction for row in half_year) == {Direction.INCOMING: 71_814, Direction.OUTGOING: 10_281}


def test_papers_signed_by_the_agency_are_the_published_number(half_year):
    assert sum(row.signature == Signature.AGENCY for row in half_year) == 8_412


def test_papers_with_a_personal_signature_only_are_a_few(half_year):
    assert 100 < sum(row.signature == Signature.PERSONAL for row in half_year) < 1000


def test_papers_of_the_half_year_are_none_of_them_cancelled(half_year):
    assert not any(row.cancelled for row in half_year)


def test_papers_of_july_go_on(found, half_year):
    assert 5_000 < len(found.documents) - len(half_year) < 13_000


def test_papers_fall_on_working_days(found):
    assert all(demo.calendar().is_working_day(day) for day in {row.registered_on for row in found.documents})


def test_papers_of_absorbed_communes_end_with_them(found):
    ended = {demo.units()[place.slug].pk for place in absorbed()}
    days = [row.registered_on for row in found.documents if row.unit_id in ended]
    assert days
    assert max(days) < MERGED_ON


def test_papers_left_unfinished_are_finished_after_the_merger(found):
    assert found.finished_later
    for document, day in found.finished_later:
        assert document.completed_on is None
        assert day >= max(MERGED_ON, document.registered_on)


def test_papers_with_a_deadline_are_about_three_of_ten(half_year):
    incoming = [row for row in half_year if row.direction == Direction.INCOMING]
    share = sum(row.due_on is not None for row in incoming) / len(incoming)
    assert 0.27 < share < 0.33


def test_papers_keep_the_order_of_their_days(found):
    for row in found.documents:
        assert row.issued_on <= row.registered_on <= (row.completed_on or row.registered_on) <= date(2020, 8, 3)
        assert row.due_on is None or row.due_on >= row.registered_on


def test_papers_signed_digitally_are_electronic(found):
    signed = [row for row in found.documents if row.signature != Signature.NONE]
    assert all(row.medium == Medium.ELECTRONIC and row.direction == Direction.OUTGOING for row in signed)


def test_papers_are_the_same_every_time(found):
    assert demo.digest(found.documents, *FIELDS) == demo.digest(make().documents, *FIELDS)
