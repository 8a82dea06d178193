from datetime import date

from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.text import fold, one_line, sort_key
from communes.models import Counted, Dated, DatedQuerySet, Section, Unit, Versioned
from communes.models.base import not_negative, one_of


class Authority(models.TextChoices):
    COMMUNE = "commune", _("commune")
    DISTRICT = "district", _("district")
    PROVINCE = "province", _("province")


class LimitUnit(models.TextChoices):
    """Legal time limits are not only in working days (domain.md 4.5)."""

    HOUR = "hour", _("hours")
    DAY = "day", _("days")
    WORKING_DAY = "working_day", _("working days")
    MONTH = "month", _("months")


class ServiceLevel(models.TextChoices):
    """Levels 1 to 4 of NĐ 43/2011 until 14/08/2022, then those of NĐ 42/2022 (domain.md 4.1)."""

    L1 = "1", _("level 1")
    L2 = "2", _("level 2")
    L3 = "3", _("level 3")
    L4 = "4", _("level 4")
    INFO = "info", _("information only")
    PARTIAL = "partial", _("partial (một phần)")
    FULL = "full", _("full (toàn trình)")


ONLINE_LEVELS = (
    ServiceLevel.L3.value,
    ServiceLevel.L4.value,
    ServiceLevel.PARTIAL.value,
    ServiceLevel.FULL.value,
)
NEW_LEVELS_FROM = date(2022, 8, 15)
OLD_LEVELS = (ServiceLevel.L1.value, ServiceLevel.L2.value, ServiceLevel.L3.value, ServiceLevel.L4.value)


class ProcedureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The catalogue is the same for everybody who may log in."""
        from communes.scope import scope_of

        return self if scope_of(user).is_member else self.none()

    def in_force(self, *, on: date):
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on)

    def search(self, text: str):
        return self.filter(search__contains=fold(text)) if fold(text) else self

    def with_level(self, *, on: date):
        """`current_level`: the online level in force on a day, None where none is."""
        rows = ProcedureLevel.objects.in_force(on=on).filter(procedure=OuterRef("pk")).order_by("-since")
        return self.annotate(current_level=Subquery(rows.values("level")[:1]))

    def with_offers(self, *, on: date, unit_ids=None):
        """`offered_by`: how many units (of those given) offer it on a day; `postal_by`: how many by post too."""
        rows = ProcedureOffer.objects.in_force(on=on).filter(procedure=OuterRef("pk"))
        rows = rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)

        def number(found):
            counted = found.order_by().values("procedure").annotate(n=Count("pk")).values("n")
            return Coalesce(Subquery(counted), 0)

        return self.annotate(offered_by=number(rows), postal_by=number(rows.filter(postal=True)))

    def in_order_of(self, ids: list[int]):
        """Those with these ids first, in their order; the others by name."""
        ranks = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(ids)]
        return self.order_by(Case(*ranks, default=Value(len(ids))), "sort_key") if ranks else self.order_by("sort_key")

    def offered_at(self, unit_ids, *, on: date):
        """Those that one of the units offers on a day; None for any unit."""
        rows = ProcedureOffer.objects.in_force(on=on)
        rows = rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)
        return self.filter(pk__in=rows.values("procedure_id"))


class Procedure(Versioned):
    """An administrative procedure (thủ tục hành chính) of the national catalogue."""

    code = models.CharField(_("national code"), max_length=10)
    suffix = models.CharField(_("local suffix"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=300)
    field = models.CharField(_("field"), max_length=100)
    authority = models.CharField(_("authority"), max_length=10, choices=Authority)
    limit_value = models.PositiveSmallIntegerField(_("time limit"), null=True, blank=True)
    limit_unit = models.CharField(_("unit of the limit"), max_length=12, choices=LimitUnit, blank=True)
    fee = models.PositiveIntegerField(_("fee (đồng)"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until (exclusive)"), null=True, blank=True)
    # True while the limit or level is only remembered: it is never shown as law without saying so.
    recalled = models.BooleanField(_("limit not checked against the law"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    sort_key = models.CharField(max_length=1500, editable=False)
    search = models.CharField(max_length=500, editable=False)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["sort_key", "id"]
        constraints = [
            one_of("authority", Authority),
            models.CheckConstraint(
                condition=Q(limit_unit__in=["", *LimitUnit.values]),
                name="%(app_label)s_%(class)s_limit_unit_known",
                violation_error_message=_("Choose one of the values offered."),
            ),
            models.CheckConstraint(
                # A comparison with NULL is neither true nor false, and passes a CHECK: so ISNULL, not >= 0.
                condition=Q(limit_value__isnull=True, limit_unit="")
                | (Q(limit_value__isnull=False) & ~Q(limit_unit="")),
                name="%(app_label)s_%(class)s_limit_with_unit",
                violation_error_message=_("Give the time limit together with its unit."),
            ),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="%(app_label)s_%(class)s_code_since",
                violation_error_message=_("A procedure with this code begins on this day already."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_until__isnull=True),
                name="%(app_label)s_%(class)s_one_open",
                violation_error_message=_("A procedure with this code is in force already; end it first."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("valid_from")),
                name="%(app_label)s_%(class)s_until_after_from",
                violation_error_message=_("The end must be later than the beginning."),
            ),
            not_negative("fee"),
        ]

    def __str__(self):
        return f"{self.code} – {self.name}"

    def fill_in(self) -> None:
        """The columns that follow from others; `save` does it, who writes in bulk does it by itself."""
        self.name, self.field = one_line(self.name), one_line(self.field)
        self.sort_key, self.search = sort_key(self.name), fold(f"{self.code} {self.name} {self.field}")

    def save(self, *args, **kwargs):
        self.fill_in()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("services:procedure-detail", args=[self.pk])

    def is_in_force(self, *, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    @property
    def limit_words(self) -> str:
        """The time limit as it is shown everywhere; a limit that is only recalled says so. Empty: no limit known."""
        if self.limit_value is None:
            return ""
        words = _limit_in_words(self.limit_value, self.limit_unit)
        if not self.recalled:
            return words
        return str(_("%(limit)s (not checked against the text of the law)") % {"limit": words})

    def counted(self, counted: Counted | None = None) -> Counted:
        """What the procedure's offers contribute, level by level."""
        counted, levels = Counted() if counted is None else counted, list(self.levels.all())
        for offer in self.offers.all():
            what = (self.pk, offer.published, offer.postal)
            counted.add_stock(offer.unit_id, offer.since, offer.until, Section.PROCEDURES, what)
            for level in levels:
                since = max(offer.since, level.since)
                until = min((day for day in (offer.until, level.ends) if day), default=None)
                if until is None or since < until:
                    counted.add_stock(offer.unit_id, since, until, Section.PROCEDURES, (self.pk, level.level))
        return counted


