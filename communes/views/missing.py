"""Who lacks what: units without a kind of connection, and communes with what their villages add up to."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from communes import lacks
from communes.filters.registers import MissingFilter, VillageTotalFilter
from communes.models import Unit, Village
from communes.scope import scope_of
from communes.tables.network import MissingTable, VillageTotalTable
from communes.views.base import OfDayList


class MissingList(OfDayList):
    """Communes and offices that lack a connection on a day; the tabs say which."""

    model, register = Unit, "communes:connection-missing"
    template_name = "communes/missing_list.html"
    table_class, filterset_class = MissingTable, MissingFilter
    ordering = ("sort_key", "valid_from")
    select_related = ("parent",)
    unit_path = None

    @property
    def lack(self) -> str:
        """The tab that is shown."""
        return self.filterset.lacking

    def get_title(self):
        """The tab in words, for exports and the page alike."""
        return _("Units %(lack)s") % {"lack": lacks.LACKS[self.lack]}

    def rows(self):
        """Those of the units that lack it."""
        return lacks.lacking(super().rows(), self.lack, on=self.filterset.day, mbps=self.filterset.least_mbps)

    def get_breadcrumbs(self):
        """Beneath the connections."""
        return [(_("Connections"), reverse("communes:connection-list")), (self.get_title(), None)]

    def get_context_data(self, **kwargs):
        """Adds the tabs with their numbers, the villages without, and the links for those who may write."""
        day, mbps = self.filterset.day, self.filterset.least_mbps
        counts = lacks.how_many(self.filterset.qs, on=day, mbps=mbps)
        context = super().get_context_data(
            tabs=[(lack, label, counts[lack]) for lack, label in lacks.LACKS.items()],
            lack=self.lack,
            mbps=mbps,
            villages=self._villages(day),
            **kwargs,
        )
        self._add_links(context["table"])
        if self.lack not in (lacks.FIBRE, lacks.SLOW):
            context["table"].columns.hide("line_technology")
            context["table"].columns.hide("line_mbps")
        return context

    def _villages(self, day) -> dict:
        villages = Village.objects.standing(on=day, user=self.request.user)
        unit = self.filterset.value_of("unit")
        if unit is not None:
            villages = villages.filter(here__unit__ancestor_links__ancestor=unit)
        return lacks.villages_without(villages)

    def _add_links(self, table) -> None:
        """Only for what is lacking today: the form does not write into the past of a list."""
        scope, found = scope_of(self.request.user), False
        for row in table.rows if self.filterset.day == clock.today() else ():
            unit = row.record
            if unit.valid_until is None and scope.may("registers", unit.pk):
                query = {"unit": unit.pk, "kind": lacks.kind_of(self.lack)}
                unit.add_url, found = reverse("communes:connection-create", query=query), True
        if not found:
            table.columns.hide("add_url")


class VillageTotals(OfDayList):
    """Communes with the sums of their villages on a day."""

    model, register = Unit, "communes:village-totals"
    table_class, filterset_class = VillageTotalTable, VillageTotalFilter
    title = gettext_lazy("Villages by commune")
    ordering = ("sort_key", "valid_from")
    unit_path = None

    def get_breadcrumbs(self):
        """Beneath the villages."""
        return [(_("Villages"), reverse("communes:village-list")), (self.title, None)]
