"""From a number of filings to the filings themselves: addresses of the list that hold just these rows."""

from collections.abc import Iterable

from django.utils.html import format_html

from common.months import Month
from communes.models import Unit, UnitKind
from dashboards import rows
from dashboards.period import Period, State
from services.models import Procedure

RECEIVED, RESULTS = "received", "results"
_MEASURES = {RECEIVED: "received", RESULTS: "result"}


class Drill:
    """Addresses of the filings behind numbers. None where the list cannot be narrowed to them: by the boundaries of
    today for units that took others over, and for one kind of unit of a district."""

    def __init__(self, state: State, units: Iterable[Unit]):
        self.state = state
        self._moved = set(state.boundaries.shifts([unit.pk for unit in units]))

    def address(
        self, unit: Unit, what: str, channel: str, procedure: Procedure | None = None, month: Month | None = None
    ) -> str | None:
        """The filings of a unit that came, or whose results went out, by a channel in the period or in one month."""
        is_leaf = unit.kind in (UnitKind.COMMUNE, UnitKind.OFFICE)
        if unit.pk in self._moved or (self.state.kind and not is_leaf):
            return None
        period = Period(month, month) if month else self.state.period
        found = rows.address(f"filings.{_MEASURES[what]}_{channel}", self.state.at(unit=unit, period=period))
        return found if procedure is None else f"{found}&procedure={procedure.code}"

    def link(self, shown: str, *where):
        """What is shown as a link, if there is an address."""
        address = self.address(*where)
        return shown if address is None else format_html('<a href="{}">{}</a>', address, shown)
