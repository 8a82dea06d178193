"""Keeping the rules on deadlines. Deadlines that were given already stay, whatever is changed here."""

from datetime import date

from communes.models import Unit
from communes.scope import scope_of
from communes.writing import writing
from documents.models import DeadlineRule

# A unit's officials and its head keep its own rules, reviewers those of the units below them and those for all.
CAPABILITIES = ("answer", "catalogue")
FOR_ALL = "catalogue"


def may_keep(user, unit_id: int | None) -> bool:
    """Whether the person keeps the rules of a unit; None: those for all."""
    scope = scope_of(user)
    if unit_id is None:
        return scope.may(FOR_ALL)
    return any(scope.may(capability, unit_id) for capability in CAPABILITIES)


def units_kept_by(user):
    """The units whose rules the person keeps."""
    scope = scope_of(user)
    reach = [scope.units_for(capability) for capability in CAPABILITIES]
    return Unit.objects.all() if None in reach else Unit.objects.filter(pk__in=frozenset().union(*reach))


def add(*, by, unit: Unit | None = None, urgency: str, working_days: int, valid_from: date, basis: str) -> DeadlineRule:
    """A rule of a unit, or for all units, for documents that arrive from a day on."""
    with _writing(by, "deadline_rules.created", [unit]) as write:
        if unit is not None:
            write.require_in_force(unit, on=valid_from, field="valid_from")
        rule = DeadlineRule(
            unit=unit, urgency=urgency, working_days=working_days, valid_from=valid_from, basis=basis
        )  # fmt: skip
        write.insert(rule)
    return rule


def change(rule: DeadlineRule, *, by, version: int | None, reason: str, **fields) -> DeadlineRule:
    """Correct days, day or basis; the unit and the urgency of a rule stay."""
    unknown = set(fields) - {"working_days", "valid_from", "basis"}
    if unknown:
        raise TypeError(f"no fields of a rule that are changed: {sorted(unknown)}")
    with _writing(by, "deadline_rules.changed", [rule.unit], reason=reason) as write:
        rule = write.take(rule, version=version)
        for name, value in fields.items():
            setattr(rule, name, value)
        if rule.unit is not None:
            write.require_in_force(rule.unit, on=rule.valid_from, field="valid_from")
        write.update(rule)
    return rule


def remove(rule: DeadlineRule, *, by, version: int | None = None, reason: str) -> None:
    """Take out a rule entered by mistake; the one before it, or the one above, holds again."""
    with _writing(by, "deadline_rules.removed", [rule.unit], reason=reason) as write:
        write.delete(write.take(rule, version=version))


def _writing(by, action: str, units: list[Unit | None], *, reason: str = ""):
    units = [unit for unit in units if unit is not None]
    capability = FOR_ALL
    if by is not None and units and all(scope_of(by).may(CAPABILITIES[0], unit.pk) for unit in units):
        capability = CAPABILITIES[0]
    return writing(by=by, action=action, units=units, reason=reason, capability=capability)
