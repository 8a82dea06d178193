"""Tables of the dashboards: the audit trail, and units compared."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tables2.utils import OrderByTuple

from common import display, tables
from common.models import AuditEvent
from dashboards import acts, compare, trail
from indicators import prose


class TrailTable(tables.RegisterTable):
    """Audit events with their first changes; `record.told` is set by the view for the events of the page."""

    happened_at = tables.MomentColumn(verbose_name=_("Time"), orderable=False)
    actor = tables.TextColumn(verbose_name=_("Person"), orderable=False)
    action = tables.TextColumn(verbose_name=_("Act"), orderable=False, opens=True)
    changes = tables.TextColumn(verbose_name=_("What changed"), accessor="pk", orderable=False)
    reason = tables.TextColumn(verbose_name=_("Reason"), orderable=False)
    seal = tables.TextColumn(verbose_name=_("Seal"), accessor="pk", orderable=False, attrs={"td": {"class": "number"}})

    class Meta(tables.RegisterTable.Meta):
        model = AuditEvent
        fields: list[str] = []
        sequence = ["happened_at", "actor", "action", "changes", "reason", "seal"]
        empty_text = _("Nothing has been changed yet in the units that you audit.")

    def render_happened_at(self, record):
        """The real time; in the demo also the business day, which stands still."""
        moment = display.moment(record.happened_at)
        if display.day(record.happened_at) == display.day(record.business_day):
            return moment
        text = _("business day %(day)s") % {"day": display.day(record.business_day)}
        return format_html('{}<br><span class="quiet">{}</span>', moment, text)

    def render_action(self, record):
        """The act in words, leading to all that it changed."""
        url = reverse("dashboards:audit-event", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, acts.in_words(record.action))

    def render_changes(self, record):
        """The first changes, each field before and after."""
        return render_to_string("dashboards/changes.html", {"told": record.told, "event": record})

    def render_seal(self, record):
        """The number of the event in the sealed chain."""
        number = trail.seal_number(record)
        return display.number(number) if number is not None else _("not yet sealed")


class _FigureColumn(tables.NumberColumn):
    """A figure of the compared units; its total is that of the table, not the sum of what is shown. Estimates have a
    sign before them."""

    def __init__(self, name: str, **kwargs):
        self.figure = name
        kwargs["footer"] = self._foot
        super().__init__(accessor=f"figures__{name}", **kwargs)

    def _foot(self, table):
        value = table.totals.get(self.figure)
        shown = self.render_total(value)
        return _marked(shown, value is not None and self.figure in table.estimated)

    def render(self, value, record):
        """The figure, behind its sign if it is an estimate."""
        return _marked(self.shown(value, record), self.figure in record.estimated)

    def shown(self, value, record=None):
        """The figure as this column writes it."""
        return display.number(value, self.places)

    def render_total(self, value):
        """The total as the column shows its values."""
        return display.nothing() if value is None else self.shown(value)


def _marked(shown, is_estimate: bool):
    """ "≈ 12", told to who cannot see the sign."""
    if not is_estimate:
        return shown
    return format_html(
        '<span aria-hidden="true">≈ </span><span class="visually-hidden">{} </span>{}', _("estimate"), shown
    )


class _PercentColumn(_FigureColumn):
    """A share in percent."""

    def shown(self, value, record=None):
        """`81,82 %` in front of a bar of that length."""
        return format_html("{}{}", display.share(value), display.bar(value, 100))

    def render_total(self, value):
        """Totals do not compare, so they have no bar."""
        return display.nothing() if value is None else display.share(value)


class _UnitsColumn(_FigureColumn):
    """How many of a unit's units have something: yes or no for a single unit, "18/19" for one with units below."""

    def shown(self, value, record=None):
        """In words for a single unit, else as a number."""
        if record is None or record.units is None:
            return display.number(value)
        return display.yes_no(bool(value)) if record.units == 1 else prose.out_of(value, record.units)


class CompareTable(tables.RegisterTable):
    """Units side by side; `query` keeps the period in the links, `totals` come from sums."""

    name = tables.TextColumn(accessor="unit", verbose_name=_("Unit"), footer=_("Total"))
    incoming = _FigureColumn("incoming", verbose_name=_("Incoming"))
    outgoing = _FigureColumn("outgoing", verbose_name=_("Outgoing"))
    signed = _FigureColumn("signed", verbose_name=_("Signed"))
    signed_share = _PercentColumn("signed_share", verbose_name=_("Signed/outgoing (assumed)"))
    computers = _FigureColumn("computers", verbose_name=_("Computers"))
    staff = _FigureColumn("staff", verbose_name=_("Officials"))
    fluent_share = _PercentColumn("fluent_share", verbose_name=_("Fluent"))
    lan = _UnitsColumn("lan", verbose_name=_("LAN"))
    internet = _UnitsColumn("internet", verbose_name=_("Internet"))
    filings = _FigureColumn("filings", verbose_name=_("Filings"))
    online_share = _PercentColumn("online_share", verbose_name=_("Filed online"))
    on_time_share = _PercentColumn("on_time_share", verbose_name=_("On time"))

    class Meta(tables.RegisterTable.Meta):
        fields: list[str] = []
        attrs = {"class": "register compare"}

    totals: dict = {}
    estimated: frozenset = frozenset()
    query = ""

    def render_name(self, record):
        """The unit's own page for the same period; when it ended."""
        link = format_html('<a href="{}?{}">{}</a>', record.unit.get_absolute_url(), self.query, record.unit.title)
        return format_html('{} <span class="quiet">({})</span>', link, record.ended) if record.ended else link


def compare_table(comparison, params, *, caption: str, query: str) -> CompareTable:
    """The table of one comparison, sorted by the parameter `sort`; an unknown word leaves the Vietnamese order."""
    table = CompareTable(tables.Rows(comparison.rows))
    word = params.get("sort", "")
    name = word.removeprefix("-")
    if name in table.columns.names() and len(word) <= 40:
        table.data.data = compare.in_order(comparison.rows, name, descending=word.startswith("-"))
        table._order_by = OrderByTuple([word])
    table.totals, table.query, table.caption = comparison.totals, query, caption
    table.estimated = comparison.estimated
    return table


def compare_headings() -> dict[str, str]:
    """The figures of the table by name with their headings, for exports."""
    return {name: str(column.verbose_name) for name, column in CompareTable.base_columns.items() if name != "name"}
