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
    found = _received(month, unit_ids) | _ended(month, unit_ids) | _transferred(month, unit_ids)
    found |= reasons.count(month, unit_ids)
    found |= {(unit, f"filings.open_{state}"): n for (unit, state), n in _open(month, unit_ids).items() if n}
    carried = Counter()
    for (unit, _state), n in _open(month - 1, unit_ids).items():
        carried[(unit, "filings.carried_over")] += n
    return found | {key: n for key, n in carried.items() if n}


def by_procedure(month: Month, unit_ids) -> dict[tuple[int, int, str], tuple[int, int, int, int]]:
    """(unit id, procedure id, channel) -> filings received in the month this way, results that went out this way, and
    filings finished in it that had come this way, with how many of these late. Two queries."""
    received = at_units(Filing.objects.filter(_COUNTED, received_time__range=_range(month)), unit_ids)
    ended = at_units(Filing.objects.filter(_DONE, finished_time__range=_range(month)), unit_ids, "holding_unit_id")
    found: dict[tuple[int, int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for unit, procedure, channel, n in _numbers(received, "unit_id", "procedure_id", "channel"):
        found[unit, procedure, channel][0] = n
    late = Count("pk", filter=Q(timeliness=Timeliness.LATE))
    keys = ("holding_unit_id", "procedure_id", "channel", "result_channel")
    for unit, procedure, channel, way_out, n, n_late in _numbers(ended, *keys, n_late=late):
        found[unit, procedure, way_out][1] += n
        found[unit, procedure, channel][2] += n
        found[unit, procedure, channel][3] += n_late
    return {key: tuple(numbers) for key, numbers in found.items()}


def _numbers(rows, *keys: str, **more: Count):
    """Lines of the keys, how many rows have them, and what more is counted."""
    return rows.order_by().values_list(*keys).annotate(n=Count("pk"), **more)


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
    rows = at_units(Filing.objects.filter(_COUNTED, finished_time__range=_range(month)), unit_ids, "holding_unit_id")
    return grouped(
        rows,
        "filings",
        {
            "n_finished": Count("pk", filter=_DONE),
            "n_finished_early": Count("pk", filter=_DONE & Q(timeliness=Timeliness.EARLY)),
            "n_finished_on_time": Count("pk", filter=_DONE & Q(timeliness=Timeliness.ON_TIME)),
            "n_finished_late": Count("pk", filter=_DONE & Q(timeliness=Timeliness.LATE)),
            "n_withdrawn": Count("pk", filter=Q(status=FilingStatus.WITHDRAWN)),
            "n_stopped": Count("pk", filter=Q(status=FilingStatus.STOPPED)),
            "n_result_direct": Count("pk", filter=_DONE & Q(result_channel=Channel.DIRECT)),
            "n_result_online": Count("pk", filter=_DONE & Q(result_channel=Channel.ONLINE)),
            "n_result_postal": Count("pk", filter=_DONE & Q(result_channel=Channel.POSTAL)),
        },
        "holding_unit_id",
    )


def _transferred(month: Month, unit_ids) -> dict:
    rows = FilingTransfer.objects.filter(on__range=(month.first_day(), month.last_day()))
    outgoing = grouped(
        at_units(rows, unit_ids, "from_unit_id"), "filings", {"n_transferred_out": Count("pk")}, "from_unit_id"
    )
    incoming = grouped(
        at_units(rows, unit_ids, "to_unit_id"), "filings", {"n_transferred_in": Count("pk")}, "to_unit_id"
    )
    return outgoing | incoming


def _open(month: Month, unit_ids) -> Counter:
    """(unit id, "in_time" | "late") -> filings open at the end of the month, each at the unit that held it then.

    Counted at the receiving unit, then moved by the transfers up to that day: a chain of mergers telescopes.
    """
    end = moments(month)[1]
    # The running month has not ended: lateness is judged today.
    judged = min(end, midnight_after(clock.today()))
    late = Q(late_from__lt=judged)
    open_then = _COUNTED & Q(received_time__lt=end) & (Q(finished_time__isnull=True) | Q(finished_time__gte=end))
    found = Counter()
    _add(found, at_units(Filing.objects.filter(open_then), unit_ids), "unit_id", late, 1)
    moved = FilingTransfer.objects.filter(on__lte=month.last_day())
    prefixed = _through_filing(open_then), _through_filing(late)
    for path, sign in (("from_unit_id", -1), ("to_unit_id", 1)):
        _add(found, at_units(moved.filter(prefixed[0]), unit_ids, path), path, prefixed[1], sign)
    return found


def _add(found: Counter, rows, path: str, late: Q, sign: int) -> None:
    for row in rows.order_by().values(path).annotate(n_late=Count("pk", filter=late), n_all=Count("pk")):
        found[(row[path], "late")] += sign * row["n_late"]
        found[(row[path], "in_time")] += sign * (row["n_all"] - row["n_late"])


def _through_filing(condition: Q) -> Q:
    """The same condition, asked of a row that points at the filing."""
    moved = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        moved.children.append(_through_filing(child) if isinstance(child, Q) else (f"filing__{child[0]}", child[1]))
    return moved
