"""Writing the register of equipment: a device and its placements from a day until another."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import Refused
from communes.actions import rows
from communes.models import Condition, Equipment, Placement, Posting, StaffMember, Unit
from communes.writing import Write, writing

# A change of one of these changes what every placement of the device counts as.
_COUNTED = ("kind", "acquired_on")
_COST = ("cost", "acquired_on", "acquired_by_unit")


@dataclass(frozen=True)
class Step:
    """An act of a device's life: how the trail calls it, the conditions it leads out of, what is said otherwise."""

    action: str
    out_of: tuple[str, ...]
    otherwise: str


STEPS = {
    "fault": Step(
        "equipment.broke_down",
        (Condition.GOOD,),
        gettext_lazy("Only a device in good use can break down; this one is %(condition)s."),
    ),
    "repair": Step(
        "equipment.repaired",
        (Condition.BROKEN,),
        gettext_lazy("Only a broken device can be repaired; this one is %(condition)s."),
    ),
    "propose": Step(
        "equipment.proposed",
        (Condition.GOOD, Condition.BROKEN),
        gettext_lazy("Only a device in use or a broken one can be proposed; this one is %(condition)s."),
    ),
    "withdraw": Step(
        "equipment.proposal_withdrawn",
        (Condition.PROPOSED,),
        gettext_lazy("The device is not proposed for liquidation; it is %(condition)s."),
    ),
    "liquidate": Step(
        "equipment.liquidated",
        (Condition.PROPOSED,),
        gettext_lazy("Propose the device for liquidation first; it is %(condition)s."),
    ),
}


def create(*, by, unit: Unit, acquired_by_unit: Unit | None = None, batch=None, **fields) -> Equipment:
    """A new device and its first placement; `fields` as in `insert_device`."""
    payer = acquired_by_unit or unit
    with writing(by=by, action="equipment.created", units=[unit, payer], batch=batch) as write:
        return insert_device(write, unit=unit, acquired_by_unit=payer, **fields)


def insert_device(
    write: Write, *, unit: Unit, acquired_by_unit: Unit, acquired_on: date, since: date | None = None,
    holder: StaffMember | None = None, condition: str = Condition.GOOD, on_lan: bool = False, antivirus: bool = False,
    standalone: bool = False, one_stop: bool = False, **fields,
) -> Equipment:  # fmt: skip
    """Within an act: a new device and its first placement, from `since` (the day of acquisition unless given)."""
    since = since or acquired_on
    write.require_not_future(acquired_on, field="acquired_on")
    write.require_not_future(since, field="since")
    if since < acquired_on:
        raise Refused(_("A device cannot stand in the unit before it was acquired."), field="since")
    write.require_in_force(unit, on=since)
    device = Equipment(acquired_on=acquired_on, acquired_by_unit=acquired_by_unit, **fields)
    write.insert(device)
    placement = Placement(
        equipment=device, unit=unit, since=since, holder=holder, condition=condition, on_lan=on_lan,
        antivirus=antivirus, standalone=standalone, one_stop=one_stop,
    )  # fmt: skip
    check_holder(placement)
    write.insert(placement, root=device)
    return device


def change(device: Equipment, *, by, version: int | None, reason: str, override: bool = False, **fields) -> Equipment:
    """Correct what a device is: kind, name, serial number, acquisition, cost, note. Placements stay as they are."""
    units = units_of_correction(device, fields=fields, by=by)
    with writing(by=by, action="equipment.changed", units=units, reason=reason, override=override) as write:
        device = write.take(device, version=version)
        correct_device(write, device, **fields)
    return device


def units_of_correction(device: Equipment, *, fields: dict, by) -> set[int]:
    """The units whose figures change with the fields of a device; Refused if the person may not write in one of them
    where the device stood before."""
    changed = {name for name, value in fields.items() if getattr(device, name) != value}
    here = _last(device).unit_id
    units = {here}
    if changed & set(_COUNTED):
        units |= set(device.placements.values_list("unit_id", flat=True))
    if changed & set(_COST):
        payer = fields.get("acquired_by_unit") or device.acquired_by_unit
        units |= {device.acquired_by_unit_id, payer.pk}
    rows.refuse_beyond(units, by=by, here=here, field=next(iter(sorted(changed & {*_COUNTED, *_COST})), None))
    return units


