"""The catalogue is refused for each way in which it can be incomplete."""

import polib
import pytest

from devtools.messages import Message
from devtools.translations import problems, update

SAVE = Message("x.py:1", "Save")
ROWS = Message("x.py:2", "%(n)s row", "%(n)s rows")


@pytest.fixture
def catalogue(tmp_path):
    """A complete one of two texts."""
    path = tmp_path / "vi" / "django.po"
    update(path, [SAVE, ROWS])
    po = polib.pofile(str(path))
    po.find("Save").msgstr = "Lưu"
    po.find("%(n)s row").msgstr_plural = {0: "%(n)s dòng"}
    _save(path, po)
    return path


def _save(path, po, *, compiled=True):
    po.save(str(path))
    if compiled:
        po.save_as_mofile(str(path.with_suffix(".mo")))


def _change(path, text, **values):
    po = polib.pofile(str(path))
    entry = po.find(text)
    for name, value in values.items():
        setattr(entry, name, value)
    _save(path, po)


def test_translations_complete_catalogue_has_no_problems(catalogue):
    assert problems(catalogue, [SAVE, ROWS]) == []


def test_translations_without_a_catalogue_say_how_to_make_one(tmp_path):
    (sentence,) = problems(tmp_path / "django.po", [SAVE])
    assert "There is no Vietnamese catalogue yet" in sentence


def test_translations_new_text_is_named_with_its_place(catalogue):
    assert problems(catalogue, [SAVE, ROWS, Message("y.py:7", "Delete")]) == ["y.py:7: not in django.po: 'Delete'"]


@pytest.mark.parametrize(
    ("text", "change", "fault"),
    [
        ("Save", {"msgstr": ""}, "not translated"),
        ("Save", {"flags": ["fuzzy"]}, "fuzzy"),
        ("%(n)s row", {"msgstr_plural": {0: "dòng"}}, "placeholders ['%(n)s'] became []"),
        ("%(n)s row", {"msgstr_plural": {0: "%(n)s dòng", 1: "%(n)s dòng"}}, "one plural form"),
    ],
)
def test_translations_faulty_entry_is_named(catalogue, text, change, fault):
    _change(catalogue, text, **change)
    (sentence,) = problems(catalogue, [SAVE, ROWS])
    assert fault in sentence


def test_translations_old_compiled_catalogue_is_named(catalogue):
    po = polib.pofile(str(catalogue))
    po.find("Save").msgstr = "Ghi lại"
    _save(catalogue, po, compiled=False)
    (sentence,) = problems(catalogue, [SAVE, ROWS])
    assert "django.mo is older" in sentence


def test_translations_update_keeps_what_is_translated(catalogue):
    update(catalogue, [SAVE, ROWS, Message("y.py:7", "Delete")])
    po = polib.pofile(str(catalogue))
    assert (po.find("Save").msgstr, po.find("Delete").msgstr) == ("Lưu", "")
