"""A row on its way into a register: what it says, what it means there, what becomes of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from django.db import models


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Fault(NamedTuple):
    """Why a row is refused: the name of the value (empty if it is the row as a whole), a sentence, and what the cell
    holds where the value does not say it."""

    name: str
    sentence: str
    shown: str = ""


@dataclass(slots=True)
class Line:
    """One row. `number`: as the sheet counts it, from 1. `values`: by name; None is an empty cell, a name that is not
    there says nothing. `raw`: cells that could not be read, as they stand in the file.

    `target`, `version`: key and version of what it means in the register, as it was when they were compared; `before`:
    what stands there of each value that changes. `thing`: that record itself, `found`: what texts stand for; these two
    only within an intake.
    """

    number: int
    values: dict
    target: int | None = None
    version: int | None = None
    before: dict = field(default_factory=dict)
    raw: dict = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    found: dict = field(default_factory=dict)
    thing: models.Model | None = None
    # What a new row says holds already without being entered.
    is_settled: bool = False

    @property
    def fate(self) -> Fate:
        """What becomes of it."""
        if self.faults:
            return Fate.REFUSED
        if self.target is None:
            return Fate.UNCHANGED if self.is_settled else Fate.NEW
        return Fate.CHANGED if self.before else Fate.UNCHANGED

    @property
    def stands(self) -> bool:
        """Whether something is to be written."""
        return self.fate in (Fate.NEW, Fate.CHANGED)

    @property
    def changes(self) -> dict:
        """The values that differ from the register, as they are to be."""
        return {name: self.values[name] for name in self.before}

    def mean(self, thing: models.Model) -> None:
        """The row is this record of the register."""
        self.thing, self.target, self.version = thing, thing.pk, thing.version

    def refuse(self, sentence: str, name: str = "") -> None:
        """Nothing becomes of this row; may be said several times."""
        self.faults.append(Fault(name, str(sentence)))
