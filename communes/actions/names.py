"""Other names and dated facts of units: added, put right or taken out. Only administrators write here."""

from communes.actions import rows
from communes.models import Unit, UnitAlias, UnitFact
from communes.writing import writing


def add_alias(*, by, unit: Unit, kind: str, name: str) -> UnitAlias:
    """Another name under which the unit is found."""
    with writing(by=by, action="units.alias_added", units=[unit], capability="units") as write:
        alias = UnitAlias(unit=unit, kind=kind, name=name)
        write.insert(alias)
    return alias


def change_alias(alias: UnitAlias, *, by, reason: str, **fields) -> UnitAlias:
    """Correct the name or its kind."""
    with writing(
        by=by, action="units.alias_changed", units=[alias.unit_id], capability="units", reason=reason
    ) as write:
        alias = UnitAlias.objects.select_for_update(of=("self",)).get(pk=alias.pk)
        for name, value in fields.items():
            setattr(alias, name, value)
        write.update(alias)
    return alias


def delete_alias(alias: UnitAlias, *, by, reason: str) -> None:
    """The unit is no longer found by this name."""
    with writing(
        by=by, action="units.alias_deleted", units=[alias.unit_id], capability="units", reason=reason
    ) as write:
        write.delete(alias)


def correct_fact(fact: UnitFact, *, by, reason: str, override: bool = False, **fields) -> UnitFact:
    """Put a dated fact right, its days included."""
    with writing(
        by=by, action="units.fact_changed", units=[fact.unit_id], capability="units", reason=reason, override=override
    ) as write:
        fact = write.take(fact)
        rows.correct(write, fact, UnitFact.objects.filter(unit=fact.unit_id, key=fact.key), **fields)
        rows.require_within(write, fact)
    return fact
