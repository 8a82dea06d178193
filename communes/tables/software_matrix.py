"""The matrix of units and programmes as a table: one column for each programme, totals beneath."""

from types import SimpleNamespace

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import display, tables
from communes.models import Unit
from communes.software_matrix import Cell, Line, Mark, Matrix, Tally

TONES = {Mark.IN_USE: "good", Mark.MISSING: "late", Mark.EXTRA: "watch"}


class MatrixRow(SimpleNamespace):
    """A line for the table: `unit`, `tally`, `percent`, and the cell of each programme under `p<its number>`."""


class Listed(list):
    """Rows that were read already, where an export expects a queryset."""

    model = Unit

    def __getitem__(self, key):
        found = super().__getitem__(key)
        return Listed(found) if isinstance(key, slice) else found

    def iterator(self, chunk_size: int):
        """The rows; they are few."""
        return iter(self)


class ProgrammeColumn(tables.TextColumn):
    """One programme. `may_add`: the units in which the person adds uses (None: all); empty for a day gone by."""

    cell_class = "programme"

    def __init__(self, *args, total, may_add=frozenset(), ask_url: str = "", **kwargs):
        self.total, self.may_add, self.ask_url = total, may_add, ask_url
        super().__init__(*args, orderable=False, footer=self._foot, **kwargs)

    def render(self, value: Cell):
        """Sign, word and numbers, as the way to the use."""
        shown = format_html('<a href="{}">{}</a>', url, _face(value)) if (url := self._url(value)) else _face(value)
        if value.asked_until is None:
            return shown
        asked = _("asked, until %(day)s") % {"day": display.day(value.asked_until)}
        return format_html("{}<small>{}</small>", shown, asked)

    def value(self, value: Cell | Tally):
        """The same in words."""
        if isinstance(value, Tally):
            return str(value)
        if value.mark in (Mark.IN_USE, Mark.EXTRA):
            return f"{value.mark.label} ({value.active}/{value.accounts})"
        return str(value.mark.label)

    def _url(self, cell: Cell) -> str | None:
        if cell.use_id is not None:
            return reverse("communes:software-use-detail", args=[cell.use_id])
        if self.may_add is None or cell.unit_id in self.may_add:
            return reverse("communes:software-use-create", query={"software": cell.software_id, "unit": cell.unit_id})
        return None

    def _foot(self):
        if not (self.ask_url and self.total.missing):
            return str(self.total)
        return format_html('{} <a href="{}">{}</a>', self.total, self.ask_url, _("Follow up"))


class MatrixTable(tables.RegisterTable):
    """Made by `matrix_table`, which adds the programmes."""

    unit = tables.LinkColumn(
        accessor="unit__title", verbose_name=gettext_lazy("Unit"), orderable=False, target=lambda row: row.unit
    )
    used = tables.NumberColumn(
        accessor="tally",
        verbose_name=gettext_lazy("In use / required"),
        orderable=False,
        footer=lambda table: str(table.tally),
    )
    percent = tables.ShareColumn(
        verbose_name=gettext_lazy("Share"),
        orderable=False,
        footer=lambda table: display.nothing() if table.tally.percent is None else display.share(table.tally.percent),
    )

    tally = Tally()

    class Meta(tables.RegisterTable.Meta):
        attrs = {"class": "register matrix"}
        empty_text = gettext_lazy("No unit and no programme fit the choice.")

    def value_used(self, value):
        """As text: a spreadsheet would take 5/7 for a day in July."""
        return str(value)


def matrix_table(found: Matrix, *, caption: str, may_add=frozenset(), may_ask: bool = False) -> MatrixTable:
    """The table; `may_ask` adds the way to following up beneath each programme that is missing somewhere."""
    columns = []
    for software, total in zip(found.programmes, found.totals, strict=True):
        url = reverse("communes:software-ask", args=[software.pk]) if may_ask else ""
        column = ProgrammeColumn(verbose_name=software.name, total=total, may_add=may_add, ask_url=url)
        columns.append((f"p{software.pk}", column))
    rows = [matrix_row(line) for line in found.lines] if found.programmes else []
    table = MatrixTable(tables.Rows(rows), extra_columns=columns, sequence=("unit", "used", "percent", "..."))
    table.caption, table.tally = caption, found.tally
    return table


def matrix_row(line: Line) -> MatrixRow:
    """A line under the names of the columns."""
    cells = {f"p{cell.software_id}": cell for cell in line.cells}
    return MatrixRow(unit=line.unit, tally=line.tally, percent=line.tally.percent, **cells)


def export_rows(found: Matrix) -> Listed:
    """The lines, and the totals as one more."""
    foot = SimpleNamespace(title=_("In use / required"))
    totals = {f"p{software.pk}": total for software, total in zip(found.programmes, found.totals, strict=True)}
    last = MatrixRow(unit=foot, tally=found.tally, percent=found.tally.percent, **totals)
    return Listed([*(matrix_row(line) for line in found.lines), last])


def _face(cell: Cell) -> SafeString | str:
    if cell.mark == Mark.NONE:
        return format_html('<span aria-hidden="true">–</span><span class="visually-hidden">{}</span>', cell.mark.label)
    words = {Mark.IN_USE: _("used"), Mark.MISSING: _("missing"), Mark.EXTRA: _("extra")}
    accounts = "" if cell.mark == Mark.MISSING else f" {cell.active}/{cell.accounts}"
    return format_html('<span class="badge {}">{}{}</span>', TONES[cell.mark], words[cell.mark], accounts)
