"""As it was / as it is: where a unit's own figures go when they are read in today's structure (design.md 4).

as_is(U) = total(U) + Σx (W(U, x) − [x under U]) · own(x), W(U, x) = the part of x whose heirs lie under U.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef

from communes.models import Succession, Unit, UnitClosure

ONE = Decimal(1)


@dataclass(frozen=True)
class Shift:
    """Own figures to add to (or take from) a unit's total: unit id -> weight."""

    weights: dict[int, Decimal]

    @property
    def added(self) -> set[int]:
        """The units that were elsewhere and whose heirs are (also) here."""
        return {x for x, weight in self.weights.items() if weight > 0}

    @property
    def removed(self) -> set[int]:
        """The units that were here and whose heirs are all elsewhere."""
        return {x for x, weight in self.weights.items() if weight == -1}

    @property
    def divided(self) -> set[int]:
        """The units of which only a part is here, by the share of a split: what comes of them is an estimate."""
        return {x for x, weight in self.weights.items() if weight % 1}


NO_SHIFT = Shift({})


class Boundaries:
    """The structure that figures are read in, "was" or "is". Whoever reads several figures passes one of these along:
    the successions are then read once, not once a figure."""

    def __init__(self, structure: str):
        self.is_today = structure == "is"
        self._known: dict[tuple, dict[int, Shift]] = {}

    @classmethod
    def of(cls, structure: "str | Boundaries") -> "Boundaries":
        """From the word of an address, or what was made of it already."""
        return structure if isinstance(structure, cls) else cls(structure)

    def shifts(self, unit_ids: Iterable[int], *, kind: str = "") -> dict[int, Shift]:
        """For each unit, what today's structure adds or takes away; units that nothing changes for are left out."""
        ids = tuple(unit_ids)
        if not self.heirs:
            return {}
        if (ids, kind) not in self._known:
            below = _concerned(ids, kind)
            found = {unit: self._shift(below[unit]) for unit in ids}
            self._known[ids, kind] = {unit: shift for unit, shift in found.items() if shift.weights}
        return self._known[ids, kind]

    def shift(self, unit_id: int, *, kind: str = "") -> Shift:
        """The same for one unit."""
        return self.shifts([unit_id], kind=kind).get(unit_id, NO_SHIFT)

    def parts(self, unit_ids: Iterable[int], *, kind: str = "") -> dict[int, dict[int, Decimal]]:
        """For each unit, those whose own figures belong to it, each with the part of it that does."""
        found: dict[int, dict[int, Decimal]] = {unit: {} for unit in unit_ids}
        rows = UnitClosure.objects.filter(ancestor_id__in=found)
        if kind:
            rows = rows.filter(descendant__kind=kind)
        for ancestor, descendant in rows.values_list("ancestor_id", "descendant_id"):
            found[ancestor][descendant] = ONE
        for unit, shift in self.shifts(found, kind=kind).items():
            for x, weight in shift.weights.items():
                part = found[unit].get(x, 0) + weight
                if part:
                    found[unit][x] = part
                else:
                    del found[unit][x]
        return found

    @property
    def signature(self) -> int:
        """The same for the same successions, so that a page kept under it is not shown after they have changed."""
        return hash(frozenset((x, frozenset(shares.items())) for x, shares in self.heirs.items()))

    def is_inherited(self, unit_id: int) -> bool:
        """Whether all that the unit had counts elsewhere."""
        return unit_id in self.heirs

    def begins(self, unit: Unit) -> date:
        """The first day of which the unit has figures: that of the oldest unit that it, or one below it, took over."""
        before = Unit.objects.filter(pk__in=self.shift(unit.pk).added)
        return min([unit.valid_from, *before.values_list("valid_from", flat=True)])

    @cached_property
    def heirs(self) -> dict[int, dict[int, Decimal]]:
        """Every unit that was succeeded -> its final heirs with the products of the shares on the way."""
        return _heirs() if self.is_today else {}

    @cached_property
    def _left_by(self) -> dict[int, dict[int, Decimal]]:
        """The same from the other end: heir -> what it has of whom."""
        found: dict[int, dict[int, Decimal]] = defaultdict(dict)
        for x, shares in self.heirs.items():
            for heir, share in shares.items():
                found[heir][x] = share
        return found

    def _shift(self, below: set[int]) -> Shift:
        weights: dict[int, Decimal] = defaultdict(Decimal)
        for one in below:
            if one in self.heirs:
                weights[one] -= 1
            for x, share in self._left_by.get(one, {}).items():
                weights[x] += share
        return Shift({x: weight for x, weight in weights.items() if weight})


def _concerned(unit_ids: tuple[int, ...], kind: str) -> dict[int, set[int]]:
    """For each unit, those at or below it that took part in a succession."""
    went = Exists(Succession.objects.filter(predecessor=OuterRef("descendant")))
    came = Exists(Succession.objects.filter(successor=OuterRef("descendant")))
    rows = UnitClosure.objects.filter(went | came, ancestor_id__in=unit_ids)
    if kind:
        rows = rows.filter(descendant__kind=kind)
    below: dict[int, set[int]] = defaultdict(set)
    for ancestor, descendant in rows.values_list("ancestor_id", "descendant_id"):
        below[ancestor].add(descendant)
    return below


def _heirs() -> dict[int, dict[int, Decimal]]:
    steps = defaultdict(dict)
    for predecessor, successor, share in Succession.objects.values_list("predecessor_id", "successor_id", "share"):
        steps[predecessor][successor] = share
    resolved: dict[int, dict[int, Decimal]] = {}

    def final(unit: int) -> dict[int, Decimal]:
        if unit not in steps:
            return {unit: ONE}
        if unit not in resolved:
            shares: dict[int, Decimal] = defaultdict(Decimal)
            for successor, share in steps[unit].items():
                for heir, part in final(successor).items():
                    shares[heir] += share * part
            resolved[unit] = dict(shares)
        return resolved[unit]

    for unit in steps:
        final(unit)
    return resolved
