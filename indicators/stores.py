"""The three stored roll-ups (Figure, ProcedureFigure, CoverageFigure) seen alike: a key beside unit and month, own
columns and total columns. Writing own values and folding them up the tree is then one piece of code."""

from dataclasses import dataclass

from django.db.models import Q

from common.months import Month
from indicators.models import CoverageFigure, Figure, ProcedureFigure


@dataclass(frozen=True)
class Store:
    """How one roll-up table is laid out. `pairs`: (own column, total column); `extra`: other own columns."""

    model: type
    keys: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    extra: tuple[str, ...] = ()
    # What a number is while there is none: no data for figures, zero for counts.
    nothing: int | None = 0

    def empty_own(self) -> dict:
        """The own columns of a row that says nothing."""
        return {name: "" if name == "blank" else self.nothing for name in self.own_columns}

    @property
    def own_columns(self) -> tuple[str, ...]:
        return (*self.extra, *(own for own, _total in self.pairs))

    @property
    def total_columns(self) -> tuple[str, ...]:
        return tuple(total for _own, total in self.pairs)

    def month_rows(self, month: Month, narrowed: Q, unit_ids):
        """The stored rows of a month, of some units or all, within what `narrowed` says of the keys."""
        rows = self.model.objects.filter(narrowed, year=month.year, month=month.month)
        return rows if unit_ids is None else rows.filter(unit_id__in=list(unit_ids))

    def key_of(self, row) -> tuple:
        """(unit id, *keys) of a row or of a dict of its columns."""
        get = row.get if isinstance(row, dict) else lambda name: getattr(row, name)
        return (get("unit_id"), *(get(name) for name in self.keys))

    def write(self, month: Month, rows: dict[tuple, dict]) -> None:
        """Insert or replace whole rows by their key."""
        objects = [
            self.model(
                unit_id=key[0], year=month.year, month=month.month, **dict(zip(self.keys, key[1:], strict=True)), **row
            )
            for key, row in sorted(rows.items(), key=lambda item: tuple(map(str, item[0])))
        ]
        self.model.objects.bulk_create(
            objects,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["unit_id", *self.keys, "year", "month"],
            update_fields=[*self.own_columns, *self.total_columns],
        )

    def remove(self, pks: list[int]) -> None:
        for start in range(0, len(pks), 1000):
            self.model.objects.filter(pk__in=pks[start : start + 1000]).delete()

    def is_zero(self, row: dict) -> bool:
        """Nothing worth a row: every column zero, missing or empty, and no value declared."""
        return row.get("reported") is None and not any(row[name] for name in (*self.own_columns, *self.total_columns))


FIGURES = Store(Figure, ("measure_id",), (("own", "total"),), ("registered", "reported", "blank"), nothing=None)
PROCEDURES = Store(
    ProcedureFigure,
    ("procedure_id", "channel"),
    (
        ("own", "total"),
        ("own_results", "total_results"),
        ("own_finished", "total_finished"),
        ("own_late", "total_late"),
    ),
)
COVERAGE = Store(
    CoverageFigure,
    ("section",),
    tuple((f"own_{name}", name) for name in ("expected", "approved", "pending", "blank")),
)
