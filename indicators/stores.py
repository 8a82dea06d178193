"""The three stored roll-ups (Figure, ProcedureFigure, CoverageFigure) seen alike: a key beside unit and month, own
columns and total columns. Writing own values and folding them up the tree is then one piece of code."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, CharField, Q, Sum
from django.db.models.functions import Cast

from common.months import Month
from indicators.models import CoverageFigure, Figure, ProcedureFigure
from indicators.together import Part

# (unit id, *keys) -> columns by name; of a row that is read also its "pk", None while there is none.
Rows = dict[tuple, dict]


@dataclass(frozen=True)
class Store:
    """How one roll-up table is laid out. `pairs`: (own column, total column); `extra`: other own columns."""

    model: type
    keys: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    extra: tuple[str, ...] = ()
    # What a number is while there is none: no data for figures, zero for counts.
    nothing: int | None = 0
    # Where the section of a row stands; "" in a store of one section alone.
    section: str = ""

    def empty_own(self) -> dict:
        """The own columns of a row that says nothing."""
        return {name: "" if name == "blank" else self.nothing for name in self.own_columns}

    def empty_row(self) -> dict:
        """A row that is not stored."""
        return {"pk": None, **self.empty_own(), **dict.fromkeys(self.total_columns, self.nothing)}

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

    def within(self, section: str) -> Q:
        """The rows of a section."""
        return Q(**{self.section: section}) if self.section else Q()

    def first_keys(self, keys: set[tuple]) -> Q:
        """Few rows more than those of the keys: these are narrowed by the first part of each, exactly by the caller."""
        return Q(**{f"{self.keys[0]}__in": sorted({key[0] for key in keys})})

    def part(self, rows) -> Part:
        """Stored rows, to be read together with others and understood by `rows_of`."""
        return Part(rows, *self._by_kind("pk", "unit_id", *self.keys, *self.own_columns, *self.total_columns))

    def rows_of(self, lines: Iterable[tuple]) -> Rows:
        """Those rows by their key."""
        part = self.part(None)
        named = (dict(zip((*part.numbers, *part.words), line, strict=True)) for line in lines)
        return {(row.pop("unit_id"), *(row.pop(name) for name in self.keys)): row for row in named}

    def beside(self, month: Month, narrowed: Q, units: set[int]) -> Part:
        """The totals of the children of the units, added up, without those that are among the units themselves."""
        rows = self.month_rows(month, narrowed, None).filter(unit__parent_id__in=units).exclude(unit_id__in=units)
        # PostgreSQL adds bigints up to numerics, which Python reads as decimals.
        sums = [Cast(Sum(total), BigIntegerField()) for total in self.total_columns]
        return Part(rows, *self._by_kind("unit__parent_id", *self.keys), sums)

    def sums_of(self, lines: Iterable[tuple]) -> Rows:
        """Those totals by (parent, *keys)."""
        width = 1 + len(self.keys)
        return {line[:width]: dict(zip(self.total_columns, line[width:], strict=True)) for line in lines}

    def add(self, sums: dict, row: dict) -> None:
        """A child's totals to what is below its parent; None is no data, which adds nothing."""
        for name in self.total_columns:
            known = [number for number in (sums.get(name), row[name]) if number is not None]
            sums[name] = sum(known) if known else None

    def totals(self, row: dict, below: dict | None) -> dict:
        """The total columns of a row with this below it."""
        found = {}
        for own, total in self.pairs:
            parts = [part for part in (row[own], below[total] if below else None) if part is not None]
            found[total] = sum(parts) if parts else self.nothing
        return found

    def _by_kind(self, *names: str) -> tuple[list[str], list[str]]:
        """Names of whole numbers and names of texts."""
        texts = {field.attname for field in self.model._meta.concrete_fields if isinstance(field, CharField)}
        return [name for name in names if name not in texts], [name for name in names if name in texts]

    def write(self, month: Month, rows: Rows) -> None:
        """Insert or replace whole rows by their key."""
        names = (*self.own_columns, *self.total_columns)
        objects = [
            self.model(
                **dict(zip(("unit_id", *self.keys), key, strict=True)),
                **{name: row[name] for name in names},
                year=month.year,
                month=month.month,
            )
            for key, row in sorted(rows.items(), key=lambda item: tuple(map(str, item[0])))
        ]
        self.model.objects.bulk_create(
            objects,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["unit_id", *self.keys, "year", "month"],
            update_fields=names,
        )

    def remove(self, pks: list[int]) -> None:
        for start in range(0, len(pks), 1000):
            self.model.objects.filter(pk__in=pks[start : start + 1000]).delete()

    def is_zero(self, row: dict) -> bool:
        """Nothing worth a row: every column zero, missing or empty, and no value declared."""
        return row.get("reported") is None and not any(row[name] for name in (*self.own_columns, *self.total_columns))


FIGURES = Store(
    Figure,
    ("measure_id",),
    (("own", "total"),),
    ("registered", "reported", "blank"),
    nothing=None,
    section="measure__section",
)
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
    section="section",
)
