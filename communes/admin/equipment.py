"""Equipment and placements in the administration."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from common import clock
from common.admin import ActionForm
from communes.actions import equipment
from communes.admin.base import RegisterAdmin, RowAdmin
from communes.forms.base import HolderField, SinceField, UnitField, offer_holders, offer_units, row_field
from communes.models import Equipment, Placement


class EquipmentAddForm(ActionForm):
    """A device with its first placement."""

    unit = UnitField()
    since = SinceField(label=_("Stands there since"))
    condition = row_field(Placement, "condition")
    on_lan = row_field(Placement, "on_lan")
    antivirus = row_field(Placement, "antivirus")
    standalone = row_field(Placement, "standalone")
    one_stop = row_field(Placement, "one_stop")
    holder = HolderField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.user is not None:
            self.initial.setdefault("acquired_on", clock.today())
            offer_units(self)
            offer_holders(self)


@admin.register(Equipment)
class EquipmentAdmin(RegisterAdmin):
    """Devices; where they stand is said by their placements."""

    add_form = EquipmentAddForm
    fields = ("kind", "name", "serial", "acquired_on", "acquired_by_unit", "cost", "funding_source", "note")
    add_fields = (
        "unit", "kind", "name", "serial", "acquired_on", "since", "condition", "on_lan", "antivirus", "standalone",
        "one_stop", "holder", "cost", "funding_source", "note",
    )  # fmt: skip
    list_display = ("kind", "name", "serial", "where", "acquired_on", "cost")
    list_filter = ("kind", "funding_source")
    search_fields = ("search",)
    ordering = ("-acquired_on", "-pk")
    autocomplete_fields = ("acquired_by_unit",)

    def get_queryset(self, request):
        """With the placements of the person's units, for the list."""
        seen = Placement.objects.visible_to(request.user).open().select_related("unit")
        return super().get_queryset(request).prefetch_related(Prefetch("placements", seen, to_attr="seen_rows"))

    @admin.display(description=_("Unit"))
    def where(self, obj):
        """The unit in which it stands now."""
        return obj.seen_rows[0].unit.title if obj.seen_rows else None

    def units_of(self, obj):
        """The unit of the last placement."""
        return set(obj.placements.order_by("-since").values_list("unit_id", flat=True)[:1])

    def perform(self, request, obj, form, change):
        """Add, or correct what the device is."""
        if change:
            return equipment.change(
                obj, by=request.user, version=form.version, reason=form.reason, override=form.override, **form.values()
            )
        return equipment.create(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """A device entered by mistake."""
        equipment.delete(obj, by=request.user, reason=reason, override=override)

    def history_objects(self, obj):
        return [obj, *obj.placements.all()]


@admin.register(Placement)
class PlacementAdmin(RowAdmin):
    """Placements: the next one from a day on, or corrections of any."""

    root = "equipment"
    begin, correct, remove = equipment.place, equipment.correct_placement, equipment.delete_placement
    fields = (
        "equipment", "unit", "condition", "on_lan", "antivirus", "standalone", "one_stop", "holder", "note", "since",
        "until",
    )  # fmt: skip
    list_display = ("equipment", "unit", "condition", "on_lan", "holder", "since", "until")
    list_filter = ("condition", "on_lan")
    list_select_related = ("equipment", "unit", "holder")
    search_fields = ("equipment__search",)
    autocomplete_fields = ("equipment", "unit", "holder")
