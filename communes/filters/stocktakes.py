"""Filters of the list of stock-takes and of the matrix of confirmations."""

from django.utils.translation import gettext_lazy as _

from common import clock, filters
from communes.filters.base import WithinUnit
from communes.models import StockTake, TakeState, Unit, UnitKind

FIRST_YEAR = 2015


def _years() -> list[tuple]:
    return [(str(year), str(year)) for year in range(clock.today().year, FIRST_YEAR - 1, -1)]


class StockTakeFilter(filters.RegisterFilter):
    """Stock-takes by unit, year and state."""

    unit = WithinUnit("unit")
    year = filters.ChoiceFilter("counted_on__year", choices=_years, label=_("Year"))
    state = filters.ChoiceFilter(choices=TakeState.choices, label=_("State of the stock-take"))

    class Meta:
        model = StockTake
        fields: list[str] = []


class ConfirmationFilter(filters.RegisterFilter):
    """Units by name and kind."""

    q = filters.TextFilter("search_key", label=_("Unit"))
    kind = filters.ChoiceFilter(
        choices=[(kind.value, kind.label) for kind in (UnitKind.COMMUNE, UnitKind.OFFICE)], label=_("Kind")
    )

    class Meta:
        model = Unit
        fields: list[str] = []
