"""Filters of the matrix of software and of the follow-ups."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import clock, filters
from communes.filters.base import AsOfFilter, WithinUnit
from communes.models import FollowUp, FollowUpState, Software, SoftwareKind, Unit, UnitKind

USERS = (UnitKind.COMMUNE, UnitKind.OFFICE)
ALL = "all"


def _kinds() -> list[tuple]:
    return [*SoftwareKind.choices, (ALL, _("all kinds"))]


class MatrixFilter(AsOfFilter):
    """Units in rows by kind, programmes in columns by kind: the shared ones unless the person asks for others."""

    kind = filters.ChoiceFilter(choices=[(kind.value, kind.label) for kind in USERS], label=_("Kind of unit"))
    software = filters.ChoiceFilter(choices=_kinds, label=_("Programmes"), method="unchanged", empty_label=None)

    class Meta:
        model = Unit
        fields: list[str] = []

    def of_day(self, queryset, day):
        return queryset.in_force(on=day).filter(kind__in=USERS)

    def unchanged(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The programmes are no units."""
        return queryset

    @property
    def wanted(self) -> str:
        """The kind of programmes shown, or `ALL`."""
        return self.value_of("software") or SoftwareKind.SHARED

    @property
    def programmes(self) -> QuerySet:
        """The columns."""
        found = Software.objects.visible_to(self.request.user).order_by("kind", "sort_key", "pk")
        return found if self.wanted == ALL else found.filter(kind=self.wanted)


class FollowUpFilter(filters.RegisterFilter):
    """Follow-ups by subject, unit, state and programme."""

    q = filters.TextFilter(label=_("Subject"))
    unit = WithinUnit("unit")
    state = filters.ChoiceFilter(choices=FollowUpState.choices, label=_("State"), method="in_state")
    software = filters.ModelChoiceFilter(
        queryset=lambda request: Software.objects.visible_to(request.user).order_by("sort_key"), label=_("Programme")
    )

    class Meta:
        model = FollowUp
        fields: list[str] = []

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """As of today."""
        return queryset.in_state(value, on=clock.today())
