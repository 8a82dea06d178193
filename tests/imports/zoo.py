"""Hostile and odd files, made by a script, each with the answer that it must get.

`python -m tests.imports.zoo FOLDER` writes them out, to be tried by hand.
"""

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from imports.columns import Column

COLUMNS = (
    Column("number", "Số đến", "text", key=True),
    Column("day", "Ngày đến", "day", required=True),
    Column("notation", "Số, ký hiệu", "text"),
    Column("subject", "Trích yếu", "text", longest=500),
    Column("count", "Số lượng", "whole"),
    Column("share", "Tỷ lệ", "number"),
    Column("at", "Thời gian nhận", "moment"),
)
HEADINGS = [str(column.label) for column in COLUMNS]


@dataclass(frozen=True)
class Animal:
    """A file under its name; `make` gives its bytes. Either `refused` (the reason), or what its rows hold: `values` of
    some columns row by row, and `problems`: (row of the sheet, column, a part of the sentence)."""

    name: str
    make: Callable[[], bytes]
    refused: str = ""
    values: list[dict] | None = None
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def animals() -> list[Animal]:
    """All of them."""
    from tests.imports import zoo_books, zoo_hostile, zoo_layouts, zoo_texts

    return [*zoo_hostile.ANIMALS, *zoo_books.ANIMALS, *zoo_layouts.ANIMALS, *zoo_texts.ANIMALS]


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """A few bytes of it are others, a piece may be missing or stand there twice."""
    content = bytearray(whole)
    for _number in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    at, size = chance.randrange(len(content)), chance.choice([0, 0, 1, 40])
    return bytes(content[:at] + content[at : at + size] * chance.choice([0, 2]) + content[at + size :])


def write(folder: Path) -> None:
    """Every file into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for animal in animals():
        (folder / animal.name).write_bytes(animal.make())


if __name__ == "__main__":
    write(Path(sys.argv[1]))
