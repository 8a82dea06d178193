from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Push
from common.models.push import key_given
from services.models.filing import Filing


class FilingPush(Push):
    """A filing that another program sent under a key of its own; without one once an administrator took it out."""

    RECORD = "filing"

    filing = models.OneToOneField(Filing, models.PROTECT, null=True, related_name="push", verbose_name=_("filing"))

    class Meta(Push.Meta):
        verbose_name = _("filing sent by a program")
        verbose_name_plural = _("filings sent by programs")
        constraints = [*Push.Meta.constraints, key_given(_("A filing that a program sends carries a key."))]
