"""Procedures offered on the last day of the month: distinct, so counted anew at every level of the tree."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from common.months import Month
from communes.models import UnitClosure
from indicators.sources.base import at_units
from services.models import ProcedureLevel, ProcedureOffer

# Levels of NĐ 42/2022 continue the series of NĐ 43/2011: partial for 3, full for 4 (domain.md 4.1).
_LEVELS = {"2": "level_2", "3": "level_3", "4": "level_4", "partial": "level_3", "full": "level_4"}


def own(month: Month, unit_ids) -> dict:
    """What each unit itself offers."""
    day = month.last_day()
    offers = at_units(ProcedureOffer.objects.in_force(on=day), unit_ids)
    return _count(offers.values_list("unit_id", "procedure_id", "published", "postal"), _levels_on(day))


def subtree(month: Month, unit_ids) -> dict:
    """What is offered anywhere in each unit's subtree, every procedure once."""
    return with_subtree(month, (), unit_ids)[1]


def with_subtree(month: Month, unit_ids, above) -> tuple[dict, dict]:
    """Both from the same rows: what each of the units itself offers, and what is offered anywhere in the subtrees of
    `above`, among which the units are; None: all. Three queries."""
    links = UnitClosure.objects if above is None else UnitClosure.objects.filter(ancestor_id__in=list(above))
    at = defaultdict(list)
    for ancestor, descendant in links.values_list("ancestor_id", "descendant_id"):
        at[descendant].append(ancestor)
    day = month.last_day()
    offers = at_units(ProcedureOffer.objects.in_force(on=day), None if above is None else at)
    rows = list(offers.values_list("unit_id", "procedure_id", "published", "postal"))
    levels = _levels_on(day)
    of_units = rows if unit_ids is None else (row for row in rows if row[0] in unit_ids)
    of_subtrees = ((ancestor, *row[1:]) for row in rows for ancestor in at.get(row[0], ()))
    return _count(of_units, levels), _count(of_subtrees, levels)


def among(months: Iterable[Month], groups: Mapping[int, Iterable[int]]) -> dict:
    """{month: {(group, measure key): number}}: what any unit of a group offers, every procedure once. Two queries."""
    held = ProcedureOffer.objects.filter(unit_id__in={unit for units in groups.values() for unit in units})
    offers = list(held.values_list("unit_id", "procedure_id", "published", "postal", "since", "until"))
    levels = list(ProcedureLevel.objects.with_law().values_list("procedure_id", "level", "since", "lawful_until"))
    found = {}
    for month in months:
        day = month.last_day()
        then = [row for row in offers if _holds(row, day)]
        rows = [(group, *row[1:4]) for group, units in groups.items() for row in then if row[0] in units]
        found[month] = _count(rows, {row[0]: row[1] for row in levels if _holds(row, day)})
    return found


def _holds(row: tuple, day) -> bool:
    since, until = row[-2:]
    return since <= day and (until is None or day < until)


def _levels_on(day) -> dict[int, str]:
    return dict(ProcedureLevel.objects.in_force(on=day).values_list("procedure_id", "level"))


def _count(rows, levels: Mapping[int, str]) -> dict:
    seen = defaultdict(set)
    for unit, procedure, published, postal in rows:
        seen[(unit, "procedures.in_force")].add(procedure)
        if published:
            seen[(unit, "procedures.published")].add(procedure)
        if postal:
            seen[(unit, "procedures.postal")].add(procedure)
        name = _LEVELS.get(levels.get(procedure))
        if name:
            seen[(unit, f"procedures.{name}")].add(procedure)
    return {key: len(found) for key, found in seen.items()}
