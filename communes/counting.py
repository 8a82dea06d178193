"""Reads of stock-takes: the differences with what mends them, and the units that have not been counted in a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from communes.models import Condition, LineResult, Placement, StockTake, StockTakeLine, Unit, UnitKind
from communes.scope import Scope, scope_of

COUNTED_KINDS = (UnitKind.COMMUNE, UnitKind.OFFICE)


@dataclass(frozen=True)
class Difference:
    """A line on which sheet and register differ: what it is, what the register says now, and what would mend it.

    `acts` are names of pages of the register of equipment: move, condition, create, detail.
    """

    line: StockTakeLine
    what: str
    registered: str
    acts: tuple[str, ...]
    is_mended: bool


def differences(take: StockTake, *, user, today: date) -> list[Difference]:
    """The lines that differ, in four queries; what stands at a unit that the person does not see is not named."""
    lines = list(take.lines.differences().in_order())
    then = _placements(lines, on=take.counted_on)
    now = _placements(lines, on=today)
    scope, added = scope_of(user), _added(take, lines, on=today)
    return [
        _difference(take, line, then.get(line.equipment_id), now.get(line.equipment_id), scope, added) for line in lines
    ]


def registered_at(line: StockTakeLine, *, user, on: date) -> str:
    """Where the register has an unexpected device, in words, as far as the person may know."""
    return _where(line, _placements([line], on=on).get(line.equipment_id), scope_of(user))


def without_stock_take(user, *, year: int, today: date, within: Unit | None = None):
    """The communes and offices of a year, as far as the person sees them, that nobody has counted in it."""
    units = Unit.objects.visible_to(user).in_force(on=min(date(year, 12, 31), today)).filter(kind__in=COUNTED_KINDS)
    if within is not None:
        units = units.within(within)
    counted = StockTake.objects.filter(counted_on__range=(date(year, 1, 1), date(year, 12, 31)))
    return units.exclude(pk__in=counted.values("unit_id")).in_vietnamese_order()


def _placements(lines: Iterable[StockTakeLine], *, on: date) -> dict[int, Placement]:
    devices = [line.equipment_id for line in lines if line.equipment_id is not None]
    rows = Placement.objects.in_force(on=on).filter(equipment_id__in=devices).select_related("unit")
    return {row.equipment_id: row for row in rows}


def _added(take: StockTake, lines: Iterable[StockTakeLine], *, on: date) -> set[tuple[str, str]]:
    """(kind, serial number) of what was in no register when it was found and stands in the unit by now."""
    serials = {line.serial for line in lines if line.equipment_id is None and line.serial}
    rows = Placement.objects.in_force(on=on).filter(unit=take.unit_id, equipment__serial__in=serials)
    return set(rows.values_list("equipment__kind", "equipment__serial")) if serials else set()


def _difference(take: StockTake, line: StockTakeLine, then, now, scope: Scope, added: set) -> Difference:
    may_write = now is not None and now.condition != Condition.LIQUIDATED and scope.may("registers", now.unit_id)
    is_here = now is not None and now.unit_id == take.unit_id and now.condition != Condition.LIQUIDATED
    if line.result == LineResult.MISSING:
        acts = ("move", "condition") if may_write else ()
        return Difference(line, "missing", line.get_registered_condition_display(), acts, is_mended=not is_here)
    if line.result == LineResult.PRESENT:
        mended = now is not None and now.condition == line.found_condition
        acts = ("condition",) if may_write else ()
        return Difference(line, "condition", line.get_registered_condition_display(), acts, is_mended=mended)
    acts = ("move",) if may_write and not is_here else ()
    if line.equipment_id is None:
        is_here = (line.kind, line.serial) in added
        acts = ("create",) if scope.may("registers", take.unit_id) and not is_here else ()
    return Difference(line, "unexpected", _where(line, then, scope), acts, is_mended=is_here)


def _where(line: StockTakeLine, then: Placement | None, scope: Scope) -> str:
    if line.equipment_id is None:
        return _("in no register")
    if then is None:
        return _("in the register, but nowhere on that day")
    if not scope.sees(then.unit_id):
        return _("registered at another unit")
    if then.condition == Condition.LIQUIDATED:
        return _("liquidated since %(day)s (%(unit)s)") % {"day": f"{then.since:%d/%m/%Y}", "unit": then.unit.full_name}
    return _("registered at %(unit)s") % {"unit": then.unit.full_name}
