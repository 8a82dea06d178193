"""Tables of equipment and its placements."""

from django.utils.translation import gettext_lazy as _

from common import tables
from communes.models import Equipment, Placement
from communes.tables.base import CONDITION_TONES, ConditionColumn, since_column, unit_column, until_column


class DeviceColumn(tables.LinkColumn):
    """Kind and make in one, so that nine columns fit the screen of a commune."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"accessor": "kind", "verbose_name": _("Device"), **kwargs})

    def render(self, value, record):
        """A link: "printer Canon LBP 2900"."""
        return super().render(self.value(value, record), record)

    def value(self, value, record):
        return f"{value} {record.name}".strip()  # the value is the label of the kind already


class EquipmentTable(tables.RegisterTable):
    """Devices as they stood on a day."""

    device = DeviceColumn(order_by=("kind", "name"))
    unit = unit_column("here__unit")
    condition = ConditionColumn(accessor="here__condition", order_by="here__condition")
    on_lan = tables.YesNoColumn(accessor="here__on_lan", verbose_name=_("LAN"))
    holder = tables.TextColumn(
        accessor="here__holder__full_name", verbose_name=_("Holder"), order_by="here__holder__sort_key",
        related=("here__holder",),
    )  # fmt: skip
    acquired_on = tables.DayColumn()
    cost = tables.NumberColumn(total=True, verbose_name=_("Cost (đồng)"))
    acquired_by = unit_column("acquired_by_unit", verbose_name=_("Acquired by"), related=("acquired_by_unit",))
    antivirus = tables.YesNoColumn(accessor="here__antivirus", verbose_name=_("Licensed antivirus"))
    standalone = tables.YesNoColumn(accessor="here__standalone", verbose_name=_("Stand-alone, for secret work"))
    one_stop = tables.YesNoColumn(accessor="here__one_stop", verbose_name=_("At the one-stop desk"))
    since = since_column(accessor="here__since", verbose_name=_("Stands here since"))

    class Meta(tables.RegisterTable.Meta):
        model = Equipment
        default_columns = ["device", "serial", "unit", "condition", "on_lan", "holder", "acquired_on", "cost"]
        fields = [
            *default_columns, "funding_source", "acquired_by", "antivirus", "standalone", "one_stop", "since", "note",
        ]  # fmt: skip
        sequence = fields
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
