"""Lines of a checked file between preview and publishing: beside the upload, in the order of the file.

JSON in lots of lines, one lot a line of the file. Values are put into plain JSON by the kind of their column.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path

from common.months import Month, divmod_month
from communes.intake import Line
from communes.models import Unit
from imports.columns import Column
from imports.rows import shown_values

LOT = 500

_PACKED = {
    "day": date.toordinal,
    "moment": datetime.isoformat,
    "month": lambda month: month.index,
    "number": str,
    "unit": lambda unit: unit.pk,
}


def write(path: Path, columns: tuple[Column, ...], lines: Iterable[Line]) -> None:
    """Stage lines. A value that a register worked out may stand in some lines only; None then means: leave it alone."""
    kinds = {column.name: column.kind for column in columns}
    names = list(kinds)
    packers = [_PACKED.get(kind) for kind in kinds.values()]
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(names) + "\n")
        for lot in _lots(iter(lines)):
            file.write(json.dumps([_packed(line, names, packers, kinds) for line in lot]) + "\n")


def read(path: Path, columns: tuple[Column, ...]) -> Iterator[Line]:
    """The lines again; units that are gone meanwhile are KeyError."""
    kinds = {column.name: column.kind for column in columns}
    with path.open(encoding="utf-8") as file:
        names = json.loads(file.readline())
        unpackers = _unpackers()
        of_names = [unpackers.get(kinds[name]) for name in names]
        for text in file:
            for number, target, version, before, values in json.loads(text):
                unpacked = [
                    value if unpack is None or value is None else unpack(value)
                    for unpack, value in zip(of_names, values, strict=True)
                ]
                yield Line(
                    number, dict(zip(names, unpacked, strict=True)), target, version,
                    {name: _one(unpackers.get(kinds[name]), value) for name, value in before.items()},
                )  # fmt: skip


def _packed(line: Line, names: list[str], packers: list, kinds: dict) -> list:
    values = line.values
    packed = [_one(pack, values.get(name)) for name, pack in zip(names, packers, strict=True)]
    before = {name: _one(_PACKED.get(kinds[name]), value) for name, value in line.before.items()}
    return [line.number, line.target, line.version, before, packed]


def _one(turn, value):
    return value if turn is None or value is None else turn(value)


def _unpackers() -> dict:
    units = _Units()
    return {
        "day": date.fromordinal,
        "moment": datetime.fromisoformat,
        "month": lambda index: Month(*divmod_month(index)),
        "number": Decimal,
        "unit": units.__getitem__,
    }


class _Units(dict):
    """Units by key, each read when it is first met: a file names few."""

    def __missing__(self, key: int) -> Unit:
        unit = Unit.objects.filter(pk=key).first()
        if unit is None:
            raise KeyError(key)
        self[key] = unit
        return unit


def _lots(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while lot := list(islice(lines, LOT)):
        yield lot


# --- Faults ----------------------------------------------------------------------------------------------------------


def write_faults(path: Path, lines: Iterable[Line]) -> None:
    """Keep the refused lines: number, and of each fault the column, what the cell holds, and the sentence."""
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            known = shown_values(line)
            found = [[one.name, one.shown or known.get(one.name, ""), one.sentence] for one in line.faults]
            file.write(json.dumps([line.number, found], ensure_ascii=False) + "\n")


def faults(path: Path, *, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, list]]:
    """(number of the row, [[column, value, sentence], …]) of the refused lines from `start` to `stop` (exclusive)."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for text in islice(file, start, stop):
            number, found = json.loads(text)
            yield number, found


# --- Rows passed over ------------------------------------------------------------------------------------------------


def write_passed(path: Path, first_row: int, passed: list[tuple[int, str]], *, last: int) -> None:
    """Keep which rows hold no record: those above the first, and of `sheets.lines.data`; empty ones after the last
    record are nothing to speak of."""
    found = [[number, "above"] for number in range(1, first_row + 1)]
    found += [[number, why] for number, why in passed if why != "empty" or number < last]
    path.write_text(json.dumps(found), encoding="utf-8")


def passed(path: Path) -> dict[str, list[int]]:
    """Why -> numbers of the rows that hold no record; nothing where the file is gone."""
    found: dict[str, list[int]] = {}
    with suppress(FileNotFoundError):
        for number, why in json.loads(path.read_text(encoding="utf-8")):
            found.setdefault(why, []).append(number)
    return found
