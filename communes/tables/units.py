"""The list of units."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common import display, tables
from communes.models import Unit
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
    parent = unit_column("parent", verbose_name=_("Belongs to"))
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
        return "; ".join(self._changes(record))

    def render_changes(self, record):
        """The same, one under the other."""
        return self.columns["changes"].column.render(self._changes(record))

    def _changes(self, record) -> list[str]:
        taken = [self._sentence(link, _now("took over %(unit)s"), link.predecessor) for link in _links(record, "in")]
        return taken + [
            self._sentence(link, _now("became part of %(unit)s"), link.successor) for link in _links(record, "out")
        ]

    @staticmethod
    def _sentence(link, words: str, unit) -> str:
        act = link.reorganisation
        text = _now("%(what)s on %(day)s (%(resolution)s)") % {
            "what": words % {"unit": unit.full_name},
            "day": display.day(act.effective_on),
            "resolution": act.resolution,
        }
        return display.sentence_case(text)


def _links(unit: Unit, way: str) -> list:
    links = unit.predecessor_links.all() if way == "in" else unit.successor_links.all()
    return sorted(links, key=lambda link: (link.reorganisation.effective_on, link.pk))
