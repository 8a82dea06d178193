"""Rows of the books of documents against what stands there: each broken rule is named in the preview, at its column."""

from datetime import date

import pytest

from common.months import Month
from communes.models import Unit
from documents.actions import entries
from documents.models import Document
from imports import folders, staging
from imports.resources import documents
from tests.factories import communes as make
from tests.factories import spreadsheets as sheets

pytestmark = pytest.mark.django_db


def take_in(world, *rows):
    return sheets.checked(world.official, sheets.workbook(sheets.IOFFICE, rows), unit=world.unit)


def columns(spreadsheet) -> dict[int, set[str]]:
    """The columns with faults, by row of the sheet."""
    found = staging.faults(spreadsheet.path / folders.FAULTS)
    return {number: {name for name, _shown, _sentence in faults} for number, faults in found}


def published(world, *rows):
    spreadsheet = sheets.publish(take_in(world, *rows), world.official)
    assert spreadsheet.state == "published", spreadsheet.job.sentence


def test_a_deadline_in_a_closed_month_is_refused(world):
    make.close_month(world.unit, Month(2020, 8), by=make.make_administrator())
    assert columns(take_in(world, sheets.letter(1), sheets.letter(2, due="10/08/2020"))) == {3: {"due_on"}}


def test_a_unit_that_has_ended_takes_nothing(world):
    Unit.objects.filter(pk=world.unit.pk).update(valid_until=date(2020, 7, 2))
    rows = [sheets.letter(1, arrived="01/07/2020"), sheets.letter(2)]
    assert columns(take_in(world, *rows)) == {3: {"registered_on"}}


def test_a_cancelled_entry_and_one_of_a_closed_month_stay_as_they_are(world):
    published(world, *map(sheets.letter, (1, 2, 3)))
    two = Document.objects.get(number=2)
    entries.cancel(two, by=world.official, version=two.version, reason="Nhầm")
    rows = [sheets.letter(1, subject="Khác"), sheets.letter(2, subject="Khác"), sheets.letter(3, done="03/07/2020")]
    assert columns(take_in(world, *rows)) == {3: {"number"}}
    make.close_month(world.unit, Month(2020, 7), by=make.make_administrator())
    found = take_in(world, *rows[:2], sheets.letter(3, done="04/07/2020"))
    assert (set(columns(found)), found.changed) == ({3, 4}, 1)


def test_a_file_changes_so_many_entries_and_no_more(world, monkeypatch):
    published(world, *map(sheets.letter, (1, 2)))
    monkeypatch.setattr(documents, "MOST_CHANGED", 1)
    found = take_in(world, sheets.letter(1, subject="Khác"), sheets.letter(2, subject="Khác"))
    assert (found.changed, found.refused) == (1, 1)


def test_entries_without_a_number_enter_once(world):
    published(world, sheets.letter(1))
    rows = [sheets.letter(1, number=None), sheets.letter(2, number=None), sheets.letter(2, number=None),
            sheets.letter(2, number=None, sender="Sở Nội vụ")]  # fmt: skip
    assert columns(take_in(world, *rows)) == {2: {"code"}, 4: {"code"}}


def test_a_kind_before_the_abstract_becomes_the_kind(world):
    published(world, sheets.letter(1, subject="Tờ trình: xin kinh phí"), sheets.letter(2, subject="Gấp: xin kinh phí"))
    one, two = Document.objects.order_by("number")
    assert (one.type.name, one.subject, two.subject) == ("Tờ trình", "xin kinh phí", "Gấp: xin kinh phí")
