"""The list of declared values."""

from django.utils.translation import gettext_lazy as _

from common import tables
from communes.tables.base import unit_column
from indicators.display import scaled, shown
from indicators.models import DeclaredValue


class ValueColumn(tables.NumberColumn):
    """A value as people read it, with the decimals of its measure."""

    def render(self, record):
        """`12,500`."""
        return shown(record.measure, record.value)

    def value(self, record):
        """A number."""
        return scaled(record.measure, record.value)


class DeclaredTable(tables.RegisterTable):
    """A row is a unit's value of a month; its headings are those that an import knows."""

    month = tables.MonthColumn(accessor="period", verbose_name=_("Month"), order_by=("year", "month"))
    unit = unit_column()
    measure = tables.TextColumn(verbose_name=_("Measure"), order_by=("measure__position",))
    # Numbers of different measures have no order.
    value = ValueColumn(orderable=False)
    approved_at = tables.MomentColumn(verbose_name=_("Approved"))

    class Meta(tables.RegisterTable.Meta):
        model = DeclaredValue
        fields = ["month", "unit", "measure", "value", "blank", "reason", "approved_at"]
        sequence = fields
        empty_text = _(
            "No monthly value has been declared yet. Officials bring them in as a spreadsheet with the button above; "
            "what a register counts itself need not be declared."
        )
