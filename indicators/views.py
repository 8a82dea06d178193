"""The list of what units have declared for their months; it is entered by imports, and corrected in the admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.views import RegisterList
from communes.scope import scope_of
from indicators.filters import DeclaredFilter
from indicators.models import DeclaredValue
from indicators.tables import DeclaredTable


class DeclaredList(RegisterList):
    """Declared values, the newest month first."""

    model, register = DeclaredValue, "indicators:declared"
    select_related = ("unit", "measure")
    table_class, filterset_class = DeclaredTable, DeclaredFilter
    title = _("Monthly values")
    ordering = ("-year", "-month", "unit__sort_key", "measure__position")
    template_name = "indicators/declared_list.html"

    def get_context_data(self, **kwargs):
        """Adds the way to the imports, for whoever declares."""
        may = scope_of(self.request.user).may("registers")
        bring = reverse("imports:import-create", query={"register": "monthly"}) if may else None
        return super().get_context_data(**kwargs) | {"create_url": bring}
