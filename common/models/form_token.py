from django.db import models
from django.utils.translation import gettext_lazy as _


class FormToken(models.Model):
    """A form that has been sent and done: the same form sent again leads to what the first sending made."""

    token = models.UUIDField(_("token"), primary_key=True)
    created_at = models.DateTimeField(_("sent"), db_index=True)
    created_by_id = models.BigIntegerField(_("person (number)"))
    url = models.CharField(_("address of the result"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")

    def __str__(self):
        return f"{self.token}"
