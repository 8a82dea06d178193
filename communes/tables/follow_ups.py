"""The table of follow-ups."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import tables
from communes.models import FollowUp, FollowUpState
from communes.tables.base import PlaceColumn, unit_column

STATE_TONES = {FollowUpState.OVERDUE: "late", FollowUpState.OPEN: "watch", FollowUpState.ANSWERED: "good"}


def state_badge(state: FollowUpState):
    """The state with its sign and colour."""
    return format_html('<span class="badge {}">{}</span>', STATE_TONES.get(state, "quiet"), state.label)


class StateColumn(tables.TextColumn):
    """The state as of today (`with_state`), in the order of urgency."""

    def render(self, value):
        """Sign, colour and word."""
        return state_badge(FollowUpState(value))

    def value(self, value):
        return str(FollowUpState(value).label)


class FollowUpTable(tables.RegisterTable):
    """What was asked of whom, by when, and how it stands."""

    subject = tables.LinkColumn(order_by="search")
    unit = unit_column()
    software = PlaceColumn(accessor="software__name", verbose_name=_("Programme"), order_by="software__sort_key")
    state = StateColumn(verbose_name=_("State"), order_by="urgency")

    class Meta(tables.RegisterTable.Meta):
        model = FollowUp
        fields = ["subject", "unit", "software", "asked_on", "deadline", "state", "answered_at"]
        empty_text = _("No unit has been followed up yet. The reviewer asks with the button above.")
