"""Why people did not use a channel: the counts that units entered for the month."""

from collections.abc import Iterable

from django.db.models import Sum

from common.months import Month
from indicators.sources.base import at_units
from indicators.together import Part
from services.models import ReasonCount, UnusedChannel, causes_of


def key_of(channel: str, cause: str) -> str:
    """The measure of one reason: "filings.reason_online_habit"."""
    return f"filings.reason_{channel}_{cause}"


# (channel, cause) -> measure key, in the order in which they are shown.
REASONS = {(str(c.value), str(cause.value)): key_of(c, cause) for c in UnusedChannel for cause in causes_of(c)}
KEYS = tuple(REASONS.values())


def part(month: Month, unit_ids) -> Part:
    """People, by unit, channel and cause, whatever the procedure."""
    rows = at_units(ReasonCount.objects.filter(year=month.year, month=month.month), unit_ids)
    return Part(rows, ("unit_id",), ("channel", "cause"), [Sum("people")])


def named(lines: Iterable[tuple]) -> dict:
    """The lines of that part as counts."""
    return {(unit, REASONS[channel, cause]): int(number) for unit, channel, cause, number in lines}
