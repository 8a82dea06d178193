"""Tables of connections, villages and their counts."""

from django.utils.translation import gettext_lazy as _

from common import tables
from communes.models import Connection, Village, VillageCount
from communes.tables.base import AboutColumn, since_column, unit_column, until_column


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
            "name", "unit", "households", "households_online", "public_access_points", "post_points", "since",
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
