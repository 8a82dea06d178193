"""The working calendar in the administration."""

from django.contrib import admin

from common.models import Holiday, SwappedWorkday
from communes.admin.base import RegisterAdmin
from communes.scope import scope_of
from services.actions import holidays
from services.admin.procedures import CatalogueAdmin


class CalendarAdmin(CatalogueAdmin, RegisterAdmin):
    """Days that are the same for everybody; reviewers keep them, and take wrong ones out."""

    add = correct = remove = None

    def get_queryset(self, request):
        """All of them."""
        return self.model._default_manager.order_by(*self.get_ordering(request))

    def may(self, request, verb, obj=None) -> bool:
        """A wrong day may go, as on the pages."""
        if verb == "delete":
            return scope_of(request.user).may(self.capability)
        return super().may(request, verb, obj)

    def perform(self, request, obj, form, change):
        """Add or correct."""
        if change:
            return type(self).correct(obj, by=request.user, version=form.version, reason=form.reason, **form.values())
        return type(self).add(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """A day entered by mistake."""
        type(self).remove(obj, by=request.user, reason=reason)


@admin.register(Holiday)
class HolidayAdmin(CalendarAdmin):
    """Holidays."""

    add, correct, remove = holidays.create, holidays.change, holidays.remove
    fields = ("day", "name", "legal_basis")
    list_display = ("day", "name", "legal_basis")
    search_fields = ("name",)
    date_hierarchy = "day"
    ordering = ("-day",)


@admin.register(SwappedWorkday)
class SwappedWorkdayAdmin(CalendarAdmin):
    """Swapped working days."""

    add, correct, remove = holidays.create_swap, holidays.change_swap, holidays.remove_swap
    fields = ("day_off", "worked_on", "legal_basis")
    list_display = ("day_off", "worked_on", "legal_basis")
    ordering = ("-day_off",)
