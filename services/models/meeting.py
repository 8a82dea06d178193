from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.text import fold, one_line
from communes.models import Counted, ScopedQuerySet, Section, Unit, Versioned


class MeetingQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Meetings that one of the person's units hosted or was invited to."""
        from communes.scope import scope_of

        ids = scope_of(user).readable
        return self if ids is None else self.with_units(ids)

    def with_units(self, unit_ids):
        """Held by one of the units, or one of them was invited."""
        invited = Attendance.objects.filter(unit_id__in=unit_ids).values("meeting_id")
        return self.filter(Q(host_unit_id__in=unit_ids) | Q(pk__in=invited))

    def with_numbers(self, user):
        """`invited` and `attended`: how many of the units that the person sees."""
        rows = Attendance.objects.visible_to(user).filter(meeting=OuterRef("pk")).order_by()
        return self.annotate(invited=_number(rows), attended=_number(rows.filter(attended=True)))


def _number(rows):
    number = rows.values("meeting").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number), 0)


class Meeting(Versioned):
    """An online meeting: who held it and which units were invited and attended."""

    held_on = models.DateField(_("held on"))
    host_unit = models.ForeignKey(Unit, models.PROTECT, related_name="hosted_meetings", verbose_name=_("held by"))
    subject = models.CharField(_("subject"), max_length=300)
    note = models.CharField(_("note"), max_length=500, blank=True)
    search = models.CharField(max_length=300, editable=False, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("online meeting")
        verbose_name_plural = _("online meetings")
        ordering = ["-held_on", "-id"]
        indexes = [
            models.Index(fields=["held_on", "id"], name="services_meeting_day"),
            models.Index(fields=["host_unit", "held_on"], name="services_meeting_host"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject=""),
                name="%(app_label)s_%(class)s_subject_given",
                violation_error_message=_("Write what the meeting was about."),
            )
        ]

    def __str__(self):
        return f"{self.subject} ({self.held_on:%d/%m/%Y})"

    def save(self, *args, **kwargs):
        self.subject = one_line(self.subject)
        self.search = fold(self.subject)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("services:meeting-detail", args=[self.pk])

    def counted(self) -> Counted:
        """What the meeting contributes: hosted, invited, attended."""
        counted = Counted()
        counted.add_flow(self.host_unit_id, self.held_on, Section.MEETINGS, ("hosted",))
        for row in self.attendances.all():
            counted.add_flow(row.unit_id, self.held_on, Section.MEETINGS, ("invited", row.attended))
        return counted


class Attendance(models.Model):
    """A unit invited to an online meeting, and whether it attended."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name=_("meeting"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="attendances", verbose_name=_("unit"))
    attended = models.BooleanField(_("attended"), default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["meeting_id", "unit_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "unit"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This unit is on the list already."),
            )
        ]

    def __str__(self):
        return f"{self.meeting}: {self.unit}"