def correct_device(write: Write, device: Equipment, **fields) -> None:
    """Within an act: put right what a device that was taken is."""
    for name, value in fields.items():
        setattr(device, name, value)
    write.require_not_future(device.acquired_on, field="acquired_on")
    first = min(device.placements.all(), key=lambda row: row.since, default=None)
    if first is not None and first.since < device.acquired_on:
        raise Refused(
            _("The device has stood in %(unit)s since %(day)s; it cannot have been acquired later.")
            % {"unit": first.unit.full_name, "day": f"{first.since:%d/%m/%Y}"},
            field="acquired_on",
        )
    write.update(device)


def move(
    device: Equipment, *, by, version: int | None, since: date, unit: Unit, holder: StaffMember | None = None,
    reason: str = "", **fields,
) -> Equipment:  # fmt: skip
    """From a day on the device stands in another unit or with another holder; `fields`: on_lan, one_stop, note."""
    return _go_on(
        device, by=by, version=version, action="equipment.moved", since=since, reason=reason, unit=unit,
        holder=holder, **fields,
    )  # fmt: skip


def change_condition(
    device: Equipment, *, by, version: int | None, since: date, condition: str, reason: str = "", **fields
) -> Equipment:
    """From a day on the device is broken, repaired, proposed for liquidation or liquidated.

    `fields`: on_lan, antivirus, standalone, one_stop, note (what happened, what was repaired).
    """
    return _go_on(
        device, by=by, version=version, action="equipment.condition_changed", since=since, reason=reason,
        condition=condition, **fields,
    )  # fmt: skip


def report_broken(device: Equipment, *, by, version: int | None, since: date, note: str = "") -> Equipment:
    """The device in good use breaks down; `note`: what is wrong with it."""
    return _step(device, "fault", Condition.BROKEN, by=by, version=version, since=since, note=note)


def repair(device: Equipment, *, by, version: int | None, since: date, note: str) -> Equipment:
    """The broken device works again; `note` says what was repaired."""
    if not note.strip():
        raise Refused(_("Say what was repaired or replaced."), field="note")
    return _step(device, "repair", Condition.GOOD, by=by, version=version, since=since, note=note)


def propose(device: Equipment, *, by, version: int | None, since: date, note: str = "") -> Equipment:
    """The unit proposes to liquidate the device; `note`: why."""
    return _step(device, "propose", Condition.PROPOSED, by=by, version=version, since=since, note=note)


def withdraw_proposal(
    device: Equipment, *, by, version: int | None, since: date, condition: str, note: str = ""
) -> Equipment:
    """The proposal is not followed: the device is in good use, or broken, as `condition` says."""
    if condition not in (Condition.GOOD, Condition.BROKEN):
        raise Refused(_("Say whether the device is in good use or broken."), field="condition")
    return _step(device, "withdraw", condition, by=by, version=version, since=since, note=note)


def liquidate(device: Equipment, *, by, version: int | None, since: date, note: str = "") -> Equipment:
    """The proposed device is liquidated, for good; `note`: by which decision."""
    return _step(device, "liquidate", Condition.LIQUIDATED, by=by, version=version, since=since, note=note)


def place(device: Equipment, *, by, since: date, version: int | None = None, reason: str = "", **state) -> Placement:
    """From a day on the device stands as `state` says: unit, condition, holder, on_lan … whatever differs."""
    _go_on(device, by=by, version=version, action="equipment.placed", since=since, reason=reason, **state)
    return device.placements.get(since=since)


