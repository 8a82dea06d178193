"""Pages of the working calendar: holidays, and working days that were swapped."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.models import Holiday, SwappedWorkday
from common.tables import Rows
from common.views import (
    RecordHistory,
    RegisterCreate,
    RegisterDelete,
    RegisterDetail,
    RegisterEdit,
    RegisterList,
)
from communes.scope import scope_of
from services.actions import holidays
from services.filters import HolidayFilter, SwapFilter
from services.forms.others import HolidayForm, SwapForm
from services.tables import HolidayTable, SwapTable, day_with_name

KEPT = _("Times that were promised to citizens already stay as they are.")


class CalendarPages:
    """What the pages of both registers share: everybody looks, reviewers write."""

    model, register = Holiday, "services:holiday"

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("catalogue")

    def get_queryset(self):
        """The calendar is the same for everybody."""
        return self.model._default_manager.all()


class SwapPages(CalendarPages):
    """Swapped working days."""

    model, register = SwappedWorkday, "services:swap"

    def get_breadcrumbs(self):
        """Under the calendar."""
        return [(_("Holidays"), reverse("services:holiday-list")), *super().get_breadcrumbs()]


class HolidayList(CalendarPages, RegisterList):
    """Holidays, the newest first, and beneath them the swapped days of the same year."""

    table_class, filterset_class = HolidayTable, HolidayFilter
    title = _("Holidays and swapped working days")
    ordering = ("-day",)
    template_name = "services/holiday_list.html"

    def get_context_data(self, **kwargs):
        """Adds the swapped days."""
        rows = SwappedWorkday.objects.order_by("-day_off")
        swaps = SwapFilter(self.request.GET, queryset=rows, request=self.request).qs[: self.per_page]
        table = SwapTable(Rows(list(swaps), SwappedWorkday), orderable=False)
        table.caption = _("Swapped working days")
        return super().get_context_data(
            swaps=table, swap_url=reverse("services:swap-create"), may_write=self.can_write(self.request.user), **kwargs
        )


class HolidayDetail(CalendarPages, RegisterDetail):
    """One holiday."""

    groups = [("", [(_("Day"), lambda obj: day_with_name(obj.day)), "name", "legal_basis"])]


class HolidayCreate(CalendarPages, RegisterCreate):
    """A new holiday."""

    form_class, sentence = HolidayForm, KEPT
    title = _("Add a holiday")

    def perform(self, form):
        return holidays.create(by=self.request.user, **form.values())


class HolidayEdit(CalendarPages, RegisterEdit):
    """Correct a holiday."""

    form_class, sentence = HolidayForm, KEPT

    def perform(self, form):
        return holidays.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class HolidayDelete(CalendarPages, RegisterDelete):
    """Take a holiday out."""

    sentence = KEPT

    def perform(self, form):
        holidays.remove(self.object, by=self.request.user, version=form.version, reason=form.reason)


class HolidayHistory(CalendarPages, RecordHistory):
    """Who changed what, when and why."""


class SwapList(SwapPages, RegisterList):
    """Swapped days, the newest first."""

    table_class, filterset_class = SwapTable, SwapFilter
    title = _("Swapped working days")
    ordering = ("-day_off",)


class SwapDetail(SwapPages, RegisterDetail):
    """One swap."""

    groups = [
        (
            "",
            [
                (_("Day off"), lambda obj: day_with_name(obj.day_off)),
                (_("Worked on"), lambda obj: day_with_name(obj.worked_on)),
                "legal_basis",
            ],
        )
    ]


class SwapCreate(SwapPages, RegisterCreate):
    """A new swap."""

    form_class, sentence = SwapForm, KEPT
    title = _("Swap a working day")

    def perform(self, form):
        return holidays.create_swap(by=self.request.user, **form.values())


class SwapEdit(SwapPages, RegisterEdit):
    """Correct a swap."""

    form_class, sentence = SwapForm, KEPT

    def perform(self, form):
        return holidays.change_swap(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class SwapDelete(SwapPages, RegisterDelete):
    """Take a swap out."""

    sentence = KEPT

    def perform(self, form):
        holidays.remove_swap(self.object, by=self.request.user, version=form.version, reason=form.reason)


class SwapHistory(SwapPages, RecordHistory):
    """Who changed what, when and why."""
