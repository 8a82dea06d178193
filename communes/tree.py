"""The closure table: derived from the parent keys, rebuilt in the transaction that changes them."""

from communes.models import Unit, UnitClosure


def rebuild_closure() -> int:
    """Write the closure anew from the parent keys; returns the number of links. Raises ValueError on a cycle."""
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    links = [
        UnitClosure(ancestor_id=ancestor, descendant_id=unit, depth=depth)
        for unit in parents
        for depth, ancestor in enumerate(_upwards(unit, parents))
    ]
    UnitClosure.objects.all().delete()
    UnitClosure.objects.bulk_create(links, batch_size=2000)
    return len(links)


def add_to_closure(unit: Unit) -> None:
    """The links of one new unit that has nothing below it yet."""
    above = UnitClosure.objects.filter(descendant_id=unit.parent_id).values_list("ancestor_id", "depth")
    links = [UnitClosure(ancestor_id=ancestor, descendant_id=unit.pk, depth=depth + 1) for ancestor, depth in above]
    UnitClosure.objects.bulk_create([UnitClosure(ancestor_id=unit.pk, descendant_id=unit.pk, depth=0), *links])


def _upwards(unit: int, parents: dict[int, int | None]):
    seen = set()
    current: int | None = unit
    while current is not None:
        if current in seen:
            raise ValueError(f"unit {unit} lies below itself")
        seen.add(current)
        yield current
        current = parents[current]
