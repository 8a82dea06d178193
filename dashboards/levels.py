"""The break of 15/08/2022 in whatever counts levels of procedures: the levels 1 to 4 ended, others began."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from common.months import Month
from dashboards.chart_data import Event
from indicators.models import Indicator
from services.models import NEW_LEVELS_FROM

MEASURES = frozenset(f"procedures.level_{number}" for number in (2, 3, 4))


def sentence() -> str:
    """What changed, how the series goes on, and how far that is known."""
    return _(
        "15/08/2022: the levels information, partial and full (Decree 42/2022) took the place of levels 1 to 4. The "
        "series goes on with partial for level 3 and full for level 4, which are not strictly the same; level 2 is "
        "not continued. Recalled, not checked against the law."
    )


def rests_on(row: Indicator) -> bool:
    """Whether an indicator counts procedures of a level: by its measures, or as distinct things."""
    return row.is_distinct or any(term.measure.key in MEASURES for term in row.terms.all())


def breaks_in(month: Month) -> bool:
    """Whether the levels changed in a month."""
    return Month.of(NEW_LEVELS_FROM) == month


def events(months: Iterable[Month]) -> list[Event]:
    """The break as an event of the months that are drawn, if it lies in them."""
    return [Event(month, sentence(), is_break=True) for month in months if breaks_in(month)]


def note(row: Indicator, last: Month) -> str:
    """What a figure of a period up to a month has to say of the break; empty before it, or if levels are not in it."""
    return sentence() if rests_on(row) and last >= Month.of(NEW_LEVELS_FROM) else ""
