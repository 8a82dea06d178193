"""Declared values, meetings and treasury months of the demo: they balance, and belong to units that existed."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from common.months import Month
from indicators import reference
from indicators.demo.declared import declared
from indicators.demo.gatherings import FIRST_MEETING, gatherings, treasury
from indicators.demo.places import MERGED_ON, absorbed, places
from tests.factories import demo


@pytest.fixture(scope="module")
def found():
    return declared(demo.calendar())


@pytest.fixture(scope="module")
def cells(found):
    """(slug, month) -> {measure: value}."""
    values = defaultdict(dict)
    for row in found:
        values[(row.slug, row.month)][row.measure] = row.value
    return values


def test_declared_measures_exist(found):
    with Path(reference.DATA, "measures.csv").open(encoding="utf-8", newline="") as file:
        known = {row["key"]: row for row in csv.DictReader(file)}
    used = {row.measure for row in found}
    assert used <= known.keys()
    assert all(known[key]["in_report"] == "1" for key in used)
    assert {key for key, row in known.items() if row["in_register"] == "0"} <= used


def test_declared_once_a_cell(found):
    assert len({(row.slug, row.measure, row.month) for row in found}) == len(found)


def test_declared_has_a_number_or_a_reason(found):
    assert all((row.value is None) == bool(row.blank) for row in found)
    assert {row.blank for row in found} == {"", "not_applicable", "not_available"}


def test_declared_ends_with_the_absorbed_communes(found):
    ended = {place.slug for place in absorbed()}
    assert max(row.month for row in found if row.slug in ended) == Month(2020, 2)
    assert max(row.month for row in found) == Month(2020, 6)


def test_declared_flows_of_registers_end_with_2019(found):
    registered = ("documents.", "filings.", "treasury.", "meetings.")
    assert max(row.month for row in found if row.measure.startswith(registered)) == Month(2019, 12)


def test_declared_parts_are_within_their_whole(cells):
    pairs = [
        ("documents.incoming_electronic", "documents.incoming"),
        ("documents.outgoing_signed", "documents.outgoing_electronic"),
        ("documents.outgoing_electronic", "documents.outgoing"),
        ("documents.incoming_on_time", "documents.incoming_due"),
        ("treasury.online", "treasury.transactions"),
        ("workfiles.electronic", "workfiles.total"),
        ("tasks.done", "tasks.assigned"),
        ("reports.on_time", "reports.due"),
        ("meetings.attended", "meetings.invited"),
    ]
    for values in cells.values():
        for part, whole in pairs:
            assert values.get(part) is None or 0 <= values[part] <= values[whole]


def test_declared_filings_balance(cells):
    for values in cells.values():
        if "filings.finished" not in values:
            continue
        v = {key.removeprefix("filings."): value for key, value in values.items() if key.startswith("filings.")}
        assert v["received_direct"] + v["received_online"] + v["received_postal"] == v["received"]
        assert v["finished_early"] + v["finished_on_time"] + v["finished_late"] == v["finished"]
        ended = v["finished"] + v["withdrawn"] + v["stopped"]
        assert v["received"] + v["carried_over"] == ended + v["open_in_time"] + v["open_late"]


def test_declared_filings_carry_over_what_was_open(cells):
    for (slug, month), values in cells.items():
        before = cells.get((slug, month - 1), {})
        if "filings.finished" in values and "filings.finished" in before:
            left = before["filings.open_in_time"] + before["filings.open_late"]
            assert values["filings.carried_over"] == left
        if month == Month(2019, 12) and "filings.finished" in values:
            assert values["filings.open_in_time"] == values["filings.open_late"] == 0


def test_declared_is_the_same_every_time(found):
    assert found == declared(demo.calendar())


def test_gatherings_begin_in_december_2019_on_working_days():
    days = [row.held_on for row in gatherings(demo.calendar())]
    assert min(days) == FIRST_MEETING == date(2019, 12, 18)
    assert all(demo.calendar().is_working_day(day) for day in days)
    assert max(days) < date(2020, 8, 1)


def test_gatherings_invite_nobody_who_is_no_more():
    ended = {place.slug for place in absorbed()}
    for row in gatherings(demo.calendar()):
        assert row.host not in row.attended
        assert row.held_on < MERGED_ON or not ended & row.attended.keys()


def test_treasury_has_a_month_for_everybody_until_june():
    months = {(line.slug, line.month) for line in treasury()}
    for place in places():
        assert {month for slug, month in months if slug == place.slug} >= set(
            place.months(Month(2020, 1), Month(2020, 6))
        )
    assert all(0 <= line.returned <= line.transactions for line in treasury())
