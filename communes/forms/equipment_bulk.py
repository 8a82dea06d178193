"""The form of one change to many devices: what is left empty stays as it is."""

import re

from django.forms import CheckboxInput, HiddenInput
from django.utils.translation import gettext_lazy as _

from common import forms
from common.errors import Refused
from communes.bulk import MOST, Change, Line
from communes.forms.base import HolderField, SinceField, UnitField, offer_holders, offer_units, row_field
from communes.models import Condition, FundingSource, Placement
from communes.writing import Write

AS_IT_IS = _("leave as it is")
FLAGS = ("on_lan", "antivirus", "standalone", "one_stop")
_CHOSEN = re.compile(r"([0-9]{1,18}):([0-9]{1,9}):([01])")


class ChosenField(forms.HiddenField):
    """The chosen devices with what the page showed of each: id, version, whether it was refused."""

    def clean(self, value):
        """Device id -> (version, was it refused)."""
        found = _CHOSEN.findall(value or "")
        if not found or len(found) > MOST:
            raise forms.ValidationError(
                _("Choose between 1 and %(most)s devices in the list first."), "invalid", {"most": MOST}
            )
        return {int(pk): (int(version), refused == "1") for pk, version, refused in found}

    @staticmethod
    def ids(value: str | None) -> list[int]:
        """The devices of a value that may be no good."""
        return [int(pk) for pk, _version, _refused in _CHOSEN.findall(value or "")][:MOST]

    @staticmethod
    def written(lines: list[Line]) -> str:
        """The value for the devices of a preview."""
        return ",".join(f"{line.device.pk}:{line.device.version}:{int(bool(line.refusal))}" for line in lines)


class BulkForm(forms.Form):
    """What becomes of the chosen devices, from which day on."""

    devices = ChosenField()
    since = SinceField()
    condition = forms.ChoiceField(label=_("Condition"), required=False, choices=[("", AS_IT_IS), *Condition.choices])
    unit = UnitField(required=False, empty_label=AS_IT_IS)
    holder = HolderField(empty_label=AS_IT_IS, help_text=_("Who is given a device must work in its unit on that day."))
    release = forms.BooleanField(label=_("Nobody in particular holds them any more"), required=False)
    on_lan = forms.YesNoField(label=_("On the LAN"), required=False, empty_label=AS_IT_IS)
    antivirus = forms.YesNoField(label=_("Licensed antivirus"), required=False, empty_label=AS_IT_IS)
    standalone = forms.YesNoField(label=_("Stand-alone machine for secret work"), required=False, empty_label=AS_IT_IS)
    one_stop = forms.YesNoField(label=_("At the one-stop desk"), required=False, empty_label=AS_IT_IS)
    funding_source = forms.ChoiceField(
        label=_("Funding source"),
        required=False,
        choices=[("", AS_IT_IS), *FundingSource.choices],
        help_text=_("Corrects the device itself, whatever the day; it needs a reason."),
    )
    note = row_field(Placement, "note", required=False)
    leave_out = forms.BooleanField(
        label=_("Leave the refused devices out and change the others"), required=False, widget=HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)
        offer_holders(self)

    def offer_to_leave_out(self) -> None:
        """The preview asks what no form before it can: whether the refused devices may be left out."""
        self.fields["leave_out"].widget = CheckboxInput()

    def clean_since(self):
        """Not in the future."""
        try:
            Write.require_not_future(self.cleaned_data["since"], field="since")
        except Refused as error:
            raise forms.ValidationError(error.message) from error
        return self.cleaned_data["since"]

    def clean(self):
        """Something changes; nobody is given a device and released at once."""
        values = super().clean()
        if values.get("holder") and values.get("release"):
            self.add_error("release", _("Choose a holder or nobody, not both."))
        if values.get("funding_source") and not values.get("reason"):
            self.add_error("reason", _("Write the reason for the change."))
        if not self.errors and not self.state() and not values["funding_source"]:
            self.add_error(None, _("Choose at least one thing to change."))
        return values

    def state(self) -> dict:
        """The fields of the placements that change."""
        values = self.cleaned_data
        found = {name: values[name] for name in ("condition", "unit", "holder") if values.get(name)}
        if values.get("release"):
            found["holder"] = None
        return found | {name: values[name] for name in FLAGS if values.get(name) is not None}

    def change(self) -> Change:
        """The change that the person described."""
        values = self.cleaned_data
        return Change(values["since"], self.state(), values["funding_source"], values["note"])
