"""Every file of the zoo gets the answer that stands beside it."""

import contextlib
import itertools
import random
import re
from pathlib import Path

import pytest

from common.files.unfit import Unfit
from imports.sheets import guard, headings, lines, reading, values
from tests.imports.zoo import COLUMNS, Animal, animals, damaged

ZOO = animals()


@pytest.fixture(autouse=True)
def _vietnamese(settings):
    settings.LANGUAGE_CODE = "vi"


def taste(path: Path, folder: Path):
    """(headings found, [(row number, values)], problems as (row, column, sentence))."""
    sheets = reading.read(path, guard.check(path, path.name), folder)
    sheet, found = likeliest(folder, sheets, COLUMNS)
    reader = values.RowReader(COLUMNS, found.places, values.Context(is_ours=sheet.is_ours))
    rows, problems = [], []
    cells = reading.rows(folder, sheet, first=found.first_data_row)
    for number, row in lines.data(cells, found.first_data_row, found.headings):
        told, wrong = reader.read(row)
        rows.append((number, told))
        problems += [(number, problem.column, problem.sentence) for problem in wrong]
    return found, rows, problems


def likeliest(folder: Path, sheets, columns):
    """The sheet in which most columns are recognised, and what was found there."""
    tried = [(sheet, headings.find(reading.rows(folder, sheet), columns)) for sheet in sheets]
    return max(tried, key=lambda one: (len(one[1].places), not one[0].is_hidden))


def as_said(value):
    """Moments as people read them."""
    return f"{value:%d/%m/%Y %H:%M}" if hasattr(value, "hour") else value


@pytest.mark.parametrize("animal", ZOO, ids=lambda animal: animal.name)
def test_every_file_gets_its_answer(animal: Animal, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(animal.make())
    if animal.refused:
        with pytest.raises(Unfit) as caught:
            taste(path, tmp_path)
        assert caught.value.reason == animal.refused
        assert re.search(r"[.!]$", str(caught.value))
        assert [one.name for one in tmp_path.iterdir() if one.name != "upload"] == []
        return
    found, rows, problems = taste(path, tmp_path)
    shown = [{name: as_said(told.get(name)) for name in expected}
             for (_number, told), expected in itertools.zip_longest(rows, animal.values, fillvalue={})]  # fmt: skip
    assert [(number, column) for number, column, _sentence in problems] == [one[:2] for one in animal.problems]
    assert all(part in told[2] for told, (_row, _name, part) in zip(problems, animal.problems, strict=True)), problems
    assert (shown, len(rows)) == (animal.values, len(animal.values))
    assert found.dropped == animal.dropped


def test_zoo_is_large_and_its_names_differ():
    assert len({animal.name for animal in ZOO}) == len(ZOO) >= 60


@pytest.mark.parametrize("name", ["small.xlsx", "small.ods", "plain.csv"])
def test_no_damage_is_an_error_of_ours(name, tmp_path):
    """Bytes changed, cut out and put in at random places: a table or a sentence, never anything else."""
    chance = random.Random(name)
    whole = next(animal for animal in ZOO if animal.name == name).make()
    path = tmp_path / "upload"
    for _number in range(12):
        path.write_bytes(damaged(whole, chance))
        with contextlib.suppress(Unfit):
            taste(path, tmp_path)
