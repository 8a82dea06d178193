"""Who is late with incoming documents, unit by unit: what is open from the register, the share on time from figures."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import display, filters, tables
from common.exports import Lines
from common.months import Month
from communes import reports as ground
from communes.models import Unit, UnitKind
from communes.scope import scope_of
from documents.models import Document
from documents.working import UnitWork, Waiting, by_unit
from indicators import reports

SHARE, UNDATED = "documents_on_time", "documents.incoming_undated"
# Beyond this nothing is counted: the reader chooses a unit.
MOST_OPEN = 20_000
MOST_UNITS = 300


@dataclass
class Row:
    """One unit: what waits there now, and how it has done this year."""

    unit: Unit
    work: UnitWork
    on_time: reports.Number
    done_on_time: reports.Number
    done_or_late: reports.Number
    undated: reports.Number

    @property
    def open(self) -> int:
        """With a deadline."""
        return self.work.open

    @property
    def due_today(self) -> int:
        """Of these."""
        return self.work.due_today

    @property
    def overdue(self) -> int:
        """Of these."""
        return self.work.overdue


class UnitsFilter(filters.RegisterFilter):
    """The units to look at."""

    unit = filters.LookupFilter(
        queryset=lambda request: Unit.objects.visible_to(request.user),
        label=_("Unit, with what belongs to it"),
        url="communes:unit-lookup",
        key="slug",
        search_field="search_key",
        method="of_unit",
    )

    class Meta:
        model = Unit
        fields: list[str] = []

    def of_unit(self, queryset, name: str, value: Unit):
        """The unit and everything below it."""
        return queryset.filter(pk__in=ground.descendants(value.pk))


def rows(units, user, today: date) -> list[Row] | None:
    """The units that handle documents, the most overdue first; None if too much is open to be counted.

    Units without open documents stand in it too, unless there are too many units for one page.
    """
    ids = set(units.values_list("pk", flat=True))
    documents = Document.objects.handled_within(user)
    if len(ids) <= MOST_UNITS or scope_of(user).readable is not None:
        documents = documents.filter(handling_unit_id__in=sorted(ids))
    waiting = by_unit(documents, today, most=MOST_OPEN)
    if waiting is None:
        return None
    kept = units.in_force(on=today).filter(kind__in=[UnitKind.COMMUNE, UnitKind.OFFICE])
    shown = {unit.pk: unit for unit in units.filter(pk__in=list(waiting))}
    if len(ids) <= MOST_UNITS:
        shown |= {unit.pk: unit for unit in kept}
    first = Month(Month.of(today).year, 1)
    indicator = reports.indicators_by_key([SHARE])[SHARE]
    keys = {term.measure.key for term in indicator.terms.all()} | {UNDATED}
    found = reports.by_unit(list(shown.values()), keys, first, Month.of(today))
    lines = []
    for pk, unit in shown.items():
        value, top, bottom = reports.evaluate(indicator, found[pk])
        lines.append(Row(unit, waiting.get(pk, UnitWork()), value, top, bottom, found[pk][UNDATED]))
    lines.sort(key=lambda row: (-row.overdue, -row.due_today, row.unit.sort_key))
    return lines[:MOST_UNITS]


class WaitingLink(tables.NumberColumn):
    """A number that opens the documents behind it."""

    def __init__(self, waiting: str, **kwargs):
        self.waiting = waiting
        super().__init__(total=True, **kwargs)

    def render(self, value, record):
        """A link; a plain 0 where there is nothing to open."""
        shown = super().render(value)
        if not value:
            return shown
        query = {"unit": record.unit.slug} | ({"waiting": self.waiting} if self.waiting else {})
        return format_html('<a href="{}">{}</a>', reverse("documents:handling-list", query=query), shown)


class OnTimeColumn(tables.ShareColumn):
    """The share done on time; at the foot that of all units together."""

    def render_footer(self, bound_column, table):
        """Sum of those done on time ÷ sum of those due."""
        known = [row.record for row in table.rows if row.record.done_or_late]
        share = reports.percent(sum(r.done_on_time or 0 for r in known), sum(r.done_or_late for r in known))
        return display.nothing() if share is None else display.share(share)


class HandlingTable(tables.RegisterTable):
    """Units with what waits and how they have done."""

    unit = tables.LinkColumn(accessor="unit__title", target=lambda row: row.unit, verbose_name=_("Unit"))
    overdue = WaitingLink(str(Waiting.OVERDUE), verbose_name=_("Overdue"))
    due_today = WaitingLink(str(Waiting.DUE_TODAY), verbose_name=_("Due today"))
    open = WaitingLink("", verbose_name=_("Open, with a deadline"))
    on_time = OnTimeColumn(verbose_name=_("On time this year"))
    done_or_late = tables.NumberColumn(total=True, verbose_name=_("Done or overdue this year"))
    undated = tables.NumberColumn(total=True, verbose_name=_("Arrived without a deadline this year"))

    class Meta(tables.RegisterTable.Meta):
        model = Unit
        fields = ["unit", "overdue", "due_today", "open", "on_time", "done_or_late", "undated"]
        sequence = fields
        orderable = False
        empty_text = _("No unit here handles documents.")


def export(found: list[Row]) -> Lines:
    """The rows of the table as a file."""
    names = HandlingTable.Meta.fields
    headings = [str(HandlingTable.base_columns[name].verbose_name) for name in names]
    lines = (
        [row.unit.title, row.overdue, row.due_today, row.open, row.on_time, row.done_or_late, row.undated]
        for row in found
    )
    return Lines(headings, lines)
