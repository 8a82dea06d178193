"""Forms of the register of equipment."""

from django.utils.translation import gettext_lazy as _

from common import clock, forms
from communes.actions.equipment_bulk import MOST_ALIKE
from communes.forms.base import HolderField, SinceField, UnitField, offer_holders, offer_units, row_field
from communes.models import Condition, Equipment, Placement


class EquipmentForm(forms.ModelForm):
    """What a device is."""

    class Meta:
        model = Equipment
        fields = ["kind", "name", "serial", "acquired_on", "cost", "funding_source", "note"]


class EquipmentCreateForm(EquipmentForm):
    """A new device with where it stands and how it is."""

    class Meta(EquipmentForm.Meta):
        fields = ["kind", "name", "acquired_on", "cost", "funding_source", "note"]

    quantity = forms.WholeNumberField(
        label=_("Quantity"),
        required=False,
        initial=1,
        min_value=1,
        max_value=MOST_ALIKE,
        help_text=_("How many devices alike are added at once, 50 at most."),
    )
    serials = forms.TextField(
        label=_("Serial numbers"),
        required=False,
        max_length=50 * 90,
        help_text=_("One a line, as they are pasted from Excel or Word. Leave empty what is not known."),
    )
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
        "unit", "kind", "name", "quantity", "serials", "acquired_on", "since", "condition", "on_lan", "antivirus",
        "standalone", "one_stop", "holder", "cost", "funding_source", "note",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("acquired_on", clock.today())
        offer_units(self)
        offer_holders(self)

    def clean_quantity(self):
        """One, unless more are wanted."""
        return self.cleaned_data["quantity"] or 1

    def clean_serials(self):
        """The lines, blank ones too: a sentence about one of them counts as the person does."""
        return self.cleaned_data["serials"].split("\n")


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
    note = row_field(Placement, "note")


class StepForm(forms.Form):
    """An act of a device's life on a day, with what is to be said of it."""

    since = SinceField(label=_("Day"))
    note = row_field(Placement, "note", help_text=_("Kept in the life of the device."))


class RepairForm(StepForm):
    """A repair says what was repaired."""

    note = row_field(Placement, "note", label=_("What was repaired or replaced"), required=True)


class WithdrawForm(StepForm):
    """A proposal withdrawn: the device is in use again, or still broken."""

    condition = forms.ChoiceField(
        label=_("The device is"),
        choices=[(value.value, value.label) for value in (Condition.GOOD, Condition.BROKEN)],
    )

    field_order = ["since", "condition", "note"]
