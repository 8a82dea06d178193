from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.months import Month
from communes.models.base import ScopedQuerySet, one_of
from communes.models.equipment import Condition, Equipment, EquipmentKind
from communes.models.unit import Unit


class TakeState(models.TextChoices):
    OPEN = "open", _("being counted")
    CLOSED = "closed", _("stock-take finished")


class LineResult(models.TextChoices):
    UNCHECKED = "unchecked", _("not yet checked")
    PRESENT = "present", _("present")
    MISSING = "missing", _("missing")
    UNEXPECTED = "unexpected", _("found, not on the books here")


# What can be found standing: what has been liquidated is gone.
FOUND_AS = (Condition.GOOD.value, Condition.BROKEN.value, Condition.PROPOSED.value)
ON_THE_BOOKS = (LineResult.UNCHECKED.value, LineResult.PRESENT.value, LineResult.MISSING.value)


class StockTakeQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(state=TakeState.OPEN)

    def with_numbers(self):
        """How many lines are on the books, unchecked, present, missing, unexpected, and in another condition."""

        def lines(condition: Q):
            return Count("lines", filter=condition)

        return self.annotate(
            on_books=lines(~Q(lines__result=LineResult.UNEXPECTED)),
            **{result: lines(Q(lines__result=result)) for result in LineResult.values},
            differing=lines(Q(lines__result=LineResult.PRESENT) & ~StockTakeLine.as_registered("lines__")),
        )


class StockTake(models.Model):
    """A count of what stands in a unit on a day (kiểm kê), against what the register says of that day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stock_takes", verbose_name=_("unit"))
    counted_on = models.DateField(_("day of the stock-take"))
    state = models.CharField(_("state"), max_length=6, choices=TakeState, default=TakeState.OPEN)
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    closed_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("finished by")
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = StockTakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock-take")
        verbose_name_plural = _("stock-takes")
        ordering = ["-counted_on", "-id"]
        indexes = [models.Index(fields=["counted_on", "id"], name="communes_stocktake_day")]
        constraints = [
            one_of("state", TakeState),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | Q(state="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="%(app_label)s_%(class)s_closed_by_whom",
                violation_error_message=_("A finished stock-take says who finished it and when; an open one does not."),
            ),
            models.UniqueConstraint(
                fields=["unit", "counted_on"],
                name="%(app_label)s_%(class)s_one_a_day",
                violation_error_message=_("There is a stock-take of this unit on this day already."),
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state="open"),
                name="%(app_label)s_%(class)s_one_open",
                violation_error_message=_("A stock-take of this unit is open already. Finish it first."),
            ),
        ]

    def __str__(self):
        return _now("stock-take of %(day)s, %(unit)s") % {
            "day": f"{self.counted_on:%d/%m/%Y}",
            "unit": self.unit.full_name,
        }

    def get_absolute_url(self):
        return reverse("communes:stocktake-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == TakeState.OPEN


class StockTakeLineQuerySet(ScopedQuerySet):
    scope_path = "stock_take__unit_id"

    def differences(self):
        """Missing, unexpected, or in another condition than the register says."""
        return self.exclude(result=LineResult.UNCHECKED).exclude(
            Q(result=LineResult.PRESENT) & StockTakeLine.as_registered()
        )

    def in_order(self):
        """As they were written when the stock-take was opened; what was found besides comes last."""
        return self.order_by("pk")


class StockTakeLine(models.Model):
    """One thing on the sheet of a stock-take: what the register said of it that day, and what was found.

    Kind, name, serial number, holder and condition are kept as they were: a sheet that was signed never changes with
    the register. `equipment` is empty for what is in no register.
    """

    AUDIT_EXCLUDE = ("acquired_on", "holder")

    stock_take = models.ForeignKey(StockTake, models.PROTECT, related_name="lines", verbose_name=_("stock-take"))
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, null=True, blank=True, related_name="stock_take_lines", verbose_name=_("device")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=EquipmentKind)
    name = models.CharField(_("make and model"), max_length=200, blank=True)
    serial = models.CharField(_("serial number"), max_length=80, blank=True)
    acquired_on = models.DateField(_("acquired on"), null=True, blank=True)
    holder = models.CharField(_("holder"), max_length=100, blank=True)
    registered_condition = models.CharField(
        _("condition in the register"), max_length=12, choices=Condition, blank=True
    )
    result = models.CharField(_("result"), max_length=10, choices=LineResult, default=LineResult.UNCHECKED)
    found_condition = models.CharField(_("condition found"), max_length=12, choices=Condition, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = StockTakeLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a stock-take")
        verbose_name_plural = _("lines of stock-takes")
        ordering = ["stock_take_id", "id"]
        indexes = [models.Index(fields=["stock_take", "result"], name="communes_stocktakeline_result")]
        constraints = [
            one_of("kind", EquipmentKind),
            one_of("result", LineResult),
            models.CheckConstraint(
                condition=Q(result="unexpected", registered_condition="")
                | Q(
                    result__in=ON_THE_BOOKS,
                    equipment__isnull=False,
                    registered_condition__in=FOUND_AS,
                ),
                name="%(app_label)s_%(class)s_on_books_or_not",
                violation_error_message=_(
                    "What is on the books has a device and its condition there; what is found besides has none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(result__in=["unchecked", "missing"], found_condition="")
                | Q(result__in=["present", "unexpected"], found_condition__in=FOUND_AS),
                name="%(app_label)s_%(class)s_condition_if_found",
                violation_error_message=_("Only what was found has a condition."),
            ),
            models.CheckConstraint(
                condition=Q(equipment__isnull=False) | ~Q(name="") | ~Q(serial=""),
                name="%(app_label)s_%(class)s_described",
                violation_error_message=_("Describe the device or give its serial number."),
            ),
            models.UniqueConstraint(
                fields=["stock_take", "equipment"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This device is on the sheet already."),
            ),
        ]

    def __str__(self):
        return " ".join(part for part in (str(self.get_kind_display()), self.name, self.serial) if part)

    @staticmethod
    def as_registered(path: str = "") -> Q:
        """That the condition found is the one of the register."""
        return Q(**{f"{path}found_condition": F(f"{path}registered_condition")})

    @property
    def state(self) -> str:
        """What the sheet shows as chosen: the condition found, "missing" or "unchecked"."""
        return self.found_condition or self.result


class StockConfirmation(models.Model):
    """An official's word that equipment, staff, connections and software of a unit are right for a month."""

    # Worked out from the acts after it (communes.writing), not itself an act.
    AUDIT_EXCLUDE = ("changed_since",)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stock_confirmations", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    confirmed_at = models.DateTimeField(_("confirmed"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("confirmed by")
    )
    changed_since = models.BooleanField(_("changed since"), default=False, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation of stocks")
        verbose_name_plural = _("confirmations of stocks")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "month"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This month has been confirmed already."),
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)),
                name="%(app_label)s_%(class)s_month_in_year",
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.month:02}/{self.year}"

    @property
    def period(self) -> Month:
        return Month(self.year, self.month)
