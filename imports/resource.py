"""What a register says of itself, so that its rows can be imported. The engine does everything else.

How a register is plugged in
----------------------------
1. A module in `imports/resources/` with a subclass of `Resource`: `key`, `title`, `columns`, `capability`, `models`.
2. `existing(lines, context)`: the rows that are there already, by the key of a line, in few queries. With it the
   default `judge` knows what is new, changed and unchanged.
3. `check(lines, context)`: the rules of the register, the same that its forms ask, in words at the line and column.
4. `publish(lines, context, batch)`: the bulk actions of the register, all rows or none.
5. The instance stands in `imports.resources.RESOURCES`. List, template, mapping, preview, undo and access follow.

The way of a file: cells are read by `imports.sheets`, put into columns, turned into values (below), judged, and staged
beside the upload. Nothing of the register is written before `publish`, which runs in one transaction with the row of
the import: what the preview showed is written, or nothing.

A line is that of `communes.intake`. Its values: text str, whole int, number Decimal, day date, moment datetime (aware),
month common.months.Month, yes_no bool, choice the stored value, unit communes.models.Unit. An empty cell is None; a
column that the file does not have is not in `values` at all, and an import leaves it alone in rows that exist.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from common import clock
from common.models import Batch
from common.months import Month
from common.text import fold
from communes.intake import Fate, Line
from communes.models import ClosedMonth, Unit
from communes.scope import scope_of
from imports.columns import Column


class Unusable(Exception):
    """Nothing can become of the whole file; the message says why and what to do. The file is removed at once."""


@dataclass(slots=True)
class Existing:
    """A row of the register beside a line: its key, its version (None if it has none), and its values by column."""

    pk: int
    version: int | None
    values: dict


@dataclass
class Context:
    """Who imports what into where. `unit`: the unit of lines that name none, as chosen with the file."""

    by: object
    capability: str = "registers"
    unit: Unit | None = None
    batch: Batch | None = None

    def __post_init__(self):
        self.today = clock.today()
        self._closed: set | None = None

    def may_write(self, unit: Unit) -> bool:
        """Whether the person may do this in the unit."""
        reach = scope_of(self.by).units_for(self.capability)
        return reach is None or unit.pk in reach

    def is_closed(self, unit_id: int, month: Month) -> bool:
        """Whether the month of the unit is closed; all closed months are read once."""
        if self._closed is None:
            self._closed = set(ClosedMonth.objects.values_list("unit_id", "year", "month"))
        return (unit_id, month.year, month.month) in self._closed

    @staticmethod
    def closed_sentence(unit: Unit, month: Month) -> str:
        """Why a line that would change this month is refused."""
        names = {"month": month.label, "unit": unit.full_name}
        return _("Month %(month)s of %(unit)s is closed; this would change its figures.") % names


class Resource:
    """A register that can be imported. `key`: stands in addresses and in the database, never changed.

    `capability`: what of communes.scope.CAPABILITIES the person needs. `models`: whose rows it writes, things before
    the rows that belong to them. `asks_unit`: files of one unit need no column of it; the upload asks for the unit.
    """

    key = ""
    title: str = ""
    columns: tuple[Column, ...] = ()
    capability = "registers"
    models: tuple[type[Model], ...] = ()
    asks_unit = True
    # A sentence for the page on which the file is chosen.
    about: str = ""
    # Where the rows can be seen afterwards: the name of a route without arguments.
    list_route = ""

    # --- Preview -----------------------------------------------------------------------------------------------------

    def judge(self, lines: list[Line], context: Context) -> None:
        """Say of every line what would become of it. Reads only. Lines that were refused before stay refused."""
        standing = [line for line in lines if line.fate != Fate.REFUSED]
        keys = self.refuse_twins(standing)
        known = self.existing(standing, context)
        for line in standing:
            found = known.get(keys[line.number]) if line.number in keys else None
            if found is not None and not line.faults:
                self.compare(line, found)
        self.check([line for line in standing if line.stands], context)

    def key_of(self, line: Line) -> Hashable:
        """What tells rows apart: the values of the key columns, texts folded; None for a line that has no key and is
        always new."""
        found = tuple(_comparable(line.values.get(column.name)) for column in self.columns if column.key)
        return found if found and any(part is not None for part in found) else None

    def refuse_twins(self, lines: Iterable[Line]) -> dict[int, Hashable]:
        """The key of each line by its number; the second line with a key is refused."""
        first: dict[Hashable, int] = {}
        keys = {}
        for line in lines:
            key = self.key_of(line)
            if key is None:
                continue
            keys[line.number] = key
            if first.setdefault(key, line.number) != line.number:
                line.refuse(_("Row %(row)s of the file is the same record.") % {"row": first[key]})
        return keys

    def existing(self, lines: list[Line], context: Context) -> dict[Hashable, Existing]:
        """The rows of the register that the lines may mean, within the person's scope, by `key_of`."""
        return {}

    def compare(self, line: Line, found: Existing) -> None:
        """Unchanged, or changed with what stood there before. An empty cell changes nothing."""
        line.target, line.version = found.pk, found.version
        given = {name: value for name, value in line.values.items() if value is not None and name in found.values}
        line.before = {name: found.values[name] for name, value in given.items() if found.values[name] != value}

    def check(self, lines: list[Line], context: Context) -> None:
        """Refuse, in words, the new and changed lines that the rules of the register do not allow."""

    # --- Publishing --------------------------------------------------------------------------------------------------

    def prepare(self, lines: Iterator[Line], context: Context):
        """What can be worked out before the transaction, so that nobody waits for it; given to `publish`.

        `lines` can be gone through once: a file has up to 100,000, and what is made of them is large enough.
        """
        return list(lines)

    def publish(self, prepared, context: Context, batch: Batch) -> None:
        """Write the new and the changed lines, all or none, through the actions of the register; within a transaction.

        An ActionError says why not; then nothing is written and the person is sent back to the preview.
        """
        raise NotImplementedError

    # --- Undoing -----------------------------------------------------------------------------------------------------

    def undo_blockers(self, batch: Batch) -> list[str]:
        """Why the import cannot be taken back, in sentences, beside what imports.undoing finds by itself."""
        return []

    def units_of(self, batch: Batch) -> set[int]:
        """The units of the rows that the trail does not name one by one, because they only carry the batch."""
        return set()

    def remove(self, write, batch: Batch) -> int:
        """Take away the rows that only carry the batch, mark their cells as stale; returns how many went."""
        return 0


def column_of(resource: Resource, name: str) -> Column | None:
    """The column of that name."""
    return next((column for column in resource.columns if column.name == name), None)


def _comparable(value):
    if isinstance(value, str):
        return fold(value)
    return value.pk if isinstance(value, Model) else value
