"""The filings of a unit by procedure and by unit below it: rows, tables and files."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import display, tables
from common.exports import Lines
from communes.models import Unit, UnitClosure
from dashboards import rows
from dashboards.facts import about
from dashboards.figures import Figures
from dashboards.filings import BELOW, ON_TIME, OpenNow
from indicators import reports
from indicators.outcomes import Outcome, outcomes
from services.models import Desk, Filing, Procedure
from services.tables import DeadlineColumn

MOST_PROCEDURES, MOST_UNITS = 10, 300
# Of fewer finished filings a share says little.
FEW = 10
ORDERS = ("late", "share")


@dataclass(frozen=True)
class ProcedureRow:
    """One procedure: its filings of the period, with the addresses of their rows by the name of the number."""

    procedure: Procedure
    outcome: Outcome
    links: dict[str, str] = field(default_factory=dict)

    @property
    def is_small(self) -> bool:
        """Whether too few are finished for the share to say much."""
        return self.outcome.finished < FEW


@dataclass(frozen=True)
class UnitRow:
    """One unit below: its figures of the period, what it and those below it hold open now, and the addresses."""

    unit: Unit
    figures: dict[str, reports.Number]
    estimated: bool
    links: dict[str, str]
    open: int | None = None
    open_late: int | None = None


def by_procedure(figures: Figures, *, order: str) -> list[ProcedureRow]:
    """The procedures with filings, the most late first, or the highest share of late ones among those with enough."""
    state, period = figures.state, figures.period
    found = outcomes(state.unit, period.first, period.last, structure=state.boundaries, kind=state.kind)
    procedures = Procedure.objects.in_bulk([one.procedure_id for one in found])
    made = [
        ProcedureRow(procedures[one.procedure_id], one, _procedure_links(figures, procedures[one.procedure_id].code))
        for one in found
    ]
    return sorted(made, key=_by_share if order == "share" else _by_number)


def _by_number(row: ProcedureRow) -> tuple:
    return -row.outcome.late, -(row.outcome.late_share or 0), row.procedure.sort_key


def _by_share(row: ProcedureRow) -> tuple:
    return row.is_small, -(row.outcome.late_share or Decimal(0)), -row.outcome.late, row.procedure.sort_key


def _procedure_links(figures: Figures, code: str) -> dict[str, str]:
    found = {name: rows.exact(f"filings.{key}", figures.state) for name, key in _NUMBERS.items()}
    return {name: f"{url}&procedure={code}" for name, url in found.items() if url}


_NUMBERS = {"received": "received", "finished": "finished", "late": "finished_late"}


def by_unit(figures: Figures, now: OpenNow) -> list[UnitRow]:
    """The units directly below, the most open and late first, then the most late in the period."""
    children = figures.children
    held = _held_below(children, now)
    found = [_unit_row(figures, child, held) for child in children]
    return sorted(
        found,
        key=lambda row: (-(row.open_late or 0), -(row.figures["finished_late"] or 0), row.unit.sort_key),
    )


def _unit_row(figures: Figures, child: Unit, held: dict[int, list[int]] | None) -> UnitRow:
    state, values = figures.state, figures.board.below[child.pk]
    there = state.at(unit=child)
    share = reports.evaluate(figures.rows[ON_TIME], values)[0]
    links = {}
    if not (state.kind or state.boundaries.is_today):
        links = {key: rows.address(f"filings.{key}", there) for key in BELOW}
    if not state.kind:
        for name, desk in (("open", Desk.OPEN), ("open_late", Desk.OVERDUE)):
            links[name] = reverse("services:filing-list", query={"held_by": child.slug, "desk": desk.value})
    numbers = (None, None) if held is None else held.get(child.pk, [0, 0])
    return UnitRow(
        child,
        {key: values[f"filings.{key}"] for key in BELOW} | {"share": share},
        bool(values.estimated),
        links | {"unit": f"{reverse('dashboards:filings-unit', args=[child.slug])}?{state.query}"},
        *numbers,
    )


def _held_below(children: list[Unit], now: OpenNow) -> dict[int, list[int]] | None:
    """child -> [open, late] of it and what is below it; None where nothing was counted."""
    if now.held is None:
        return None
    holders = {one.unit_id for one in now.held}
    links = UnitClosure.objects.filter(ancestor_id__in=[child.pk for child in children], descendant_id__in=holders)
    above = dict(links.values_list("descendant_id", "ancestor_id"))
    found: dict[int, list[int]] = {}
    for one in now.held:
        if one.unit_id in above:
            sums = found.setdefault(above[one.unit_id], [0, 0])
            sums[0] += one.open
            sums[1] += one.late
    return found


class _Linked(tables.NumberColumn):
    """A number that opens its rows; `rows_of` is its name among the addresses of the row."""

    def __init__(self, rows_of: str, **kwargs):
        self.rows_of = rows_of
        super().__init__(**kwargs)

    def render(self, value, record):
        """A link; a plain number where there is nothing to open."""
        shown, url = display.number(value), record.links.get(self.rows_of)
        return format_html('<a href="{}">{}</a>', url, shown) if url and value else shown


class _Share(tables.ShareColumn):
    """A share before a bar of its length."""

    def render(self, value, record):
        """`81,82 %`."""
        return format_html("{}{}", display.share(value), display.bar(value, 100))


class ProcedureOutcomeTable(tables.RegisterTable):
    """Procedures with how many of their filings were late."""

    procedure = tables.LinkColumn(
        accessor="procedure__name", target=lambda row: row.procedure, verbose_name=gettext_lazy("Procedure")
    )
    received = _Linked("received", accessor="outcome__received", verbose_name=gettext_lazy("Received"))
    finished = _Linked("finished", accessor="outcome__finished", verbose_name=gettext_lazy("Finished"))
    late = _Linked("late", accessor="outcome__late", verbose_name=gettext_lazy("Finished late"))
    share = tables.ShareColumn(accessor="outcome__late_share", verbose_name=gettext_lazy("Share late"))

    class Meta(tables.RegisterTable.Meta):
        model = Procedure
        attrs = {"class": "register compare"}
        fields: list[str] = []
        sequence = ["procedure", "received", "finished", "late", "share"]
        orderable = False
        empty_text = gettext_lazy("No filing was received or finished in this period.")

    # The highest share of those that are compared: shares of late filings are small beside 100.
    largest = Decimal(100)

    def render_procedure(self, record):
        """The name with its field beneath."""
        name = about(record.procedure.name, estimated=record.outcome.estimated)
        link = format_html('<a href="{}">{}</a>', record.procedure.get_absolute_url(), name)
        return format_html('{}<div class="quiet">{}</div>', link, record.procedure.field)

    def render_share(self, value, record):
        """A share of few filings is said to be one, and has no bar to be compared by."""
        if not record.is_small:
            return format_html("{}{}", display.share(value), display.bar(value, self.largest))
        return format_html('{} <span class="badge quiet">{}</span>', display.share(value), _("few filings"))


class UnitFilingsTable(tables.RegisterTable):
    """Units with what came, how it ended and what is open now."""

    unit = tables.TextColumn(accessor="unit__title", verbose_name=gettext_lazy("Unit"))
    open_late = _Linked("open_late", total=True, verbose_name=gettext_lazy("Open and late now"))
    open = _Linked("open", total=True, verbose_name=gettext_lazy("Open now"))
    received = _Linked(
        "received", accessor="figures__received", total=True, verbose_name=gettext_lazy("Received")
    )  # fmt: skip
    finished = _Linked(
        "finished", accessor="figures__finished", total=True, verbose_name=gettext_lazy("Finished")
    )  # fmt: skip
    early = _Linked(
        "finished_early", accessor="figures__finished_early", total=True, verbose_name=gettext_lazy("Early")
    )  # fmt: skip
    on_time = _Linked(
        "finished_on_time", accessor="figures__finished_on_time", total=True, verbose_name=gettext_lazy("On time")
    )
    late = _Linked(
        "finished_late", accessor="figures__finished_late", total=True, verbose_name=gettext_lazy("Late")
    )  # fmt: skip
    share = _Share(accessor="figures__share", verbose_name=gettext_lazy("Early or on time (%)"))

    class Meta(tables.RegisterTable.Meta):
        model = Unit
        attrs = {"class": "register compare"}
        fields: list[str] = []
        sequence = ["unit", "open_late", "open", "received", "finished", "early", "on_time", "late", "share"]
        orderable = False

    def render_unit(self, record):
        """The same page of the unit."""
        name = about(record.unit.title, estimated=record.estimated)
        return format_html('<a href="{}">{}</a>', record.links["unit"], name)


class OldestTable(tables.RegisterTable):
    """Open filings, the one received first on top; `today` is the day that their age is told of."""

    code = tables.LinkColumn()
    procedure = tables.TextColumn(accessor="procedure__name", verbose_name=gettext_lazy("Procedure, and who holds it"))
    received_time = tables.DayColumn(verbose_name=gettext_lazy("Received"))
    days = tables.NumberColumn(accessor="pk", verbose_name=gettext_lazy("Days open"))
    state = DeadlineColumn()

    class Meta(tables.RegisterTable.Meta):
        model = Filing
        fields = ["status"]
        attrs = {"class": "register compare"}
        sequence = ["code", "procedure", "received_time", "days", "status", "state"]
        orderable = False
        empty_text = gettext_lazy("Nothing is open here.")

    today = None

    def render_procedure(self, value, record):
        """The procedure, and beneath it the unit that holds the filing now."""
        return format_html('{}<div class="quiet">{}</div>', value, record.holding_unit.title)

    def render_days(self, record):
        """Whole days since the day of receipt."""
        return display.number((self.today - timezone.localtime(record.received_time).date()).days)


def export_of_procedures(found: list[ProcedureRow]) -> Lines:
    """All of them, with code and field."""
    headings = (
        _("National code"), _("Procedure"), _("Field"), _("Received"), _("Finished"), _("Finished late"),
        _("Share late"), _("few filings"),
    )  # fmt: skip
    lines = (
        [
            row.procedure.code, row.procedure.name, row.procedure.field, row.outcome.received, row.outcome.finished,
            row.outcome.late, row.outcome.late_share, display.yes_no(row.is_small),
        ]
        for row in found
    )  # fmt: skip
    return Lines(headings, lines)


def export_of_units(found: list[UnitRow]) -> Lines:
    """All of them."""
    names = [name for name in UnitFilingsTable.Meta.sequence if name != "unit"]
    headings = [str(UnitFilingsTable.base_columns[name].verbose_name) for name in names]
    lines = (
        [row.unit.title, row.open_late, row.open, *(row.figures[name] for name in (*BELOW, "share"))] for row in found
    )
    return Lines([_("Unit"), *headings], lines)
