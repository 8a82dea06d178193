"""Tables and exports of the page on channels of filings."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import display, tables
from common.exports import Lines
from communes.models import Unit
from dashboards.channels import ChannelFigures, Line, Reason
from dashboards.drill import RECEIVED, RESULTS, Drill
from dashboards.facts import about
from indicators import reports
from services.models import Channel


class _WayColumn(tables.NumberColumn):
    """Filings or results by one channel, leading to their rows; the foot is the unit's own figure."""

    def __init__(self, what: str, channel: str, **kwargs):
        self.what, self.channel = what, channel
        super().__init__(accessor=f"{what}__{channel}", footer=self._foot, **kwargs)

    def render(self, value, record, table):
        """`12` as a link, a plain 0; "≈ 12" for an estimate."""
        return self._shown(value, record, table)

    def _shown(self, value, line: Line, table):
        shown = about(display.number(value), estimated=line.is_estimated)
        if not value:
            return shown
        return table.drill.link(shown, line.unit or table.drill.state.unit, self.what, self.channel, line.procedure)

    def _foot(self, table):
        value = getattr(table.whole, self.what)[self.channel]
        return display.nothing() if value is None else self._shown(value, table.whole, table)


class _ShareColumn(tables.ShareColumn):
    """The share that came online, with a bar of that length."""

    def __init__(self, **kwargs):
        super().__init__(accessor="online_share", verbose_name=_("Online (%)"), footer=self._foot, **kwargs)

    def render(self, value):
        """`7,06 %` in front of its bar."""
        return format_html("{}{}", display.share(value), display.bar(value, 100))

    @staticmethod
    def _foot(table):
        return display.share(table.whole.online_share) if table.whole.online_share is not None else display.nothing()


class _LineTable(tables.RegisterTable):
    """The channels, line by line; `drill` knows the rows behind a number, `whole` is the unit itself."""

    direct = _WayColumn(RECEIVED, Channel.DIRECT, verbose_name=_("Filed in person"))
    online = _WayColumn(RECEIVED, Channel.ONLINE, verbose_name=_("Filed online"))
    postal = _WayColumn(RECEIVED, Channel.POSTAL, verbose_name=_("Filed by post"))
    online_share = _ShareColumn()
    result_direct = _WayColumn(RESULTS, Channel.DIRECT, verbose_name=_("Results in person"))
    result_online = _WayColumn(RESULTS, Channel.ONLINE, verbose_name=_("Results online"))
    result_postal = _WayColumn(RESULTS, Channel.POSTAL, verbose_name=_("Results by post"))

    drill: Drill
    whole: Line

    class Meta(tables.RegisterTable.Meta):
        fields: list[str] = []
        orderable = False
        attrs = {"class": "register compare"}


class ProcedureTable(_LineTable):
    """Procedures of one unit. Where its filings are reported as totals, the foot says more than the lines."""

    procedure = tables.TextColumn(verbose_name=_("Procedure"), attrs={"td": {"class": "name"}}, footer=_("Total"))
    registered = tables.NumberColumn(verbose_name=_("Registered for the post (units)"))

    class Meta(_LineTable.Meta):
        sequence = ["procedure", "...", "registered"]
        empty_text = _("No procedure was filed here in the period, and none is registered for the post.")

    def render_procedure(self, value):
        """The name as a link, the code beneath."""
        return format_html(
            '<a href="{}">{}</a><div class="quiet">{}</div>', value.get_absolute_url(), value.name, value.code
        )


class UnitTable(_LineTable):
    """The units directly below one."""

    unit = tables.TextColumn(verbose_name=_("Unit"), attrs={"td": {"class": "name"}}, footer=_("Total"))
    registered = tables.NumberColumn(verbose_name=_("Procedures registered for the post"))
    reasons = tables.NumberColumn(verbose_name=_("Reasons counted (people)"))

    class Meta(_LineTable.Meta):
        sequence = ["unit", "...", "registered", "reasons"]

    def render_unit(self, value):
        """The same page of the unit."""
        return format_html('<a href="?unit={}&amp;{}">{}</a>', value.slug, self.drill.state.query, value.title)


