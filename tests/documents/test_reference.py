import pytest

from documents import reference
from documents.models import DocumentType

pytestmark = pytest.mark.django_db


def test_the_decrees_kinds_are_loaded_once():
    DocumentType.objects.all().delete()
    assert reference.load() == 29
    assert reference.load() == 0
    assert DocumentType.objects.count() == 29


def test_letters_have_no_abbreviation_and_none_is_invented():
    reference.load()
    bare = DocumentType.objects.filter(abbreviation="").values_list("name", flat=True)
    assert set(bare) == {"Công văn", "Thư công"}
    assert DocumentType.objects.get(abbreviation="TC").name == "Thông cáo"


def test_a_kind_that_was_changed_is_brought_back():
    reference.load()
    DocumentType.objects.filter(number=2).update(abbreviation="QD")
    assert reference.load() == 1
    assert DocumentType.objects.get(number=2).abbreviation == "QĐ"
