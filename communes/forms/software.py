"""Forms of the catalogue of software and of the uses of programmes."""

from django.utils.translation import gettext_lazy as _

from common import forms
from communes.forms.base import SinceField, UnitField, offer_units, row_field
from communes.models import Software, SoftwareUse
from communes.scope import scope_of


class SoftwareForm(forms.ModelForm):
    """An entry of the catalogue."""

    class Meta:
        model = Software
        fields = ["name", "kind", "sector", "note"]


class SoftwareCreateForm(SoftwareForm):
    """A new entry, perhaps with the unit that leads its use."""

    lead_unit = UnitField(label=_("Lead unit"), required=False)
    since = SinceField(label=_("Leads since"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self, "lead_unit", capability="catalogue")


class LeadForm(forms.Form):
    """Another lead unit from a day on."""

    since = SinceField()
    unit = UnitField(label=_("Lead unit"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self, capability="catalogue")


class UseForm(forms.Form):
    """How a unit uses a programme, from a day on. Who keeps the catalogue also says whether it must."""

    since = SinceField()
    required = row_field(SoftwareUse, "required")
    in_use = row_field(SoftwareUse, "in_use")
    accounts = row_field(SoftwareUse, "accounts")
    accounts_active = row_field(SoftwareUse, "accounts_active")
    updated_on = row_field(SoftwareUse, "updated_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not scope_of(self.user).may("catalogue"):
            del self.fields["required"]


class UseCreateForm(UseForm):
    """A programme that a unit begins to use."""

    unit = UnitField()
    software = forms.ModelChoiceField(queryset=Software.objects.order_by("sort_key"), label=_("Programme"))
    since = SinceField(label=_("Used since"))

    field_order = ["unit", "software"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self, capability="catalogue" if "required" in self.fields else "registers")
        self.initial.setdefault("in_use", True)
