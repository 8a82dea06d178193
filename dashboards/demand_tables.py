"""Tables and exports of the page on online procedures without online filings."""

from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common import display, tables
from common.exports import Lines
from communes.models import Unit
from dashboards.demand import Gap, Line, Uneven, WithoutFilings
from dashboards.drill import RECEIVED, Drill
from dashboards.period import State
from indicators.reports import Use
from services.models import Channel, ServiceLevel


class _ProcedureColumn(tables.TextColumn):
    """The name as a link, beneath it code, field and level."""

    cell_class = "name"

    def __init__(self, **kwargs):
        super().__init__(accessor="procedure", verbose_name=_("Procedure"), **kwargs)

    def render(self, value, record):
        """Two lines."""
        level = getattr(record, "demand", None)
        words = [value.code, value.field, *([str(ServiceLevel(level.level).label)] if level else [])]
        return format_html(
            '<a href="{}">{}</a><div class="quiet">{}</div>', value.get_absolute_url(), value.name, " · ".join(words)
        )


class _WordsColumn(tables.TextColumn):
    """Sentences and lists of names: on a phone they have the width of the card."""

    cell_class = "whole"


class _FiledColumn(tables.NumberColumn):
    """Filings through a channel, leading to them; `table.drill` knows where."""

    def __init__(self, channel: str, **kwargs):
        self.channel = channel
        super().__init__(total=True, **kwargs)

    def render(self, value, record, table):
        """`12` as a link; a plain 0."""
        shown = display.number(value)
        return table.drill.link(shown, record.unit, RECEIVED, self.channel, record.procedure) if value else shown


class NoDemandTable(tables.RegisterTable):
    """Online procedures that nobody asked for in the period."""

    procedure = _ProcedureColumn()
    units = tables.NumberColumn(accessor="demand__units", verbose_name=_("Offered by (units)"))
    last = tables.TextColumn(accessor="never_since", verbose_name=_("Last online filing"))
    elsewhere = _WordsColumn(verbose_name=_("Units beside that have online filings"), empty_values=())
    reasons = _WordsColumn(verbose_name=_("Reasons counted (people)"), empty_values=())

    drill: Drill
    query = ""

    class Meta(tables.RegisterTable.Meta):
        fields: list[str] = []
        orderable = False
        attrs = {"class": "register gaps"}

    def render_last(self, value, record):
        """The month, leading to its filings; or since when there has been none."""
        if record.last is None:
            return gettext("never since %(day)s") % {"day": display.day(value)}
        return self.drill.link(record.last.label, record.unit, RECEIVED, Channel.ONLINE, record.procedure, record.last)

    def render_elsewhere(self, value, record):
        """Their names; with the number of filings, which leads to these, where the reader may see it."""
        if not value:
            return gettext("no unit")
        return format_html_join(", ", "{}", ((self._named(unit, number, record),) for unit, number in value))

    def _named(self, unit: Unit, number: int | None, record):
        if number is None:
            return unit.title
        shown = self.drill.link(display.number(number), unit, RECEIVED, Channel.ONLINE, record.procedure)
        return format_html("{} ({})", unit.title, shown)

    def render_reasons(self, value):
        """`used to coming in person 12, no Internet 3`."""
        return _reasons(value) or gettext("not counted")


class CounterTable(NoDemandTable):
    """Online procedures that people filed, but nobody online."""

    in_person = _FiledColumn(Channel.DIRECT, verbose_name=_("Filed in person"))
    by_post = _FiledColumn(Channel.POSTAL, verbose_name=_("Filed by post"))

    class Meta(NoDemandTable.Meta):
        sequence = ["procedure", "units", "in_person", "by_post", "last", "elsewhere", "reasons"]


def _reasons(value: list[tuple[str, int]]) -> str:
    return ", ".join(f"{words} {display.number(people)}" for words, people in value)


class UnevenTable(tables.RegisterTable):
    """Procedures that some units file online and others do not: who can show it to whom."""

    procedure = _ProcedureColumn()
    online = _WordsColumn(verbose_name=_("Have online filings"))
    counter = _WordsColumn(verbose_name=_("At the counter only"), empty_values=())
    none = _WordsColumn(verbose_name=_("No demand"), empty_values=())

    drill: Drill
    query = ""

    class Meta(tables.RegisterTable.Meta):
        fields: list[str] = []
        orderable = False
        attrs = {"class": "register gaps"}

    def render_online(self, value, record):
        """Each with its filings."""
        parts = (
            (unit.title, self.drill.link(display.number(number), unit, RECEIVED, Channel.ONLINE, record.procedure))
            for unit, number in value
        )
        return format_html_join(", ", "{} ({})", parts)

    def render_counter(self, value):
        """Each leads to its own page."""
        return self._units(value)

    def render_none(self, value):
        """The same."""
        return self._units(value)

    def _units(self, units: list[Unit]):
        if not units:
            return gettext("no unit")
        return format_html_join(
            ", ", '<a href="?{}">{}</a>', ((f"unit={unit.slug}&{self.query}", unit.title) for unit in units)
        )


class _TallyColumn(tables.NumberColumn):
    """A number of procedures with a bar behind it; the total counts each procedure once."""

    def __init__(self, name: str, *, largest: bool = False, **kwargs):
        self.tallied, self.largest = name, largest
        super().__init__(accessor=f"tally__{name}", footer=self._foot, **kwargs)

    def _foot(self, table):
        return display.number(getattr(table.total, self.tallied))

    def render(self, value, record):
        """The number; of the online procedures the bar is the part."""
        bar = display.bar(value, record.tally.online) if self.largest else ""
        return format_html("{}{}", display.number(value), bar)


