"""How the list of declared values is narrowed."""

from django.utils.translation import gettext_lazy as _

from common import filters
from communes.filters.months import UnitMonthFilter
from communes.models import Section
from indicators.models import DeclaredValue, Measure


def _sections() -> list[tuple[str, str]]:
    names = Measure.objects.filter(in_report=True).order_by("section").values_list("section", flat=True).distinct()
    return [(name, Section(name).label) for name in names]


class DeclaredFilter(UnitMonthFilter):
    """By unit, month, section, and whether a value counts already."""

    section = filters.ChoiceFilter(choices=_sections, field_name="measure__section", label=_("Section"))
    approved = filters.YesNoFilter("approved_at", lookup_expr="isnull", exclude=True, label=_("Approved"))

    class Meta:
        model = DeclaredValue
        fields: list[str] = []
