from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.months import Month
from communes.models import Cell, Counted, ScopedQuerySet, Section, Unit, Versioned
from communes.models.base import one_of
from services.models.filing import Channel
from services.models.procedure import Procedure


class UnusedChannel(models.TextChoices):
    """The channels that people were offered and did not use; coming in person is what they did instead."""

    ONLINE = Channel.ONLINE.value, Channel.ONLINE.label
    POSTAL = Channel.POSTAL.value, Channel.POSTAL.label


class Cause(models.TextChoices):
    """Why people did not use a channel (design.md 7: causes are coded, with counts)."""

    UNAWARE = "unaware", _("did not know of it")
    NO_INTERNET = "no_internet", _("no Internet")
    HABIT = "habit", _("used to coming in person")
    CHARGES = "charges", _("postal charges")
    FAR_FROM_POST = "far_from_post", _("far from the post office")
    URGENT = "urgent", _("needed at once")
    OTHER = "other", _("another reason")


# A cause that says something of one channel alone.
ONLY_ONLINE = (Cause.NO_INTERNET.value,)
ONLY_POSTAL = (Cause.CHARGES.value, Cause.FAR_FROM_POST.value)


def causes_of(channel: str) -> list[Cause]:
    """The causes that may be given for not using a channel, in their order."""
    others = ONLY_POSTAL if channel == UnusedChannel.ONLINE else ONLY_ONLINE
    return [cause for cause in Cause if cause.value not in others]


class ReasonQuerySet(ScopedQuerySet):
    def in_period(self, first: Month, last: Month):
        """Counts of the months `first` to `last`, both included."""
        begins = Q(year__gt=first.year) | Q(year=first.year, month__gte=first.month)
        return self.filter(begins, Q(year__lt=last.year) | Q(year=last.year, month__lte=last.month))


class ReasonCount(Versioned):
    """How many people gave a unit, in a month, one reason for not using a channel; of one procedure or of any."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reason_counts", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    channel = models.CharField(_("channel not used"), max_length=8, choices=UnusedChannel)
    # Empty: the unit counted the reason without asking for which procedure people came.
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, null=True, blank=True, related_name="reason_counts", verbose_name=_("procedure")
    )
    cause = models.CharField(_("reason"), max_length=16, choices=Cause)
    people = models.PositiveIntegerField(_("people"))
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason why a channel is not used")
        verbose_name_plural = _("reasons why channels are not used")
        ordering = ["-year", "-month", "-id"]
        indexes = [models.Index(fields=["unit", "year", "month"], name="services_reasoncount_cell")]
        constraints = [
            one_of("channel", UnusedChannel),
            one_of("cause", Cause),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)),
                name="%(app_label)s_%(class)s_month_in_year",
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
            models.CheckConstraint(
                condition=Q(people__gt=0),
                name="%(app_label)s_%(class)s_somebody",
                violation_error_message=_("Enter how many people gave the reason: at least 1."),
            ),
            models.CheckConstraint(
                condition=Q(channel=UnusedChannel.POSTAL.value) | ~Q(cause__in=ONLY_POSTAL),
                name="%(app_label)s_%(class)s_postal_cause",
                violation_error_message=_("This reason is about the post. Choose the channel public post."),
            ),
            models.CheckConstraint(
                condition=Q(channel=UnusedChannel.ONLINE.value) | ~Q(cause__in=ONLY_ONLINE),
                name="%(app_label)s_%(class)s_online_cause",
                violation_error_message=_("This reason is about filing online. Choose the channel online."),
            ),
            # Two rules, since NULL differs from NULL in a unique key.
            models.UniqueConstraint(
                fields=["unit", "year", "month", "channel", "procedure", "cause"],
                condition=Q(procedure__isnull=False),
                name="%(app_label)s_%(class)s_once_a_procedure",
                violation_error_message=_("This reason is counted already; correct that row."),
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "month", "channel", "cause"],
                condition=Q(procedure__isnull=True),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This reason is counted already; correct that row."),
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.month:02}/{self.year}: {self.get_cause_display()}"

    def get_absolute_url(self):
        return reverse("services:reason-detail", args=[self.pk])

    @property
    def period(self) -> Month:
        return Month(self.year, self.month)

    def counted(self) -> Counted:
        """What the row contributes: so many people to its reason, in the section of filings."""
        where = Cell(self.unit_id, self.year, self.month, Section.FILINGS)
        return Counted({(where, ("reason", self.channel, self.cause)): self.people})
