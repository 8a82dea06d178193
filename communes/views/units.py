"""The list of units; the page of a unit is the dashboards'."""

from django.db.models import Prefetch
from django.http import JsonResponse
from django.utils.translation import gettext_lazy as _

from common.lookups import lookup_text
from common.views import LookupView
from communes.filters.registers import UnitFilter
from communes.models import FactKey, Succession, Unit
from communes.tables.units import UnitTable
from communes.views.base import OfDayList


class UnitList(OfDayList):
    """Units as they were on a day, with their reorganisations."""

    model, register = Unit, "communes:unit"
    table_class, filterset_class = UnitTable, UnitFilter
    title = _("Units")
    ordering = ("sort_key", "valid_from")
    select_related = ("parent",)
    unit_path = None

    def get_queryset(self):
        links = Succession.objects.select_related("reorganisation", "predecessor", "successor")
        return (
            super()
            .get_queryset()
            .prefetch_related("aliases", Prefetch("predecessor_links", links), Prefetch("successor_links", links))
        )

    def prepare(self, table, queryset):
        """Dated facts only for the columns that show them."""
        shown = [column.name for column in table.columns if column.name in FactKey.values]
        return super().prepare(table, queryset.with_facts(*shown, on=self.get_day()))


class UnitLookup(LookupView):
    """Units by any of their names or the code."""

    model, key, search_field = Unit, "slug", "search_key"
    ordering = ("sort_key", "valid_from")

    def suggest(self, query: str) -> list:
        """Former names and codes are found too."""
        return self.get_queryset().search(query).order_by(*self.ordering)[: self.most]

    def get(self, request, *args, **kwargs):
        """The suggestions."""
        found = self.suggest(request.GET.get("q", "").replace("\x00", "")[:100])
        return JsonResponse({"results": [{"text": lookup_text(unit, self.key), "key": unit.slug} for unit in found]})
