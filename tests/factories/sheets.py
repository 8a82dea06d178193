"""Stock-takes and confirmations of stocks for tests; plain rows, written past the actions."""

from django.utils import timezone

from common.months import Month
from communes.models import Equipment, StockConfirmation, StockTake, StockTakeLine, Unit
from tests.factories.communes import DAY, make_administrator


def make_stock_take(unit: Unit, *, counted_on=DAY, by=None, closed=False, **fields) -> StockTake:
    """A stock-take without lines."""
    by = by or make_administrator()
    now = timezone.now()
    done = {"state": "closed", "closed_at": now, "closed_by": by} if closed else {}
    return StockTake.objects.create(unit=unit, counted_on=counted_on, opened_at=now, opened_by=by, **done, **fields)


def make_line(take: StockTake, equipment: Equipment | None = None, **fields) -> StockTakeLine:
    """A line of a sheet: of a device on the books, or (without one) of something found."""
    own = {"kind": "desktop", "name": "Dell"}
    if equipment is None:
        own |= {"result": "unexpected", "found_condition": "good"}
    else:
        own |= {"equipment": equipment, "serial": equipment.serial, "registered_condition": "good"}
    return StockTakeLine.objects.create(stock_take=take, **(own | fields))


def make_confirmation(unit: Unit, month: Month | None = None, *, by=None, **fields) -> StockConfirmation:
    """The word of an official for a month; 07/2020 unless given."""
    month = month or Month(2020, 7)
    return StockConfirmation.objects.create(
        unit=unit, year=month.year, month=month.month, confirmed_at=timezone.now(),
        confirmed_by=by or make_administrator(), **fields,
    )  # fmt: skip