def _limit_in_words(value: int, unit: str) -> str:
    if value == 0:
        return str(_("the same day"))
    words = {
        LimitUnit.HOUR: ngettext("%(value)s working hour", "%(value)s working hours", value),
        LimitUnit.DAY: ngettext("%(value)s day", "%(value)s days", value),
        LimitUnit.WORKING_DAY: ngettext("%(value)s working day", "%(value)s working days", value),
        LimitUnit.MONTH: ngettext("%(value)s month", "%(value)s months", value),
    }
    return words[unit] % {"value": value}


class LevelQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Levels are the same for everybody who may log in, like the procedures."""
        from communes.scope import scope_of

        return self if scope_of(user).is_member else self.none()

    def in_force(self, *, on: date):
        """The levels of a law are in force as long as the law: a level 3 that nobody replaced ended with it."""
        rows = super().in_force(on=on)
        return rows.exclude(level__in=OLD_LEVELS) if on >= NEW_LEVELS_FROM else rows

    def of_old_law(self):
        return self.filter(level__in=OLD_LEVELS)

    def with_law(self):
        """`lawful_until`: the first day on which the level no longer holds, its law's end included; None for no end."""
        beyond = Q(until__isnull=True, level__in=OLD_LEVELS)
        return self.annotate(lawful_until=Case(When(beyond, then=Value(NEW_LEVELS_FROM)), default=F("until")))


class ProcedureLevel(Dated):
    """The online level of a procedure, from a day until another; history, not a field."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="levels", verbose_name=_("procedure"))
    level = models.CharField(_("level"), max_length=8, choices=ServiceLevel)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    objects = LevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("level of a procedure")
        verbose_name_plural = _("levels of procedures")
        ordering = ["procedure_id", "since"]
        constraints = [
            Dated.order_check(),
            Dated.one_open("procedure"),
            Dated.one_start("procedure"),
            one_of("level", ServiceLevel),
            models.CheckConstraint(
                condition=Q(level__in=["1", "2", "3", "4"]) | Q(since__gte=NEW_LEVELS_FROM),
                name="%(app_label)s_%(class)s_new_levels_dated",
                violation_error_message=_("The levels information, partial and full exist since 15/08/2022."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=["info", "partial", "full"])
                | Q(since__lt=NEW_LEVELS_FROM, until__isnull=True)
                | Q(since__lt=NEW_LEVELS_FROM, until__lte=NEW_LEVELS_FROM),
                name="%(app_label)s_%(class)s_old_levels_dated",
                violation_error_message=_("The levels 1 to 4 exist until 14/08/2022."),
            ),
        ]

    def __str__(self):
        return f"{self.procedure.code}: {self.get_level_display()}"

    @property
    def is_of_old_law(self) -> bool:
        """Whether it is one of the levels 1 to 4."""
        return self.level in OLD_LEVELS

    @property
    def law(self) -> str:
        """The decree that the level belongs to."""
        return str(_("Decree 43/2011") if self.is_of_old_law else _("Decree 42/2022"))

    @property
    def ends(self) -> date | None:
        """The first day on which it no longer holds, that of its law included; None for no end."""
        return NEW_LEVELS_FROM if self.until is None and self.is_of_old_law else self.until


class ProcedureOffer(Dated):
    """A unit's offer of a procedure, from a day until another: whether it is published and taken by post."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="offers", verbose_name=_("procedure"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="procedure_offers", verbose_name=_("unit"))
    published = models.BooleanField(_("published"), default=True)
    postal = models.BooleanField(_("postal service registered"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of a procedure")
        verbose_name_plural = _("offers of procedures")
        ordering = ["procedure_id", "unit_id", "since"]
        indexes = [models.Index(fields=["unit", "since", "until"], name="services_procedureoffer_unit")]
        constraints = [
            Dated.order_check(),
            Dated.one_open("procedure", "unit"),
            Dated.one_start("procedure", "unit"),
        ]

    def __str__(self):
        return f"{self.procedure.code} – {self.unit}"