class LineTable(tables.RegisterTable):
    """Online procedures counted line by line: units or fields. `parameter` is what a line's link sets."""

    name = tables.TextColumn(verbose_name=_("Unit"))
    online = _TallyColumn("online", verbose_name=_("Online procedures"))
    filed_online = _TallyColumn("filed_online", largest=True, verbose_name=_("With online filings"))
    counter = _TallyColumn("counter", largest=True, verbose_name=_("At the counter only"))
    none = _TallyColumn("none", largest=True, verbose_name=_("No demand"))
    in_person = _TallyColumn("in_person", verbose_name=_("Came in person instead (filings)"))

    total = None
    state: State

    class Meta(tables.RegisterTable.Meta):
        fields: list[str] = []
        orderable = False
        attrs = {"class": "register narrow compare"}

    def render_name(self, value, record):
        """The same page for the unit or the field."""
        return format_html('<a href="?{}">{}</a>', self.address(record), value)

    def address(self, record: Line) -> str:
        """The query of that page."""
        if record.unit is not None:
            return f"{urlencode({'unit': record.unit.slug})}&{self.state.query}"
        more = tuple(pair for pair in self.state.more if pair[0] != "field")
        chosen = self.state.at(more=(*more, ("field", record.name)))
        return f"{urlencode({'unit': self.state.unit.slug})}&{chosen.query}"


class FieldTable(LineTable):
    """The same by field."""

    name = tables.TextColumn(verbose_name=pgettext_lazy("procedure", "Field"))

    class Meta(LineTable.Meta):
        pass


def gap_table(found: WithoutFilings, use: Use, drill: Drill, *, caption: str):
    """The procedures of one use at the unit; columns without anything to say are left out."""
    gaps = [gap for gap in found.gaps if gap.demand.use == use]
    table = (CounterTable if use == Use.COUNTER else NoDemandTable)(tables.Rows(gaps))
    table.caption, table.drill, table.query = caption, drill, found.state.query
    if not found.children:
        table.columns.hide("units")
    if not any(gap.elsewhere for gap in gaps):
        table.columns.hide("elsewhere")
    if not any(gap.reasons for gap in gaps):
        table.columns.hide("reasons")
    return table


def uneven_table(rows: list[Uneven], drill: Drill, state: State, *, caption: str) -> UnevenTable:
    """Who has online filings, and who not."""
    table = UnevenTable(tables.Rows(rows))
    table.caption, table.drill, table.query = caption, drill, state.query
    return table


def line_table(kind, lines: list[Line], found: WithoutFilings, *, caption: str) -> LineTable:
    """Units or fields; the foot counts each procedure of the whole once."""
    table = kind(tables.Rows(lines))
    table.caption, table.total, table.state = caption, found.tally, found.state
    return table


def export_lines(kind, lines: list[Line], found: WithoutFilings) -> Lines:
    """Units or fields counted, as a file; the last line counts each procedure of the whole once."""
    names = ("online", "filed_online", "counter", "none", "in_person")
    headings = [str(kind.base_columns[name].verbose_name) for name in ("name", *names)]
    total = [gettext("Total"), *(getattr(found.tally, name) for name in names)]
    return Lines(headings, [*([one.name, *(getattr(one.tally, name) for name in names)] for one in lines), total])


def export_uneven(found: list[Uneven]) -> Lines:
    """Who has online filings and who not, as a file; with the number of filings."""
    headings = [gettext("Code"), gettext("Procedure"), gettext("Have online filings"), gettext("At the counter only"),
                gettext("No demand")]  # fmt: skip
    rows = (
        [
            row.procedure.code, row.procedure.name,
            ", ".join(f"{unit.title} ({display.number(number)})" for unit, number in row.online),
            _titles(row.counter), _titles(row.none),
        ]
        for row in found
    )  # fmt: skip
    return Lines(headings, rows)


def _titles(units: list[Unit]) -> str:
    return ", ".join(unit.title for unit in units)


def export(gaps: list[Gap]) -> Lines:
    """Procedures without online filings as a file, at the unit or unit by unit."""
    headings = (
        gettext("Unit"), gettext("Code"), gettext("Procedure"), str(pgettext_lazy("procedure", "Field")),
        gettext("Online level"), gettext("Demand"), gettext("Offered by (units)"), gettext("Filed in person"),
        gettext("Filed by post"), gettext("Last online filing"), gettext("Never since"),
        gettext("Units beside that have online filings"), gettext("Reasons counted (people)"),
    )  # fmt: skip
    words = {Use.COUNTER: gettext("at the counter only"), Use.NONE: gettext("no demand")}
    lines = (
        [
            gap.unit.title, gap.procedure.code, gap.procedure.name, gap.procedure.field,
            str(ServiceLevel(gap.demand.level).label), words[gap.demand.use], gap.demand.units, gap.in_person,
            gap.by_post, gap.last.label if gap.last else None, None if gap.last else gap.never_since,
            ", ".join(unit.title for unit, _number in gap.elsewhere), _reasons(gap.reasons),
        ]
        for gap in gaps
    )  # fmt: skip
    return Lines(headings, lines)
