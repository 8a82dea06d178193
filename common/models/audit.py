from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SYSTEM = "system"  # stands for nobody in `actor_name`, whatever the language of the moment


class AuditEventQuerySet(models.QuerySet):
    def unsealed(self):
        """Events that no seal numbers yet, oldest first."""
        return self.filter(seal__isnull=True).order_by("pk")


class AuditEvent(models.Model):
    """One act of one person: who, when, what and why. Its rows never change once written."""

    action = models.CharField(_("act"), max_length=80)
    # A number and a name, no foreign key: the leaf app knows no users, and the name stays true after a rename.
    actor_id = models.BigIntegerField(_("person (number)"), null=True)
    actor_name = models.CharField(_("person"), max_length=200)
    happened_at = models.DateTimeField(_("real time"))
    business_day = models.DateField(_("business day"))
    reason = models.TextField(_("reason"), blank=True)
    batch_id = models.BigIntegerField(_("batch"), null=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(action=""),
                name="%(app_label)s_%(class)s_action_named",
                violation_error_message=_("An audit event names its act."),
            )
        ]

    def __str__(self):
        return f"{self.action} #{self.pk}"

    @property
    def actor(self) -> str:
        """The person's name, or that no person did it."""
        return gettext("the system") if self.actor_id is None and self.actor_name == SYSTEM else self.actor_name


class AuditChangeQuerySet(models.QuerySet):
    def of(self, obj):
        """The changes of one object, newest first."""
        return self.filter(model=obj._meta.label_lower, object_id=obj.pk).select_related("event").order_by("-pk")


class AuditChange(models.Model):
    """What an audit event did to one object: the fields before and after, as JSON."""

    event = models.ForeignKey(AuditEvent, models.PROTECT, related_name="changes", verbose_name=_("event"))
    model = models.CharField(_("kind of record"), max_length=80)
    object_id = models.BigIntegerField(_("record (number)"))
    label = models.CharField(_("record"), max_length=300)
    unit_id = models.BigIntegerField(_("unit (number)"), null=True)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    objects = AuditChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit change")
        verbose_name_plural = _("audit changes")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["model", "object_id", "id"], name="common_auditchange_object"),
            models.Index(fields=["unit_id", "id"], name="common_auditchange_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(before__isnull=False) | models.Q(after__isnull=False),
                name="%(app_label)s_%(class)s_says_something",
                violation_error_message=_("A change has a state before or after."),
            )
        ]

    def __str__(self):
        return f"{self.model} {self.object_id}"


class AuditSeal(models.Model):
    """The number and the link of one event in the hash chain, written after the event's commit."""

    event = models.OneToOneField(AuditEvent, models.PROTECT, related_name="seal", verbose_name=_("event"))
    number = models.BigIntegerField(_("number"), unique=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="%(app_label)s_%(class)s_number_positive",
                violation_error_message=_("Seals are numbered from 1."),
            )
        ]

    def __str__(self):
        return f"{self.number}"


class AuditHead(models.Model):
    """The last seal, signed with the site's key, so that cutting off the end of the chain is seen."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="", blank=True)
    signature = models.CharField(max_length=128, default="", blank=True)

    class Meta:
        verbose_name = _("audit head")
        verbose_name_plural = _("audit heads")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="%(app_label)s_%(class)s_single",
                violation_error_message=_("There is one head."),
            )
        ]

    def __str__(self):
        return f"{self.number}"
