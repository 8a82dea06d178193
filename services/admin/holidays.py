"""The working calendar in the administration."""

from django.contrib import admin

from common import clock
from common.admin import ActionForm, ReasonForm
from common.models import Holiday, SwappedWorkday
from communes.admin.base import RegisterAdmin
from communes.scope import scope_of
from services import promises
from services.actions import holidays
from services.admin.procedures import CatalogueAdmin


class PreviewMixin:
    """Saving shows first what follows for promised dates: the refusal of the rehearsal fills `preview` and `proof`."""

    preview = None
    proof = ""

    @property
    def seen(self) -> str:
        """The proof of what the page showed last."""
        return self.data.get("effects_seen", "")

    def refuse(self, error):
        """What has not been seen yet is shown, and the sentence says so."""
        if isinstance(error, promises.NotSeen):
            self.preview = promises.preview(error.impact, self.request.user, at=clock.now())
            self.proof = error.impact.proof
        super().refuse(error)


class CalendarForm(PreviewMixin, ActionForm):
    """A day of the calendar."""


class CalendarDeleteForm(PreviewMixin, ReasonForm):
    """Taking a day out."""

    def run(self):
        """With what was seen."""
        obj = self.model_admin.fresh(self.request, self.stored)
        return self.model_admin.perform_delete(
            self.request, obj, reason=self.reason, override=False, seen=self.seen
        )  # fmt: skip


class CalendarAdmin(CatalogueAdmin, RegisterAdmin):
    """Days that are the same for everybody; reviewers keep them, and take wrong ones out."""

    form, delete_form = CalendarForm, CalendarDeleteForm
    change_form_template, delete_template = "admin/calendar_change_form.html", "admin/calendar_delete.html"
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
            return type(self).correct(
                obj, by=request.user, version=form.version, reason=form.reason, seen=form.seen, **form.values()
            )
        return type(self).add(by=request.user, seen=form.seen, **form.values())

    def perform_delete(self, request, obj, *, reason, override, seen=""):
        """A day entered by mistake."""
        type(self).remove(obj, by=request.user, reason=reason, seen=seen)


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
