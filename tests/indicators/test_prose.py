"""Sentences from values: the article's words, comparisons, and what is said where there is no data."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.months import Month
from indicators import prose

JANUARY, JUNE = Month(2020, 1), Month(2020, 6)
values = st.none() | st.integers(0, 10**9)
shares = st.none() | st.decimals(0, 100, places=2)


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ((2020, 1), (2020, 6), "6 tháng đầu năm 2020"),
        ((2019, 7), (2019, 12), "6 tháng cuối năm 2019"),
        ((2020, 1), (2020, 9), "9 tháng đầu năm 2020"),
        ((2020, 4), (2020, 6), "quý II năm 2020"),
        ((2020, 1), (2020, 12), "năm 2020"),
        ((2020, 6), (2020, 6), "tháng 06/2020"),
        ((2019, 11), (2020, 2), "giai đoạn từ tháng 11/2019 đến tháng 02/2020"),
        ((2020, 2), (2020, 4), "giai đoạn từ tháng 02/2020 đến tháng 04/2020"),
    ],
)
def test_period_name_is_the_usual_one(first, last, name):
    assert prose.period_name(Month(*first), Month(*last)) == name


def test_period_says_its_dates():
    assert prose.period_with_dates(JANUARY, JUNE) == ("6 tháng đầu năm 2020 (số liệu từ 01/01/2020 đến 30/06/2020)")


def test_period_says_the_dates_of_the_reporting_calendar(settings):
    settings.REPORTING_CUTOFF_DAY = 14
    assert prose.dates(JANUARY, JUNE) == "số liệu từ 15/12/2019 đến 14/06/2020"


def test_dates_of_a_running_period_end_today():
    july, august = Month(2020, 7), Month(2020, 8)
    assert prose.dates(july, august, today=date(2020, 8, 3)) == "số liệu từ 01/07/2020 đến 03/08/2020"
    assert prose.dates(july, july, today=date(2020, 8, 3)) == "số liệu từ 01/07/2020 đến 31/07/2020"


def test_documents_are_told_in_the_words_of_the_article():
    assert prose.documents(JANUARY, JUNE, incoming=71814, outgoing=10281, signed=8412) == (
        "Trong 6 tháng đầu năm 2020, tổng số văn bản đến là 71.814, văn bản đi là 10.281, "
        "văn bản điện tử được ký số là 8.412."
    )


def test_documents_without_data_say_so():
    assert prose.documents(JANUARY, JUNE, incoming=None, outgoing=None, signed=None) == (
        "Trong 6 tháng đầu năm 2020 chưa có số liệu về văn bản."
    )
    assert "văn bản đi chưa có số liệu" in prose.documents(JANUARY, JUNE, incoming=5, outgoing=None, signed=0)


def test_signed_share_says_what_it_takes_for_granted():
    sentence = prose.signed_share(Decimal("81.82"))
    assert "tỷ lệ ký số/văn bản đi (giả định) là 81,82\u00a0%" in sentence[:1].lower() + sentence[1:]
    assert prose.signed_share(None) == ""


def test_computers_are_told_by_kind_only_when_they_add_up():
    assert prose.computers(597, 569, 28) == "597 = 569 máy để bàn + 28 máy xách tay"
    assert prose.computers(597, 569, 27) == ""
    assert prose.computers(597, None, 28) == ""


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (110, 100, "tăng 10,00\u00a0%"),
        (2, 3, "giảm 33,33\u00a0%"),
        (7, 7, "không đổi"),
        (12, 0, "từ 0 lên 12"),
        (1_000_001, 1_000_000, "tăng dưới 0,01\u00a0%"),
        (None, 7, ""),
        (7, None, ""),
    ],
)
def test_change_of_a_count_is_told_in_percent(now, before, words):
    assert prose.change(now, before) == words


def test_change_of_a_share_is_told_in_points():
    assert prose.change(Decimal("81.82"), Decimal("78.70"), is_share=True) == "tăng 3,12 điểm phần trăm"


@pytest.mark.parametrize(
    ("now", "before", "is_share", "text"),
    [
        (110, 100, False, "+10,00\u00a0%"),
        (2, 3, False, "−33,33\u00a0%"),
        (7, 7, False, "0"),
        (12, 0, False, "+12"),
        (Decimal("81.82"), Decimal("78.70"), True, "+3,12 điểm"),
        (Decimal("0.23"), Decimal(0), True, "+0,23 điểm"),
        (None, 7, False, ""),
    ],
)
def test_short_change_is_signed(now, before, is_share, text):
    assert prose.short_change(now, before, is_share=is_share) == text


def test_number_of_units_is_told_beside_the_one_of_the_article():
    assert prose.units_beside(19, 21, article=True) == "19 đơn vị; bài báo nêu 21"
    assert prose.why_units_differ(19, 21, ["xã A nhập vào xã B", "xã C nhập vào xã D"], article=True) == (
        "19 đơn vị chứ không phải 21 như bài báo nêu: xã A nhập vào xã B; xã C nhập vào xã D."
    )


def test_comparison_names_the_other_period_and_its_value():
    assert prose.compared(110, 100, Month(2019, 1), Month(2019, 6)) == (
        "tăng 10,00\u00a0% so với 6 tháng đầu năm 2019 (100)"
    )


def test_target_says_the_distance():
    assert prose.against_target(Decimal(100), Decimal("100.00")) == "đạt chỉ tiêu 100\u00a0%"
    assert prose.against_target(Decimal("81.82"), Decimal(100)) == (
        "còn thiếu 18,18 điểm phần trăm so với chỉ tiêu 100\u00a0%"
    )
    assert "vượt giới hạn" in prose.against_target(Decimal(7), Decimal(5), direction="down")
    assert prose.against_target(Decimal(7), None) == ""
    assert "chưa có số liệu" in prose.against_target(None, Decimal(5))


def test_english_is_whole():
    with translation.override("en"):
        assert prose.documents(JANUARY, JUNE, incoming=71814, outgoing=10281, signed=8412) == (
            "In the first 6 months of 2020, the total of incoming documents was 71.814, "
            "that of outgoing documents 10.281, digitally signed electronic documents 8.412."
        )


@given(now=values, before=values)
def test_change_says_the_right_direction(now, before):
    with translation.override("vi"):
        words = prose.change(now, before)
    if now is None or before is None:
        assert words == ""
    elif now == before:
        assert words == "không đổi"
    elif before:
        assert words.startswith("tăng" if now > before else "giảm")
        assert " 0,00" not in words


@given(incoming=values, outgoing=values, signed=values)
def test_documents_never_show_a_bare_none(incoming, outgoing, signed):
    with translation.override("vi"):
        sentence = prose.documents(JANUARY, JUNE, incoming=incoming, outgoing=outgoing, signed=signed)
    assert "None" not in sentence
    assert sentence.startswith("Trong 6 tháng đầu năm 2020")
    assert sentence.endswith(".")


@given(value=shares, target=shares, direction=st.sampled_from(["up", "down"]))
def test_target_is_met_or_missed_by_more_than_nothing(value, target, direction):
    with translation.override("vi"):
        sentence = prose.against_target(value, target, direction=direction)
    assert ("đạt chỉ tiêu" in sentence) == prose.meets(value, target, direction=direction)
