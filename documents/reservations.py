"""The list of kept numbers: how it is filtered, and what it shows."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import display, filters, tables
from communes.filters.base import WithinUnit, WordsFilter
from documents.models import Direction, NumberReservation, ReservationState

TONES = {ReservationState.OPEN: "watch", ReservationState.FILLED: "good"}


def state_badge(reservation: NumberReservation):
    """What became of the number, as a word with its sign."""
    state = ReservationState(reservation.state)
    return format_html('<span class="badge {}">{}</span>', TONES.get(state, "quiet"), state.label)


class ReservationFilter(filters.RegisterFilter):
    """Kept numbers by book, words, unit and state."""

    direction = filters.ChoiceFilter(choices=Direction.choices, label=_("Register"))
    q = WordsFilter(units=["unit"], label=_("Number, book, purpose or unit"))
    unit = WithinUnit("unit")
    state = filters.ChoiceFilter(choices=ReservationState.choices, label=_("State"))

    class Meta:
        model = NumberReservation
        fields: list[str] = []


class NumberColumn(tables.LinkColumn):
    """The number in its book, which opens the page."""

    cell_class = "name short"

    def render(self, value, record):
        """`15 / 2020`, on one line."""
        return super().render(str(record).replace(" ", display.NO_BREAK_SPACE), record)


class StateColumn(tables.TextColumn):
    """Kept, filled or given up."""

    def render(self, record):
        """A badge."""
        return state_badge(record)

    def value(self, record):
        """The word."""
        return str(ReservationState(record.state).label)


class ReservationTable(tables.RegisterTable):
    """Kept numbers, the newest first."""

    number = NumberColumn(verbose_name=_("Number in the register"))
    direction = tables.TextColumn(verbose_name=_("Register"), accessor="get_direction_display", order_by="direction")
    purpose = tables.TextColumn(verbose_name=_("Kept for"))
    state = StateColumn(verbose_name=_("State"))
    kept_by = tables.TextColumn(verbose_name=_("Kept by"), orderable=False)
    reason = tables.TextColumn(accessor="give_up_reason", verbose_name=_("Reason for giving up"))
    unit = tables.TextColumn(accessor="unit__title", verbose_name=_("Unit"), orderable=False)

    class Meta(tables.RegisterTable.Meta):
        model = NumberReservation
        default_columns = ["number", "direction", "purpose", "kept_on", "kept_by", "state", "unit"]
        fields = [*default_columns, "reason"]
        sequence = fields
        empty_text = _("No numbers are kept. A number is kept here when a document will come that must have it.")
