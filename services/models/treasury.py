from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communes.models import Cell, Counted, Section
from communes.models.base import not_negative
from services.models.unit_month import UnitMonth


class TreasuryMonth(UnitMonth):
    """A unit's transactions with the State Treasury in a month (domain.md 7.1); never added to filings."""

    # What the treasury has confirmed when it confirms the month.
    NUMBERS = ("transactions", "online", "returned")

    transactions = models.PositiveIntegerField(_("transactions"))
    online = models.PositiveIntegerField(_("of which online"))
    returned = models.PositiveIntegerField(_("of which returned or refused"), default=0)
    confirmed_on = models.DateField(_("confirmed by the treasury on"), null=True, blank=True)
    confirmation = models.CharField(_("number of the confirmation"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("treasury month")
        verbose_name_plural = _("treasury months")
        ordering = ["-year", "-month", "-id"]
        constraints = [
            *UnitMonth.month_rules(),
            not_negative("transactions", "online", "returned"),
            models.CheckConstraint(
                condition=Q(online__lte=F("transactions")),
                name="%(app_label)s_%(class)s_online_within_all",
                violation_error_message=_("There cannot be more online transactions than transactions."),
            ),
            models.CheckConstraint(
                condition=Q(returned__lte=F("transactions")),
                name="%(app_label)s_%(class)s_returned_within_all",
                violation_error_message=_("There cannot be more returned transactions than transactions."),
            ),
            models.CheckConstraint(
                condition=Q(confirmation="") | Q(confirmed_on__isnull=False),
                name="%(app_label)s_%(class)s_confirmation_dated",
                violation_error_message=_("A confirmation needs its day."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("services:treasury-detail", args=[self.pk])

    @property
    def online_share(self) -> Decimal | None:
        """Percent of the transactions that were made online; None without any."""
        return Decimal(self.online * 100) / self.transactions if self.transactions else None

    def counted(self) -> Counted:
        """What the month's entry contributes; a confirmation changes no figure, so it may come after the closing."""
        where = Cell(self.unit_id, self.year, self.month, Section.TREASURY)
        return Counted({(where, (self.transactions, self.online, self.returned)): 1})
