"""As it was / as it is: where a unit's own figures go when they are read in today's structure (design.md 4).

as_is(U) = total(U) + Σx (W(U, x) − [x under U]) · own(x), W(U, x) = the part of x whose heirs lie under U.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from communes.models import Succession, Unit, UnitClosure


@dataclass(frozen=True)
class Shift:
    """Own figures to add to (or take from) a unit's total: unit id -> weight; estimated where a unit was split."""

    weights: dict[int, Decimal]
    estimated: bool = False

    @property
    def added(self) -> set[int]:
        """The units that were elsewhere and whose heirs are (also) here."""
        return {x for x, weight in self.weights.items() if weight > 0}

    @property
    def removed(self) -> set[int]:
        """The units that were here and whose heirs are all elsewhere."""
        return {x for x, weight in self.weights.items() if weight == -1}


NO_SHIFT = Shift({})


def shifts(unit_ids, *, kind: str = "") -> dict[int, Shift]:
    """For each unit, what today's structure adds or takes away; units that nothing changes for are left out."""
    heirs = _heirs()
    if not heirs:
        return {}
    involved = set(heirs) | {heir for shares in heirs.values() for heir in shares}
    kinds = dict(Unit.objects.filter(pk__in=involved).values_list("pk", "kind"))
    under = defaultdict(set)
    rows = UnitClosure.objects.filter(descendant_id__in=involved, ancestor_id__in=list(unit_ids))
    for ancestor, descendant in rows.values_list("ancestor_id", "descendant_id"):
        if not kind or kinds.get(descendant) == kind:
            under[ancestor].add(descendant)
    found = {}
    for unit in unit_ids:
        weights = {x: _weight(shares, under[unit]) - (x in under[unit]) for x, shares in heirs.items()}
        weights = {x: weight for x, weight in weights.items() if weight}
        if weights:
            found[unit] = Shift(weights, any(weight % 1 for weight in weights.values()))
    return found


def members(unit_ids: Iterable[int], *, kind: str = "") -> dict[int, set[int]]:
    """For each unit, those whose own figures belong to it in today's structure: below it or inherited by it."""
    below: dict[int, set[int]] = {unit: set() for unit in unit_ids}
    rows = UnitClosure.objects.filter(ancestor_id__in=below)
    if kind:
        rows = rows.filter(descendant__kind=kind)
    for ancestor, descendant in rows.values_list("ancestor_id", "descendant_id"):
        below[ancestor].add(descendant)
    heirs = _heirs()
    for units in below.values():
        inherited = {x for x, shares in heirs.items() if not units.isdisjoint(shares)}
        units -= heirs.keys() - inherited
        units |= inherited
    return below


def _weight(shares: dict[int, Decimal], under: set[int]) -> Decimal:
    return sum((share for heir, share in shares.items() if heir in under), Decimal(0))


def _heirs() -> dict[int, dict[int, Decimal]]:
    """Every unit that was succeeded -> its final heirs with the products of the shares on the way."""
    steps = defaultdict(dict)
    for predecessor, successor, share in Succession.objects.values_list("predecessor_id", "successor_id", "share"):
        steps[predecessor][successor] = share
    resolved: dict[int, dict[int, Decimal]] = {}

    def final(unit: int) -> dict[int, Decimal]:
        if unit not in steps:
            return {unit: Decimal(1)}
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