def correct_placement(
    placement: Placement, *, by, version: int | None, reason: str, override: bool = False, **fields
) -> Placement:
    """Put a placement right, its days included; `version` is that of the device."""
    unit = fields.get("unit") or placement.unit
    with writing(
        by=by, action="equipment.placement_corrected", units=[placement.unit_id, unit], reason=reason,
        override=override,
    ) as write:  # fmt: skip
        device = write.take(placement.equipment, version=version)
        placement = device.placements.get(pk=placement.pk)
        rows.correct(write, placement, device.placements.all(), **fields)
        rows.require_within(write, placement)
        if placement.since < device.acquired_on:
            raise Refused(_("A device cannot stand in the unit before it was acquired."), field="since")
        check_holder(placement)
        write.bump(device)
    return placement


def delete_placement(
    placement: Placement, *, by, version: int | None = None, reason: str, override: bool = False
) -> None:
    """Take out a placement entered by mistake; the one before it goes on."""
    units = set(placement.equipment.placements.values_list("unit_id", flat=True))
    with writing(by=by, action="equipment.placement_deleted", units=units, reason=reason, override=override) as write:
        device = write.take(placement.equipment, version=version)
        rows.withdraw(write, device.placements.get(pk=placement.pk), device.placements.all())
        write.bump(device)


def delete(device: Equipment, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take a device that was entered by mistake out of the register, with its placements."""
    units = {device.acquired_by_unit_id, *device.placements.values_list("unit_id", flat=True)}
    with writing(by=by, action="equipment.deleted", units=units, reason=reason, override=override) as write:
        device = write.take(device, version=version)
        for placement in device.placements.all():
            write.delete(placement)
        write.delete(device)


def next_placement(write: Write, device: Equipment, *, since: date, step: Step | None = None, **fields) -> Placement:
    """The next placement of a device that was taken; `step`: the act of its life that leads to it, if it is one.

    What is liquidated stays so, and is on no network and in nobody's hands.
    """
    placements = list(device.placements.all())
    last = max(placements, key=lambda row: row.since)
    _check_condition(last, since, step, fields)
    if fields.get("condition") == Condition.LIQUIDATED:
        fields |= {"on_lan": False, "antivirus": False, "one_stop": False, "holder": None}
    # Without a word of its own a correction of the same day leaves what was written, and no new row begins with none.
    if not fields.get("note"):
        fields.pop("note", None)
    write.require_in_force(fields.get("unit") or last.unit, on=since)
    placement = rows.carry_on(write, device, placements, since=since, **fields)
    check_holder(placement)
    write.bump(device)
    return placement


def check_holder(placement: Placement) -> None:
    """Refused unless the holder works in the unit on the first day of the placement."""
    if placement.holder_id is None:
        return
    works = Posting.objects.in_force(on=placement.since).filter(
        staff_member=placement.holder_id, unit=placement.unit_id
    )
    if not works.exists():
        raise Refused(
            _("%(person)s does not work in %(unit)s on %(day)s.")
            % {
                "person": placement.holder,
                "unit": placement.unit.full_name,
                "day": f"{placement.since:%d/%m/%Y}",
            },
            field="holder",
        )


def _go_on(device: Equipment, *, by, version, action: str, since: date, reason: str = "", **fields) -> Equipment:
    here = _last(device).unit_id
    units = {here, fields["unit"].pk if "unit" in fields else here}
    with writing(by=by, action=action, units=units, reason=reason) as write:
        device = write.take(device, version=version)
        next_placement(write, device, since=since, **fields)
    return device


def _step(device: Equipment, name: str, condition: str, **options) -> Equipment:
    step = STEPS[name]
    return _go_on(device, action=step.action, step=step, condition=condition, **options)


def _check_condition(last: Placement, since: date, step: Step | None, fields: dict) -> None:
    """Refused unless the act leads out of the last condition; a slip of the same day may be put right."""
    is_slip = last.since == since and step is None and "condition" in fields
    if last.condition == Condition.LIQUIDATED and not is_slip:
        raise Refused(_("The device has been liquidated since %(day)s.") % {"day": f"{last.since:%d/%m/%Y}"})
    if step is not None and last.condition not in step.out_of:
        raise Refused(step.otherwise % {"condition": last.get_condition_display()})


def _last(device: Equipment) -> Placement:
    return max(device.placements.all(), key=lambda row: row.since)
