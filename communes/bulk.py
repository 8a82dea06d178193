"""What one change would do to many devices: each before and after, or why not. Reads only, in a few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from common import display
from common.months import stock_months
from communes import reports
from communes.models import Cell, Condition, Equipment, Placement, Posting, Section, Unit, cell
from communes.scope import scope_of

MOST = 500
# A placement counts in figures by these.
_COUNTED = ("unit", "condition", "on_lan", "antivirus", "standalone", "one_stop")


@dataclass(frozen=True)
class Change:
    """What becomes of the devices from a day on. `state`: fields of the placement; what is not in it stays.

    `funding_source` corrects the device itself; empty: it stays.
    """

    since: date
    state: dict = field(default_factory=dict)
    funding_source: str = ""
    note: str = ""

    def of(self, last: Placement) -> dict:
        """The fields of the next placement: who moves away leaves the holder; what is liquidated leaves everything."""
        fields = dict(self.state)
        if fields.get("unit") not in (None, last.unit):
            fields.setdefault("holder", None)
        if fields.get("condition") == Condition.LIQUIDATED:
            fields |= {"on_lan": False, "antivirus": False, "one_stop": False, "holder": None}
        return fields


@dataclass
class Line:
    """One device of the preview. `changes`: (what, before, after); `refusal`: why it stays as it is, if so."""

    device: Equipment
    last: Placement
    fields: dict
    changes: list[tuple] = field(default_factory=list)
    refusal: str = ""

    @property
    def moves_on(self) -> bool:
        """Whether a new placement begins, and not only the device itself is corrected."""
        return any(getattr(self.last, name) != value for name, value in self.fields.items())


def plan(change: Change, device_ids: Iterable[int], *, by) -> list[Line]:
    """What the change would do to each of the devices that the person sees."""
    placements = Placement.objects.select_related("unit", "holder").order_by("since")
    devices = Equipment.objects.visible_to(by).filter(pk__in=list(device_ids))
    lines = []
    for device in devices.prefetch_related(Prefetch("placements", placements, to_attr="all_rows")):
        last = device.all_rows[-1]
        line = Line(device, last, change.of(last))
        line.changes = _differences(line, change)
        lines.append(line)
    reach, works = scope_of(by).units_for("registers"), _who_works_where(lines, change)
    for line in lines:
        line.refusal = _refusal(line, change, reach, works)
    _refuse_closed(lines, change)
    return lines


def _differences(line: Line, change: Change) -> list[tuple]:
    found = []
    for name, value in line.fields.items():
        before = getattr(line.last, name)
        if before != value:
            label = display.sentence_case(display.field_label(Placement, name))
            found.append((label, _shown(line.last, name, before), _shown(line.last, name, value)))
    if change.funding_source and change.funding_source != line.device.funding_source:
        label = display.sentence_case(display.field_label(Equipment, "funding_source"))
        before, after = line.device.funding_source, change.funding_source
        found.append((label, *(_shown(line.device, "funding_source", value) for value in (before, after))))
    return found


def _shown(obj, name: str, value):
    if isinstance(value, Unit):
        return value.title
    choices = obj._meta.get_field(name).choices
    if choices:
        return dict(choices)[value]
    return _("nobody in particular") if name == "holder" and value is None else display.show(value)


def _who_works_where(lines: list[Line], change: Change) -> set[tuple[int, int]]:
    """(person, unit) of everybody who would hold a device, on the day."""
    holders = [line.fields.get("holder", line.last.holder) for line in lines]
    rows = Posting.objects.in_force(on=change.since).filter(staff_member__in={h.pk for h in holders if h is not None})
    return set(rows.values_list("staff_member_id", "unit_id"))


def _refusal(line: Line, change: Change, reach, works) -> str:
    """The first rule of the register that says no; an empty text if none does."""
    last, day = line.last, {"day": f"{line.last.since:%d/%m/%Y}"}
    if reach is not None and last.unit_id not in reach:
        return _("Stands in another unit, in which you do not write.")
    if last.condition == Condition.LIQUIDATED:
        return _("The device has been liquidated since %(day)s.") % day
    if not line.changes:
        return _("Nothing here differs from what is registered already.")
    if not line.moves_on:
        return ""
    if change.since < last.since:
        return _("The present entry began on %(day)s. Choose that day or a later one.") % day
    if last.until is not None and change.since < last.until:
        ended = {"day": f"{last.until:%d/%m/%Y}"}
        return _("The last entry ended on %(day)s. Choose that day or a later one.") % ended
    return _refusal_of_the_new(line, change, works)


def _refusal_of_the_new(line: Line, change: Change, works) -> str:
    after = {name: line.fields.get(name, getattr(line.last, name)) for name in (*_COUNTED, "holder")}
    unit, holder, day = after["unit"], after["holder"], f"{change.since:%d/%m/%Y}"
    if not unit.exists_on(change.since):
        text = _("%(unit)s does not exist on %(day)s. Choose the unit that has taken it over, or another date.")
        return text % {"unit": unit.title, "day": day}
    if holder is not None and (holder.pk, unit.pk) not in works:
        names = {"person": holder, "unit": unit.full_name, "day": day}
        return _("%(person)s does not work in %(unit)s on %(day)s.") % names
    if after["standalone"] and after["on_lan"]:
        return _("A stand-alone machine cannot be on the LAN.")
    return ""


def _refuse_closed(lines: list[Line], change: Change) -> None:
    """Closed months of all lines in one query."""
    first, last = reports.opened_months()
    months = list(stock_months(change.since, None, first=first, last=last))
    touched = {line.device.pk: _cells(line, months) for line in lines if not line.refusal}
    closed = {}
    for found in reports.closed_among(set().union(*touched.values())):
        closed.setdefault(found.unit_id, found)
    for line in lines:
        units = {found.unit_id for found in touched.get(line.device.pk, ())}
        stop = next((closed[unit_id] for unit_id in sorted(units) if unit_id in closed), None)
        if stop is not None:
            known = {unit.pk: unit for unit in (line.last.unit, line.fields.get("unit", line.last.unit))}
            names = {"month": stop.period.label, "unit": known[stop.unit_id].full_name}
            line.refusal = _("Month %(month)s of %(unit)s is closed; this would change its figures.") % names


def _cells(line: Line, months: list) -> set[Cell]:
    """The cells whose figures the line may change: of the old unit and the new one, from the day on."""
    if not any(getattr(line.last, name) != line.fields.get(name, getattr(line.last, name)) for name in _COUNTED):
        return set()
    units = {line.last.unit_id, line.fields.get("unit", line.last.unit).pk}
    return {cell(unit_id, month, str(Section.EQUIPMENT)) for unit_id in units for month in months}
