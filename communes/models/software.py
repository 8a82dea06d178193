from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.text import fold, one_line, sort_key
from communes.models.base import Counted, Dated, DatedQuerySet, Versioned, not_negative, one_of
from communes.models.state import Section
from communes.models.unit import Unit


class SoftwareKind(models.TextChoices):
    SHARED = "shared", _("shared (province)")
    SPECIALISED = "specialised", _("specialised")
    NATIONAL = "national", _("national system")


class SoftwareQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The catalogue is the same for everybody who may log in."""
        from communes.scope import scope_of

        return self if scope_of(user).is_member else self.none()

    def with_lead(self, *, on):
        """`led` is the lead row in force on a day, None where no unit leads."""
        holds = (Q(leads__until__isnull=True) | Q(leads__until__gt=on)) & Q(leads__since__lte=on)
        led = models.FilteredRelation("leads", condition=holds)
        return self.annotate(led=led).select_related("led__unit")

    def with_use(self, *, on, user):
        """`required_in` and `used_in`: in how many units that the person sees the programme must be and is in use."""
        from communes.scope import scope_of

        holds = (Q(uses__until__isnull=True) | Q(uses__until__gt=on)) & Q(uses__since__lte=on)
        ids = scope_of(user).readable
        if ids is not None:
            holds &= Q(uses__unit_id__in=ids)
        return self.annotate(
            required_in=models.Count("uses", filter=holds & Q(uses__required=True)),
            used_in=models.Count("uses", filter=holds & Q(uses__in_use=True)),
        )


class Software(Versioned):
    """A programme of the catalogue: shared, specialised or national."""

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=SoftwareKind)
    sector = models.CharField(_("sector"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    sort_key = models.CharField(max_length=1000, editable=False, db_index=True)
    search = models.CharField(max_length=320, editable=False)

    objects = SoftwareQuerySet.as_manager()

    class Meta:
        verbose_name = _("software")
        verbose_name_plural = _("software")
        ordering = ["sort_key", "id"]
        constraints = [
            one_of("kind", SoftwareKind),
            models.UniqueConstraint(
                fields=["name"],
                name="%(app_label)s_%(class)s_name_once",
                violation_error_message=_("A programme of this name is in the catalogue already."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name = one_line(self.name)
        self.sort_key, self.search = sort_key(self.name), fold(f"{self.name} {self.sector}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("communes:software-detail", args=[self.pk])

    def counted(self) -> Counted:
        """What the catalogue entry, its lead units and its uses contribute to figures."""
        counted = Counted()
        for lead in self.leads.all():
            counted.add_stock(lead.unit_id, lead.since, lead.until, Section.SOFTWARE, ("lead", self.kind))
        for use in self.uses.all():
            use.count_into(counted, self.kind)
        return counted


class SoftwareLead(Dated):
    """The unit that leads the use of a programme, from a day until another."""

    software = models.ForeignKey(Software, models.PROTECT, related_name="leads", verbose_name=_("software"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("lead unit"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead unit of a programme")
        verbose_name_plural = _("lead units of programmes")
        indexes = [models.Index(fields=["unit", "since", "until"], name="communes_softwarelead_unit")]
        constraints = [Dated.order_check(), Dated.one_open("software"), Dated.one_start("software")]

    def __str__(self):
        return f"{self.software} – {self.unit}"


class SoftwareUseQuerySet(DatedQuerySet):
    def missing(self, *, on):
        """Uses that are required on a day and are not there: whom to follow up."""
        return self.in_force(on=on).filter(required=True, in_use=False)


class SoftwareUse(Dated):
    """A unit's use of a programme: whether it must, whether it does, and with how many accounts."""

    software = models.ForeignKey(Software, models.PROTECT, related_name="uses", verbose_name=_("software"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="software_uses", verbose_name=_("unit"))
    required = models.BooleanField(_("required"), default=False)
    in_use = models.BooleanField(_("in use"), default=False)
    accounts = models.PositiveIntegerField(_("accounts"), default=0)
    accounts_active = models.PositiveIntegerField(_("active accounts"), default=0)
    updated_on = models.DateField(_("data last updated"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    batch = models.ForeignKey("common.Batch", models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    objects = SoftwareUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a programme")
        verbose_name_plural = _("uses of programmes")
        ordering = ["software_id", "unit_id", "since"]
        indexes = [models.Index(fields=["unit", "since", "until"], name="communes_softwareuse_unit")]
        constraints = [
            Dated.order_check(),
            Dated.one_open("software", "unit"),
            Dated.one_start("software", "unit"),
            not_negative("accounts", "accounts_active"),
            models.CheckConstraint(
                condition=Q(accounts_active__lte=F("accounts")),
                name="%(app_label)s_%(class)s_active_within_accounts",
                violation_error_message=_("There cannot be more active accounts than accounts."),
            ),
        ]

    def __str__(self):
        return f"{self.software} – {self.unit}"

    def get_absolute_url(self):
        return reverse("communes:software-use-detail", args=[self.pk])

    def counted(self, counted: Counted | None = None) -> Counted:
        """What this one use contributes: an official's save looks at no other unit's."""
        counted = Counted() if counted is None else counted
        self.count_into(counted, self.software.kind)
        return counted

    def count_into(self, counted: Counted, kind: str) -> None:
        """Add what this use contributes, as one of a programme of that kind."""
        what = (kind, self.required, self.in_use, self.accounts, self.accounts_active, self.updated_on)
        counted.add_stock(self.unit_id, self.since, self.until, Section.SOFTWARE, what)
