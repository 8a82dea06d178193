"""Lists of what units say month by month."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common import fields, filters
from common.months import Month
from communes import reports
from communes.filters.base import UnitFilter, UnitWordsFilter
from communes.models import Unit
from communes.scope import scope_of


def within(unit: Unit, user) -> list[int]:
    """The ids of a unit and what is below it, as far as the person sees them: a list that both databases index."""
    ids, readable = set(reports.descendants(unit.pk)), scope_of(user).readable
    return sorted(ids if readable is None else ids & readable)


class MonthFilter(filters.Filter):
    """Rows from (`is_last` False) or up to a month, kept as year and month."""

    field_class = fields.MonthField

    def __init__(self, *, is_last: bool = False, **kwargs):
        self.is_last = is_last
        super().__init__(**kwargs)

    def filter(self, qs, value: Month | None):
        """By year first, then month."""
        if not value:
            return qs
        word = "lt" if self.is_last else "gt"
        return qs.filter(Q(**{f"year__{word}": value.year}) | Q(year=value.year, **{f"month__{word}e": value.month}))


class UnitMonthFilter(filters.RegisterFilter):
    """Entries of a unit's month, by unit and month."""

    q = UnitWordsFilter(units=["unit"], label=_("Name of the unit"))
    unit = UnitFilter()
    month_from = MonthFilter(label=_("From month"))
    month_until = MonthFilter(label=_("Until month"), is_last=True)

    def of_unit(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """The unit and those below it."""
        return queryset.filter(unit_id__in=within(value, self.request.user))
