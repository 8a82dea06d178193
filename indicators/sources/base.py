"""Helpers of the sources: units narrowed or not, grouped rows into counts, a month as moments."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from common.months import Month
from indicators.together import Part, read


def at_units(rows: QuerySet, unit_ids: Iterable[int] | None, path: str = "unit_id") -> QuerySet:
    """The rows of the units, or of all."""
    return rows if unit_ids is None else rows.filter(**{f"{path}__in": list(unit_ids)})


class Group(NamedTuple):
    """Rows to be counted by unit, and what of them by measure; `path`: where the unit stands."""

    rows: QuerySet
    measures: Mapping[str, object]
    path: str = "unit_id"


def grouped(prefix: str, *groups: Group) -> dict:
    """One query: {(unit id, "prefix.measure"): number} for every number that is not 0."""
    found = {}
    parts = (Part(group.rows, (group.path,), (), list(group.measures.values())) for group in groups)
    for group, lines in zip(groups, read(*parts), strict=True):
        for unit, *numbers in lines:
            for name, number in zip(group.measures, numbers, strict=True):
                if number:
                    found[(unit, f"{prefix}.{name}")] = int(number)
    return found


def moments(month: Month) -> tuple[datetime, datetime]:
    """The month as [first moment, first moment of the next)."""
    return _midnight(month.first_day()), _midnight(month.last_day() + timedelta(days=1))


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def midnight_after(day) -> datetime:
    """The first moment of the next day."""
    return _midnight(day + timedelta(days=1))
