"""What of a file is passed over is told: by number and by name, and the page says it in one sentence."""

import pytest
from django.test import Client, TestCase

from imports import actions, preview
from imports.columns import Column
from imports.sheets import headings
from tests.factories import spreadsheets as sheets
from tests.factories.spreadsheets import IOFFICE, letter
from tests.imports.books import written

KIND = Column("type", "Loại văn bản", "choice", ("hinh thuc",), choices=[("cv", "Công văn"), ("qd", "Quyết định")])
MEDIUM = Column("medium", "Hình thức", "choice", choices=[("paper", "giấy"), ("electronic", "điện tử")])
DAY = Column("day", "Ngày đến", "day")


def test_rows_and_columns_that_are_passed_over_are_named(world):
    heads = [*IOFFICE, "Họ tên người nộp", "Cột lạ"]
    rows = [[*letter(number), "x", "y"] for number in (1, 2)]
    content = sheets.workbook(
        heads, [rows[0], [], rows[1]], above=["SỔ VĂN BẢN ĐẾN", "Năm 2020"], beneath=[["Tổng cộng: 2 văn bản"], [], []]
    )
    spreadsheet = sheets.checked(world.official, content, unit=world.unit)
    found = preview.passed(spreadsheet)
    said = " ".join(found.parts)
    named = ("1–3", "dòng 5", "dòng 7", "Cột lạ", "Họ tên người nộp")
    # Numbers of lines are in every sheet, and empty rows at its end are nothing to speak of.
    assert [words in said for words in (*named, "dòng 8", "STT")] == [True] * 5 + [False] * 2
    assert ("5 dòng" in found.sentence, "2 cột" in found.sentence) == (True, True)
    client = Client()
    client.force_login(world.official)
    assert found.sentence in client.get(spreadsheet.get_absolute_url()).content.decode()


def test_rows_of_a_stamp_are_counted_and_named(world):
    stamp = [[], ["Bảng", "Văn bản"], ["Nguồn", "sổ"], ["Số dòng", "1"]]
    content = sheets.workbook(IOFFICE, [letter(1)], beneath=stamp)
    spreadsheet = sheets.checked(world.official, content, unit=world.unit)
    found = preview.passed(spreadsheet)
    # The headings and three of the stamp; the empty row after the last record is nothing to speak of.
    assert ("4 dòng" in found.sentence, "4–6" in " ".join(found.parts)) == (True, True)


def test_what_was_passed_over_in_one_sheet_is_not_said_of_another(world):
    content = written([IOFFICE, letter(1), ["Tổng cộng: 1 văn bản"]], [["Tên", "Mã"], ["a", "b"]])
    spreadsheet = sheets.checked(world.official, content, unit=world.unit)
    assert "dòng 3" in " ".join(preview.passed(spreadsheet).parts)
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.confirm(
            spreadsheet, by=world.official, version=spreadsheet.version, places=spreadsheet.places, answers={}, sheet=1
        )
    spreadsheet = sheets.fresh(spreadsheet)
    assert (spreadsheet.state, spreadsheet.sheet) == ("read", 1)
    assert "dòng" not in preview.passed(spreadsheet).sentence


@pytest.mark.parametrize(
    ("words", "meant"), [("Công văn", "type"), ("công văn", "type"), ("Giấy", "medium"), ("???", "medium")]
)
def test_words_beneath_a_heading_decide_which_of_two_columns_it_is(db, words, meant):
    found = headings.find([["Hình thức", "Ngày đến"], [words, "01/07/2020"]], [KIND, MEDIUM, DAY])
    assert found.places == {meant: 0, "day": 1}
    both = headings.find([["Hình thức", "Loại văn bản"], [words, "Công văn"]], [KIND, MEDIUM, DAY])
    assert both.places == {"medium": 0, "type": 1}
