import pytest

from documents.words import LONGEST_QUERY, Query, kept, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dịch tả lợn châu Phi", ["dich", "ta", "lon", "chau", "phi"]),
        ("05/2020/QĐ-UBND", ["5", "2020", "qd", "ubnd"]),
        ("Ðường Đá, đ", ["duong", "da", "d"]),
        ("D\u1ecb\u200bch t\u0061\u0309", ["dich", "ta"]),
        ("71.814 – 000", ["71", "814", "0"]),
        ("a_b%c*", ["a", "b", "c"]),
        ("… / \U0001f600 ()", []),
        ("Москва ½", ["u43cu43eu441u43au432u430", "ubd"]),
    ],
)
def test_words_of_a_text(text, words):
    assert words_of(text) == words


def test_kept_words_stand_between_blanks_and_fields_apart():
    assert kept(["15", "", "15/QĐ-UBND", "Dịch tả"]) == " 15 . 15 qd ubnd . dich ta "
    assert kept(["", "—"]) == ""


@pytest.mark.parametrize(
    ("typed", "runs"),
    [
        ("dịch tả", (("dich",), ("ta",))),
        ('"dịch tả" lợn', (("dich", "ta"), ("lon",))),
        ("“dịch tả” lợn", (("dich", "ta"), ("lon",))),
        ('"dịch tả lợn', (("dich", "ta", "lon"),)),
        ("05/QĐ-UBND", (("5", "qd", "ubnd"),)),
        ("dich dich DỊCH", (("dich",),)),
        ('AND OR NEAR("a" b, 5) *', (("and",), ("or",), ("near",), ("a",), ("b",), ("5",))),
        ("%_ \x00 \U0001f600", ()),
        ('""""', ()),
        ("", ()),
    ],
)
def test_query_in_runs(typed, runs):
    assert Query.read(typed).runs == runs


def test_last_word_goes_on_while_somebody_types():
    assert Query.read("trien kh", goes_on=True).pieces == [" trien ", " kh"]
    assert Query.read("kh kh", goes_on=True).pieces == [" kh"]
    assert Query.read("trien kh ", goes_on=True).pieces == [" trien ", " kh "]
    assert Query.read("  ", goes_on=True).pieces == []


def test_query_has_an_end():
    assert len(Query.read("a " * 5000).runs) == 1
    assert sum(map(len, Query.read("ab cd " * 5000).runs)) <= LONGEST_QUERY


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("dich", ["Dịch", "dịch"]),
        ('"dich ta"', ["Dịch", "tả"]),
        ("5/qd-ubnd", ["05", "QĐ", "UBND"]),
        ("khong", []),
    ],
)
def test_places_of_the_words_in_what_is_shown(typed, marked):
    text = "Dịch tả theo 05/QĐ-UBND, ổ dịch"
    assert [text[start:end] for start, end in Query.read(typed).found_in(text)] == marked
