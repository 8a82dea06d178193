"""Forms of the registers of connections and villages."""

from django.utils.translation import gettext_lazy as _

from common import forms
from communes.forms.base import SinceField, UnitField, offer_units, row_field
from communes.models import Connection, Village, VillageCount

COUNTS = (
    "households", "households_approximate", "households_online", "households_online_approximate",
    "public_access_points", "public_access_points_approximate", "post_points",
)  # fmt: skip


class ConnectionForm(forms.ModelForm):
    """A connection for its whole time."""

    class Meta:
        model = Connection
        fields = [
            "kind", "technology", "bandwidth_mbps", "provider", "installed_by", "funded_by", "since", "note",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].label = _("In use since")


class ConnectionCreateForm(ConnectionForm):
    """A new connection of a unit."""

    unit = UnitField()
    since = SinceField(label=_("In use since"))

    field_order = ["unit"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)


class UpgradeForm(forms.Form):
    """Another line in the place of this one from a day on."""

    since = SinceField()
    technology = row_field(Connection, "technology")
    bandwidth_mbps = row_field(Connection, "bandwidth_mbps")
    provider = row_field(Connection, "provider")
    installed_by = row_field(Connection, "installed_by")
    funded_by = row_field(Connection, "funded_by")


class EndForm(forms.Form):
    """The first day on which something is no longer there."""

    since = SinceField(label=_("No longer in use from"))


class VillageForm(forms.ModelForm):
    """A village: its name and a note."""

    class Meta:
        model = Village
        fields = ["name", "note"]


class CountForm(forms.Form):
    """What was counted in a village, from a day on."""

    since = SinceField(label=_("Counted on"))
    households = row_field(VillageCount, "households")
    households_approximate = row_field(VillageCount, "households_approximate")
    households_online = row_field(VillageCount, "households_online")
    households_online_approximate = row_field(VillageCount, "households_online_approximate")
    public_access_points = row_field(VillageCount, "public_access_points")
    public_access_points_approximate = row_field(VillageCount, "public_access_points_approximate")
    post_points = row_field(VillageCount, "post_points")


class VillageCreateForm(CountForm):
    """A new village with its first count."""

    unit = UnitField()
    name = row_field(Village, "name")
    note = row_field(Village, "note")

    field_order = ["unit", "name", "since", *COUNTS, "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)
