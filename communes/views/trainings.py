"""Courses held in a year: the list, who took them, and recording one for several people at once."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import clock, display
from common.views import RegisterCreate, RegisterList
from communes import staffing
from communes.actions import staff
from communes.filters.trainings import TrainedFilter, TrainingFilter
from communes.forms.trainings import CourseForm, UnitChoiceForm
from communes.models import Training
from communes.scope import scope_of
from communes.tables.staff import CourseTable, TrainedTable


class TrainingPages:
    """What the pages of courses share: officials record those of their unit."""

    model, register = Training, "communes:training"

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("registers")

    def list_title(self) -> str:
        return str(_("Trainings"))

    def get_breadcrumbs(self):
        """Beneath the staff."""
        trail = [(_("Staff"), reverse("communes:staff-list"))]
        if self.url("list") != self.request.path:
            trail.append((self.list_title(), self.url("list")))
        return [*trail, (self.get_title(), None)]


class TrainingList(TrainingPages, RegisterList):
    """Courses of a year, this one unless asked for another."""

    template_name = "communes/training_list.html"
    table_class, filterset_class = CourseTable, TrainingFilter
    ordering = ("-trained_on", "subject")

    def get_title(self):
        return _("Trainings in %(year)s") % {"year": self.filterset.chosen_year}

    def rows(self):
        """Each course once."""
        return super().rows().courses()

    def get_context_data(self, **kwargs):
        """Adds how many of the people in post were trained in the year."""
        year, unit = self.filterset.chosen_year, self.filterset.value_of("unit")
        day = min(clock.today(), date(year, 12, 31))
        trained, total = staffing.trained_in(year, user=self.request.user, unit=unit, on=day)
        return super().get_context_data(trained=trained, total=total, day=day, year=year, **kwargs)


class TrainedList(TrainingPages, RegisterList):
    """Who took which course."""

    table_class, filterset_class = TrainedTable, TrainedFilter
    title = gettext_lazy("People trained")
    ordering = ("-trained_on", "subject", "staff_member__sort_key")
    select_related = ("unit", "staff_member")

    def can_write(self, user, obj=None) -> bool:
        """Courses are recorded from their own list."""
        return False


class TrainingCreate(TrainingPages, RegisterCreate):
    """One course for several people of a unit, in one act."""

    template_name = "communes/training_form.html"
    form_class = CourseForm
    title, verb = gettext_lazy("Record a course for several people"), gettext_lazy("Record the course")
    sentence = gettext_lazy("The course is recorded for everybody chosen, or, if something does not fit, for nobody.")

    def get_form_kwargs(self):
        """With the unit whose people are offered."""
        return super().get_form_kwargs() | {"unit": self.choice.chosen}

    def load(self) -> None:
        """The unit: chosen in the address, or the only one in which the person writes."""
        self.choice = UnitChoiceForm(self.request.GET if "unit" in self.request.GET else None, user=self.request.user)

    def perform(self, form):
        return staff.record_course(by=self.request.user, **form.values())

    def get_context_data(self, **kwargs):
        """Adds the choice of the unit."""
        return super().get_context_data(choice=self.choice, unit=self.choice.chosen, **kwargs)

    def get_success_url(self, result) -> str:
        """Who took it."""
        course = result[0]
        query = {"subject": course.subject, "day": display.day(course.trained_on), "year": course.trained_on.year}
        return reverse("communes:training-people", query=query)

    def get_success_message(self, result) -> str:
        return ngettext(
            "The course has been recorded for %(number)s person.",
            "The course has been recorded for %(number)s people.",
            len(result),
        ) % {"number": display.number(len(result))}
