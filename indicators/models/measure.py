from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from communes.models import Section
from communes.models.base import one_of


class MeasureKind(models.TextChoices):
    """How months make a period: flows are summed, a stock is its last month, an opening its first (design.md 6)."""

    FLOW = "flow", _("flow")
    STOCK = "stock", _("stock")
    OPENING = "opening", _("opening")


class Measure(models.Model):
    """Something that is counted every month; how it is counted stands in `indicators.sources` under the same key."""

    key = models.CharField(_("key"), max_length=60, unique=True)
    label_vi = models.CharField(_("label (Vietnamese)"), max_length=200)
    label_en = models.CharField(_("label (English)"), max_length=200)
    section = models.CharField(_("section"), max_length=12, choices=Section)
    kind = models.CharField(_("kind"), max_length=8, choices=MeasureKind)
    in_register = models.BooleanField(_("counted from a register"), default=True)
    in_report = models.BooleanField(_("may be declared in a report"), default=True)
    # Distinct things do not add up: the total of such a measure is counted at every level of the tree.
    distinct = models.BooleanField(_("distinct count"), default=False)
    # Stored as whole numbers: value × 10^decimals.
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    unit_word_vi = models.CharField(_("unit of measure (Vietnamese)"), max_length=30, blank=True)
    unit_word_en = models.CharField(_("unit of measure (English)"), max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(pgettext_lazy("order", "position"), default=0)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["position", "id"]
        constraints = [one_of("section", Section), one_of("kind", MeasureKind)]

    def __str__(self):
        return self.label_en if get_language() == "en" else self.label_vi
