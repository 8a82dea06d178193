from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.text import fold, one_line
from communes.models import ScopedQuerySet, Unit, Versioned
from communes.models.base import one_of
from documents.models.choices import Direction, ReservationState
from documents.models.document import Document


class NumberReservationQuerySet(ScopedQuerySet):
    def open(self):
        """Still kept free."""
        return self.filter(state=ReservationState.OPEN)

    def without_entry(self):
        """Numbers of a book under which no document stands: still kept, or given up."""
        return self.exclude(state=ReservationState.FILLED)


def _person(label):
    """Empty for what the system itself did."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=label,
    )  # fmt: skip


class NumberReservation(Versioned):
    """A number of a book that is kept for a document to come ("giữ số"): the blank line of the paper register.

    Filled later by an entry, or given up with a reason; then it stays for ever, and nothing is entered under it. That a
    number is not an entry and a blank line at once is held by documents.numbering under the lock of the book.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    direction = models.CharField(_("direction"), max_length=8, choices=Direction)
    series = models.CharField(_("series"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    purpose = models.CharField(_("kept for"), max_length=300)
    kept_on = models.DateField(_("kept on"))
    kept_by = _person(_("kept by"))
    state = models.CharField(_("state"), max_length=8, choices=ReservationState, default=ReservationState.OPEN)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, editable=False, related_name="reservation",
        verbose_name=_("document"),
    )  # fmt: skip
    given_up_on = models.DateField(_("given up on"), null=True, blank=True)
    given_up_by = _person(_("given up by"))
    give_up_reason = models.CharField(_("reason for giving up"), max_length=300, blank=True)
    search = models.TextField(editable=False, blank=True)

    objects = NumberReservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept number")
        verbose_name_plural = _("kept numbers")
        ordering = ["-pk"]
        constraints = [
            one_of("direction", Direction),
            one_of("state", ReservationState),
            models.UniqueConstraint(
                fields=["unit", "direction", "series", "year", "number"],
                name="%(app_label)s_%(class)s_number_once",
                violation_error_message=_("This number is kept already in this register and year."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="%(app_label)s_%(class)s_number_positive",
                violation_error_message=_("Numbers begin at 1."),
            ),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="%(app_label)s_%(class)s_purpose_given",
                violation_error_message=_("Say what the number is kept for."),
            ),
            models.CheckConstraint(
                condition=Q(state="filled", document__isnull=False) | Q(~Q(state="filled"), document__isnull=True),
                name="%(app_label)s_%(class)s_filled_by_document",
                violation_error_message=_("A kept number is filled by a document, and by nothing else."),
            ),
            models.CheckConstraint(
                condition=Q(~Q(give_up_reason=""), state="given_up", given_up_on__isnull=False)
                | Q(~Q(state="given_up"), give_up_reason="", given_up_on__isnull=True, given_up_by__isnull=True),
                name="%(app_label)s_%(class)s_given_up_with_reason",
                violation_error_message=_("Say why the number is given up."),
            ),
        ]

    def __str__(self):
        return f"{self.number:02} / {self.year}" + (f" ({self.series})" if self.series else "")

    def save(self, *args, **kwargs):
        self.purpose, self.give_up_reason = one_line(self.purpose), one_line(self.give_up_reason)
        self.search = fold(f"{self.number} {self.series} {self.purpose}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("documents:reservation-detail", args=[self.pk])
