"""Forms of an act on many rows of a list at once."""

import re

from django.forms import CheckboxInput, HiddenInput
from django.utils.translation import gettext_lazy as _

from common import forms
from communes.together import MOST

_CHOSEN = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")


class ChosenField(forms.HiddenField):
    """The chosen rows with the version that the page showed of each: `17:1,18:3`."""

    def clean(self, value):
        """Primary key -> version."""
        found = _CHOSEN.findall(value or "")
        if not 0 < len(found) <= MOST:
            raise forms.ValidationError(_("Choose between 1 and %(most)s rows."), "invalid", {"most": MOST})
        return {int(pk): int(version) for pk, version in found}

    @staticmethod
    def ids(value: str | None) -> list[int]:
        """The rows of a value that may be no good."""
        return [int(pk) for pk, _version in _CHOSEN.findall(value or "")][:MOST]

    @staticmethod
    def written(rows) -> str:
        """The value for rows."""
        return ",".join(f"{row.pk}:{row.version}" for row in rows)


class ManyForm(forms.Form):
    """What the acts on many rows share."""

    chosen = ChosenField()
    # The filters of the list in which they were ticked, where that list is shown again afterwards.
    back = forms.HiddenField(required=False)
    leave_out = forms.BooleanField(
        label=_("Leave these out and do it for the others"), required=False, widget=HiddenInput
    )  # fmt: skip

    def values(self) -> dict:
        """What the act needs; the way back belongs to the page."""
        return {name: value for name, value in super().values().items() if name != "back"}

    def offer_to_leave_out(self) -> None:
        """Asked once the person has read which rows cannot take the act."""
        self.fields["leave_out"].widget = CheckboxInput()
