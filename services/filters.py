"""Filters of procedures, filings, monthly entries, meetings and the working calendar."""

from datetime import timedelta

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common import clock, fields, filters
from common.calendar import midnight
from common.models import Holiday, SwappedWorkday
from communes.filters.base import UnitFilter, WordsFilter
from communes.filters.months import UnitMonthFilter, within
from communes.models import Section, Unit
from services.models import (
    ONLINE_LEVELS,
    ActivityMonth,
    Authority,
    Cause,
    Channel,
    Desk,
    Filing,
    FilingState,
    FilingStatus,
    Meeting,
    Procedure,
    ReasonCount,
    ServiceLevel,
    TreasuryMonth,
    UnusedChannel,
)
from services.models.activity import PARTS


def procedure_filter() -> filters.LookupFilter:
    """One procedure, by its code or name."""
    return filters.LookupFilter(
        queryset=lambda request: Procedure.objects.visible_to(request.user),
        label=_("Procedure"), url="services:procedure-lookup", key="code", search_field="search",
    )  # fmt: skip


class FromMoment(filters.Filter):
    """Rows from the first moment of a day on."""

    field_class = fields.DayField

    def filter(self, qs, value):
        """A bound on the moment itself, which an index meets; a cast to a date would not."""
        return qs.filter(**{f"{self.field_name}__gte": midnight(value)}) if value else qs


class UntilMoment(FromMoment):
    """Rows up to the last moment of a day."""

    def filter(self, qs, value):
        """Before the next day begins."""
        return qs.filter(**{f"{self.field_name}__lt": midnight(value + timedelta(days=1))}) if value else qs


class FinishedUntil(UntilMoment):
    """Filings finished, or with results returned, up to a day. None was received later: by receipt they begin there."""

    def filter(self, qs, value):
        """Two bounds, of which the second follows from the first (a CHECK ties them together)."""
        qs = super().filter(qs, value)
        return qs.filter(received_time__lt=midnight(value + timedelta(days=1))) if value else qs


class Validity(TextChoices):
    """Whether a procedure is in force today."""

    IN_FORCE = "in_force", _("in force")
    ENDED = "ended", _("no longer in force")


def _levels():
    return [("online", _("online (levels 3 and 4, partial, full)")), *ServiceLevel.choices, ("none", _("not set"))]


def _fields_of_procedures():
    names = Procedure.objects.order_by("field").values_list("field", flat=True).distinct()
    return [(name, name) for name in names]


