"""Treasury months, reasons why channels are not used, and meetings in the administration."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from common.admin import ActionForm
from common.errors import Invalid
from common.months import Month
from communes.admin.base import RegisterAdmin, RowAdmin
from communes.models import Unit
from services.actions import meetings, reasons, treasury
from services.forms.attendance import ABSENT, ATTENDED, LABELS, AttendanceField
from services.forms.base import RulesInAction
from services.models import Attendance, Meeting, ReasonCount, TreasuryMonth


class OtherAdminForm(RulesInAction, ActionForm):
    """A record whose rules run in its action."""


@admin.register(TreasuryMonth)
class TreasuryMonthAdmin(RegisterAdmin):
    """Treasury months."""

    form = OtherAdminForm
    fields = ("unit", "year", "month", "transactions", "online", "returned", "note")
    list_display = ("period_label", "unit", "transactions", "online", "returned")
    list_select_related = ("unit",)
    search_fields = ("unit__search_key",)
    ordering = ("-year", "-month", "unit__sort_key")

    @admin.display(description=_lazy("month"))
    def period_label(self, obj):
        """The month as it is written everywhere: 06/2020."""
        return obj.period.label

    def perform(self, request, obj, form, change):
        """Add or correct."""
        values = form.values()
        values["month"] = _month(values.pop("year"), values.pop("month"))
        if change:
            return treasury.change(
                obj, by=request.user, version=form.version, reason=form.reason, override=form.override, **values
            )
        return treasury.create(by=request.user, **values)

    def perform_delete(self, request, obj, *, reason, override):
        """An entry made by mistake."""
        treasury.remove(obj, by=request.user, reason=reason, override=override)


@admin.register(ReasonCount)
class ReasonCountAdmin(RegisterAdmin):
    """Reasons why channels are not used, one count at a time."""

    form = OtherAdminForm
    fields = ("unit", "year", "month", "channel", "procedure", "cause", "people", "note")
    list_display = ("period_label", "unit", "channel", "cause", "people", "procedure")
    list_filter = ("channel", "cause")
    list_select_related = ("unit", "procedure")
    search_fields = ("unit__search_key",)
    ordering = ("-year", "-month", "unit__sort_key")
    autocomplete_fields = ("procedure",)

    @admin.display(description=_lazy("month"))
    def period_label(self, obj):
        """The month as it is written everywhere: 06/2020."""
        return obj.period.label

    def perform(self, request, obj, form, change):
        """Add or correct."""
        values = form.values()
        values["month"] = _month(values.pop("year"), values.pop("month"))
        if change:
            return reasons.change(
                obj, by=request.user, version=form.version, reason=form.reason, override=form.override, **values
            )
        key = values.pop("channel"), values.pop("cause")
        return reasons.record(by=request.user, people={key: values.pop("people")}, **values)[0]

    def perform_delete(self, request, obj, *, reason, override):
        """A count entered by mistake."""
        reasons.remove(obj, by=request.user, reason=reason, override=override)


def _month(year: int, month: int) -> Month:
    try:
        return Month(year, month)
    except ValueError as error:
        field = "month" if 1900 <= year <= 2200 else "year"
        raise Invalid({field: [_("A month is a number from 1 to 12, a year has four digits.")]}) from error


class MeetingAdminForm(OtherAdminForm):
    """A meeting with the table of its units, ended ones too."""

    attendances = AttendanceField(label=_lazy("Units"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.user is None or "attendances" not in self.fields:
            return
        units = Unit.objects.writable_by(self.user, "catalogue").exclude(kind="province").in_vietnamese_order()
        self.fields["attendances"].set_units(units)
        if self.stored is not None:
            self.initial["attendances"] = dict(self.stored.attendances.values_list("unit_id", "attended"))


@admin.register(Meeting)
class MeetingAdmin(RegisterAdmin):
    """Online meetings with their lists of units."""

    capability = "catalogue"
    form = MeetingAdminForm
    fields = ("held_on", "host_unit", "subject", "note", "attendances")
    list_display = ("held_on", "subject", "host_unit")
    list_display_links = ("held_on", "subject")
    list_select_related = ("host_unit",)
    search_fields = ("search",)
    ordering = ("-held_on", "-pk")

    def units_of(self, obj):
        """The unit that held it."""
        return {obj.host_unit_id}

    def get_fields(self, request, obj=None):
        """Who only looks gets the list in words; the others, the table."""
        names = list(super().get_fields(request, obj))
        if obj is None or self.has_change_permission(request, obj):
            return names
        obj.shown_rows = obj.attendances.visible_to(request.user).select_related("unit").order_by("unit__sort_key")
        return [name if name != "attendances" else "attendances_in_words" for name in names]

    @admin.display(description=_lazy("Units"))
    def attendances_in_words(self, obj):
        """The units that the person sees, one a line."""
        words = {True: LABELS[ATTENDED], False: LABELS[ABSENT]}
        return format_html_join("", "<div>{}: {}</div>", ((r.unit.title, words[r.attended]) for r in obj.shown_rows))

    def perform(self, request, obj, form, change):
        """Add or correct."""
        if change:
            return meetings.change(
                obj, by=request.user, version=form.version, reason=form.reason, override=form.override, **form.values()
            )
        return meetings.create(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """A meeting entered by mistake."""
        meetings.remove(obj, by=request.user, reason=reason, override=override)

    def history_objects(self, obj):
        return [obj, *obj.attendances.all()]


@admin.register(Attendance)
class AttendanceAdmin(RowAdmin):
    """Whether a unit attended; who was invited is said at the meeting."""

    capability = "catalogue"
    root = "meeting"
    correct = meetings.set_attendance
    fields = ("meeting", "unit", "attended")
    list_display = ("meeting", "unit", "attended")
    list_filter = ("attended",)
    list_select_related = ("meeting", "unit")
    search_fields = ("meeting__search", "unit__search_key")
    ordering = ("-meeting__held_on", "unit__sort_key")

    def may(self, request, verb, obj=None) -> bool:
        """Units are added to a meeting and taken from it on the page of the meeting."""
        if verb in {"add", "delete"}:
            return False
        return super().may(request, verb, obj)

    def get_readonly_fields(self, request, obj=None):
        """Only whether it attended."""
        return ("meeting", "unit")
