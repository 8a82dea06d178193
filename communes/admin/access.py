"""Memberships, closed months and the sources of sections in the administration."""

from django import forms as django_forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common import fields
from common.admin import ActionForm
from common.errors import StaleVersion
from common.months import Month
from communes import reports
from communes.actions import months, units
from communes.admin.base import RegisterAdmin
from communes.forms.base import UnitField, offer_units
from communes.models import ClosedMonth, Membership, SectionSource, Unit
from communes.scope import scope_of


@admin.register(Membership)
class MembershipAdmin(RegisterAdmin):
    """Who has which role where, from when until when. A membership is ended, never deleted."""

    capability = "units"
    fields = ("user", "unit", "role", "valid_from", "valid_until")
    list_display = ("user", "unit", "role", "valid_from", "valid_until")
    list_filter = ("role",)
    list_select_related = ("user", "unit")
    search_fields = ("user__username", "user__full_name")
    ordering = ("user__username", "-valid_from")
    autocomplete_fields = ("user", "unit")

    def may(self, request, verb, obj=None) -> bool:
        """The history of roles stays."""
        return verb != "delete" and super().may(request, verb, obj)

    def get_readonly_fields(self, request, obj=None):
        """Another person is another membership."""
        return ("user",) if obj is not None else ()

    def perform(self, request, obj, form, change):
        """Give a role, or correct or end it."""
        if change:
            return units.change_membership(
                obj, by=request.user, version=form.version, reason=form.reason, **form.values()
            )
        return units.add_membership(by=request.user, **form.values())


class CloseForm(ActionForm):
    """Which month of which unit is settled."""

    unit = UnitField()
    below = django_forms.BooleanField(label=_("And of every unit below it"), required=False)
    month = fields.MonthField(label=_("Month"))

    class Meta:
        model = ClosedMonth
        fields: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.user is not None:
            offer_units(self, capability="close")

    def _post_clean(self):
        """No instance is built: the month is no number here."""


@admin.register(ClosedMonth)
class ClosedMonthAdmin(RegisterAdmin):
    """Adding a row closes a month, deleting it opens the month again, with a reason."""

    capability = "close"
    add_form = CloseForm
    add_fields = ("unit", "below", "month")
    fields = ("unit", "year", "month", "closed_at", "closed_by")
    list_display = ("unit", "label", "closed_at", "closed_by")
    list_filter = ("year", "month")
    list_select_related = ("unit", "closed_by")
    ordering = ("-year", "-month", "unit__sort_key")
    search_fields = ("unit__search_key",)

    @admin.display(description=_("Month"), ordering="-year")
    def label(self, obj):
        """06/2020."""
        return Month(obj.year, obj.month).label

    def may(self, request, verb, obj=None) -> bool:
        """Who closes may open again; nothing in between."""
        scope = scope_of(request.user)
        if verb == "delete":
            return scope.may("close", obj.unit_id if obj is not None else None)
        return verb != "change" and super().may(request, verb, obj)

    def perform(self, request, obj, form, change):
        """Close the month; the answer is the row of the unit itself."""
        values = form.values()
        unit, month = values["unit"], values["month"]
        below = Unit.objects.filter(pk__in=reports.descendants(unit.pk)) if values["below"] else [unit]
        months.close(by=request.user, units=below, months=[month])
        return ClosedMonth.objects.get(unit=unit, year=month.year, month=month.month)

    def perform_delete(self, request, obj, *, reason, override):
        """Open the month again."""
        months.reopen(by=request.user, unit=obj.unit, month=Month(obj.year, obj.month), reason=reason)


@admin.register(SectionSource)
class SectionSourceAdmin(RegisterAdmin):
    """Where the figures of a section come from, from a day on."""

    capability = "units"
    fields = ("unit", "section", "source", "since")
    list_display = ("unit", "section", "source", "since")
    list_filter = ("section", "source")
    list_select_related = ("unit",)
    search_fields = ("unit__search_key",)
    ordering = ("unit__sort_key", "section", "-since")
    autocomplete_fields = ("unit",)

    def may(self, request, verb, obj=None) -> bool:
        """What a past month was counted from stays known."""
        return verb != "delete" and super().may(request, verb, obj)

    def get_readonly_fields(self, request, obj=None):
        """Another day is another row."""
        return ("unit", "section", "since") if obj is not None else ()

    def perform(self, request, obj, form, change):
        """Declare a source, or correct it."""
        values = form.values()
        if change:
            if form.version != obj.version:
                raise StaleVersion()
            values |= {"unit": obj.unit, "section": obj.section, "since": obj.since}
            values |= {"reason": form.reason, "override": form.override}
        return units.set_source(values.pop("unit"), by=request.user, **values)
