"""What a register says once about each of its columns; mapping, reading, templates and sheets of errors follow it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from common.text import fold

# What a column holds; imports.sheets.values has one reader for each.
KINDS = ("text", "whole", "number", "day", "moment", "month", "yes_no", "choice", "unit")


@dataclass(frozen=True)
class Column:
    """`name`: the key of the value in a row. `label`: the heading of templates and exports (lazy, translated).

    `headings`: other headings under which officials and other systems write it, with or without diacritics.
    `choices`: (stored value, lazy label) pairs of a column of kind "choice"; a callable gives them late.
    `key`: it belongs to what tells rows apart, so an import finds the row that is there already.
    `note`: a sentence for the template: what to write and how (lazy).
    `also`: other words of a choice, folded, with the value that they mean.
    `longest`: characters that a text may have.
    `is_code`: a text that Excel likes to take for a day or a long number, which then are refused. `decimals`: how many
    digits such a code has after its dot, when a cell holds it as a number without the zeros at its end.
    `dates_row`: names of units in the row mean the units of this day, unless a column before it said which.
    """

    name: str
    label: str
    kind: str
    headings: tuple[str, ...] = ()
    required: bool = False
    choices: object = None
    key: bool = False
    note: str = ""
    longest: int = 2000
    also: tuple[tuple[str, str], ...] = ()
    is_code: bool = False
    decimals: int = 0
    dates_row: bool = True

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"{self.name}: no kind of column: {self.kind}")
        if (self.kind == "choice") != (self.choices is not None):
            raise ValueError(f"{self.name}: choices belong to columns of kind choice, and to those alone")

    def options(self) -> list[tuple[str, str]]:
        """(stored value, label in the reader's language), in order; empty unless it is a choice."""
        pairs = self.choices() if callable(self.choices) else self.choices or ()
        return [(value, str(label)) for value, label in pairs]

    def spellings(self) -> set[str]:
        """Every heading of the column, folded."""
        return {fold(text) for text in (self.name, *in_every_language(self.label), *self.headings)} - {""}

    def answers(self) -> dict[str, str]:
        """Stored value by every folded spelling of a choice: the value itself and its label in each language."""
        found = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                found |= {fold(label): value for value, label in self.options()}
        return dict(self.also) | {fold(str(value)): value for value, _label in self.options()} | found


def in_every_language(text) -> list[str]:
    """What a lazy text says in each language of the site."""
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(str(text))
    return found
