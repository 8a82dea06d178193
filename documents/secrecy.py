"""State secrets stay out of a networked register (domain.md 3.6): refused with the reason, never stored or logged."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.errors import Refused


class Secrecy(models.TextChoices):
    """What forms, imports and the API ask; no column holds it."""

    NONE = "none", _("not secret")
    MAT = "mat", _("Mật (confidential)")
    TOI_MAT = "toi_mat", _("Tối mật (secret)")
    TUYET_MAT = "tuyet_mat", _("Tuyệt mật (top secret)")


SENTENCE = _(
    "A document that carries a secrecy mark must not be entered here: the law on the protection of state secrets keeps "
    "it, with its abstract, out of every networked computer. Register it in the separate paper book. "
    "Nothing of it has been saved."
)


def refuse_secret(secrecy: str) -> None:
    """Refused for anything but `none`; call before anything is looked at, stored or logged."""
    if secrecy != Secrecy.NONE:
        raise Refused(SENTENCE, field="secrecy")