class ProcedureFilter(filters.RegisterFilter):
    """Procedures by words, field, authority, today's level, the unit that offers them, and validity."""

    q = filters.TextFilter(label=_("Code, name or field"))
    field = filters.ChoiceFilter(choices=_fields_of_procedures, label=pgettext_lazy("procedure", "Field"))
    authority = filters.ChoiceFilter(choices=Authority.choices, label=_("Authority"))
    level = filters.ChoiceFilter(choices=_levels, label=_("Online level today"), method="of_level")
    unit = UnitFilter(label=_("Offered today by"))
    state = filters.ChoiceFilter(choices=Validity.choices, label=_("Validity"), method="of_validity")
    recalled = filters.YesNoFilter("recalled", label=_("Limit not checked against the law"))

    class Meta:
        model = Procedure
        fields: list[str] = []

    def of_level(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By the annotation of the list."""
        if value == "none":
            return queryset.filter(current_level__isnull=True)
        return queryset.filter(current_level__in=ONLINE_LEVELS if value == "online" else [value])

    def of_unit(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """Offered today by the unit or one below it."""
        return queryset.offered_at(within(value, self.request.user), on=clock.today())

    def of_validity(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """In force today, or ended."""
        today = clock.today()
        return queryset.in_force(on=today) if value == Validity.IN_FORCE else queryset.filter(valid_until__lte=today)


class DeskFilter(filters.ChoiceFilter):
    """What waits at a desk, as of this moment; said by tabs, not among the filters."""

    def filter(self, qs, value):
        """By the words that the partial indices know."""
        return qs.on_desk(value, at=clock.now()) if value else qs


def _statuses():
    return [
        ("open", _("all open ones")),
        ("counted", _("all that were accepted")),
        ("done", _("all that were resolved")),
        *FilingStatus.choices,
    ]


class FilingFilter(filters.RegisterFilter):
    """Filings by words, unit, procedure, day of receipt, channel, status and deadline."""

    q = WordsFilter(
        units=["unit", "holding_unit"], label=_("Code of the filing or the procedure, name of the procedure, or unit")
    )
    unit = UnitFilter()
    procedure = procedure_filter()
    received_from = FromMoment(field_name="received_time", label=_("Received from day"))
    received_until = UntilMoment(field_name="received_time", label=_("Received until day"))
    finished_from = FromMoment(field_name="finished_time", label=_("Finished from day"))
    finished_until = FinishedUntil(field_name="finished_time", label=_("Finished until day"))
    returned_from = FromMoment(field_name="returned_time", label=_("Result returned from day"))
    returned_until = FinishedUntil(field_name="returned_time", label=_("Result returned until day"))
    received_at = UnitFilter(label=_("Received at, with what belongs to it"), method="of_receiving")
    held_by = UnitFilter(label=_("Held or resolved by, with what belongs to it"), method="of_holding")
    handed_out_by = UnitFilter(label=_("Result handed out by, with what belongs to it"), method="of_handing_out")
    channel = filters.ChoiceFilter(choices=Channel.choices, label=_("Channel"))
    result_channel = filters.ChoiceFilter(choices=Channel.choices, label=_("Channel of the result"))
    status = filters.ChoiceFilter(choices=_statuses, label=_("Status"), method="of_status")
    state = filters.ChoiceFilter(choices=FilingState.choices, label=_("Against the deadline"), method="of_state")
    in_system = filters.YesNoFilter("in_system", label=_("Received in the one-stop software"))
    desk = DeskFilter(choices=Desk.choices, label=_("What waits"), empty_label=_("the whole register"))

    class Meta:
        model = Filing
        fields: list[str] = []

    def words(self):
        """What waits stands in the tabs already."""
        return [word for word in super().words() if "desk" not in word.without]

    def narrowed(self) -> QuerySet:
        """By everything but what waits: what the counts beside the tabs are of."""
        rows = self.queryset
        for name, one in self.filters.items():
            rows = rows if name == "desk" else one.filter(rows, self.value_of(name))
        return rows

    def of_unit(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """Received at or held by the unit or one below it."""
        return queryset.at_units(within(value, self.request.user))

    def of_status(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """One status, or those in which a filing is open, in the figures, or resolved."""
        if value == "open":
            return queryset.open()
        groups = {
            "counted": [status for status in FilingStatus if status != FilingStatus.REJECTED_AT_INTAKE],
            "done": [FilingStatus.COMPLETED, FilingStatus.RESULT_RETURNED],
        }
        return queryset.filter(status__in=groups.get(value, [value]))

    def of_receiving(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """Received at the unit or one below it, whoever holds it now."""
        return queryset.filter(unit_id__in=within(value, self.request.user))

    def of_holding(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """Held or resolved by the unit or one below it, wherever it was received."""
        return queryset.filter(holding_unit_id__in=within(value, self.request.user))

    def of_handing_out(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """Whose result the unit or one below it hands out, wherever it was finished."""
        return queryset.handed_out_by(within(value, self.request.user))

    def of_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """How it stands toward its deadline now."""
        return queryset.in_state(value, at=clock.now())


class ReasonFilter(UnitMonthFilter):
    """Reasons why channels were not used, by unit, month, channel, reason and procedure."""

    channel = filters.ChoiceFilter(choices=UnusedChannel.choices, label=_("Channel not used"))
    cause = filters.ChoiceFilter(choices=Cause.choices, label=_("Reason"))
    procedure = procedure_filter()

    class Meta:
        model = ReasonCount
        fields: list[str] = []


class TreasuryFilter(UnitMonthFilter):
    """Treasury months, also by whether the treasury has confirmed them."""

    confirmed = filters.YesNoFilter(
        "confirmed_on", lookup_expr="isnull", exclude=True, label=_("Confirmed by the treasury")
    )

    class Meta:
        model = TreasuryMonth
        fields: list[str] = []


class ActivityFilter(UnitMonthFilter):
    """Monthly counts, also by what was counted."""

    section = filters.ChoiceFilter(
        choices=lambda: [(part, Section(part).label) for part in PARTS], label=_("With numbers of"), method="of_section"
    )

    class Meta:
        model = ActivityMonth
        fields: list[str] = []

    def of_section(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those with numbers of a section; its numbers are given together."""
        return queryset.filter(**{f"{value}_{PARTS[value][0]}__isnull": False})


class MeetingFilter(filters.RegisterFilter):
    """Meetings by words, unit and day."""

    q = WordsFilter(units=["host_unit"], label=_("Subject or unit that held it"))
    unit = UnitFilter(label=_("Unit that held it or was invited"))
    held_from = filters.FromDay("held_on", label=_("From day"))
    held_until = filters.UntilDay("held_on", label=_("Until day"))

    class Meta:
        model = Meeting
        fields: list[str] = []

    def of_unit(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        """Held by the unit or one below it, or one of them was invited."""
        return queryset.with_units(within(value, self.request.user))


class YearFilter(filters.NumberFilter):
    """Days of one year."""

    def filter(self, qs, value):
        """Nothing lies outside the calendar's years."""
        if value is None:
            return qs
        return qs.filter(**{f"{self.field_name}__year": value}) if 1900 <= value <= 2100 else qs.none()


class HolidayFilter(filters.RegisterFilter):
    """Holidays of a year."""

    year = YearFilter(field_name="day", label=_("Year"))

    class Meta:
        model = Holiday
        fields: list[str] = []


class SwapFilter(filters.RegisterFilter):
    """Swapped days of a year."""

    year = YearFilter(field_name="worked_on", label=_("Year"))

    class Meta:
        model = SwappedWorkday
        fields: list[str] = []
