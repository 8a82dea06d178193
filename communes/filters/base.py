"""Lists as they were on a day: today unless the person asks for another."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from common import clock, filters
from communes.models import Unit


class WithinUnit(filters.LookupFilter):
    """Rows of a unit and of everything below it; `path` leads from the row to its unit, "" for units themselves."""

    def __init__(self, path: str, **kwargs):
        defaults = {
            "queryset": lambda request: Unit.objects.visible_to(request.user),
            "label": _("Unit, with what belongs to it"),
            "url": "communes:unit-lookup",
            "key": "slug",
            "search_field": "search_key",
        }
        links = "ancestor_links__ancestor"
        super().__init__(f"{path}__{links}" if path else links, **{**defaults, **kwargs})


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
        return super().filter_queryset(self.of_day(queryset, self.day))


class StandingFilter(AsOfFilter):
    """For things whose unit stands in dated rows (communes.models.RootQuerySet)."""

    def of_day(self, queryset, day: date):
        return queryset.standing(on=day, user=self.request.user)
