"""Pages of the register of equipment: the list, a device, adding and correcting, moving."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common import clock, display
from common.views import RecordHistory, RegisterAction, RegisterCreate, RegisterEdit
from communes import bulk, reports
from communes.actions import equipment, equipment_bulk
from communes.filters.registers import EquipmentFilter
from communes.forms.equipment import ConditionForm, EquipmentCreateForm, EquipmentForm, MoveForm
from communes.handover import handovers
from communes.models import Condition, Equipment, UnitClosure
from communes.scope import scope_of
from communes.tables.equipment import EquipmentTable, PlacementTable, age_in_words, life_in_words, rules_in_words
from communes.timeline import moments
from communes.views.base import OfDayList, RootDetail, RootPages

STATE = ("on_lan", "antivirus", "standalone", "one_stop")


class EquipmentPages(RootPages):
    """What all pages of the register share. A placement that began with a handover has its `handover_url`."""

    model, register = Equipment, "communes:equipment"
    rows_name, rows_related = "placements", ("unit", "holder")

    def get_object(self):
        """With the records of its handovers; a row before that the person does not see is known by its neighbour."""
        device = super().get_object()
        scope = scope_of(self.request.user)
        device.handovers = {
            pk: handover for pk, handover in handovers(device.rows).items() if any(map(scope.sees, handover.unit_ids))
        }
        for row in device.shown_rows:
            row.handover_url = self.handover_url(row) if row.pk in device.handovers else None
        return device

    @staticmethod
    def handover_url(placement) -> str:
        """The address of the record of a handover."""
        return reverse("communes:equipment-handover", args=[placement.equipment_id, placement.pk])


class EquipmentList(EquipmentPages, OfDayList):
    """Devices as they stood on a day."""

    template_name = "communes/equipment_list.html"
    table_class, filterset_class = EquipmentTable, EquipmentFilter
    is_confirmed = True
    title = _("Equipment")
    ordering = ("-acquired_on",)
    unit_path = "here__unit"
    select_related = ("here__holder",)

    def get_context_data(self, **kwargs):
        """Adds the computers of the day, the law on their life, and for those who write what to do with many rows."""
        context = super().get_context_data(**kwargs)
        if self.can_write(self.request.user):
            count = context["count"]
            context["filters"] = [(name, value) for name, value in self.request.GET.items() if value and name != "page"]
            context["may_take_all"] = count is not None and count.is_exact and count.number <= bulk.MOST
        else:
            context["table"].columns.hide("chosen")
        return context | {"stock": self.stock_in_words(), "rules": rules_in_words(self.filterset.day)}

    def stock_in_words(self) -> str:
        """Where, when, and how many computers are in good use."""
        unit = self.filterset.form.cleaned_data.get("unit")
        ids = scope_of(self.request.user).readable
        if unit is not None:
            below = UnitClosure.objects.filter(ancestor=unit)
            below = below if ids is None else below.filter(descendant_id__in=ids)
            ids = below.values("descendant_id")
        kinds = reports.stock_counts(ids, on=self.filterset.day).values()
        desktops, laptops = (sum(found.get(kind, 0) for found in kinds) for kind in ("desktop", "laptop"))
        words = {
            "where": unit.title if unit is not None else _now("All units shown"),
            "day": display.day(self.filterset.day),
            "all": display.number(desktops + laptops),
            "desktops": ngettext("%(count)s desktop", "%(count)s desktops", desktops)
            % {"count": display.number(desktops)},
            "laptops": ngettext("%(count)s laptop", "%(count)s laptops", laptops) % {"count": display.number(laptops)},
        }
        return _now("%(where)s, %(day)s: computers in good use: %(all)s (%(desktops)s, %(laptops)s)") % words


class EquipmentDetail(EquipmentPages, RootDetail):
    """One device: what it is, what may be done with it, its life and all its placements."""

    template_name = "communes/equipment_detail.html"
    select_related = ("acquired_by_unit",)
    groups = [
        (
            _("Where it stands"),
            ["here__unit", "here__condition", "here__on_lan", "here__antivirus", "here__standalone", "here__one_stop",
             "here__holder", "here__since"],
        ),
        (
            _("Device"),
            ["kind", "name", "serial", "acquired_on",
             (_("Age"), lambda device: age_in_words(device, on=clock.today())),
             (_("Service life"), lambda device: life_in_words(device, on=clock.today())),
             "cost", "funding_source", "acquired_by_unit", "note"],
        ),
    ]  # fmt: skip
    actions = [
        ("fault", _("Report broken")),
        ("repair", _("Has been repaired")),
        ("propose", _("Propose for liquidation")),
        ("withdraw", _("Withdraw the proposal")),
        ("liquidate", _("Liquidate")),
        ("move", _("Move")),
        ("condition", _("Change the condition")),
    ]

    def can_act(self, user, obj, name: str) -> bool:
        """Only what leads on from the present condition is offered; the page of an act says why it does not fit."""
        condition = obj.here.condition if obj.here else None
        step = equipment.STEPS.get(name)
        fits = condition in step.out_of if step else condition != Condition.LIQUIDATED or name not in dict(self.actions)
        return fits and super().can_act(user, obj, name)

    def get_title(self):
        """With a capital: a kind begins it."""
        return display.sentence_case(self.object)

    def related_tables(self, obj):
        return [(_("Placements"), PlacementTable, obj.shown_rows)]

    def get_context_data(self, **kwargs):
        """Adds the life of the device."""
        return super().get_context_data(moments=moments(self.object, self.object.shown_rows), **kwargs)


class EquipmentCreate(EquipmentPages, RegisterCreate):
    """A new device with its first placement, or several alike."""

    form_class = EquipmentCreateForm
    title = _("Add equipment")

    def perform(self, form):
        """One device, or so many alike as one act."""
        values = form.values()
        quantity, serials = values.pop("quantity"), values.pop("serials")
        found = equipment_bulk.create_alike(by=self.request.user, quantity=quantity, serials=serials, **values)
        return found[0] if quantity == 1 else found

    def get_success_url(self, result) -> str:
        """The device; for several the list, where the newest stand first."""
        return self.url("list") if isinstance(result, list) else super().get_success_url(result)

    def get_success_message(self, result) -> str:
        if not isinstance(result, list):
            return super().get_success_message(result)
        text = ngettext("%(count)s device has been added.", "%(count)s devices have been added.", len(result))
        return text % {"count": len(result)}


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

    def get_success_message(self, result) -> str:
        """With the way to the record that both sides sign."""
        said = super().get_success_message(result)
        rows = list(result.placements.select_related("unit", "holder"))
        last = max(rows, key=lambda row: row.since)
        if last.pk not in handovers(rows):
            return said
        address, label = self.handover_url(last), _now("Print the handover record")
        return format_html('{} <a href="{}">{}</a>', said, address, label)


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
