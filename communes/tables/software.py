"""Tables of the catalogue of software, of lead units and of uses."""

from django.utils.translation import gettext_lazy as _

from common import display, tables
from communes.models import Software, SoftwareLead, SoftwareUse
from communes.tables.base import since_column, unit_column, until_column


class SoftwareTable(tables.RegisterTable):
    """The catalogue, with who leads each programme and in how many units it is used."""

    name = tables.LinkColumn(order_by="sort_key")
    lead = unit_column("led__unit", verbose_name=_("Lead unit"))
    lead_since = since_column(accessor="led__since", verbose_name=_("Leads since"))
    required_in = tables.NumberColumn(verbose_name=_("Units that must use it"))
    used_in = tables.NumberColumn(verbose_name=_("Units that use it"))

    class Meta(tables.RegisterTable.Meta):
        model = Software
        default_columns = ["name", "kind", "sector", "lead", "required_in", "used_in"]
        fields = [*default_columns, "lead_since", "note"]
        sequence = fields
        empty_text = _("The catalogue is empty. The reviewer adds programmes with the button above.")


class SoftwareUseTable(tables.RegisterTable):
    """Who uses what, as of a day."""

    software = tables.LinkColumn(verbose_name=_("Programme"), order_by="software__sort_key")
    unit = unit_column()
    required = tables.YesNoColumn()
    in_use = tables.YesNoColumn()
    accounts = tables.NumberColumn(total=True)
    accounts_active = tables.NumberColumn(total=True)
    updated_on = tables.DayColumn()
    since = since_column()
    kind = tables.TextColumn(accessor="software__kind", verbose_name=_("Kind"))
    sector = tables.TextColumn(accessor="software__sector", verbose_name=_("Sector"))
    until = until_column()

    class Meta(tables.RegisterTable.Meta):
        model = SoftwareUse
        default_columns = [
            "software", "unit", "required", "in_use", "accounts", "accounts_active", "updated_on", "since",
        ]  # fmt: skip
        fields = [*default_columns, "kind", "sector", "until"]
        sequence = fields
        empty_text = _("No use is registered here on this day. Officials add one with the button above.")


class LeadTable(tables.RegisterTable):
    """The lead units of a programme, newest first."""

    since = since_column()
    until = until_column()
    unit = unit_column()

    class Meta(tables.RegisterTable.Meta):
        model = SoftwareLead
        fields = ["since", "until", "unit"]
        empty_text = _("No unit leads this programme.")


class ProgrammeUseTable(SoftwareUseTable):
    """The present uses of one programme."""

    software = None
    unit = tables.LinkColumn(accessor="unit__title", verbose_name=_("Unit"))

    class Meta(SoftwareUseTable.Meta):
        fields = ["unit", "required", "in_use", "accounts", "accounts_active", "updated_on", "since"]
        sequence = fields
        empty_text = _("No unit uses this programme yet.")


class DayLinkColumn(tables.LinkColumn):
    """A row opened by its first day."""

    def render(self, value, record):
        """`01/03/2020` as a link."""
        return super().render(display.day(value), record)


class UseOverTimeTable(tables.RegisterTable):
    """One unit's use of one programme, newest first; sums over time would mean nothing."""

    since = DayLinkColumn(verbose_name=_("Since"))
    until = until_column()

    class Meta(tables.RegisterTable.Meta):
        model = SoftwareUse
        fields = ["since", "until", "required", "in_use", "accounts", "accounts_active", "updated_on"]
