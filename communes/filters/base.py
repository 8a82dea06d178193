"""Lists as they were on a day: today unless the person asks for another."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock, filters, text
from communes.models import Unit


class UnitFilter(filters.LookupFilter):
    """Rows by a unit with what belongs to it. Unless a `field_name` is given, `of_unit` of the filter set (or another
    `method`) says how rows relate to it."""

    def __init__(self, field_name: str | None = None, **kwargs):
        defaults = {
            "queryset": lambda request: Unit.objects.visible_to(request.user),
            "label": _("Unit, with what belongs to it"),
            "url": "communes:unit-lookup",
            "key": "slug",
            "search_field": "search_key",
            "method": None if field_name else "of_unit",
        }
        super().__init__(field_name, **defaults | kwargs)


class WithinUnit(UnitFilter):
    """The same by ancestors; `path` leads from the row to its unit, empty for units themselves."""

    def __init__(self, path: str, **kwargs):
        path = f"{path}__" if path else ""
        super().__init__(f"{path}ancestor_links__ancestor", **kwargs)


class WordsFilter(filters.TextFilter):
    """Rows that hold the words typed, or whose unit has them in its name, a former name, an alias or as its code.

    `units` are the paths from the row to its units, of which one is enough.
    """

    def __init__(self, field_name="search", *, units: tuple | list, **kwargs):
        self.units = units
        super().__init__(field_name, **kwargs)

    def filter(self, qs, value):
        """The units come by one subquery, whatever the number of rows."""
        found = self.holding(value or "")
        if not found:
            return qs
        day = getattr(self.parent, "day", None) or clock.today()
        named = Unit.objects.visible_to(self.parent.request.user).search(value, on=day).values("pk")
        for path in self.units:
            found |= Q(**{f"{path}_id__in": named})
        return qs.filter(found)


class UnitWordsFilter(WordsFilter):
    """The same for rows that have no words of their own."""

    def holding(self, value: str) -> Q:
        """No row for its own sake, if anything was typed."""
        return Q(pk__in=[]) if text.fold(value) else Q()


class OnDay(filters.Filter):
    """The day that the list shows. It filters nothing by itself: `AsOfFilter` reads it first."""

    field_class = filters.FromDay.field_class

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("As of day"), **kwargs})

    def filter(self, qs, value):
        """The rows unchanged."""
        return qs


class HasAnyFilter(filters.YesNoFilter):
    """Rows whose count is above zero, or is zero."""

    def filter(self, qs, value):
        """None means all."""
        if value is None:
            return qs
        return qs.filter(**{f"{self.field_name}__gt" if value else self.field_name: 0})


class AsOfFilter(filters.RegisterFilter):
    """A filter set whose rows are first cut to those of the day."""

    on = OnDay()

    @property
    def day(self) -> date:
        """The day asked for, or today."""
        self.errors  # noqa: B018 - validates the form
        return self.form.cleaned_data.get("on") or clock.today()

    def of_day(self, queryset, day: date):
        """The rows of a day; overridden by registers whose rows are not dated themselves."""
        return queryset.in_force(on=day)

    def filter_queryset(self, queryset):
        """The rows of the day, then the other filters."""
        return self.others(self.of_day(queryset, self.day))

    def others(self, queryset):
        """The other filters alone."""
        return super().filter_queryset(queryset)


class StandingFilter(AsOfFilter):
    """For things whose unit stands in dated rows (communes.models.RootQuerySet)."""

    def of_day(self, queryset, day: date):
        return queryset.standing(on=day, user=self.request.user)
