from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.text import fold, one_line
from communes.models.base import ScopedQuerySet, Versioned
from communes.models.software import Software
from communes.models.unit import Unit


class FollowUpState(models.TextChoices):
    """Where a follow-up stands on a day; derived, never stored. In the order of urgency."""

    OVERDUE = "overdue", _("overdue")
    OPEN = "open", _("waiting for an answer")
    ANSWERED = "answered", _("has answered")
    CLOSED = "closed", _("settled")


class FollowUpQuerySet(ScopedQuerySet):
    def open(self):
        """Not closed yet, answered or not."""
        return self.filter(closed_at__isnull=True)

    def waiting(self):
        """Neither answered nor closed: the unit owes an answer."""
        return self.open().filter(answered_at__isnull=True)

    def overdue(self, *, on):
        """The unit owes an answer, and the deadline has passed."""
        return self.waiting().filter(deadline__lt=on)

    def in_state(self, state: str, *, on):
        """Those of one FollowUpState on a day."""
        if state == FollowUpState.CLOSED:
            return self.filter(closed_at__isnull=False)
        if state == FollowUpState.ANSWERED:
            return self.open().filter(answered_at__isnull=False)
        return self.overdue(on=on) if state == FollowUpState.OVERDUE else self.waiting().filter(deadline__gte=on)

    def with_state(self, *, on):
        """`state` as of a day, and `urgency` to sort by: what is overdue first, what is closed last."""
        cases = [
            Q(closed_at__isnull=False),
            Q(answered_at__isnull=False),
            Q(deadline__lt=on),
        ]
        states = (FollowUpState.CLOSED, FollowUpState.ANSWERED, FollowUpState.OVERDUE)
        named = [When(case, then=Value(str(state))) for case, state in zip(cases, states, strict=True)]
        ranked = [When(case, then=Value(rank)) for case, rank in zip(cases, (3, 2, 0), strict=True)]
        return self.annotate(
            state=Case(*named, default=Value(str(FollowUpState.OPEN)), output_field=models.CharField()),
            urgency=Case(*ranked, default=Value(1), output_field=models.IntegerField()),
        )


def _person(label):
    """Who answered or closed; goes with the moment."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=label,
    )  # fmt: skip


class FollowUp(Versioned):
    """A request to a unit to put something right and say so by a day (đôn đốc). It counts in no figure."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="follow_ups", verbose_name=_("unit"))
    software = models.ForeignKey(
        Software, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("programme")
    )
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("what is asked for"), blank=True, max_length=4000)
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("asked by")
    )
    deadline = models.DateField(_("answer due"))
    answer = models.TextField(_("answer"), blank=True, max_length=4000)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answered_by = _person(_("answer given by"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    closed_by = _person(_("follow-up closed by"))
    closing_note = models.CharField(_("note on closing"), max_length=500, blank=True)
    search = models.CharField(max_length=300, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["deadline", "id"]
        indexes = [models.Index(fields=["unit", "closed_at", "deadline"], name="communes_followup_unit")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject=""),
                name="%(app_label)s_%(class)s_subject_given",
                violation_error_message=_("Say what the follow-up is about."),
            ),
            models.CheckConstraint(
                condition=Q(deadline__gte=F("asked_on")),
                name="%(app_label)s_%(class)s_deadline_not_before_asked",
                violation_error_message=_("The deadline cannot lie before the day of asking."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="%(app_label)s_%(class)s_answered_by_whom",
                violation_error_message=_("The answer, its moment and its person go together."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, closing_note="")
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="%(app_label)s_%(class)s_closed_by_whom",
                violation_error_message=_("When and by whom it was closed go together."),
            ),
            # Rows without a programme differ from each other: NULL equals nothing.
            models.UniqueConstraint(
                fields=["unit", "software"],
                condition=Q(closed_at__isnull=True),
                name="%(app_label)s_%(class)s_one_open",
                violation_error_message=_("The unit has an open follow-up on this programme already."),
            ),
        ]

    def __str__(self):
        return f"{self.subject} – {self.unit}"

    def save(self, *args, **kwargs):
        self.subject = one_line(self.subject)
        self.search = fold(self.subject)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("communes:follow-up-detail", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    def state_on(self, day) -> FollowUpState:
        """As `with_state` says of it."""
        if self.is_closed:
            return FollowUpState.CLOSED
        if self.is_answered:
            return FollowUpState.ANSWERED
        return FollowUpState.OVERDUE if self.deadline < day else FollowUpState.OPEN
