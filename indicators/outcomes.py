"""What became of filings, procedure by procedure: received, finished and late, from the stored figures."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from common.months import Month
from communes.models import Unit
from indicators.models import ProcedureFigure
from indicators.series import Number, percent, whole, whole_sum, within
from indicators.structure import Boundaries

_COLUMNS = ("", "_finished", "_late")


@dataclass(frozen=True)
class Outcome:
    """One procedure in a unit and period: filings received, finished (completed or returned), and of these late.
    `estimated`: a part of it is that of a unit that was split."""

    procedure_id: int
    received: int
    finished: int
    late: int
    estimated: bool = False

    @property
    def late_share(self) -> Decimal | None:
        """Late in percent of the finished; None while none is finished."""
        return percent(self.late, self.finished)


def outcomes(
    unit: Unit, first: Month, last: Month, *, structure: str | Boundaries = "was", kind: str = ""
) -> list[Outcome]:
    """Every procedure of which a filing was received or finished in the unit or below it. One query more or less."""
    boundaries = Boundaries.of(structure)
    parts = {unit.pk: Decimal(1)}
    column = "total"
    if kind or boundaries.shift(unit.pk).weights:
        parts, column = boundaries.parts([unit.pk], kind=kind)[unit.pk], "own"
    sums: dict[int, list[Number]] = defaultdict(lambda: [0, 0, 0])
    rough = set()
    rows = ProcedureFigure.objects.filter(within(first, last), unit_id__in=parts).order_by()
    counted = {f"n{name}": whole_sum(column + name) for name in _COLUMNS}
    for owner, procedure, *numbers in rows.values_list("unit_id", "procedure_id").annotate(**counted):
        part = parts[owner]
        sums[procedure] = [known + number * part for known, number in zip(sums[procedure], numbers, strict=True)]
        if part != 1 and any(numbers):
            rough.add(procedure)
    return [
        Outcome(procedure, *(whole(number) for number in numbers), estimated=procedure in rough)
        for procedure, numbers in sums.items()
        if any(numbers)
    ]
