from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Push
from common.models.push import key_given
from documents.models.document import Document


class DocumentPush(Push):
    """A document that another program sent under a key of its own."""

    RECORD = "document"

    document = models.OneToOneField(Document, models.PROTECT, related_name="push", verbose_name=_("document"))

    class Meta(Push.Meta):
        verbose_name = _("document sent by a program")
        verbose_name_plural = _("documents sent by programs")
        constraints = [*Push.Meta.constraints, key_given(_("A document that a program sends carries a key."))]
