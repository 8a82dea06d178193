"""Vietnamese text: one normal form, search without diacritics, dictionary order (domain.md 8.5)."""

import unicodedata

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from common.text import fold, normalise, one_line, sort_key
from communes.models import Unit
from tests.factories.communes import make_unit

# domain.md 8.5, with the same syllable in all six tones and the letters that a plain sort puts last.
IN_ORDER = [
    "an", "ăn", "ân", "ba", "bà", "bả", "bã", "bá", "bạ", "Bản Cái", "Bản Già", "Bản Liền", "Bản Phố", "Bảo Nhai",
    "Bắc Hà", "Cốc Lầu", "Cốc Ly", "Dạ", "Đá", "ê a", "Lầu Thí Ngài", "Lùng Cải", "Lùng Phình", "Na Hối", "Nậm Đét",
    "Nậm Khánh", "Nậm Lúc", "Nậm Mòn", "on", "ôn", "ơn", "Tà Chải", "Tả Củ Tỷ", "Tả Van Chư", "Thải Giàng Phố",
    "Thôn 2", "Thôn 3", "thu", "thư", "ưa",
]  # fmt: skip
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


def test_sort_key_gives_the_dictionary_order():
    assert sorted(set(IN_ORDER), key=sort_key) == IN_ORDER
    assert sorted(IN_ORDER) != IN_ORDER


@pytest.mark.django_db
def test_database_sorts_as_the_dictionary_does():
    for number, name in enumerate(reversed(IN_ORDER)):
        make_unit(name, slug=f"u{number}")
    assert list(Unit.objects.order_by("sort_key").values_list("name", flat=True)) == IN_ORDER, connection.vendor


def test_sort_key_does_not_look_at_capitals_or_blanks():
    assert sort_key(" TẢ  CỦ TỶ ") == sort_key("tả củ tỷ")
    assert sort_key("Bản") < sort_key("Bản Cái") < sort_key("Bảng")


@given(TEXTS)
@example("İ" * 20)
@example("ΐ" * 20)
def test_sort_key_is_short_and_plain(text):
    key = sort_key(text)
    assert len(key) <= 3 * len(one_line(text)) + 2
    assert set(key) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ðường Ðiện ð", "Đường Điện đ"),
        (unicodedata.normalize("NFD", "Tả Củ Tỷ"), "Tả Củ Tỷ"),
        ("Bản\u00a0Phố\u200b\ufeff", "Bản Phố"),
        ("a\u00adb\u202ec\x00d", "abcd"),
        ("một\r\nhai\rba\u2028bốn\x0bnăm", "một\nhai\nba\nbốn\nnăm"),
        ("a\x01\u0301", "á"),
    ],
)
def test_normalise(text, expected):
    assert normalise(text) == expected


@given(TEXTS)
@example("a\u200b\u0301 \r\n")
def test_normalise_is_nfc_and_final(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} for c in once if c not in "\n\t")


@given(TEXTS)
@example("Ðường mòn ð")
def test_normalise_is_the_same_on_both_ways(text):
    """A text with an unseen character takes the long way."""
    assert normalise(text) == normalise(f"{text}\u200b")


def test_one_line_has_single_blanks():
    assert one_line(" Tả\n Củ\t\u3000Tỷ ") == "Tả Củ Tỷ"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tả Củ Tỷ", "ta cu ty"),
        ("ĐIỆN BIÊN Ðông", "dien bien dong"),
        ("12/QĐ-UBND", "12/qd-ubnd"),
        (unicodedata.normalize("NFD", "Nước Ưu ế"), "nuoc uu e"),
        ("①②", "12"),
    ],
)
def test_fold(text, expected):
    assert fold(text) == expected


@given(TEXTS)
@example("ﷺ½㎏İß")
def test_fold_is_never_longer_and_final(text):
    assert len(fold(text)) <= len(normalise(text))
    assert fold(fold(text)) == fold(text)
