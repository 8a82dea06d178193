"""The form of a new key for a program."""

from django.forms import CheckboxSelectMultiple, MultipleChoiceField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import tokens
from accounts.forms import PasswordField
from accounts.models import Power
from common import clock, forms
from communes.forms.base import UnitField, offer_among
from communes.models import Unit


def _days() -> list[tuple[int, str]]:
    return [(days, ngettext("%(days)s day", "%(days)s days", days) % {"days": days}) for days in tokens.DAYS]


class KeyForm(forms.Form):
    """Which program, what it may do, where and for how long; and the password, since an unattended screen is not
    enough."""

    name = forms.LineField(
        label=_("Which program uses the key"),
        max_length=100,
        help_text=_("So that you know later which one to revoke, for example VNPT-iOffice."),
    )
    powers = MultipleChoiceField(
        label=_("What it may do"),
        choices=Power.choices,
        widget=CheckboxSelectMultiple,
        initial=[Power.READ],
        help_text=_("Only what you may do yourself; tick no more than the program needs."),
        error_messages={"required": _("Say what the program may do with the key.")},
    )
    within = UnitField(
        label=_("Only within"),
        required=False,
        empty_label=_("everything that I see"),
        help_text=_("The unit with all that lies below it."),
    )
    days = forms.TypedChoiceField(label=_("Valid for"), choices=_days, coerce=int, initial=90)
    current = PasswordField(label=_("Current password"), autocomplete="current-password")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.visible_to(self.user).in_force(on=clock.today()).in_vietnamese_order()
        offer_among(self, "within", units)

    def scope(self) -> dict:
        """What tokens.make takes: powers, and the slug of the unit."""
        unit = self.cleaned_data["within"]
        return {"powers": self.cleaned_data["powers"], "within": unit.slug if unit else ""}
