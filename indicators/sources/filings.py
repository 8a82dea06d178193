"""Filings: receipt, completion, transfers, and those open at the end of the month (domain.md 4.5)."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db.models import Count, Q

from common import clock
from common.months import Month
from indicators.sources import reasons
from indicators.sources.base import at_units, grouped, midnight_after, moments
from services.models import Channel, Filing, FilingStatus, FilingTransfer, Timeliness

_COUNTED = ~Q(status=FilingStatus.REJECTED_AT_INTAKE)
_DONE = Q(status__in=[FilingStatus.COMPLETED, FilingStatus.RESULT_RETURNED])


def count(month: Month, unit_ids) -> dict:
    """All measures of the section."""
    found = _received(month, unit_ids) | _ended(month, unit_ids)
    found |= reasons.count(month, unit_ids)
    return found | _standing(month, unit_ids)


def by_procedure(month: Month, unit_ids) -> dict[tuple[int, int, str], tuple[int, int, int, int]]:
    """(unit id, procedure id, channel) -> filings received in the month this way, results handed out this way, and
    filings finished in it that had come this way, with how many of these late. Two queries."""
    received = at_units(Filing.objects.filter(_COUNTED, received_time__range=_range(month)), unit_ids)
    ended, returned = _done_and_returned(month)
    rows = at_units(Filing.objects.filter(_COUNTED, ended | returned), unit_ids, "holding_unit_id")
    found: dict[tuple[int, int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for unit, procedure, channel, n in _numbered(received, ("unit_id", "procedure_id", "channel"), _COUNTED):
        found[unit, procedure, channel][0] = n
    keys = ("holding_unit_id", "procedure_id", "channel", "result_channel")
    late = ended & Q(timeliness=Timeliness.LATE)
    for unit, procedure, channel, way_out, n_out, n_done, n_late in _numbered(rows, keys, returned, ended, late):
        found[unit, procedure, way_out][1] += n_out
        found[unit, procedure, channel][2] += n_done
        found[unit, procedure, channel][3] += n_late
    return {key: tuple(numbers) for key, numbers in found.items() if any(numbers)}


def _done_and_returned(month: Month) -> tuple[Q, Q]:
    """Resolved in the month, and handed out in it, which may be in a later month."""
    days = _range(month)
    return Q(finished_time__range=days) & _DONE, Q(returned_time__range=days)


def _range(month: Month):
    """As an inclusive range: databases keep microseconds, so nothing lies between."""

    start, end = moments(month)
    return start, end - timedelta(microseconds=1)


def _received(month: Month, unit_ids) -> dict:
    rows = at_units(Filing.objects.filter(_COUNTED, received_time__range=_range(month)), unit_ids)
    return grouped(
        rows,
        "filings",
        {
            "n_received": Count("pk"),
            "n_received_in_system": Count("pk", filter=Q(in_system=True)),
            "n_received_direct": Count("pk", filter=Q(channel=Channel.DIRECT)),
            "n_received_online": Count("pk", filter=Q(channel=Channel.ONLINE)),
            "n_received_postal": Count("pk", filter=Q(channel=Channel.POSTAL)),
        },
    )


def _ended(month: Month, unit_ids) -> dict:
    """What was finished in the month, and what was handed out: one query, since both count at the holding unit.

    How a result went out and was paid for is settled when it is handed out, perhaps in a later month than the end.
    """
    ended = Q(finished_time__range=_range(month))
    done, returned = _done_and_returned(month)
    rows = at_units(Filing.objects.filter(_COUNTED, ended | returned), unit_ids, "holding_unit_id")
    return grouped(
        rows,
        "filings",
        {
            "n_finished": Count("pk", filter=done),
            "n_finished_early": Count("pk", filter=done & Q(timeliness=Timeliness.EARLY)),
            "n_finished_on_time": Count("pk", filter=done & Q(timeliness=Timeliness.ON_TIME)),
            "n_finished_late": Count("pk", filter=done & Q(timeliness=Timeliness.LATE)),
            "n_withdrawn": Count("pk", filter=ended & Q(status=FilingStatus.WITHDRAWN)),
            "n_stopped": Count("pk", filter=ended & Q(status=FilingStatus.STOPPED)),
            "n_returned": Count("pk", filter=returned),
            "n_returned_with_fee": Count("pk", filter=returned & Q(fee_due=True)),
            "n_returned_paid_online": Count("pk", filter=returned & Q(fee_due=True, paid_online=True)),
            "n_returned_electronic": Count("pk", filter=returned & Q(electronic_result=True)),
            "n_returned_digitised": Count("pk", filter=returned & Q(digitised=True)),
            "n_result_direct": Count("pk", filter=returned & Q(result_channel=Channel.DIRECT)),
            "n_result_online": Count("pk", filter=returned & Q(result_channel=Channel.ONLINE)),
            "n_result_postal": Count("pk", filter=returned & Q(result_channel=Channel.POSTAL)),
        },
        "holding_unit_id",
    )


def _standing(month: Month, unit_ids) -> dict:
    """What is open at the end of the month and was at the end of the one before, each filing at the unit that held it
    then, and what moved in the month. Two queries.

    Counted at the receiving unit, then moved by the transfers up to that day: a chain of mergers telescopes.
    """
    end, before = _open_at_end(month), _open_at_end(month - 1)
    # The running month has not ended: lateness is judged today.
    late = Q(late_from__lt=min(moments(month)[1], midnight_after(clock.today())))
    found = Counter()
    for unit, *numbers in _numbered(
        at_units(Filing.objects.filter(end | before), unit_ids), ("unit_id",), end & late, end, before
    ):
        _add(found, unit, 1, *numbers)
    moved = FilingTransfer.objects.filter(on__lte=month.last_day())
    counts = [_through_filing(condition) for condition in (end & late, end, before)]
    counts[2] &= Q(on__lte=(month - 1).last_day())
    # Of units of which only one side is asked the other side comes along, and is left out again.
    wanted = None if unit_ids is None else set(unit_ids)
    if wanted is not None:
        moved = moved.filter(Q(from_unit_id__in=wanted) | Q(to_unit_id__in=wanted))
    in_month = Q(on__gte=month.first_day())
    for giver, taker, *numbers, n in _numbered(moved, ("from_unit_id", "to_unit_id"), *counts, in_month):
        for unit, sign, name in ((giver, -1, "out"), (taker, 1, "in")):
            if wanted is None or unit in wanted:
                _add(found, unit, sign, *numbers)
                found[(unit, f"filings.transferred_{name}")] += n
    return {key: number for key, number in found.items() if number}


def _open_at_end(month: Month) -> Q:
    """Received and not finished when the month ends."""
    end = moments(month)[1]
    return _COUNTED & Q(received_time__lt=end) & (Q(finished_time__isnull=True) | Q(finished_time__gte=end))


def _numbered(rows, keys: tuple, *conditions: Q):
    """Lines of the keys and how many rows meet each condition."""
    counts = {f"n_{place}": Count("pk", filter=condition) for place, condition in enumerate(conditions)}
    return rows.order_by().values_list(*keys).annotate(**counts)


def _add(found: Counter, unit: int, sign: int, n_late: int, n_open: int, n_before: int) -> None:
    found[(unit, "filings.open_late")] += sign * n_late
    found[(unit, "filings.open_in_time")] += sign * (n_open - n_late)
    found[(unit, "filings.carried_over")] += sign * n_before


def _through_filing(condition: Q) -> Q:
    """The same condition, asked of a row that points at the filing."""
    moved = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        moved.children.append(_through_filing(child) if isinstance(child, Q) else (f"filing__{child[0]}", child[1]))
    return moved
