"""Treasury transactions as entered for the month."""

from common.months import Month
from indicators.sources.base import at_units
from services.models import TreasuryMonth


def count(month: Month, unit_ids) -> dict:
    """One row a unit and month; zeros too, since only who has an entry has data."""
    rows = at_units(TreasuryMonth.objects.filter(year=month.year, month=month.month), unit_ids)
    names = TreasuryMonth.NUMBERS
    return {(row["unit_id"], f"treasury.{name}"): row[name] for row in rows.values("unit_id", *names) for name in names}
