"""The lists of units and of their reorganisations."""

from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from common import display, tables
from communes import stories
from communes.models import Reorganisation, Unit
from communes.tables.base import LinesColumn, since_column, unit_column, until_column


class AreaClassColumn(tables.TextColumn):
    """A class or type that is written in Roman numerals and kept as a number."""

    NUMERALS = {1: "I", 2: "II", 3: "III"}

    def render(self, value):
        """`III`; a value beyond the three as it is kept."""
        return self.NUMERALS.get(value, display.number(value))

    def value(self, value):
        return self.render(value)


class UnitTable(tables.RegisterTable):
    """Units with their code, what they belong to, other names and how they came to be what they are."""

    title = tables.LinkColumn(verbose_name=_("Unit"), order_by="sort_key")
    code = tables.TextColumn(verbose_name=_("Code"), attrs={"td": {"class": "day"}})
    parent = unit_column("parent", verbose_name=_("Belongs to"), order_by=("parent__sort_key", "sort_key"))
    valid_from = since_column(verbose_name=_("Exists since"))
    valid_until = until_column(verbose_name=_("Ended on"))
    names = LinesColumn(verbose_name=_("Other names"), accessor="aliases__all", orderable=False)
    changes = LinesColumn(
        verbose_name=_("Reorganisations"), empty_values=(), orderable=False, attrs={"td": {"class": "sentence"}}
    )

    posts = tables.NumberColumn(verbose_name=_("Assigned posts"), total=True)
    distance_km = tables.NumberColumn(verbose_name=_("Distance to the centre (km)"))
    area_class = AreaClassColumn(verbose_name=_("Area class"))
    commune_type = AreaClassColumn(verbose_name=_("Commune type"))
    area_km2 = tables.NumberColumn(verbose_name=_("Area (km²)"), total=True, places=2)
    latitude = tables.NumberColumn(verbose_name=_("Latitude"), places=4)
    longitude = tables.NumberColumn(verbose_name=_("Longitude"), places=4)

    class Meta(tables.RegisterTable.Meta):
        model = Unit
        default_columns = ["title", "kind", "code", "parent", "valid_from", "valid_until", "names", "changes"]
        fields = [
            *default_columns, "posts", "distance_km", "area_class", "commune_type", "area_km2", "latitude", "longitude",
        ]  # fmt: skip
        sequence = fields
        empty_text = _("No unit of yours existed on this day.")

    def value_changes(self, record):
        """What was taken over and by whom it was taken over, in sentences."""
        return "; ".join(stories.history(record))

    def render_changes(self, record):
        """The same, one under the other."""
        return self.columns["changes"].column.render(stories.history(record))


class TimelineTable(tables.RegisterTable):
    """Reorganisations: day, resolution, kind, and which unit went where. `sees` tells whether a unit may be opened."""

    effective_on = tables.DayColumn(verbose_name=_("Effective on"))
    resolution = tables.TextColumn(verbose_name=_("Resolution"))
    changes = tables.TextColumn(
        verbose_name=_("From → to"), empty_values=(), orderable=False, attrs={"td": {"class": "sentence"}}
    )
    note = tables.TextColumn(verbose_name=_("Note"), orderable=False)

    class Meta(tables.RegisterTable.Meta):
        model = Reorganisation
        fields = ["effective_on", "changes", "kind", "resolution", "note"]
        sequence = fields
        empty_text = _("No unit of yours has been reorganised.")

    @staticmethod
    def sees(unit_id: int) -> bool:
        """Replaced by the list: whether the person may open the page of a unit."""
        return False

    def render_changes(self, record):
        """One line for each unit that ended, its successors with their shares behind it."""
        lines = [
            (self._name(unit), format_html_join("; ", "{}{}", ((self._name(x.successor), _part(x)) for x in links)))
            for unit, links in stories.by_predecessor(record)
        ]
        lines += [("–", self._name(unit)) for unit in stories.begun_alone(record)]
        lines += [(self._name(unit), "–") for unit in stories.ended_alone(record)]
        return format_html_join("", "<div>{} → {}</div>", lines) if lines else display.nothing()

    def value_changes(self, record):
        """The same as text."""
        lines = [
            f"{unit.full_name} → {', '.join(f'{link.successor.full_name}{_part(link)}' for link in links)}"
            for unit, links in stories.by_predecessor(record)
        ]
        lines += [f"– → {unit.full_name}" for unit in stories.begun_alone(record)]
        return "; ".join(lines + [f"{unit.full_name} → –" for unit in stories.ended_alone(record)])

    def _name(self, unit: Unit):
        if not self.sees(unit.pk):
            return unit.full_name
        return format_html('<a href="{}">{}</a>', unit.get_absolute_url(), unit.full_name)


def _part(link) -> str:
    return f" ({stories.share(link)})" if link.share != 1 else ""


def opened_by(sees: Callable[[int], bool], table: TimelineTable) -> TimelineTable:
    """The table with links to the units that a person may open."""
    table.sees = sees
    return table
