"""The filings that are open now, from the register: how many each unit holds, in which status, and the oldest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from common.keyset import bounded_count
from services.models import Filing

# Beyond this nothing is counted: the reader chooses a unit.
MOST_OPEN = 20_000


@dataclass(frozen=True)
class Held:
    """How many open filings of one status a unit holds, and how many of these are late."""

    unit_id: int
    status: int
    open: int
    late: int


def held(unit_ids: Iterable[int], *, at: datetime, most: int) -> list[Held] | None:
    """What the units hold at a moment; None if that is more than `most` filings, which are then not counted."""
    rows = Filing.objects.open().held_by(unit_ids).order_by()
    if not bounded_count(rows, limit=most).is_exact:
        return None
    late = Count("pk", filter=Q(late_from__lt=at))
    grouped = rows.values_list("holding_unit_id", "status").annotate(n_open=Count("pk"), n_late=late)
    return [Held(*row) for row in grouped]


def oldest(unit_ids: Iterable[int], number: int) -> QuerySet[Filing]:
    """The open filings of the units that were received first."""
    rows = Filing.objects.open().held_by(unit_ids).select_related("procedure", "unit", "holding_unit")
    return rows.order_by("received_time", "pk")[:number]
