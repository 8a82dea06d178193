"""The table of reorganisations, for administrators."""

from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common import display, tables
from communes import stories
from communes.models import Reorganisation, Succession


class StateColumn(tables.TextColumn):
    """Whether it stands or was undone, with a sign."""

    def render(self, record):
        """The word as a badge."""
        tone = "quiet" if record.undone_at else "good"
        return format_html('<span class="badge {}">{}</span>', tone, self.value(record))

    def value(self, record):
        return _now("undone") if record.undone_at else _now("in effect")


class ReorganisationTable(tables.RegisterTable):
    """What was done by which resolution, the newest first."""

    effective_on = tables.DayColumn(verbose_name=_("Effective on"))
    kind = tables.LinkColumn(accessor="get_kind_display", verbose_name=_("Kind"), order_by="kind")
    what = tables.TextColumn(verbose_name=_("From → to"), empty_values=(), orderable=False)
    resolution = tables.TextColumn(verbose_name=_("Resolution"))
    state = StateColumn(verbose_name=_("State"), empty_values=(), orderable=False)
    applied_by = tables.TextColumn(verbose_name=_("Applied by"), order_by="applied_by__username")
    applied_at = tables.MomentColumn(verbose_name=_("Applied"))

    class Meta(tables.RegisterTable.Meta):
        model = Reorganisation
        fields = ["effective_on", "kind", "what", "resolution", "state", "applied_by", "applied_at"]
        empty_text = _("No reorganisation yet. Begin one with the button above.")

    def render_kind(self, value, record):
        """With a capital, as a link."""
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), display.sentence_case(value))

    def render_what(self, record):
        """The units by name."""
        return self.value_what(record)

    def value_what(self, record):
        """ "xã Bản Già → xã Tả Củ Tỷ"."""
        links = list(record.successions.all())
        ends = [link.predecessor.full_name for link in links]
        ends += [unit.full_name for unit in stories.ended_alone(record)]
        begins = [link.successor.full_name for link in links]
        begins += [unit.full_name for unit in stories.begun_alone(record)]
        return f"{', '.join(dict.fromkeys(ends)) or '–'} → {', '.join(dict.fromkeys(begins)) or '–'}"


class SuccessionTable(tables.RegisterTable):
    """From which unit to which, by what share."""

    predecessor = tables.LinkColumn(
        accessor="predecessor__title", verbose_name=_("From"), target=lambda link: link.predecessor
    )
    successor = tables.LinkColumn(accessor="successor__title", verbose_name=_("To"), target=lambda link: link.successor)
    share = tables.ShareColumn(verbose_name=_("Share"), accessor="percent")

    class Meta(tables.RegisterTable.Meta):
        model = Succession
        fields = ["predecessor", "successor", "share"]
        empty_text = _("Nothing went from one unit to another, or it was undone.")
