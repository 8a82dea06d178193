from django.db import models
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """One import or bulk act; the rows that it made name it."""

    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=300)
    created_at = models.DateTimeField(_("created"))
    created_by_id = models.BigIntegerField(_("person (number)"), null=True)
    created_by_name = models.CharField(_("person"), max_length=200, blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=""),
                name="%(app_label)s_%(class)s_kind_named",
                violation_error_message=_("A batch says what kind of act it is."),
            )
        ]

    def __str__(self):
        return self.title
