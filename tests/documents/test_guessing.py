"""What a notation says about the kind."""

import pytest

from documents.guessing import kind_of
from documents.models import DocumentType

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("15/QĐ-UBND", "QĐ"), ("05/2020/QĐ-UBND", "QĐ"), ("15/qđ-ubnd", "QĐ"), ("15/qd-ubnd", "QĐ"),
        ("15/Q\u00d0-UBND", "QĐ"), ("08/BC-VHTT", "BC"),
        ("896/NQ-UBTVQH14", "NQ"), ("3/TTr-UBND", "TTr"), ("3/ttr-ubnd", "TTr"), ("7/QyĐ-UBND", "QyĐ"),
        ("1/HĐ-UBND", "HĐ"), ("1/HD-UBND", "HD"), ("1/ĐA-UBND", "ĐA"), ("1/DA-UBND", "DA"), ("9/BC", "BC"),
        ("120/UBND-VP", None), ("15-CV/HU", None), ("", None), ("QĐ-UBND", None), ("15/QĐUBND", None),
        ("30/2020/NĐ-CP", None), ("BC/15", None),
    ],
)  # fmt: skip
def test_kind_of_a_notation(code, short):
    kind = kind_of(code, DocumentType.objects.all())
    assert (kind.abbreviation if kind else None) == short


def test_kind_that_could_be_two_is_none():
    # Without marks "hđ" and "hd" are the same, but what was typed fits one of them to the letter.
    kinds = [DocumentType(name="a", abbreviation="HĐ"), DocumentType(name="b", abbreviation="hĐ")]
    assert kind_of("1/hđ-UBND", kinds) is None
    assert kind_of("1/HĐ-UBND", kinds).name == "a"
