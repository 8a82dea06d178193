from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.months import Month
from communes.models import Cell, Counted, ScopedQuerySet, Section, Unit, Versioned
from communes.models.base import not_negative


class TreasuryMonth(Versioned):
    """A unit's transactions with the State Treasury in a month (domain.md 7.1); never added to filings."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="treasury_months", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    transactions = models.PositiveIntegerField(_("transactions"))
    online = models.PositiveIntegerField(_("of which online"))
    returned = models.PositiveIntegerField(_("of which returned or refused"), default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("treasury month")
        verbose_name_plural = _("treasury months")
        ordering = ["-year", "-month", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "month"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This unit has an entry for this month already."),
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)),
                name="%(app_label)s_%(class)s_month_in_year",
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
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
        ]

    def __str__(self):
        return f"{self.unit} {self.month:02}/{self.year}"

    def get_absolute_url(self):
        return reverse("services:treasury-detail", args=[self.pk])

    @property
    def period(self) -> Month:
        return Month(self.year, self.month)

    @property
    def online_share(self) -> Decimal | None:
        """Percent of the transactions that were made online; None without any."""
        return Decimal(self.online * 100) / self.transactions if self.transactions else None

    def counted(self) -> Counted:
        """What the month's entry contributes."""
        where = Cell(self.unit_id, self.year, self.month, Section.TREASURY)
        return Counted({(where, (self.transactions, self.online, self.returned)): 1})
