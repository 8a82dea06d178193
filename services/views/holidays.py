"""Pages of the working calendar: a year on a page, holidays, and working days that were swapped."""

from datetime import date

from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common import clock, display
from common.forms import HiddenField
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
from common.views.base import RegisterPage
from communes.scope import scope_of
from services import promises, yearview
from services.actions import holidays
from services.filters import HolidayFilter, SwapFilter
from services.forms.others import HolidayForm, HolidaysForm, SwapForm
from services.tables import HolidayTable, SwapTable, day_with_name

FOLLOW = _(
    "Promised dates of open filings that were computed follow the calendar; you see which before anything is saved. "
    "Promises set by hand stay, finished filings stay, and deadlines of documents stay as they were given."
)
FIRST_YEAR, LAST_YEAR = 2000, 2100
WEEKDAYS_SHORT = [
    pgettext_lazy("weekday", "Mon"), pgettext_lazy("weekday", "Tue"), pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"), pgettext_lazy("weekday", "Fri"), pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
]  # fmt: skip


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


class ChangePages:
    """A page that changes the calendar: what follows for promised dates is shown before anything is saved.

    `change(form, seen)` calls the action and returns its row; `seen` is the proof of what the page showed last.
    """

    template_name, sentence = "services/calendar_form.html", FOLLOW
    shown: promises.Preview | None = None

    def change(self, form, seen: str):
        """Call the action."""
        raise NotImplementedError

    def get_form(self, data=None, files=None):
        """With the proof of what was shown, which goes and comes with the page."""
        form = super().get_form(data, files)
        form.fields["effects_seen"] = HiddenField(required=False, max_length=64)
        return form

    def perform(self, form):
        try:
            return self.change(form, form.cleaned_data["effects_seen"])
        except promises.NotSeen as unseen:
            self.shown = promises.preview(unseen.impact, self.request.user, at=clock.now())
            form.data = form.data.copy()
            form.data["effects_seen"] = unseen.impact.proof
            if self.shown.number:
                self.verb = _with_number(self.verb, self.shown.number)
            raise

    def get_context_data(self, **kwargs):
        """Adds what would follow."""
        return super().get_context_data(preview=self.shown, most=promises.MOST_SHOWN, **kwargs)

    def get_success_message(self, result) -> str:
        """What was saved, and how many promises followed."""
        number, saved = len(result.impact.moved), self.saved(result)
        if not number:
            return f"{saved} {gettext('No promised date changes.')}"
        said = ngettext(
            "%(count)s promised date has been changed.", "%(count)s promised dates have been changed.", number
        ) % {"count": display.number(number)}
        return f"{saved} {said}"

    def saved(self, result) -> str:
        """What was saved, in a sentence."""
        return super().get_success_message(result)


class CalendarYear(CalendarPages, RegisterPage):
    """A year of the working calendar on one page (`?year=2021`, this year without it), for everybody to read."""

    template_name = "services/calendar_year.html"

    def get(self, request, *args, **kwargs):
        """The page."""
        return self.render_to_response(self.get_context_data())

    @property
    def number(self) -> int:
        """The year asked for; anything that is no year of the calendar is this year."""
        typed = self.request.GET.get("year", "")
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else 0
        return number if FIRST_YEAR <= number <= LAST_YEAR else clock.today().year

    def get_title(self):
        return gettext("Working calendar of %(year)s") % {"year": self.number}

    def get_breadcrumbs(self):
        """Under the calendar."""
        return [(_("Holidays"), self.url("list")), (self.get_title(), None)]

    def get_context_data(self, **kwargs):
        """Adds the year, its neighbours, and how many open filings a year without holidays would mislead."""
        number, today = self.number, clock.today()
        year = yearview.year_of(number, today=today)
        upcoming = number + 1 if number == today.year and not _is_entered(number + 1) else None
        warned = number if not year.holidays else upcoming
        return super().get_context_data(
            year=year,
            previous=number - 1 if number > FIRST_YEAR else None,
            next=number + 1 if number < LAST_YEAR else None,
            weekdays=list(zip(WEEKDAYS_SHORT, (WEEKDAYS[day] for day in range(7)), strict=True)),
            upcoming=upcoming,
            misled=yearview.passing_through(self.request.user, warned) if warned else None,
            may_write=self.can_write(self.request.user),
            **kwargs,
        )


def _with_number(verb: str, number: int) -> str:
    """`Save and change 12 promised dates`."""
    return ngettext(
        "%(verb)s and change %(count)s promised date", "%(verb)s and change %(count)s promised dates", number
    ) % {"verb": verb, "count": display.number(number)}


def _is_entered(year: int) -> bool:
    return Holiday.objects.filter(day__range=(date(year, 1, 1), date(year, 12, 31))).exists()


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


class HolidayCreate(ChangePages, CalendarPages, RegisterCreate):
    """A new holiday."""

    form_class = HolidayForm
    title = _("Add a holiday")

    def change(self, form, seen):
        return holidays.create(by=self.request.user, seen=seen, **form.values())


class HolidayMany(ChangePages, CalendarPages, RegisterCreate):
    """The holidays of a year at once."""

    form_class = HolidaysForm
    title = _("Enter the holidays of a year")

    def change(self, form, seen):
        return holidays.create_many(by=self.request.user, seen=seen, **form.values())

    def saved(self, result) -> str:
        """How many."""
        number = len(result.rows)
        said = ngettext("%(count)s holiday has been saved.", "%(count)s holidays have been saved.", number)
        return said % {"count": display.number(number)}

    def get_success_url(self, result) -> str:
        """The year of the first of them."""
        return reverse("services:holiday-year", query={"year": min(row.day for row in result.rows).year})


class HolidayEdit(ChangePages, CalendarPages, RegisterEdit):
    """Correct a holiday."""

    form_class = HolidayForm

    def change(self, form, seen):
        return holidays.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, seen=seen, **form.values()
        )


class HolidayDelete(ChangePages, CalendarPages, RegisterDelete):
    """Take a holiday out."""

    def change(self, form, seen):
        return holidays.remove(self.object, by=self.request.user, version=form.version, reason=form.reason, seen=seen)


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


class SwapCreate(ChangePages, SwapPages, RegisterCreate):
    """A new swap."""

    form_class = SwapForm
    title = _("Swap a working day")

    def change(self, form, seen):
        return holidays.create_swap(by=self.request.user, seen=seen, **form.values())


class SwapEdit(ChangePages, SwapPages, RegisterEdit):
    """Correct a swap."""

    form_class = SwapForm

    def change(self, form, seen):
        return holidays.change_swap(
            self.object, by=self.request.user, version=form.version, reason=form.reason, seen=seen, **form.values()
        )


class SwapDelete(ChangePages, SwapPages, RegisterDelete):
    """Take a swap out."""

    def change(self, form, seen):
        return holidays.remove_swap(
            self.object, by=self.request.user, version=form.version, reason=form.reason, seen=seen
        )


class SwapHistory(SwapPages, RecordHistory):
    """Who changed what, when and why."""
