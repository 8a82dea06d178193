"""Tables of stock-takes and of the monthly confirmations."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import display, tables
from common.months import Month
from communes import stocks
from communes.models import StockTake, StockTakeLine, Unit
from communes.tables.base import CONDITION_TONES, unit_column

STATE_TONES = {"open": "watch", "closed": "good"}
RESULT_TONES = {"present": "good", "missing": "late", "unexpected": "watch", "unchecked": "quiet"}
# Twelve months stand beside each other: one word each, the sentence on hover and for screen readers.
SHORT = {"confirmed": _("done"), "changed": _("altered"), "": _("not yet")}
LONG = {
    "confirmed": _("confirmed"),
    "changed": _("there have been changes after the confirmation"),
    "": _("not confirmed"),
}
TONES = {"confirmed": "good", "changed": "watch", "": ""}


class DayLinkColumn(tables.LinkColumn):
    """The day that opens the record."""

    cell_class = "name short day"

    def render(self, value, record):
        """03/08/2020 as a link."""
        return super().render(display.day(value), record)

    def value(self, value):
        return value


class StockTakeTable(tables.RegisterTable):
    """Stock-takes with what came out."""

    counted_on = DayLinkColumn(verbose_name=_("Day"))
    unit = unit_column()
    state = tables.BadgeColumn(tones=STATE_TONES)
    on_books = tables.NumberColumn(total=True, verbose_name=_("On the books"))
    unchecked = tables.NumberColumn(total=True, verbose_name=_("Not yet checked"))
    missing = tables.NumberColumn(total=True, verbose_name=_("Missing"))
    unexpected = tables.NumberColumn(total=True, verbose_name=_("Not on the books"))
    differing = tables.NumberColumn(total=True, verbose_name=_("Another condition"))
    closed_at = tables.MomentColumn(verbose_name=_("Finished at"))

    class Meta(tables.RegisterTable.Meta):
        model = StockTake
        fields = [
            "counted_on", "unit", "state", "on_books", "unchecked", "missing", "unexpected", "differing", "closed_at",
        ]  # fmt: skip
        empty_text = _("No stock-take yet. Officials begin one with the button above, usually on 31/12.")


class LineTable(tables.RegisterTable):
    """The lines of one stock-take, for the export."""

    kind = tables.TextColumn()
    registered_condition = tables.BadgeColumn(tones=CONDITION_TONES)
    result = tables.BadgeColumn(tones=RESULT_TONES)
    found_condition = tables.BadgeColumn(tones=CONDITION_TONES)

    class Meta(tables.RegisterTable.Meta):
        model = StockTakeLine
        fields = [
            "kind", "name", "serial", "acquired_on", "holder", "registered_condition", "result", "found_condition",
            "note",
        ]  # fmt: skip


class UnitMonthsColumn(tables.LinkColumn):
    """A unit, leading to its months."""

    def render(self, value, record):
        """The unit as a link to its own page of confirmations."""
        address = reverse("communes:confirmation-list", query={"unit": record.slug})
        return format_html('<a href="{}">{}</a>', address, value)


class MonthStateColumn(tables.TextColumn):
    """Whether a unit has confirmed one month; a dash where it did not exist on the day that counts."""

    cell_class = "state"

    def __init__(self, month: Month, day: date, **kwargs):
        self.month, self.day = month, day
        super().__init__(accessor="pk", orderable=False, verbose_name=month.label, **kwargs)

    def _state(self, unit: Unit) -> str | None:
        if not unit.exists_on(self.day):
            return None
        row = next((row for row in unit.confirmed if row.period == self.month), None)
        return stocks.state_of(row)

    def render(self, record):
        """A word with its sign and colour."""
        state = self._state(record)
        if state is None:
            return display.nothing()
        return format_html('<span class="badge {}" title="{}">{}</span>', TONES[state], LONG[state], SHORT[state])

    def value(self, record):
        state = self._state(record)
        return None if state is None else str(LONG[state])


def matrix_table(months: Mapping[Month, date], shares: Mapping[Month, str]) -> type[tables.RegisterTable]:
    """The table of units by months; `months`: month -> the day that counts, `shares`: what stands in the foot."""

    def foot(month: Month):
        return lambda bound_column, table: shares[month]

    columns = {f"m{month.index}": MonthStateColumn(month, day, footer=foot(month)) for month, day in months.items()}
    meta = type(
        "Meta",
        (tables.RegisterTable.Meta,),
        {"model": Unit, "fields": ["unit", *columns], "empty_text": _("No unit fits the filters.")},
    )
    unit = UnitMonthsColumn(accessor="title", order_by="sort_key", verbose_name=_("Unit"), footer=_("Confirmed"))
    return type("MatrixTable", (tables.RegisterTable,), {"unit": unit, **columns, "Meta": meta})
