"""The letter follows the decree's layout, whatever language the reader has chosen."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from communes.letters import STATE, day_in_words, inside_sentence, letter_of, message_of, official_name
from tests.factories import communes as make


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 3, 5), "ngày 05 tháng 3 năm 2020"),
        (date(2020, 2, 28), "ngày 28 tháng 02 năm 2020"),
        (date(2020, 1, 10), "ngày 10 tháng 01 năm 2020"),
        (date(2020, 12, 9), "ngày 09 tháng 12 năm 2020"),
    ],
)
def test_days_below_ten_and_months_one_and_two_have_a_zero(day, words):
    assert day_in_words(day) == words


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Sử dụng ký số", "sử dụng ký số"),
        ("VNPT-iOffice chưa được sử dụng", "VNPT-iOffice chưa được sử dụng"),
        ("Bắc Hà chưa có mạng", "Bắc Hà chưa có mạng"),
        ("Ý kiến về ký số", "ý kiến về ký số"),
    ],
)
def test_subject_begins_small_unless_it_is_a_name(text, inside):
    assert inside_sentence(text) == inside


def test_commune_is_addressed_by_its_committee_and_an_office_by_its_name(tree):
    assert official_name(tree.tacuty) == "Ủy ban nhân dân xã Tả Củ Tỷ"
    assert official_name(tree.office) == "Phòng Văn hóa và Thông tin"


def asked(tree, **fields):
    software = make.make_software("Ký số chuyên dùng", lead=tree.office)
    fields = {"subject": "Sử dụng ký số", "deadline": date(2020, 8, 14), "asked_on": date(2020, 8, 3)} | fields
    return make.make_follow_up(tree.tacuty, software=software, **fields)


def test_letter_has_the_parts_of_the_decree(tree):
    letter = letter_of(asked(tree))
    assert letter.issuer == ("ỦY BAN NHÂN DÂN", "HUYỆN BẮC HÀ")
    assert letter.number == "Số: ……/UBND-VHTT"
    assert letter.subject == "V/v sử dụng ký số"
    assert letter.place_and_day == "Bắc Hà, ngày 03 tháng 8 năm 2020"
    assert letter.to == "Kính gửi: Ủy ban nhân dân xã Tả Củ Tỷ."
    assert letter.signature[0] == "TM. ỦY BAN NHÂN DÂN"
    assert "chậm nhất ngày 14 tháng 8 năm 2020" in letter.paragraphs[-2]
    assert letter.paragraphs[-1].endswith("./.")


def test_letter_says_what_is_missing_only_where_it_is(tree):
    follow_up = asked(tree, text="Dòng một.\n\nDòng hai.")
    assert "chưa sử dụng" not in letter_of(follow_up).paragraphs[0]
    make.make_software_use(follow_up.software, tree.tacuty, in_use=False)
    paragraphs = letter_of(follow_up).paragraphs
    assert "phải sử dụng nhưng chưa sử dụng phần mềm: Ký số chuyên dùng" in paragraphs[0]
    assert paragraphs[1:3] == ("Dòng một.", "Dòng hai.")


def test_message_says_who_what_until_when_and_where(tree):
    text = message_of(asked(tree), "https://bacha.example/follow-ups/1/")
    for part in ("xã Tả Củ Tỷ", "sử dụng ký số", "14/08/2020", "https://bacha.example/follow-ups/1/"):
        assert part in text


def test_letter_is_vietnamese_for_who_reads_english(client, tree):
    follow_up = asked(tree)
    client.force_login(make.make_member("leader", tree.district, language="en"))
    with translation.override("en"):
        page = client.get(reverse("communes:follow-up-letter", args=[follow_up.pk])).content.decode()
    assert STATE in page
    assert '<article class="letter" lang="vi">' in page
