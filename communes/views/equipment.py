"""Pages of the register of equipment."""

from django.utils.translation import gettext_lazy as _

from common import display
from common.views import RecordHistory, RegisterAction, RegisterCreate, RegisterEdit
from communes.actions import equipment
from communes.filters.registers import EquipmentFilter
from communes.forms.equipment import ConditionForm, EquipmentCreateForm, EquipmentForm, MoveForm
from communes.models import Equipment
from communes.tables.equipment import EquipmentTable, PlacementTable
from communes.views.base import OfDayList, RootDetail, RootPages

STATE = ("on_lan", "antivirus", "standalone", "one_stop")


class EquipmentPages(RootPages):
    """What all pages of the register share."""

    model, register = Equipment, "communes:equipment"
    rows_name, rows_related = "placements", ("unit", "holder")


class EquipmentList(EquipmentPages, OfDayList):
    """Devices as they stood on a day."""

    template_name = "communes/equipment_list.html"
    table_class, filterset_class = EquipmentTable, EquipmentFilter
    is_confirmed = True
    title = _("Equipment")
    ordering = ("-acquired_on",)
    unit_path = "here__unit"
    select_related = ("here__holder",)


class EquipmentDetail(EquipmentPages, RootDetail):
    """One device with all its placements."""

    select_related = ("acquired_by_unit",)
    groups = [
        (
            _("Where it stands"),
            ["here__unit", "here__condition", "here__on_lan", "here__antivirus", "here__standalone", "here__one_stop",
             "here__holder", "here__since"],
        ),
        (
            _("Device"),
            ["kind", "name", "serial", "acquired_on", "cost", "funding_source", "acquired_by_unit", "note"],
        ),
    ]  # fmt: skip
    actions = [("condition", _("Change the condition")), ("move", _("Move"))]

    def get_title(self):
        """With a capital: a kind begins it."""
        return display.sentence_case(self.object)

    def related_tables(self, obj):
        return [(_("Placements"), PlacementTable, obj.shown_rows)]


class EquipmentCreate(EquipmentPages, RegisterCreate):
    """A new device with its first placement."""

    form_class = EquipmentCreateForm
    title = _("Add equipment")

    def perform(self, form):
        return equipment.create(by=self.request.user, **form.values())


class EquipmentEdit(EquipmentPages, RegisterEdit):
    """Correct what a device is."""

    form_class = EquipmentForm
    sentence = _("For correcting mistakes. If the device breaks or moves, use the buttons on its page instead.")

    def perform(self, form):
        return equipment.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class EquipmentMove(EquipmentPages, RegisterAction):
    """Another unit or holder from a day on."""

    form_class, reason, act = MoveForm, "optional", "move"
    title, verb = _("Move the device"), _("Move")
    sentence = _("From the day given the device stands in the unit and with the holder given. The past stays as it is.")

    def get_initial(self):
        return self.starting_from("unit", "holder", "on_lan", "one_stop")

    def perform(self, form):
        return equipment.move(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class EquipmentCondition(EquipmentPages, RegisterAction):
    """Another condition from a day on."""

    form_class, reason, act = ConditionForm, "optional", "condition"
    title, verb = _("Change the condition"), _("Save the condition")
    sentence = _("From the day given the device is in the condition given. The past stays as it is.")

    def get_initial(self):
        return self.starting_from("condition", *STATE)

    def perform(self, form):
        return equipment.change_condition(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class EquipmentHistory(EquipmentPages, RecordHistory):
    """Who changed what, when and why."""
