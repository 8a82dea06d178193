from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.text import one_line
from communes.models import ScopedQuerySet, Unit, UnitClosure
from communes.models.base import one_of
from communes.scope import scope_of
from documents.models.choices import Urgency

# Longer than a year no office gives itself.
MOST_DAYS = 250


class DeadlineRuleQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """What holds for everybody, what the person's units have set, and what is set above them and so holds there."""
        scope = scope_of(user)
        if not scope.is_member:
            return self.none()
        if scope.readable is None:
            return self
        above = UnitClosure.objects.filter(descendant_id__in=scope.readable).values("ancestor_id")
        return self.filter(Q(unit=None) | Q(unit_id__in=above))

    def binding(self, unit_ids):
        """The rules that may hold in the units (ids) on some day: their own, those above them, those for all."""
        above = UnitClosure.objects.filter(descendant_id__in=list(unit_ids)).values("ancestor_id")
        return self.filter(Q(unit=None) | Q(unit_id__in=above))


class DeadlineRule(models.Model):
    """In how many working days a document of an urgency is to be dealt with; no law says so (domain.md 3.5).

    `unit` None: for all units that have no rule of their own, nor one above them.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="deadline_rules", verbose_name=_("unit")
    )
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency)
    # 0: within the day.
    working_days = models.PositiveSmallIntegerField(_("working days"))
    valid_from = models.DateField(_("for documents that arrive from"))
    basis = models.CharField(_("basis"), max_length=300)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule on deadlines")
        verbose_name_plural = _("rules on deadlines")
        ordering = ["unit", "urgency", "-valid_from"]
        constraints = [
            one_of("urgency", Urgency),
            models.CheckConstraint(
                condition=Q(working_days__gte=0, working_days__lte=MOST_DAYS),
                name="%(app_label)s_%(class)s_days_possible",
                violation_error_message=_("Give between 0 and 250 working days; 0 means within the day."),
            ),
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="%(app_label)s_%(class)s_basis_given",
                violation_error_message=_("Say where the rule stands, for example the unit's working regulation."),
            ),
            models.UniqueConstraint(
                fields=["unit", "urgency", "valid_from"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The unit has a rule for this urgency from this day on already."),
            ),
            # Rows without a unit differ from each other for the database: NULL equals nothing.
            models.UniqueConstraint(
                fields=["urgency", "valid_from"],
                condition=Q(unit__isnull=True),
                name="%(app_label)s_%(class)s_once_for_all",
                violation_error_message=_("There is a rule for all units for this urgency from this day on already."),
            ),
        ]

    def __str__(self):
        unit = self.unit.full_name if self.unit_id else _now("all units")
        return f"{self.get_urgency_display()}, {unit} ({self.valid_from:%d/%m/%Y})"

    def save(self, *args, **kwargs):
        self.basis = one_line(self.basis)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("documents:deadline-detail", args=[self.pk])
