"""A stock-take: opened with a line for every device on the books, filled in, finished, perhaps opened again."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import audit, bulk, clock, display
from common.errors import NotAllowed, Refused
from common.text import one_line
from communes.models import (
    FOUND_AS,
    Condition,
    Equipment,
    LineResult,
    Placement,
    StockTake,
    StockTakeLine,
    TakeState,
    Unit,
)
from communes.scope import scope_of
from communes.writing import Write, writing

TAKEN_OUT = "taken_out"


class Mark(NamedTuple):
    """What somebody ticked on a line: the condition found, "missing", "unchecked", or that the line is taken out."""

    state: str
    note: str = ""


def open_take(*, by, unit: Unit, counted_on: date) -> StockTake:
    """A stock-take of a unit on a day, with a line for every device that stood there then and was not liquidated."""
    with writing(by=by, action="stocktakes.opened", units=[unit]) as write:
        write.require_not_future(counted_on, field="counted_on")
        write.require_in_force(unit, on=counted_on, field="counted_on")
        take = StockTake(unit=unit, counted_on=counted_on, opened_at=clock.now(), opened_by=by)
        write.insert(take)
        # The lines say what the register said; the event of the stock-take stands for them all.
        bulk.insert_rows([_line(take, row) for row in _standing(unit, counted_on)])
    return take


def save_marks(
    take: StockTake, *, by, version: int | None, marks: Mapping[int, Mark], rest_is_present: bool = False
) -> StockTake:
    """What was ticked, by line; `rest_is_present`: all lines still unchecked are there, as the register has them."""
    with writing(by=by, action="stocktakes.counted", units=[take.unit_id]) as write:
        take = _take_open(write, take, version)
        lines = {line.pk: line for line in take.lines.all()}
        changed, gone = [], []
        for pk, mark in marks.items():
            line = lines.get(pk)
            if line is None:
                continue  # somebody has taken it out in the meantime
            if mark.state == TAKEN_OUT and line.result == LineResult.UNEXPECTED:
                gone.append(line)
            else:
                changed.append((line, mark))
        if rest_is_present:
            ticked = {line.pk for line, mark in changed if mark.state != LineResult.UNCHECKED}
            notes = {line.pk: mark.note for line, mark in changed}
            rest = [x for x in lines.values() if x.result == LineResult.UNCHECKED and x.pk not in ticked]
            again = {line.pk for line in rest}
            changed = [pair for pair in changed if pair[0].pk not in again]
            changed += [(x, Mark(x.registered_condition, notes.get(x.pk, x.note))) for x in rest]
        _write_marks(write, take, changed)
        for line in gone:
            _note(write, take, line, before=audit.snapshot(line), after=None)
            line.delete()
        write.bump(take)
    return take


def add_unexpected(
    take: StockTake, *, by, version: int | None, kind: str, condition: str, serial: str = "", name: str = "",
    note: str = "",
) -> StockTakeLine:  # fmt: skip
    """A device that was found and is not on the books here; its serial number may be known at another unit."""
    serial, name, note = one_line(serial), one_line(name), one_line(note)
    if not serial and not name:
        raise Refused(_("Describe the device or give its serial number."), field="name")
    with writing(by=by, action="stocktakes.found", units=[take.unit_id]) as write:
        take = _take_open(write, take, version)
        device = _registered(kind, serial)
        if device is not None:
            _refuse_second(take, device)
        line = StockTakeLine(
            stock_take=take, equipment=device, kind=kind, name=name, serial=serial, note=note,
            result=LineResult.UNEXPECTED, found_condition=condition,
        )  # fmt: skip
        write.insert(line)
        write.bump(take)
    return line


def close(take: StockTake, *, by, version: int | None) -> StockTake:
    """Finish a stock-take; refused while lines are unchecked. After that nothing of it changes."""
    with writing(by=by, action="stocktakes.sheet_closed", units=[take.unit_id]) as write:
        take = _take_open(write, take, version)
        left = take.lines.filter(result=LineResult.UNCHECKED).count()
        if left:
            raise Refused(
                ngettext(
                    "%(number)s device has not been checked yet. Say of each whether it is there, then finish.",
                    "%(number)s devices have not been checked yet. Say of each whether it is there, then finish.",
                    left,
                )
                % {"number": display.number(left)}
            )
        take.state, take.closed_at, take.closed_by = TakeState.CLOSED, clock.now(), by
        write.update(take)
    return take


def reopen(take: StockTake, *, by, version: int | None, reason: str) -> StockTake:
    """Open a finished stock-take again: an administrator, with a reason."""
    if not scope_of(by).is_administrator:
        raise NotAllowed()
    if not reason.strip():
        raise Refused(_("Say why the stock-take is opened again."), field="reason")
    with writing(by=by, action="stocktakes.reopened", units=[take.unit_id], reason=reason) as write:
        take = write.take(take, version=version)
        if take.is_open:
            raise Refused(_("This stock-take is open already."))
        take.state, take.closed_at, take.closed_by = TakeState.OPEN, None, None
        write.update(take)
    return take


def discard(take: StockTake, *, by, version: int | None, reason: str) -> None:
    """Take out an open stock-take that was begun by mistake, with its lines."""
    with writing(by=by, action="stocktakes.deleted", units=[take.unit_id], reason=reason) as write:
        take = _take_open(write, take, version)
        take.lines.all().delete()
        write.delete(take)


def _standing(unit: Unit, day: date):
    """The placements on the books: in the order in which somebody walks along a list of kinds."""
    rows = Placement.objects.in_force(on=day).filter(unit=unit).exclude(condition=Condition.LIQUIDATED)
    return rows.select_related("equipment", "holder").order_by("equipment__kind", "equipment__name", "equipment_id")


def _line(take: StockTake, placement: Placement) -> StockTakeLine:
    device = placement.equipment
    return StockTakeLine(
        stock_take=take, equipment=device, kind=device.kind, name=device.name, serial=device.serial,
        acquired_on=device.acquired_on, holder=placement.holder.full_name if placement.holder else "",
        registered_condition=placement.condition,
    )  # fmt: skip


def _take_open(write: Write, take: StockTake, version: int | None) -> StockTake:
    take = write.take(take, version=version)
    if not take.is_open:
        raise Refused(_("This stock-take is finished; nothing of it changes any more."))
    return take


def _write_marks(write: Write, take: StockTake, marks: list[tuple[StockTakeLine, Mark]]) -> None:
    changed = []
    for line, mark in marks:
        before = audit.snapshot(line)
        _set(line, mark)
        after = audit.snapshot(line)
        if before != after:
            _note(write, take, line, before=before, after=after)
            changed.append(line)
    # Not one by one: a sheet has three hundred lines, and each would be checked with queries of its own.
    StockTakeLine.objects.bulk_update(changed, ["result", "found_condition", "note"], batch_size=200)


def _set(line: StockTakeLine, mark: Mark) -> None:
    line.note = one_line(mark.note)
    if len(line.note) > StockTakeLine._meta.get_field("note").max_length:
        raise Refused(_("%(device)s: the note is too long.") % {"device": line})
    if mark.state in FOUND_AS:
        line.found_condition = mark.state
        if line.result != LineResult.UNEXPECTED:
            line.result = LineResult.PRESENT
    elif mark.state in (LineResult.MISSING, LineResult.UNCHECKED) and line.result != LineResult.UNEXPECTED:
        line.result, line.found_condition = mark.state, ""
    else:
        raise Refused(_("%(device)s: choose one of the values offered.") % {"device": line})


def _note(write: Write, take: StockTake, line: StockTakeLine, *, before, after) -> None:
    write.event.changed(line, before=before, after=after, unit_id=take.unit_id)


def _registered(kind: str, serial: str) -> Equipment | None:
    """The device of this kind with this serial number: numbers are unique within a kind only."""
    if not serial:
        return None
    return Equipment.objects.filter(kind=kind, serial__iexact=serial).order_by("pk").first()


def _refuse_second(take: StockTake, device: Equipment) -> None:
    there = take.lines.filter(equipment=device).first()
    if there is not None:
        raise Refused(
            _("A device with this serial number is on the sheet already: %(device)s.") % {"device": there},
            field="serial",
        )
