"""How the list of declared values is narrowed."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import filters
from communes.models import Section
from indicators.models import DeclaredValue, Measure
from services.filters import UnitMonthFilter


def _sections() -> list[tuple[str, str]]:
    names = Measure.objects.filter(in_report=True).order_by("section").values_list("section", flat=True).distinct()
    return [(name, Section(name).label) for name in names]


class DeclaredFilter(UnitMonthFilter):
    """By unit, month, section, and whether a value counts already."""

    section = filters.ChoiceFilter(choices=_sections, field_name="measure__section", label=_("Section"))
    approved = filters.YesNoFilter(label=_("Approved"), method="of_approval")

    class Meta:
        model = DeclaredValue
        fields: list[str] = []

    def of_approval(self, queryset: QuerySet, name: str, value: bool | None) -> QuerySet:
        """Those that count, or those that wait."""
        return queryset if value is None else queryset.filter(approved_at__isnull=not value)
