"""Filters of the list of work."""

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common import filters
from common.fields import LineField
from common.lookups import LookupWidget
from common.text import fold
from communes import reports
from communes.models import Unit
from communes.scope import scope_of
from documents.models import Document, Urgency
from documents.working import Day, Waiting

# Names are compared without diacritics, which no index can; so many open documents are looked through for them.
LOOKED_THROUGH = 5000
LONGEST_VALUE = 300


def filters_in(params) -> str:
    """Of the parameters of an address those that filter the list of work, as a query string: where to go back to."""
    kept = QueryDict(mutable=True)
    for name in WorkFilter.base_filters:
        if value := params.get(name, "")[:LONGEST_VALUE]:
            kept[name] = value
    return kept.urlencode()


class PersonFilter(filters.Filter):
    """A person or office by a part of the name."""

    field_class = LineField


class WorkFilter(filters.RegisterFilter):
    """Open documents by how they press, by whom they went to, by unit and urgency."""

    waiting = filters.ChoiceFilter(
        choices=Waiting.choices, method="of_waiting", label=_("State"), empty_label=_("all with a deadline")
    )
    person = PersonFilter(
        method="of_person",
        label=_("Handled by"),
        max_length=200,
        widget=LookupWidget("documents:handler-lookup"),
    )
    unit = filters.LookupFilter(
        queryset=lambda request: Unit.objects.visible_to(request.user),
        label=_("Unit, with what belongs to it"),
        url="communes:unit-lookup",
        key="slug",
        search_field="search_key",
        method="of_unit",
    )
    urgency = filters.ChoiceFilter(choices=Urgency.choices, label=_("Urgency"))

    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, data=None, *args, day: Day, **kwargs):
        self.day = day
        super().__init__(data, *args, **kwargs)

    def words(self):
        """How they press stands in the tabs already."""
        return [word for word in super().words() if "waiting" not in word.without]

    @property
    def is_undated(self) -> bool:
        """Whether the list holds what has no deadline."""
        return self.value_of("waiting") == Waiting.UNDATED

    def narrowed(self) -> QuerySet:
        """By everything but how they press: what the counts beside the tabs are of."""
        rows = self.queryset
        for name in ("person", "unit", "urgency"):
            rows = self.filters[name].filter(rows, self.value_of(name))
        return rows

    def of_waiting(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """As of the day of the list."""
        return self.day.of(queryset, value)

    def of_unit(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """By the unit that handles it, by a list of ids, which both databases meet with an index."""
        ids, readable = set(reports.descendants(value.pk)), scope_of(self.request.user).readable
        return queryset.filter(handling_unit_id__in=sorted(ids if readable is None else ids & readable))

    def of_person(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Every word of the name occurs, with or without diacritics."""
        words = fold(value).split()
        if not words:
            return queryset
        known = queryset.unfinished().order_by().values_list("assigned_to", flat=True)[:LOOKED_THROUGH]
        fits = {name for name in known if all(word in fold(name) for word in words)}
        return queryset.filter(assigned_to__in=sorted(fits))
