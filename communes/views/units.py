"""The list of units on any day and their reorganisations; the page of a unit is the dashboards'."""

from datetime import timedelta

from django.db.models import Prefetch
from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.lookups import lookup_text
from common.views import LookupView, RegisterList
from communes import reports, stories
from communes.filters.registers import TimelineFilter, UnitFilter
from communes.models import FactKey, Reorganisation, Succession, Unit
from communes.scope import scope_of
from communes.tables.units import TimelineTable, UnitTable, opened_by
from communes.views.base import OfDayList

# Units that are gone and shown under the list; all of them stand among the reorganisations.
MOST_GONE = 30


class UnitList(OfDayList):
    """Units as they were on a day, with their reorganisations."""

    model, register = Unit, "communes:unit"
    table_class, filterset_class = UnitTable, UnitFilter
    template_name = "communes/unit_list.html"
    title = _("Units")
    ordering = ("sort_key", "valid_from")
    select_related = ("parent", "founding", "ending")
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

    def get_context_data(self, **kwargs):
        """Adds how many there were of each kind, the days of change before and after, and who was gone by then."""
        mine = Unit.objects.visible_to(self.request.user)
        sees, filterset = scope_of(self.request.user).sees, self.filterset
        gone = list(filterset.gone(self.get_queryset())[: MOST_GONE + 1])
        return super().get_context_data(
            counts=reports.kinds_in_words(self.rows()),
            turns=reports.turns(mine, on=filterset.day),
            gone=[_gone(unit, sees) for unit in gone[:MOST_GONE]],
            has_more_gone=len(gone) > MOST_GONE,
            **kwargs,
        )


def _gone(unit: Unit, sees) -> tuple:
    """A unit that ended, its last day, the units that it went to as far as the person may open them, and how."""
    links = stories.in_order(unit.successor_links.all())
    heirs = [link.successor for link in links if sees(link.successor_id)]
    return unit, unit.valid_until - timedelta(days=1), heirs, [stories.went(link) for link in links]


class Timeline(RegisterList):
    """All reorganisations of the person's units, the newest first."""

    model, register = Reorganisation, "communes:timeline"
    table_class, filterset_class = TimelineTable, TimelineFilter
    title = _("Reorganisations of units")
    ordering = ("-effective_on", "-pk")

    def get_queryset(self):
        links = Succession.objects.select_related("predecessor", "successor")
        return super().get_queryset().prefetch_related(Prefetch("successions", links), "founded", "ended")

    def get_breadcrumbs(self):
        """Below the list of units."""
        return [(UnitList.title, reverse("communes:unit-list")), (self.get_title(), None)]

    def get_context_data(self, **kwargs):
        """Adds links to the units that the person may open."""
        context = super().get_context_data(**kwargs)
        opened_by(scope_of(self.request.user).sees, context["table"])
        return context


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
