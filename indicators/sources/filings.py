"""Filings: receipt, completion, transfers, and those open at the end of the month (domain.md 4.5)."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db.models import Q

from common import clock
from common.months import Month
from indicators import together
from indicators.sources import reasons
from indicators.sources.base import at_units, midnight_after, moments
from services.models import Filing, FilingStatus, FilingTransfer, Timeliness

_COUNTED = ~Q(status=FilingStatus.REJECTED_AT_INTAKE)
_DONE = Q(status__in=[FilingStatus.COMPLETED, FilingStatus.RESULT_RETURNED])


# What the filings that ended, or were handed out, in a month are counted by.
_ENDS = (
    "finished", "finished_early", "finished_on_time", "finished_late", "withdrawn", "stopped", "returned",
    "returned_with_fee", "returned_paid_online", "returned_electronic", "returned_digitised",
)  # fmt: skip
_RETURNS = _ENDS[_ENDS.index("returned") :]

# (unit id, procedure id, channel) -> filings received in the month this way, results handed out this way, and filings
# finished in it that had come this way, with how many of these late.
ByProcedure = dict[tuple[int, int, str], tuple[int, int, int, int]]


def count(month: Month, unit_ids) -> dict:
    """All measures of the section."""
    return counts(month, unit_ids)[0]


def counts(month: Month, unit_ids) -> tuple[dict, ByProcedure]:
    """All measures of the section, and the same filings by procedure and channel. One query."""
    found, lines = Counter(), defaultdict(lambda: [0, 0, 0, 0])
    received, ended, passed, standing, moved, why = together.read(
        _received(month, unit_ids),
        _ended(month, unit_ids),
        _passed(month, unit_ids),
        _standing(month, unit_ids),
        _moved(month, unit_ids),
        reasons.part(month, unit_ids),
    )
    _add_received(found, lines, received)
    _add_ended(found, lines, ended)
    _add_passed(found, lines, passed, unit_ids)
    _add_standing(found, standing, moved, unit_ids)
    by_procedure = {key: tuple(numbers) for key, numbers in lines.items() if any(numbers)}
    return {key: number for key, number in found.items() if number} | reasons.named(why), by_procedure


def _range(month: Month):
    """As an inclusive range: databases keep microseconds, so nothing lies between."""

    start, end = moments(month)
    return start, end - timedelta(microseconds=1)


def _received(month: Month, unit_ids) -> together.Part:
    rows = at_units(Filing.objects.filter(_COUNTED, received_time__range=_range(month)), unit_ids)
    return together.Part(
        rows, ("unit_id", "procedure_id"), ("channel",), together.counts(_COUNTED, Q(in_system=True))
    )  # fmt: skip


def _add_received(found: Counter, lines: dict, received) -> None:
    for unit, procedure, channel, n, n_in_system in received:
        found[unit, "filings.received"] += n
        found[unit, "filings.received_in_system"] += n_in_system
        found[unit, f"filings.received_{channel}"] += n
        lines[unit, procedure, channel][0] += n


def _ended(month: Month, unit_ids) -> together.Part:
    """What was finished in the month, and what was handed out: both count at the holding unit, but see `_passed`.

    How a result went out and was paid for is settled when it is handed out, perhaps in a later month than the end.
    """
    ended, returned = Q(finished_time__range=_range(month)), _handed_out(month)
    done = ended & _DONE
    conditions = (
        done, done & Q(timeliness=Timeliness.EARLY), done & Q(timeliness=Timeliness.ON_TIME),
        done & Q(timeliness=Timeliness.LATE), ended & Q(status=FilingStatus.WITHDRAWN),
        ended & Q(status=FilingStatus.STOPPED), *_results(returned),
    )  # fmt: skip
    rows = at_units(Filing.objects.filter(_COUNTED, ended | returned), unit_ids, "holding_unit_id")
    keys = ("holding_unit_id", "procedure_id"), ("channel", "result_channel")
    return together.Part(rows, *keys, together.counts(*conditions))


def _handed_out(month: Month) -> Q:
    return Q(returned_time__range=_range(month))


def _results(returned: Q) -> list[Q]:
    """What is counted of results, as _RETURNS names it."""
    ways = Q(), Q(fee_due=True), Q(fee_due=True, paid_online=True), Q(electronic_result=True), Q(digitised=True)
    return [returned & way for way in ways]


def _passed(month: Month, unit_ids) -> together.Part:
    """What another unit handed out than the one that had finished it and ended then: by both of them."""
    returned = _handed_out(month)
    rows = Filing.objects.filter(_COUNTED, returned, returning_unit__isnull=False)
    if unit_ids is not None:
        rows = rows.filter(Q(holding_unit_id__in=unit_ids) | Q(returning_unit_id__in=unit_ids))
    keys = ("holding_unit_id", "returning_unit_id", "procedure_id"), ("result_channel",)
    return together.Part(rows, *keys, together.counts(*_results(returned)))


def _add_passed(found: Counter, lines: dict, passed, unit_ids) -> None:
    """From the unit that finished, where `_ended` counted them, to the one that handed out."""
    wanted = None if unit_ids is None else set(unit_ids)
    for giver, taker, procedure, way_out, *numbers in passed:
        for unit, sign in ((giver, -1), (taker, 1)):
            if wanted is None or unit in wanted:
                for name, number in zip(_RETURNS, numbers, strict=True):
                    found[unit, f"filings.{name}"] += sign * number
                found[unit, f"filings.result_{way_out}"] += sign * numbers[0]
                lines[unit, procedure, way_out][1] += sign * numbers[0]


def _add_ended(found: Counter, lines: dict, ended) -> None:
    for unit, procedure, channel, way_out, *numbers in ended:
        named = dict(zip(_ENDS, numbers, strict=True))
        for name, number in named.items():
            found[unit, f"filings.{name}"] += number
        found[unit, f"filings.result_{way_out}"] += named["returned"]
        lines[unit, procedure, way_out][1] += named["returned"]
        lines[unit, procedure, channel][2] += named["finished"]
        lines[unit, procedure, channel][3] += named["finished_late"]


def _standing_conditions(month: Month) -> list[Q]:
    """Late and open at the end of the month; open then; open at the end of the month before."""
    end, before = _open_at_end(month), _open_at_end(month - 1)
    # The running month has not ended: lateness is judged today.
    late = Q(late_from__lt=min(moments(month)[1], midnight_after(clock.today())))
    return [end & late, end, before]


def _standing(month: Month, unit_ids) -> together.Part:
    """What is open at the end of the month and was at the end of the one before, counted at the receiving unit."""
    late, end, before = _standing_conditions(month)
    rows = at_units(Filing.objects.filter(end | before), unit_ids)
    return together.Part(rows, ("unit_id",), (), together.counts(late, end, before))


def _moved(month: Month, unit_ids) -> together.Part:
    """The same of what was transferred, by giver and taker, and how many moved in the month. Of units of which only
    one side is asked the other side comes along."""
    moved = FilingTransfer.objects.filter(on__lte=month.last_day())
    if unit_ids is not None:
        moved = moved.filter(Q(from_unit_id__in=unit_ids) | Q(to_unit_id__in=unit_ids))
    late, end, before = map(_through_filing, _standing_conditions(month))
    before &= Q(on__lte=(month - 1).last_day())
    numbers = together.counts(late, end, before, Q(on__gte=month.first_day()))
    return together.Part(moved, ("from_unit_id", "to_unit_id"), (), numbers)


def _add_standing(found: Counter, standing, moved, unit_ids) -> None:
    """Each filing at the unit that held it then: counted at the receiving one, then moved by the transfers up to that
    day; a chain of mergers telescopes."""
    wanted = None if unit_ids is None else set(unit_ids)
    for unit, *numbers in standing:
        _add(found, unit, 1, *numbers)
    for giver, taker, *numbers, n in moved:
        for unit, sign, name in ((giver, -1, "out"), (taker, 1, "in")):
            if wanted is None or unit in wanted:
                _add(found, unit, sign, *numbers)
                found[(unit, f"filings.transferred_{name}")] += n


def _open_at_end(month: Month) -> Q:
    """Received and not finished when the month ends."""
    end = moments(month)[1]
    return _COUNTED & Q(received_time__lt=end) & (Q(finished_time__isnull=True) | Q(finished_time__gte=end))


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
