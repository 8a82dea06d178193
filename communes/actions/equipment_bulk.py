"""Many devices in one act, with one event and one batch: ten alike added, or one change for all that were chosen."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock
from common.errors import ActionError, Invalid, Refused, StaleVersion
from common.models import Batch
from common.text import one_line
from communes.actions.equipment import create, insert_device, next_placement
from communes.bulk import MOST, Change, Line, plan
from communes.models import Equipment, EquipmentKind, Unit
from communes.writing import Write, writing

MOST_ALIKE = 50
_LONGEST_SERIAL = Equipment._meta.get_field("serial").max_length


def create_alike(
    *, by, quantity: int, serials: Sequence[str], unit: Unit, kind: str, acquired_on: date,
    acquired_by_unit: Unit | None = None, **fields,
) -> list[Equipment]:  # fmt: skip
    """So many devices alike, each with its first placement; a single one is an act without a batch.

    `serials`: lines as they were typed or pasted, blank ones among them; the devices after the last have no number.
    """
    if not 1 <= quantity <= MOST_ALIKE:
        limits = {"most": MOST_ALIKE}
        raise Refused(_("Between 1 and %(most)s devices can be added at once.") % limits, field="quantity")
    numbers = _serials(serials, kind, quantity)
    if quantity == 1:
        fields |= {"unit": unit, "acquired_by_unit": acquired_by_unit, "kind": kind, "acquired_on": acquired_on}
        return [create(by=by, serial=numbers[0], **fields)]
    payer = acquired_by_unit or unit
    with transaction.atomic():
        batch = _batch("equipment_alike", f"{quantity} × {EquipmentKind(kind).label} {fields.get('name', '')}", by=by)
        with writing(by=by, action="equipment.added_alike", units=[unit, payer], batch=batch) as write:
            found = [
                insert_device(
                    write,
                    unit=unit,
                    acquired_by_unit=payer,
                    kind=kind,
                    acquired_on=acquired_on,
                    serial=serial,
                    **fields,
                )
                for serial in numbers
            ]
            _close(batch, len(found))
    return found


def _serials(lines: Sequence[str], kind: str, quantity: int) -> list[str]:
    """A serial number for each device, empty where there is none; Invalid with a sentence for each bad line."""
    typed = {line: one_line(text) for line, text in enumerate(lines, 1) if one_line(text)}
    if len(typed) > quantity:
        counts = {"serials": len(typed), "quantity": quantity}
        text = _("You gave %(serials)s serial numbers for %(quantity)s devices. Give at most one for each.")
        raise Refused(text % counts, field="serials")
    known = Equipment.objects.filter(kind=kind, serial__in=typed.values())
    registered, first, wrong = set(known.values_list("serial", flat=True)), {}, []
    for line, serial in typed.items():
        names = {"line": line, "serial": serial[:_LONGEST_SERIAL], "earlier": first.get(serial)}
        if len(serial) > _LONGEST_SERIAL:
            wrong.append(_("Line %(line)s: a serial number has at most 80 characters.") % names)
        elif serial in first:
            wrong.append(_("Line %(line)s: “%(serial)s” stands in line %(earlier)s already.") % names)
        elif serial in registered:
            wrong.append(_("Line %(line)s: a device of this kind with “%(serial)s” is registered already.") % names)
        first.setdefault(serial, line)
    if wrong:
        raise Invalid({"serials": wrong})
    return [*typed.values(), *[""] * (quantity - len(typed))]


def change_many(
    *,
    by,
    change: Change,
    chosen: dict[int, int],
    refused: Iterable[int] = (),
    leave_out: bool = False,
    reason: str = "",
) -> list[Equipment]:
    """Do one change to many devices. `chosen`: device id -> the version that the preview showed; `refused`: the ids
    that it showed as refused. StaleVersion if the preview would look different now; the refused ones are left out only
    with `leave_out`.
    """
    Write.require_not_future(change.since, field="since")
    if len(chosen) > MOST:
        raise Refused(_("At most %(most)s devices can be changed at once.") % {"most": MOST})
    if change.funding_source and not reason.strip():
        raise Refused(_("Write the reason for the change."), field="reason")
    with transaction.atomic():
        batch = _batch("equipment_together", _("Several devices changed"), by=by)
        units = _units(plan(change, chosen, by=by), change)
        with writing(by=by, action="equipment.changed_together", units=units, reason=reason, batch=batch) as write:
            lines = plan(change, chosen, by=by)
            _check_preview(lines, chosen, set(refused), leave_out)
            found = [_apply(write, line, change) for line in lines if not line.refusal]
            _close(batch, len(found))
    return found


def _units(lines: list[Line], change: Change) -> set[int]:
    target = {change.state["unit"].pk} if "unit" in change.state else set()
    return target | {line.last.unit_id for line in lines if not line.refusal}


def _check_preview(lines: list[Line], chosen: dict[int, int], refused: set[int], leave_out: bool) -> None:
    now = {line.device.pk for line in lines if line.refusal}
    if {line.device.pk: line.device.version for line in lines} != chosen or now != refused:
        raise StaleVersion(_("Some of the devices have changed since the preview. Look at it once more and confirm."))
    if len(now) == len(lines):
        raise Refused(_("None of the devices can be changed like this. Nothing has been saved."))
    if now and not leave_out:
        text = ngettext(
            "Tick the box if the refused device is to be left out, or go back and change your choice.",
            "Tick the box if the refused devices are to be left out, or go back and change your choice.",
            len(now),
        )
        raise Refused(text, field="leave_out")


def _apply(write: Write, line: Line, change: Change) -> Equipment:
    try:
        device = write.take(line.device, version=line.device.version)
        if line.moves_on:
            next_placement(write, device, since=change.since, note=change.note, **line.fields)
        if change.funding_source and change.funding_source != device.funding_source:
            device.funding_source = change.funding_source
            write.update(device)
    except StaleVersion:
        raise
    except ActionError as error:
        raise Refused(f"{line.device}: {error}") from error
    return device


def _batch(kind: str, title: str, *, by) -> Batch:
    return Batch.objects.create(
        kind=kind, title=one_line(title)[:300], created_at=clock.now(), created_by_id=getattr(by, "pk", None),
        created_by_name=str(by or ""),
    )  # fmt: skip


def _close(batch: Batch, number: int) -> None:
    batch.rows = number
    batch.save(update_fields=["rows"])
