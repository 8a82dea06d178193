from django.db import models
from django.utils.translation import gettext_lazy as _


class LoginBucket(models.Model):
    """Failed logins that count together: of one name from one address, of one name everywhere, from one known device.

    Names are kept as keyed hashes only, because people type passwords into the name field.
    """

    class Kind(models.TextChoices):
        """What the failures in a bucket have in common."""

        ADDRESS = "address", _("address")
        PAIR = "pair", _("name at an address")
        NAME = "name", _("name")
        DEVICE = "device", _("known device")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name (hash)"), max_length=32, blank=True)
    place = models.CharField(_("address or device"), max_length=64, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    # Of a pair or a device: no evaluation before this. Of a name: when its debt is paid off (see accounts/throttle.py).
    free_from = models.DateTimeField(_("free from"))
    last_failure = models.DateTimeField(_("last failure"), db_index=True)
    noted = models.DateTimeField(_("noted in the audit trail"), null=True)

    class Meta:
        verbose_name = _("login bucket")
        verbose_name_plural = _("login buckets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "place"],
                name="%(app_label)s_%(class)s_single",
                violation_error_message=_("Failures that count together have one bucket."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["address", "pair", "name", "device"]),
                name="%(app_label)s_%(class)s_kind_known",
                violation_error_message=_("This kind of bucket is not known."),
            ),
            models.CheckConstraint(
                condition=models.Q(failures__gte=0),
                name="%(app_label)s_%(class)s_failures_counted",
                violation_error_message=_("Failures are counted from zero."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "place", "last_failure"], name="accounts_bucket_spray")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.place}".strip()
