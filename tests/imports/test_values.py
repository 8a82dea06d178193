"""Cells as people type them and as Excel stores them; what no register may take is refused in a sentence."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common import display
from common.months import Month
from imports.columns import Column
from imports.sheets import days, legacy, numbers
from imports.sheets.problems import Ask, Unreadable
from imports.sheets.values import Context, RowReader, read

NUMBER = Column("n", "Số", "number")
DAYS = st.dates(date(1900, 3, 1), date(2100, 12, 31))
VIETNAMESE = re.findall(
    r"\w+",
    "Cộng hòa xã hội chủ nghĩa Việt Nam độc lập tự do hạnh phúc Ủy ban nhân dân huyện Bắc Hà quyết định thị trấn "
    "Tả Củ Tỷ Bản Phố hoà toán khoẻ thuở quý hưởng nghiêng",
)


@given(st.decimals(-(10**9), 10**9, places=4), st.booleans())
def test_shown_numbers_are_read_back(value, with_percent):
    shown = display.number(value) + (" %" if with_percent else "")
    assert read("number", shown, NUMBER, Context()) == value


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_are_read_from_text_and_cells(value):
    column = Column("n", "Số", "whole")
    assert {read("whole", raw, column, Context()) for raw in (display.number(value), str(value), value)} == {value}


@given(st.integers(1000, 999_999))
def test_a_lost_dot_is_asked_and_the_answer_holds(value):
    cell = value / 1000
    if cell == int(cell):
        return
    column = Column("n", "Số", "whole")
    with pytest.raises(Ask) as caught:
        read("whole", cell, column, Context())
    assert caught.value.candidates == [value]
    assert read("whole", cell, column, Context(answers={"n": "thousands"})) == value
    with pytest.raises(Unreadable):
        read("whole", cell, column, Context(answers={"n": "decimals"}))


def test_doubtful_decimals_are_asked_once_a_column():
    with pytest.raises(Ask) as caught:
        numbers.number(8.412, None)
    assert caught.value.candidates == [Decimal(8412), Decimal("8.412")]
    assert numbers.number(8.412, "decimals") == Decimal("8.412")
    assert numbers.number(8.412, "thousands") == Decimal(8412)
    # 8.410 and 8.400 were typed, which Excel no longer shows; 8 and 0,125 were never in doubt.
    assert [numbers.number(cell, "thousands") for cell in (8.41, 8.4, 8, 0.125)] == [8410, 8400, 8, Decimal("0.125")]
    assert numbers.number(8.41, None) == Decimal("8.41")


@given(DAYS)
def test_days_are_read_from_every_form(day):
    serial = (day - date(1899, 12, 30)).days
    forms = [f"{day:%d/%m/}{day.year}", f"{day.day}.{day.month}.{day.year}", day.isoformat(), f"{day:%Y%m%d}", day,
             f"ngày {day.day} tháng {day.month} năm {day.year}"]  # fmt: skip
    assert {days.day(form) for form in forms} == {day}
    if not 1900 <= serial <= 2100:
        assert days.day(serial) == days.day(serial + 0.75) == day


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)))
def test_moments_are_read_from_every_form(at):
    at = at.replace(second=0, microsecond=0)
    serial = (at - datetime(1899, 12, 30)) / timedelta(days=1)
    forms = [f"{at:%d/%m/%Y %H:%M}", f"{at:%H:%M:%S %d/%m/%Y}", f"{at:%Hh%M - %d/%m/%Y}", at.isoformat(), serial, at]
    forms.append(round(serial, 10))  # Excel keeps fifteen digits
    assert {days.moment(form) for form in forms} == {timezone.make_aware(at)}


@pytest.mark.parametrize(
    "written",
    ["06/2020", "6/2020", "06.2020", "Tháng 6/2020", "T6/2020", "tháng 06 năm 2020", "2020-06", date(2020, 6, 1)],
)
def test_month_is_read(written):
    assert days.month(written) == Month(2020, 6)


@pytest.mark.parametrize("written", ["13/2020", "6/20", "2020", 6.202, "06/3020", "quý II"])
def test_no_month_is_refused(written):
    with pytest.raises(Unreadable):
        days.month(written)


@pytest.mark.parametrize(("written", "value"), [("Có", True), ("x", True), ("KHÔNG", False), (1, True), ("", None)])
def test_yes_and_no_are_read(written, value):
    assert read("yes_no", written, Column("b", "B", "yes_no"), Context()) is value


CODE = Column("c", "Mã", "text", is_code=True, decimals=6)


@pytest.mark.parametrize("raw", [date(2020, 5, 1), datetime(2020, 5, 1), time(5, 20), "1,23E+12", "1.2e+015", 1e15])
def test_a_code_that_excel_has_made_something_else_of_is_refused(raw):
    with pytest.raises(Unreadable, match="Excel"):
        read("text", raw, CODE, Context())


@pytest.mark.parametrize(
    ("raw", "code"),
    [(2.00072, "2.000720"), (1.0011934, "1.0011934"), (1.001193, "1.001193"),
     ("2.00072", "2.00072"), (15, "15"), ("05/2020", "05/2020"), ("2E12", "2E12")],
)  # fmt: skip
def test_a_code_is_read_as_it_was_typed(raw, code):
    assert read("text", raw, CODE, Context()) == code
    if not isinstance(raw, float):
        assert read("text", raw, Column("n", "Ghi chú", "text"), Context()) == code


def test_choices_are_read_by_value_and_by_label_and_named_when_none_fits():
    column = Column("c", "C", "choice", choices=lambda: [("good", "Tốt"), ("broken", "Hỏng")])
    assert [read("choice", raw, column, Context()) for raw in ("TOT", "hỏng", "broken", " ")] == [
        "good", "broken", "broken", None
    ]  # fmt: skip
    with pytest.raises(Unreadable, match="“Tốt”, “Hỏng”"):
        read("choice", "lạ", column, Context())


@given(st.lists(st.sampled_from(VIETNAMESE), min_size=1, max_size=12).map(" ".join))
def test_unicode_is_never_taken_for_an_old_encoding(text):
    assert legacy.encoding_of(text) == ""
    assert legacy.encoding_of_bytes(as_windows_writes(text)) == ""


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("05/NQ-H§ND", "TCVN3"), ("12/L§TBXH", "TCVN3"), ("H§ND", "TCVN3"), ("CT §T", "TCVN3"), ("§Ò ¸n", "TCVN3"),
     ("§«ng", "TCVN3"), ("®Õn", "TCVN3"), ("§ 5", ""), ("§5", ""), ("§§ 5-7 BGB", ""), ("Intel®Core i5", "")],
)  # fmt: skip
def test_the_d_of_old_is_told_from_a_sign_of_paragraph_and_a_mark_of_trade(text, encoding):
    assert legacy.encoding_of(text) == encoding


def as_windows_writes(text: str) -> bytes:
    """In Windows' Vietnamese code page: the vowel with its mark, then the tone."""
    parts = unicodedata.normalize("NFD", text)
    for mark in "\u0302\u0306\u031b":  # circumflex, breve and horn belong to the letter
        parts = re.sub(rf"(.)([\u0300\u0301\u0303\u0309\u0323])?{mark}", rf"\1{mark}\2", parts)
    joined = re.sub("(.[\u0302\u0306\u031b])", lambda pair: unicodedata.normalize("NFC", pair[1]), parts)
    return joined.encode("cp1258")


def test_a_required_cell_is_asked_for_also_where_its_column_is_missing():
    columns = [Column("a", "A", "text", required=True), Column("b", "B", "text", required=True)]
    told, problems = RowReader(columns, {"a": 0}, Context()).read([None, "x"])
    assert (told, [problem.column for problem in problems]) == ({}, ["a", "b"])
