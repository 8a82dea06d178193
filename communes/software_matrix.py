"""Units × programmes on a day: who must use what, who does, and who has been asked. Four queries, whatever the size."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.display import share
from communes.models import FollowUp, Software, SoftwareUse, Unit


class Mark(TextChoices):
    """What a unit and a programme have to do with each other."""

    IN_USE = "in_use", _("in use")
    MISSING = "missing", _("required, not in use")
    EXTRA = "extra", _("in use, not required")
    NONE = "none", _("not concerned")


# (required, in use)
_MARKS = {
    (True, True): Mark.IN_USE,
    (True, False): Mark.MISSING,
    (False, True): Mark.EXTRA,
    (False, False): Mark.NONE,
}


@dataclass(frozen=True)
class Cell:
    """One unit and one programme. `asked_until`: the deadline of an open follow-up."""

    unit_id: int
    software_id: int
    mark: Mark = Mark.NONE
    use_id: int | None = None
    accounts: int = 0
    active: int = 0
    asked_until: date | None = None


@dataclass
class Tally:
    """How many of what is required is in use."""

    required: int = 0
    used: int = 0

    def count(self, cell: Cell) -> None:
        """Add a cell; what is used without being required counts in neither."""
        self.required += cell.mark in (Mark.IN_USE, Mark.MISSING)
        self.used += cell.mark == Mark.IN_USE

    @property
    def missing(self) -> int:
        return self.required - self.used

    @property
    def percent(self) -> float | None:
        """The share in percent; None where nothing is required."""
        return self.used * 100 / self.required if self.required else None

    def __str__(self):
        return f"{self.used}/{self.required}"

    def in_words(self) -> str:
        """`16/18 (88,89 %)`."""
        return f"{self} ({share(self.percent)})" if self.required else str(self)


@dataclass
class Line:
    """A unit with a cell for each programme, in the order of these."""

    unit: Unit
    cells: list[Cell]
    tally: Tally


@dataclass
class Matrix:
    """Programmes, lines of units, and the totals of each programme and of all."""

    programmes: list[Software]
    lines: list[Line] = field(default_factory=list)
    totals: list[Tally] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


def matrix(units: Iterable[Unit], programmes: Iterable[Software], *, on: date) -> Matrix:
    """The matrix of a day; `units` and `programmes` are those to show, in order."""
    units, programmes = list(units), list(programmes)
    unit_ids, software_ids = [unit.pk for unit in units], [software.pk for software in programmes]
    uses = {
        (use.unit_id, use.software_id): use
        for use in SoftwareUse.objects.in_force(on=on).filter(unit__in=unit_ids, software__in=software_ids)
    }
    asked = {
        (unit_id, software_id): deadline
        for unit_id, software_id, deadline in FollowUp.objects.open()
        .filter(unit__in=unit_ids, software__in=software_ids, asked_on__lte=on)
        .values_list("unit_id", "software_id", "deadline")
    }
    found = Matrix(programmes, totals=[Tally() for _software in programmes])
    for unit in units:
        keys = [(unit.pk, software.pk) for software in programmes]
        line = Line(unit, [_cell(key, uses.get(key), asked.get(key)) for key in keys], Tally())
        for cell, total in zip(line.cells, found.totals, strict=True):
            for tally in (line.tally, total, found.tally):
                tally.count(cell)
        found.lines.append(line)
    return found


def _cell(key: tuple[int, int], use: SoftwareUse | None, asked_until: date | None) -> Cell:
    if use is None:
        return Cell(*key, asked_until=asked_until)
    mark = _MARKS[use.required, use.in_use]
    return Cell(*key, mark, use.pk, use.accounts, use.accounts_active, asked_until)
