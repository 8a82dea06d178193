from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communes.models import Cell, Counted, Section
from communes.models.base import not_negative
from services.models.unit_month import UnitMonth

# section -> its numbers; "feedback_due" is the column, "feedback.due" the measure.
PARTS: dict[str, tuple[str, ...]] = {
    Section.FEEDBACK: ("due", "on_time"),
    Section.OUTREACH: ("sessions",),
    Section.GUIDANCE: ("checks",),
    Section.TASKS: ("assigned", "done"),
    Section.SECURITY: ("incidents", "infected"),
}
COLUMNS = tuple(f"{section}_{name}" for section, names in PARTS.items() for name in names)


def _count(label) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


def _whole(section: str) -> models.CheckConstraint:
    """The two numbers of a section are given together: the other one would be taken for 0."""
    first, second = (f"{section}_{name}__isnull" for name in PARTS[section])
    return models.CheckConstraint(
        condition=Q(**{first: True, second: True}) | Q(**{first: False, second: False}),
        name=f"%(app_label)s_%(class)s_{section}_whole",
        violation_error_message=_("Give both numbers; 0 is a number too. What nobody has counted leaves both empty."),
    )


class ActivityMonth(UnitMonth):
    """What a unit counts by hand each month beside filings: feedback, outreach, guidance, tasks, security.

    An empty number is "nobody counted", 0 is a number. None of them is ever added to filings.
    """

    feedback_due = _count(_("feedback due for an answer"))
    feedback_on_time = _count(_("feedback answered on time"))
    outreach_sessions = _count(_("outreach sessions on online services"))
    guidance_checks = _count(_("guidance visits and checks"))
    tasks_assigned = _count(_("IT tasks assigned"))
    tasks_done = _count(_("IT tasks done"))
    security_incidents = _count(_("security incidents"))
    security_infected = _count(_("infected computers"))

    class Meta:
        verbose_name = _("monthly counts")
        verbose_name_plural = _("monthly counts")
        ordering = ["-year", "-month", "-id"]
        constraints = [
            *UnitMonth.month_rules(),
            not_negative(*COLUMNS),
            _whole(Section.FEEDBACK),
            _whole(Section.TASKS),
            _whole(Section.SECURITY),
            models.CheckConstraint(
                condition=Q(feedback_on_time__isnull=True) | Q(feedback_on_time__lte=F("feedback_due")),
                name="%(app_label)s_%(class)s_feedback_within",
                violation_error_message=_("There cannot be more answers on time than feedback due."),
            ),
            models.CheckConstraint(
                condition=Q(tasks_done__isnull=True) | Q(tasks_done__lte=F("tasks_assigned")),
                name="%(app_label)s_%(class)s_tasks_within",
                violation_error_message=_("There cannot be more tasks done than tasks assigned."),
            ),
            models.CheckConstraint(
                condition=~Q(**{f"{name}__isnull": True for name in COLUMNS}),
                name="%(app_label)s_%(class)s_something_counted",
                violation_error_message=_("Give at least one number."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("services:activity-detail", args=[self.pk])

    @property
    def given(self) -> dict[str, tuple[int, ...]]:
        """section -> its numbers, of the sections that were counted."""
        found = {
            section: tuple(getattr(self, f"{section}_{name}") for name in names) for section, names in PARTS.items()
        }
        return {section: numbers for section, numbers in found.items() if None not in numbers}

    def counted(self) -> Counted:
        """What the entry contributes, section by section."""
        return Counted(
            {
                (Cell(self.unit_id, self.year, self.month, section), numbers): 1
                for section, numbers in self.given.items()
            }
        )
