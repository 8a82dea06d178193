from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A public holiday or a day off by decision; loaded by year, never computed (domain.md 4.5)."""

    day = models.DateField(_("day"), unique=True, error_messages={"unique": _("This day is a holiday already.")})
    name = models.CharField(_("name"), max_length=200)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="%(app_label)s_%(class)s_name_given",
                violation_error_message=_("Give the holiday a name."),
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.day:%d/%m/%Y})"


class SwappedWorkday(models.Model):
    """A working day taken off and worked on a day of rest instead, by yearly decision."""

    day_off = models.DateField(
        _("day off"), unique=True, error_messages={"unique": _("This day has been swapped already.")}
    )
    worked_on = models.DateField(
        _("worked on"), unique=True, error_messages={"unique": _("This day is worked in exchange already.")}
    )
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("swapped working day")
        verbose_name_plural = _("swapped working days")
        ordering = ["day_off"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(day_off=F("worked_on")),
                name="%(app_label)s_%(class)s_days_differ",
                violation_error_message=_("The day off and the day worked must differ."),
            )
        ]

    def __str__(self):
        return f"{self.day_off:%d/%m/%Y} ↔ {self.worked_on:%d/%m/%Y}"
