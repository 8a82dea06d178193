"""Tables of connections, villages and their counts."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import display, tables
from communes.models import Connection, Technology, Unit, Village, VillageCount
from communes.tables.base import AboutColumn, AboutShareColumn, LabelColumn, since_column, unit_column, until_column


class ConnectionTable(tables.RegisterTable):
    """Connections as of a day."""

    kind = tables.LinkColumn()
    unit = unit_column()
    bandwidth_mbps = tables.NumberColumn()
    since = since_column(verbose_name=_("In use since"))
    until = until_column()

    class Meta(tables.RegisterTable.Meta):
        model = Connection
        default_columns = [
            "kind", "unit", "technology", "bandwidth_mbps", "provider", "installed_by", "funded_by", "since",
        ]  # fmt: skip
        fields = [*default_columns, "until", "note"]
        sequence = fields
        empty_text = _("No connection is registered here on this day. Officials add one with the button above.")


class VillageTable(tables.RegisterTable):
    """Villages with what was counted last by a day."""

    name = tables.LinkColumn(order_by="sort_key")
    unit = unit_column("here__unit")
    households = AboutColumn(
        accessor="here__households", approximate="here__households_approximate", total=True,
        verbose_name=_("Households"),
    )  # fmt: skip
    households_online = AboutColumn(
        accessor="here__households_online", approximate="here__households_online_approximate", total=True,
        verbose_name=_("Households online"),
    )  # fmt: skip
    share_online = AboutShareColumn(
        approximate="here__any_approximate", part="here__households_online", whole="here__households",
        verbose_name=_("Households online, share"),
    )  # fmt: skip
    public_access_points = AboutColumn(
        accessor="here__public_access_points", approximate="here__public_access_points_approximate", total=True,
        verbose_name=_("Public internet access points"),
    )  # fmt: skip
    post_points = tables.NumberColumn(accessor="here__post_points", total=True, verbose_name=_("Post points"))
    since = since_column(accessor="here__since", verbose_name=_("Counted on"))
    # The page says "about" beside the number; a file needs a column for it, or the number passes for a count.
    households_about = tables.YesNoColumn(
        accessor="here__households_approximate", verbose_name=_("Households: an estimate")
    )
    online_about = tables.YesNoColumn(
        accessor="here__households_online_approximate", verbose_name=_("Households online: an estimate")
    )
    points_about = tables.YesNoColumn(
        accessor="here__public_access_points_approximate", verbose_name=_("Public access points: an estimate")
    )

    class Meta(tables.RegisterTable.Meta):
        model = Village
        default_columns = [
            "name", "unit", "households", "households_online", "share_online", "public_access_points", "post_points",
            "since",
        ]  # fmt: skip
        fields = [*default_columns, "households_about", "online_about", "points_about", "note"]
        sequence = fields
        empty_text = _("No village is registered here on this day. Officials add one with the button above.")


class VillageCountTable(tables.RegisterTable):
    """The counts of a village, newest first."""

    since = since_column(verbose_name=_("Counted on"))
    until = until_column()
    unit = unit_column()
    households = AboutColumn(approximate="households_approximate")
    households_online = AboutColumn(approximate="households_online_approximate")
    public_access_points = AboutColumn(approximate="public_access_points_approximate")

    class Meta(tables.RegisterTable.Meta):
        model = VillageCount
        fields = [
            "since", "until", "unit", "households", "households_online", "public_access_points", "post_points",
        ]  # fmt: skip


class VillageTotalTable(tables.RegisterTable):
    """Communes with what their villages add up to."""

    title = tables.LinkColumn(verbose_name=_("Commune"), order_by="sort_key")
    villages = tables.NumberColumn(verbose_name=_("Villages"), total=True)
    households = AboutColumn(
        accessor="sum_households", approximate="about_households", total=True, verbose_name=_("Households")
    )
    households_online = AboutColumn(
        accessor="sum_households_online", approximate="about_households_online", total=True,
        verbose_name=_("Households online"),
    )  # fmt: skip
    share_online = AboutShareColumn(
        approximate="about_any", part="online_of_known", whole="sum_households",
        verbose_name=_("Households online, share"),
    )  # fmt: skip
    public_access_points = AboutColumn(
        accessor="sum_public_access_points", approximate="about_public_access_points", total=True,
        verbose_name=_("Public internet access points"),
    )  # fmt: skip
    villages_offline = tables.NumberColumn(verbose_name=_("Villages without household online"), total=True)
    villages_without_access = tables.NumberColumn(verbose_name=_("Villages without access point"), total=True)

    class Meta(tables.RegisterTable.Meta):
        model = Unit
        fields = [
            "title", "villages", "households", "households_online", "share_online", "public_access_points",
            "villages_offline", "villages_without_access",
        ]  # fmt: skip
        empty_text = _("No commune is registered here on this day.")


class SinceWithoutColumn(tables.DayColumn):
    """The day since when something is lacking; words where it was never there."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"empty_values": (), **kwargs})

    def render(self, value):
        """The day."""
        return display.day(value) if value else _("never registered")

    def value(self, value):
        return value or _("never registered")


class AddColumn(tables.Column):
    """The way to the form that mends the lack, for those who may write there; the view gives the address."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"orderable": False, "exclude_from_export": True, "default": "", **kwargs})

    def render(self, value):
        """A link."""
        return format_html('<a href="{}">{}</a>', value, _("Add a connection"))


class MissingTable(tables.RegisterTable):
    """Communes and offices that lack something."""

    title = tables.LinkColumn(verbose_name=_("Unit"), order_by="sort_key")
    parent = unit_column("parent", verbose_name=_("Belongs to"))
    without_since = SinceWithoutColumn(verbose_name=_("Without since"))
    line_technology = LabelColumn(choices=Technology, verbose_name=_("Internet now"))
    line_mbps = tables.NumberColumn(verbose_name=_("Bandwidth (Mbps)"))
    add_url = AddColumn(verbose_name=_("To do"))

    class Meta(tables.RegisterTable.Meta):
        model = Unit
        fields = ["title", "kind", "parent", "without_since", "line_technology", "line_mbps", "add_url"]
        empty_text = _("No unit lacks this on this day.")
