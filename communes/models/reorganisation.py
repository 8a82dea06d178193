from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communes.models.base import one_of
from communes.models.unit import Unit


class ReorganisationKind(models.TextChoices):
    MERGE = "merge", _("merger")
    SPLIT = "split", _("split")
    RENAME = "rename", _("renaming")
    MOVE = "move", _("move under another unit")
    ABOLISH = "abolish", _("abolition")
    CREATE = "create", _("creation")


class ReorganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those in effect that a unit within the person's scope was part of, on either side."""
        from communes.scope import scope_of

        ids = scope_of(user).readable
        stands = self.filter(undone_at__isnull=True)
        return stands if ids is None else stands.concerning(ids)

    def concerning(self, units):
        """Those that one of the units was part of."""
        links = Succession.objects.filter(reorganisation=OuterRef("pk"))
        alone = Unit.objects.filter(Q(founding=OuterRef("pk")) | Q(ending=OuterRef("pk")), pk__in=units)
        return self.filter(Exists(links.filter(Q(predecessor__in=units) | Q(successor__in=units))) | Exists(alone))


class Reorganisation(models.Model):
    """A rearrangement of units (sắp xếp đơn vị hành chính) by a dated resolution."""

    kind = models.CharField(_("kind"), max_length=10, choices=ReorganisationKind)
    effective_on = models.DateField(_("effective on"))
    resolution = models.CharField(_("resolution"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("applied by"),
    )  # fmt: skip

    undone_at = models.DateTimeField(_("undone"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("undone by"),
    )  # fmt: skip

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reorganisation")
        verbose_name_plural = _("reorganisations")
        ordering = ["effective_on", "id"]
        constraints = [
            one_of("kind", ReorganisationKind),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="%(app_label)s_%(class)s_applied_by_whom",
                violation_error_message=_("When and by whom it was applied go together."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="%(app_label)s_%(class)s_undone_by_whom",
                violation_error_message=_("When and by whom it was undone go together."),
            ),
            models.CheckConstraint(
                condition=~Q(resolution=""),
                name="%(app_label)s_%(class)s_resolution_given",
                violation_error_message=_("Give the number of the resolution."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y} ({self.resolution})"

    def get_absolute_url(self):
        return reverse("communes:reorganisation-detail", args=[self.pk])


class Succession(models.Model):
    """One unit's part that goes to another by a reorganisation; shares of one unit sum to 1."""

    reorganisation = models.ForeignKey(
        Reorganisation, models.PROTECT, related_name="successions", verbose_name=_("reorganisation")
    )
    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successor_links", verbose_name=_("from"))
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="predecessor_links", verbose_name=_("to"))
    share = models.DecimalField(_("share"), max_digits=5, decimal_places=4, default=1)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This succession is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1),
                name="%(app_label)s_%(class)s_share_in_range",
                violation_error_message=_("A share is more than 0 and at most 1."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="%(app_label)s_%(class)s_units_differ",
                violation_error_message=_("A unit does not succeed itself."),
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"

    @property
    def percent(self):
        """The share as a percentage."""
        return self.share * 100
