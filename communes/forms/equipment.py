"""Forms of the register of equipment."""

from django.utils.translation import gettext_lazy as _

from common import clock, forms
from communes.forms.base import HolderField, SinceField, UnitField, offer_holders, offer_units, row_field
from communes.models import Equipment, Placement


class EquipmentForm(forms.ModelForm):
    """What a device is."""

    class Meta:
        model = Equipment
        fields = ["kind", "name", "serial", "acquired_on", "cost", "funding_source", "note"]


class EquipmentCreateForm(EquipmentForm):
    """A new device with where it stands and how it is."""

    unit = UnitField()
    since = forms.DayField(
        label=_("Stands there since"),
        required=False,
        help_text=_("Leave empty if it has stood there since the day it was acquired."),
    )
    condition = row_field(Placement, "condition")
    holder = HolderField()
    on_lan = row_field(Placement, "on_lan")
    antivirus = row_field(Placement, "antivirus")
    standalone = row_field(Placement, "standalone")
    one_stop = row_field(Placement, "one_stop")

    field_order = [
        "unit", "kind", "name", "serial", "acquired_on", "since", "condition", "on_lan", "antivirus", "standalone",
        "one_stop", "holder", "cost", "funding_source", "note",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("acquired_on", clock.today())
        offer_units(self)
        offer_holders(self)


class MoveForm(forms.Form):
    """Another unit or another holder from a day on."""

    since = SinceField()
    unit = UnitField()
    holder = HolderField()
    on_lan = row_field(Placement, "on_lan")
    one_stop = row_field(Placement, "one_stop")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)
        offer_holders(self, keep=self.initial.get("holder"))


class ConditionForm(forms.Form):
    """Another condition from a day on."""

    since = SinceField()
    condition = row_field(Placement, "condition")
    on_lan = row_field(Placement, "on_lan")
    antivirus = row_field(Placement, "antivirus")
    standalone = row_field(Placement, "standalone")
    one_stop = row_field(Placement, "one_stop")