class _PeopleColumn(tables.NumberColumn):
    """People who gave the reasons for not using a channel; a dash where the reason is about the other one."""

    def __init__(self, channel: str, **kwargs):
        self.channel = channel
        super().__init__(default="–", footer=self._foot, **kwargs)

    def _foot(self, table):
        people = table.found.people(self.channel)
        return display.nothing() if people is None else display.number(people)


class ReasonTable(tables.RegisterTable):
    """Why channels were not used: people by reason, leading to the counts."""

    cause = tables.TextColumn(verbose_name=_("Reason"), attrs={"td": {"class": "name"}}, footer=_("Total"))
    online = _PeopleColumn(Channel.ONLINE, verbose_name=_("Not online (people)"))
    online_share = tables.ShareColumn(accessor="online", verbose_name=_("Share"), default="–")
    postal = _PeopleColumn(Channel.POSTAL, verbose_name=_("Not by post (people)"))
    postal_share = tables.ShareColumn(accessor="postal", verbose_name=_("Share"), default="–")

    found: ChannelFigures

    class Meta(tables.RegisterTable.Meta):
        fields: list[str] = []
        orderable = False
        attrs = {"class": "register narrow compare"}

    def render_online_share(self, value):
        """Of all who said why not online."""
        return self._share(value, Channel.ONLINE)

    def render_postal_share(self, value):
        """Of all who said why not by post."""
        return self._share(value, Channel.POSTAL)

    def _share(self, value, channel: str):
        share = reports.percent(value, self.found.people(channel))
        return (
            display.nothing() if share is None else format_html("{}{}", display.share(share), display.bar(share, 100))
        )


def procedure_table(found: ChannelFigures, *, caption: str) -> ProcedureTable:
    """By procedure; a single unit is registered or not, so there the number is left to the sentences."""
    return _filled(ProcedureTable, found.procedures, found, caption)


def unit_table(found: ChannelFigures, *, caption: str) -> UnitTable:
    """By unit."""
    return _filled(UnitTable, found.units, found, caption)


def reason_table(found: ChannelFigures, *, caption: str) -> ReasonTable:
    """By reason."""
    table = ReasonTable(tables.Rows(found.reasons))
    table.found, table.caption = found, caption
    return table


def _filled(kind, lines: list[Line], found: ChannelFigures, caption: str):
    table = kind(tables.Rows(lines))
    table.drill, table.whole, table.caption = (
        Drill(found.state, [found.state.unit, *found.children]),
        found.whole,
        caption,
    )
    return table


# --- Exports ---------------------------------------------------------------------------------------------------------


def _ways() -> list[str]:
    names = ("direct", "online", "postal", "online_share", "result_direct", "result_online", "result_postal")
    return [str(_LineTable.base_columns[name].verbose_name) for name in names]


def _numbers(line: Line) -> list:
    return [*line.received.values(), line.online_share, *line.results.values(), line.registered]


def procedures(found: ChannelFigures) -> Lines:
    """The procedures with their channels."""
    head = [gettext("Code"), gettext("Procedure"), *_ways(), gettext("Registered for the post (units)")]
    return Lines(head, ([line.procedure.code, line.procedure.name, *_numbers(line)] for line in found.procedures))


def units(found: ChannelFigures) -> Lines:
    """The units below with their channels."""
    head = [
        gettext("Unit"),
        *_ways(),
        gettext("Procedures registered for the post"),
        gettext("Reasons counted (people)"),
    ]
    return Lines(head, ([line.unit.title, *_numbers(line), line.reasons] for line in found.units))


def reasons(found: ChannelFigures) -> Lines:
    """The reasons with their people."""
    head = [gettext("Reason"), gettext("Not online (people)"), gettext("Not by post (people)")]
    return Lines(head, (_reason(reason) for reason in found.reasons))


def _reason(reason: Reason) -> list:
    return [reason.cause, reason.online, reason.postal]


def idle(rows: Iterable[Unit]) -> Lines:
    """Units with procedures registered for the post and nothing by post."""
    return Lines(
        [gettext("Unit"), gettext("Belongs to")], ([u.title, u.parent.title if u.parent else None] for u in rows)
    )
