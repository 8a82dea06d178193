"""Tables of equipment and its placements."""

from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common import display, tables
from communes import life
from communes.models import Equipment, EquipmentKind, Placement
from communes.tables.base import CONDITION_TONES, ConditionColumn, LinesColumn, since_column, unit_column, until_column


class DeviceColumn(tables.LinkColumn):
    """Kind and make in one, so that nine columns fit the screen of a commune."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"accessor": "kind", "verbose_name": _("Device"), **kwargs})

    def render(self, value, record):
        """A link: "printer Canon LBP 2900"."""
        return super().render(self.value(value, record), record)

    def value(self, value, record):
        return f"{value} {record.name}".strip()  # the value is the label of the kind already


class AgeColumn(tables.NumberColumn):
    """Full years on the day of the list (`as_of`), and whether the device has served its life."""

    def __init__(self, *args, **kwargs):
        defaults = {"accessor": "acquired_on", "verbose_name": _("Age, years"), "order_by": "-acquired_on"}
        super().__init__(*args, **{**defaults, **kwargs})

    def render(self, value, record):
        """The years, and a badge once they are over."""
        years = display.number(self.value(value, record))
        if life.is_past(record.kind, value, on=record.as_of):
            return format_html('{} <span class="badge late">{}</span>', years, _now("past life"))
        return years

    def value(self, value, record):
        return life.age(value, on=record.as_of)


class HandoverColumn(tables.TextColumn):
    """The way to the handover record of a placement that began with one (`handover_url`)."""

    def render(self, value):
        """A link."""
        return format_html('<a href="{}">{}</a>', value, _now("Handover record"))


class EquipmentTable(tables.RegisterTable):
    """Devices as they stood on a day."""

    chosen = tables.ChooseColumn("device")
    device = DeviceColumn(order_by=("kind", "name"))
    # The page says kind and make in one; a file has a column for each, as an import reads them.
    kind = tables.TextColumn()
    name = tables.TextColumn()
    unit = unit_column("here__unit")
    condition = ConditionColumn(accessor="here__condition", order_by="here__condition")
    on_lan = tables.YesNoColumn(accessor="here__on_lan", verbose_name=_("LAN"))
    holder = tables.TextColumn(
        accessor="here__holder__full_name", verbose_name=_("Holder"), order_by="here__holder__sort_key",
        related=("here__holder",),
    )  # fmt: skip
    acquired_on = tables.DayColumn()
    age = AgeColumn()
    cost = tables.NumberColumn(total=True, verbose_name=_("Cost (đồng)"))
    acquired_by = unit_column("acquired_by_unit", verbose_name=_("Acquired by"), related=("acquired_by_unit",))
    antivirus = tables.YesNoColumn(accessor="here__antivirus", verbose_name=_("Licensed antivirus"))
    standalone = tables.YesNoColumn(accessor="here__standalone", verbose_name=_("Stand-alone, for secret work"))
    one_stop = tables.YesNoColumn(accessor="here__one_stop", verbose_name=_("At the one-stop desk"))
    since = since_column(accessor="here__since", verbose_name=_("Stands here since"))

    class Meta(tables.RegisterTable.Meta):
        model = Equipment
        default_columns = ["device", "serial", "unit", "condition", "on_lan", "holder", "acquired_on", "age", "cost"]
        fields = [
            "chosen", *default_columns, "kind", "name", "funding_source", "acquired_by", "antivirus", "standalone",
            "one_stop", "since", "note",
        ]  # fmt: skip
        export_columns = [name for name in fields if name != "chosen"]
        sequence = fields
        empty_text = _("No equipment stands here on this day. Officials add machines with the button above.")


class PlacementTable(tables.RegisterTable):
    """Where a device stood and how it was, newest first."""

    since = since_column()
    until = until_column()
    unit = unit_column()
    condition = tables.BadgeColumn(tones=CONDITION_TONES)
    marks = LinesColumn(verbose_name=_("Equipped"))
    holder = tables.TextColumn(accessor="holder__full_name", verbose_name=_("Holder"))
    handover = HandoverColumn(accessor="handover_url", verbose_name=_("Handover"))

    class Meta(tables.RegisterTable.Meta):
        model = Placement
        fields = ["since", "until", "unit", "condition", "marks", "holder", "note", "handover"]


class HeldTable(PlacementTable):
    """The devices that somebody holds."""

    equipment = tables.LinkColumn(target=lambda row: row.equipment)

    class Meta(tables.RegisterTable.Meta):
        model = Placement
        fields = ["equipment", "unit", "condition", "on_lan", "since"]
        exclude = ["until", "holder", "marks", "handover"]
        empty_text = _("Holds no device.")


def age_in_words(device: Equipment, *, on: date):
    """The age of a device on a day, and whether it has served its life: on the page of the device."""
    years = life.age(device.acquired_on, on=on)
    said = ngettext("%(count)s year", "%(count)s years", years) % {"count": display.number(years)}
    past = life.is_past(device.kind, device.acquired_on, on=on)
    if past is None:
        return said
    tone, word = ("late", _now("past its life")) if past else ("good", _now("within its life"))
    return format_html('{} <span class="badge {}">{}</span>', said, tone, word)


def life_in_words(device: Equipment, *, on: date):
    """Until when a device serves, by which act, and that the act is only recalled."""
    rule = life.rule_for(device.kind, on=on)
    if rule is None:
        return None
    ends = life.ends_on(device.kind, device.acquired_on, on=on)
    names = {"years": rule.years, "day": display.day(ends), "act": rule.act}
    said = _now("%(years)s years, until %(day)s (%(act)s)") % names
    return _recalled(said) if rule.recalled else said


def rules_in_words(on: date) -> list:
    """The rules of a day, each with its kinds, for the foot of the list."""
    return [_rule_in_words(rule, kinds) for rule, kinds in life.rules_on(on).items()]


def _rule_in_words(rule: life.LifeRule, kinds: list[str]):
    names = {
        "kinds": ", ".join(str(EquipmentKind(kind).label) for kind in kinds), "years": rule.years, "act": rule.act,
    }  # fmt: skip
    said = _now("Service life: %(years)s years for %(kinds)s (%(act)s).") % names
    return _recalled(said) if rule.recalled else said


def _recalled(said: str):
    return format_html('{} <span class="badge watch">{}</span>', said, _now("recalled, not checked"))
