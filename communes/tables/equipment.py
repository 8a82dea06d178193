"""Tables of equipment and its placements."""

from django.utils.translation import gettext_lazy as _

from common import tables
from communes.models import Equipment, Placement
from communes.tables.base import CONDITION_TONES, since_column, unit_column, until_column


class EquipmentTable(tables.RegisterTable):
    """Devices as they stood on a day."""

    kind = tables.LinkColumn()
    unit = unit_column("here__unit")
    condition = tables.BadgeColumn(
        accessor="here__condition", verbose_name=_("Condition"), tones=CONDITION_TONES, order_by="here__condition"
    )
    on_lan = tables.YesNoColumn(accessor="here__on_lan", verbose_name=_("On the LAN"))
    holder = tables.TextColumn(
        accessor="here__holder__full_name", verbose_name=_("Holder"), order_by="here__holder__sort_key"
    )
    acquired_on = tables.DayColumn()
    cost = tables.NumberColumn(total=True)

    class Meta(tables.RegisterTable.Meta):
        model = Equipment
        fields = ["kind", "name", "serial", "unit", "condition", "on_lan", "holder", "acquired_on", "cost"]
        empty_text = _("No equipment stands here on this day. Officials add machines with the button above.")


class PlacementTable(tables.RegisterTable):
    """Where a device stood and how it was, newest first."""

    since = since_column()
    until = until_column()
    unit = unit_column()
    condition = tables.BadgeColumn(tones=CONDITION_TONES)
    holder = tables.TextColumn(accessor="holder__full_name", verbose_name=_("Holder"))

    class Meta(tables.RegisterTable.Meta):
        model = Placement
        fields = [
            "since", "until", "unit", "condition", "on_lan", "antivirus", "standalone", "one_stop", "holder",
        ]  # fmt: skip


class HeldTable(PlacementTable):
    """The devices that somebody holds."""

    equipment = tables.LinkColumn(target=lambda row: row.equipment)

    class Meta(tables.RegisterTable.Meta):
        model = Placement
        fields = ["equipment", "unit", "condition", "on_lan", "since"]
        exclude = ["until", "holder"]
        empty_text = _("Holds no device.")
