"""Other names and dated facts of units: added, put right or taken out. Only administrators write here."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.errors import Refused
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
        for name, value in fields.items():
            setattr(fact, name, value)
        require_one_division(fact)
        rows.correct(write, fact, rivals(fact))
        rows.require_within(write, fact)
    return fact


def rivals(fact: UnitFact) -> QuerySet[UnitFact]:
    """The rows that cannot hold on the same day: of the same fact; of posts by group, that group and the undivided."""
    found = UnitFact.objects.filter(unit=fact.unit_id, key=fact.key)
    return found.filter(norm_group__in=[fact.norm_group, ""]) if fact.norm_group else found


def require_one_division(fact: UnitFact) -> None:
    """Refused where posts would be counted both by group and undivided on one day: twice, that is."""
    try:
        rows.require_free(fact, rivals(fact).exclude(norm_group=fact.norm_group))
    except Refused as error:
        raise Refused(
            _("On these days the posts are entered the other way, by norm group or undivided. End that entry first."),
            field="since",
        ) from error
