"""Rows of the register of equipment: each a device and where it stands."""

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from common import clock
from communes.actions.equipment import correct_device, insert_device, next_placement, units_of_correction
from communes.intake.base import Intake, Line, row_of, said, stored
from communes.intake.people import Colleagues
from communes.models import Equipment, Placement
from communes.scope import scope_of

OWN = ("kind", "name", "serial", "acquired_on", "acquired_by", "cost", "funding_source", "note")
STATE = ("unit", "condition", "on_lan", "antivirus", "standalone", "one_stop")
_FIELDS = tuple(name for name in OWN if name != "acquired_by")
_ALIKE = ("unit", "kind", "name", "acquired_on")


class EquipmentIntake(Intake):
    """A row has the names of OWN and STATE, `holder` (the name of somebody who works in the unit), and `since`.

    A device is known again by kind and serial number; without one by unit, kind, name and day of acquisition, of
    several alike the one that says the same. `since`: the day from which a changed state holds, today unless given; of
    a new device that from which it stands there, the day of acquisition unless given.
    """

    model = Equipment
    needed = ("unit", "kind", "acquired_on")
    aside = ("since",)
    belongings = ("placements__unit",)
    aliases = {"acquired_by_unit": "acquired_by"}

    def candidates(self, lines: list[Line], *, by) -> list[Equipment]:
        units = {line.values["unit"].pk for line in lines if line.values.get("unit")}
        serials = {line.values["serial"] for line in lines if line.values.get("serial")}
        here = Placement.objects.open().filter(unit__in=units).values("equipment_id")
        visible = Equipment.objects.all() if by is None else Equipment.objects.visible_to(by)
        rows = Placement.objects.select_related("unit", "holder").order_by("since")
        found = visible.filter(Q(pk__in=here) | Q(serial__in=serials)).select_related("acquired_by_unit")
        devices = list(found.order_by("pk").prefetch_related(Prefetch("placements", rows)))
        for device in devices:
            device.last = list(device.placements.all())[-1]
        return devices

    def match(self, lines: list[Line], things: list[Equipment]) -> None:
        self.pair(lines, [device for device in things if device.serial], _by_serial)
        taken = {line.thing for line in lines}
        has_serials = any("serial" in line.values for line in lines)
        others = [device for device in things if device not in taken and not (has_serials and device.serial)]
        self.pair(lines, others, _by_likeness, is_single=False)

    def resolve(self, lines: list[Line], *, by) -> None:
        _refuse_elsewhere(lines, by)
        _find_holders([line for line in lines if line.values.get("holder") and line.values.get("unit")])

    def present(self, thing: Equipment) -> dict:
        last = thing.last
        holder = last.holder.full_name if last.holder_id else None
        own = row_of(thing, _FIELDS) | {"acquired_by": thing.acquired_by_unit}
        return own | row_of(last, STATE) | {"holder": holder}

    def units(self, line: Line, *, by) -> set[int]:
        if line.thing is None:
            payer = line.values.get("acquired_by") or line.values["unit"]
            return {line.values["unit"].pk, payer.pk}
        found = {line.thing.last.unit_id, line.changes.get("unit", line.thing.last.unit).pk}
        return found | units_of_correction(line.thing, fields=_own(line), by=by)

    def write(self, write, line: Line) -> None:
        values = line.values
        if line.thing is None:
            own = stored(Equipment, said(line, _FIELDS))
            state = stored(Placement, said(line, STATE))
            insert_device(
                write, acquired_by_unit=values.get("acquired_by") or values["unit"], since=values.get("since"),
                holder=line.found.get("holder"), **own, **state,
            )  # fmt: skip
            return
        device, own, state = write.take(line.thing), _own(line), _state(line)
        if own:
            correct_device(write, device, **own)
        if state:
            next_placement(write, device, since=values.get("since") or clock.today(), **state)


def _refuse_elsewhere(lines: list[Line], by) -> None:
    reach = None if by is None else scope_of(by).units_for("registers")
    for line in lines:
        if line.thing is not None and reach is not None and line.thing.last.unit_id not in reach:
            line.refuse(_("Stands in another unit, in which you do not write."), "serial")


def _find_holders(lines: list[Line]) -> None:
    people = Colleagues(line.values["unit"].pk for line in lines)
    for line in lines:
        unit, name, last = line.values["unit"], line.values["holder"], line.thing and line.thing.last
        if last and last.holder_id and last.holder.full_name == name and last.unit_id == unit.pk:
            line.found["holder"] = last.holder  # even where several have the name
            continue
        found = people.named(name, unit_id=unit.pk)
        if len(found) == 1:
            line.found["holder"], line.values["holder"] = found[0], found[0].full_name
            continue
        sentence = (
            _("Several people of the name %(person)s work in %(unit)s. Choose the holder on the page of the device.")
            if found
            else _("Nobody of the name %(person)s works in %(unit)s. Enter the person in the register of staff first.")
        )
        line.refuse(sentence % {"person": name, "unit": unit.full_name}, "holder")


def _by_serial(row: dict):
    return (row.get("kind"), row["serial"]) if row.get("serial") else None


def _by_likeness(row: dict):
    return tuple(row.get(name) for name in _ALIKE)


def _own(line: Line) -> dict:
    changes = line.changes
    fields = stored(Equipment, {name: value for name, value in changes.items() if name in _FIELDS})
    if "acquired_by" in changes:
        fields["acquired_by_unit"] = changes["acquired_by"]
    return fields


def _state(line: Line) -> dict:
    """What becomes of the placement: who moves away leaves the holder behind, unless the row names one there."""
    state = {name: value for name, value in line.changes.items() if name in STATE}
    if "unit" in state or "holder" in line.before:
        state["holder"] = line.found.get("holder")
    return state


EQUIPMENT = EquipmentIntake(action="equipment.imported")
