"""The filters of the lists of courses: those of one year, this one unless the person asks for another."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common import clock, fields, filters
from common.text import fold
from communes.filters.base import WithinUnit
from communes.models import Training

FIRST_YEAR, LAST_YEAR = 1990, 2100


class YearFilter(filters.NumberFilter):
    """The year of the courses. It filters nothing by itself: `TrainingFilter` reads it first."""

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Year"), "min_value": FIRST_YEAR, "max_value": LAST_YEAR, **kwargs})

    def filter(self, qs, value):
        """The rows unchanged."""
        return qs


class ExactLine(filters.Filter):
    """Rows with exactly this line of text."""

    field_class = fields.LineField


class ExactDay(filters.Filter):
    """Rows of exactly this day."""

    field_class = fields.DayField


class TrainingFilter(filters.RegisterFilter):
    """Courses by year, unit and words."""

    year = YearFilter()
    q = filters.TextFilter(label=_("Subject"), method="with_words")
    unit = WithinUnit("unit")

    class Meta:
        model = Training
        fields: list[str] = []

    @property
    def chosen_year(self) -> int:
        """The year asked for, or this one."""
        return self.value_of("year") or clock.today().year

    def filter_queryset(self, queryset):
        """The courses of the year, then the other filters."""
        return super().filter_queryset(queryset.filter(trained_on__year=self.chosen_year))

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Every word, with or without diacritics. The subjects of a year are few and have no folded column."""
        words = fold(value).split()
        subjects = queryset.order_by().values_list("subject", flat=True).distinct()
        return queryset.filter(subject__in=[one for one in subjects if all(word in fold(one) for word in words)])


class TrainedFilter(TrainingFilter):
    """People by the course that they took, too."""

    subject = ExactLine("subject", label=_("Course"))
    day = ExactDay("trained_on", label=_("Day of the course"))
