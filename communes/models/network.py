from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.text import fold, one_line, sort_key
from communes.models.base import Counted, Dated, DatedQuerySet, RootQuerySet, Versioned, not_negative, one_of
from communes.models.equipment import FundingSource
from communes.models.state import Section
from communes.models.unit import Unit


class ConnectionKind(models.TextChoices):
    LAN = "lan", _("LAN")
    INTERNET = "internet", _("internet")
    DEDICATED = "dedicated", _("dedicated line (TSLCD)")
    MEETING_POINT = "meeting_point", _("online meeting point")


class Technology(models.TextChoices):
    FIBRE = "fibre", _("fibre")
    COPPER = "copper", _("copper (ADSL)")
    MOBILE = "mobile", _("mobile network")
    SATELLITE = "satellite", _("satellite")
    WIRED = "wired", _("cabled")
    WIRELESS = "wireless", _("wireless")
    OTHER = "other", _("other")


class ConnectionQuerySet(DatedQuerySet):
    def search(self, text: str):
        return self.filter(search__contains=fold(text)) if fold(text) else self


class Connection(Dated, Versioned):
    """A network connection of a unit: LAN, internet, dedicated line or meeting point."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="connections", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=15, choices=ConnectionKind)
    technology = models.CharField(_("technology"), max_length=10, choices=Technology, default=Technology.OTHER)
    bandwidth_mbps = models.PositiveIntegerField(_("bandwidth (Mbps)"), null=True, blank=True)
    provider = models.CharField(_("provider"), max_length=100, blank=True)
    installed_by = models.CharField(_("installed by"), max_length=150, blank=True)
    funded_by = models.CharField(_("funded by"), max_length=12, choices=FundingSource, default=FundingSource.UNKNOWN)
    note = models.CharField(_("note"), max_length=500, blank=True)
    search = models.CharField(max_length=300, editable=False, blank=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["unit", "kind", "since"], name="communes_connection_unit")]
        constraints = [
            Dated.order_check(),
            one_of("kind", ConnectionKind),
            one_of("technology", Technology),
            one_of("funded_by", FundingSource),
            not_negative("bandwidth_mbps"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} – {self.unit}"

    def fill_in(self) -> None:
        """The columns that follow from others; `save` does it, who writes in bulk does it by itself."""
        self.provider, self.installed_by = one_line(self.provider), one_line(self.installed_by)
        self.search = fold(f"{self.provider} {self.installed_by}")

    def save(self, *args, **kwargs):
        self.fill_in()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("communes:connection-detail", args=[self.pk])

    def counted(self, counted: Counted | None = None) -> Counted:
        """What this connection contributes to figures."""
        counted = Counted() if counted is None else counted
        counted.add_stock(self.unit_id, self.since, self.until, Section.NETWORK, (self.kind, self.technology))
        return counted


class VillageQuerySet(RootQuerySet):
    rows_name = "counts"

    def visible_to(self, user):
        """Villages that belong, or once belonged, to one of the person's units."""
        from communes.scope import scope_of

        ids = scope_of(user).readable
        if ids is None:
            return self
        return self.filter(pk__in=VillageCount.objects.filter(unit_id__in=ids).values("village_id"))

    def with_share(self):
        """After `standing`: `share_online`, the percentage of households online, None where there are none counted."""
        return self.annotate(share_online=percentage(F("here__households_online"), F("here__households")))


def percentage(part, whole) -> ExpressionWrapper:
    """A share of sums in percent, None where the whole is nothing or not known."""
    return ExpressionWrapper(part * 100.0 / NullIf(whole, 0), output_field=models.FloatField())


class Village(Versioned):
    """A village (thôn, bản) whose households and access points are counted."""

    name = models.CharField(_("name"), max_length=150)
    note = models.CharField(_("note"), max_length=500, blank=True)
    sort_key = models.CharField(max_length=700, editable=False, db_index=True)
    search = models.CharField(max_length=200, editable=False)

    objects = VillageQuerySet.as_manager()

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="%(app_label)s_%(class)s_name_given",
                violation_error_message=_("Give the village a name."),
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name = one_line(self.name)
        self.sort_key, self.search = sort_key(self.name), fold(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("communes:village-detail", args=[self.pk])

    def counted(self) -> Counted:
        """What the village's counts contribute to figures."""
        counted = Counted()
        for row in self.counts.all():
            what = (row.households, row.households_online, row.public_access_points, row.post_points)
            counted.add_stock(row.unit_id, row.since, row.until, Section.NETWORK, what)
        return counted


class VillageCount(Dated):
    """What was counted in a village, valid from a day until the next count; each number perhaps approximate."""

    village = models.ForeignKey(Village, models.PROTECT, related_name="counts", verbose_name=_("village"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="village_counts", verbose_name=_("unit"))
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    households_approximate = models.BooleanField(_("households: about"), default=False)
    households_online = models.PositiveIntegerField(_("households online"), default=0)
    households_online_approximate = models.BooleanField(_("households online: about"), default=False)
    public_access_points = models.PositiveIntegerField(_("public internet access points"), default=0)
    public_access_points_approximate = models.BooleanField(_("access points: about"), default=False)
    post_points = models.PositiveIntegerField(_("post points"), default=0)
    batch = models.ForeignKey("common.Batch", models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("village count")
        verbose_name_plural = _("village counts")
        ordering = ["village_id", "since"]
        indexes = [models.Index(fields=["unit", "since", "until"], name="communes_villagecount_unit")]
        constraints = [
            Dated.order_check(),
            Dated.one_open("village"),
            Dated.one_start("village"),
            not_negative("households", "households_online", "public_access_points", "post_points"),
            models.CheckConstraint(
                condition=Q(households__isnull=True) | Q(households_online__lte=F("households")),
                name="%(app_label)s_%(class)s_online_within_households",
                violation_error_message=_("There cannot be more households online than households."),
            ),
        ]

    def __str__(self):
        return f"{self.village} {self.since:%d/%m/%Y}"

    @property
    def any_approximate(self) -> bool:
        """Whether the share of households online rests on an estimate."""
        return self.households_approximate or self.households_online_approximate
