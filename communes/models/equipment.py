from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.text import fold, one_line
from communes.models.base import Counted, Dated, DatedQuerySet, RootQuerySet, Versioned, not_negative, one_of
from communes.models.state import Section
from communes.models.unit import Unit


class EquipmentKind(models.TextChoices):
    DESKTOP = "desktop", _("desktop computer")
    LAPTOP = "laptop", _("laptop")
    PRINTER = "printer", _("printer")
    SCANNER = "scanner", _("scanner")
    KIOSK = "kiosk", _("screen or kiosk")
    CAMERA = "camera", _("camera")
    PHOTOCOPIER = "photocopier", _("photocopier")
    PROJECTOR = "projector", _("projector")
    NETWORK = "network", _("network device")
    SERVER = "server", _("server")
    OTHER = "other", _("other device")


COMPUTERS = (EquipmentKind.DESKTOP.value, EquipmentKind.LAPTOP.value)


class Condition(models.TextChoices):
    GOOD = "good", _("in good use")
    BROKEN = "broken", _("broken")
    PROPOSED = "proposed", _("proposed for liquidation")
    LIQUIDATED = "liquidated", _("liquidated")


class FundingSource(models.TextChoices):
    DISTRICT = "district", _("district budget")
    PROVINCE = "province", _("provincial budget")
    DEPARTMENT = "department", _("Department of Information and Communications")
    UNIT = "unit", _("the unit's own budget")
    PROJECT = "project", _("programme or project")
    SPONSOR = "sponsor", _("sponsor")
    UNKNOWN = "unknown", _("not known")


class EquipmentQuerySet(RootQuerySet):
    rows_name = "placements"

    def visible_to(self, user):
        """Devices that stand, or once stood, in one of the person's units."""
        from communes.scope import scope_of

        ids = scope_of(user).readable
        if ids is None:
            return self
        return self.filter(pk__in=Placement.objects.filter(unit_id__in=ids).values("equipment_id"))

    def placed_in(self, unit_ids, *, on):
        """Devices that stand in one of the units on a day."""
        placed = Placement.objects.in_force(on=on).filter(unit_id__in=unit_ids)
        return self.filter(pk__in=placed.values("equipment_id"))


class Equipment(Versioned):
    """A device of a unit: what it is, when it came, what it cost and who paid."""

    kind = models.CharField(_("kind"), max_length=12, choices=EquipmentKind)
    name = models.CharField(_("make and model"), max_length=200, blank=True)
    serial = models.CharField(_("serial number"), max_length=80, blank=True)
    acquired_on = models.DateField(_("acquired on"))
    acquired_by_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="acquired_equipment", verbose_name=_("acquired by unit")
    )
    cost = models.BigIntegerField(_("original cost (đồng)"), null=True, blank=True)
    funding_source = models.CharField(
        _("funding source"), max_length=12, choices=FundingSource, default=FundingSource.UNKNOWN
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    search = models.CharField(max_length=300, editable=False, blank=True)

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("equipment")
        ordering = ["-acquired_on", "-id"]
        indexes = [
            models.Index(fields=["acquired_on", "id"], name="communes_equipment_order"),
            models.Index(fields=["acquired_by_unit", "acquired_on"], name="communes_equipment_acquired"),
        ]
        constraints = [
            one_of("kind", EquipmentKind),
            one_of("funding_source", FundingSource),
            not_negative("cost"),
            models.UniqueConstraint(
                fields=["kind", "serial"],
                condition=~Q(serial=""),
                name="%(app_label)s_%(class)s_serial_once",
                violation_error_message=_("A device of this kind with this serial number is registered already."),
            ),
        ]

    def __str__(self):
        return " ".join(part for part in (str(self.get_kind_display()), self.name, self.serial) if part)

    def fill_in(self) -> None:
        """The columns that follow from others; `save` does it, who writes in bulk does it by itself."""
        self.name, self.serial = one_line(self.name), one_line(self.serial)
        self.search = fold(f"{self.name} {self.serial}")

    def save(self, *args, **kwargs):
        self.fill_in()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("communes:equipment-detail", args=[self.pk])

    def counted(self, counted: Counted | None = None) -> Counted:
        """What this device and its placements contribute to figures."""
        counted = Counted() if counted is None else counted
        for row in self.placements.all():
            what = (self.kind, self.acquired_on, row.condition, row.on_lan, row.antivirus, row.standalone, row.one_stop)
            counted.add_stock(row.unit_id, row.since, row.until, Section.EQUIPMENT, what)
        if self.cost:
            counted.add_flow(self.acquired_by_unit_id, self.acquired_on, Section.EQUIPMENT, ("cost", self.cost))
        return counted


class Placement(Dated):
    """Where a device stands and in what state, from a day until another."""

    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="placements", verbose_name=_("device"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements", verbose_name=_("unit"))
    condition = models.CharField(_("condition"), max_length=12, choices=Condition, default=Condition.GOOD)
    on_lan = models.BooleanField(_("on the LAN"), default=False)
    antivirus = models.BooleanField(_("licensed antivirus"), default=False)
    standalone = models.BooleanField(_("stand-alone machine for secret work"), default=False)
    one_stop = models.BooleanField(_("at the one-stop desk"), default=False)
    holder = models.ForeignKey(
        "communes.StaffMember", models.PROTECT, null=True, blank=True, related_name="held", verbose_name=_("holder")
    )
    note = models.CharField(_("what happened"), max_length=500, blank=True)
    batch = models.ForeignKey("common.Batch", models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    FRESH = {"note": ""}

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["equipment_id", "since"]
        indexes = [models.Index(fields=["unit", "since", "until"], name="communes_placement_unit")]
        constraints = [
            Dated.order_check(),
            Dated.one_open("equipment"),
            Dated.one_start("equipment"),
            one_of("condition", Condition),
            models.CheckConstraint(
                condition=~Q(standalone=True, on_lan=True),
                name="%(app_label)s_%(class)s_standalone_off_lan",
                violation_error_message=_("A stand-alone machine cannot be on the LAN."),
            ),
        ]

    def __str__(self):
        return f"{self.equipment}, {self.unit}"

    @property
    def marks(self) -> list[str]:
        """What else is true of the device there, in words: on the LAN, licensed antivirus …"""
        names = ("on_lan", "antivirus", "standalone", "one_stop")
        return [str(self._meta.get_field(name).verbose_name) for name in names if getattr(self, name)]
