"""What of a file is passed over is told: by number and by name, and the page says it in one sentence."""

import pytest
from django.test import Client

from imports import preview
from imports.columns import Column
from imports.sheets import headings
from tests.factories import spreadsheets as sheets
from tests.factories.spreadsheets import IOFFICE, letter

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


@pytest.mark.parametrize(
    ("words", "meant"), [("Công văn", "type"), ("công văn", "type"), ("Giấy", "medium"), ("???", "medium")]
)
def test_words_beneath_a_heading_decide_which_of_two_columns_it_is(db, words, meant):
    found = headings.find([["Hình thức", "Ngày đến"], [words, "01/07/2020"]], [KIND, MEDIUM, DAY])
    assert found.places == {meant: 0, "day": 1}
    both = headings.find([["Hình thức", "Loại văn bản"], [words, "Công văn"]], [KIND, MEDIUM, DAY])
    assert both.places == {"medium": 0, "type": 1}
