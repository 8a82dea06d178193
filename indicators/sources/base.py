"""Helpers of the sources: units narrowed or not, grouped rows into counts, a month as moments."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from common.months import Month


def at_units(rows: QuerySet, unit_ids: Iterable[int] | None, path: str = "unit_id") -> QuerySet:
    """The rows of the units, or of all."""
    return rows if unit_ids is None else rows.filter(**{f"{path}__in": list(unit_ids)})


def grouped(rows: QuerySet, prefix: str, measures: Mapping[str, object], path: str = "unit_id") -> dict:
    """One grouped query: {(unit id, "prefix.measure"): number} for every number that is not 0."""
    found = {}
    for row in rows.order_by().values(path).annotate(**measures):
        for name in measures:
            if row[name]:
                found[(row[path], f"{prefix}.{name.removeprefix('n_')}")] = int(row[name])
    return found


def moments(month: Month) -> tuple[datetime, datetime]:
    """The month as [first moment, first moment of the next)."""
    return _midnight(month.first_day()), _midnight(month.last_day() + timedelta(days=1))


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def midnight_after(day) -> datetime:
    """The first moment of the next day."""
    return _midnight(day + timedelta(days=1))
