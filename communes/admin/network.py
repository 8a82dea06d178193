"""Connections, villages and their counts in the administration."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from common.admin import ActionForm
from communes.actions import network
from communes.admin.base import RegisterAdmin, RowAdmin
from communes.forms.base import SinceField, UnitField, offer_units, row_field
from communes.forms.network import COUNTS
from communes.models import Connection, Village, VillageCount


@admin.register(Connection)
class ConnectionAdmin(RegisterAdmin):
    """Connections, corrected for their whole time."""

    add_fields = (
        "unit", "kind", "technology", "bandwidth_mbps", "provider", "installed_by", "funded_by", "since", "note",
    )  # fmt: skip
    fields = (*add_fields[:-1], "until", "note")
    list_display = ("kind", "unit", "technology", "bandwidth_mbps", "provider", "since", "until")
    list_filter = ("kind", "technology", "funded_by")
    list_select_related = ("unit",)
    search_fields = ("search",)
    ordering = ("unit__sort_key", "kind", "-since")
    autocomplete_fields = ("unit",)

    def perform(self, request, obj, form, change):
        """Add or correct."""
        if change:
            return network.change_connection(
                obj, by=request.user, version=form.version, reason=form.reason, override=form.override, **form.values()
            )
        return network.create_connection(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """A connection entered by mistake."""
        network.delete_connection(obj, by=request.user, reason=reason, override=override)


class VillageAddForm(ActionForm):
    """A village with its first count."""

    unit = UnitField()
    since = SinceField(label=_("Counted on"))
    households = row_field(VillageCount, "households")
    households_approximate = row_field(VillageCount, "households_approximate")
    households_online = row_field(VillageCount, "households_online")
    households_online_approximate = row_field(VillageCount, "households_online_approximate")
    public_access_points = row_field(VillageCount, "public_access_points")
    public_access_points_approximate = row_field(VillageCount, "public_access_points_approximate")
    post_points = row_field(VillageCount, "post_points")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.user is not None:
            offer_units(self)


@admin.register(Village)
class VillageAdmin(RegisterAdmin):
    """Villages; what was counted is said by their counts."""

    add_form = VillageAddForm
    fields = ("name", "note")
    add_fields = ("unit", "name", "since", *COUNTS, "note")
    list_display = ("name", "where")
    search_fields = ("search",)
    ordering = ("sort_key", "pk")

    def get_queryset(self, request):
        """With the counts of the person's units, for the list."""
        seen = VillageCount.objects.visible_to(request.user).open().select_related("unit")
        return super().get_queryset(request).prefetch_related(Prefetch("counts", seen, to_attr="seen_rows"))

    @admin.display(description=_("Unit"))
    def where(self, obj):
        """The unit that it belongs to now."""
        return obj.seen_rows[0].unit.title if obj.seen_rows else None

    def units_of(self, obj):
        """The unit of the last count."""
        return set(obj.counts.order_by("-since").values_list("unit_id", flat=True)[:1])

    def perform(self, request, obj, form, change):
        """Add, or correct the name."""
        if change:
            return network.change_village(
                obj, by=request.user, version=form.version, reason=form.reason, **form.values()
            )
        return network.create_village(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """A village entered by mistake."""
        network.delete_village(obj, by=request.user, reason=reason, override=override)

    def history_objects(self, obj):
        return [obj, *obj.counts.all()]


@admin.register(VillageCount)
class VillageCountAdmin(RowAdmin):
    """Counts: the next from a day on, or corrections of any."""

    root = "village"
    correct, remove = network.correct_count, network.delete_count
    fields = ("village", "unit", *COUNTS, "since", "until")
    add_fields = ("village", *COUNTS, "since")
    list_display = ("village", "unit", "households", "households_online", "public_access_points", "since", "until")
    list_select_related = ("village", "unit")
    search_fields = ("village__search",)
    autocomplete_fields = ("village", "unit")

    @staticmethod
    def begin(village, *, by, since, **counts):
        """A new count; returns its row."""
        return network.count_village(village, by=by, version=None, since=since, **counts).counts.get(since=since)
