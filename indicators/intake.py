"""Rows of declared monthly values: one a unit, measure and month."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common.months import Month
from communes.intake import Intake, Line
from indicators import sources
from indicators.actions import declare_one, registered_value
from indicators.display import scaled
from indicators.models import DeclaredValue, Measure


class DeclaredIntake(Intake):
    """A row has `unit`, `measure` (its key), `month`, and `value` (as people read it) or `blank` (why there is none),
    and `reason` (why it differs from the register). What the register says anyway is not declared.
    """

    model = DeclaredValue
    needed = ("unit", "measure", "month")
    belongings = ("unit", "measure")

    def candidates(self, lines: list[Line], *, by) -> list[DeclaredValue]:
        units = {line.values["unit"].pk for line in lines if line.values.get("unit")}
        years = {line.values["month"].year for line in lines if line.values.get("month")}
        found = DeclaredValue.objects.filter(unit__in=units, year__in=years).select_related("unit", "measure")
        found = found.order_by("pk")
        return list(found if by is None else found.visible_to(by))

    def match(self, lines: list[Line], things: list[DeclaredValue]) -> None:
        self.pair(lines, things, lambda row: (row.get("unit"), row.get("measure"), row.get("month")))

    def resolve(self, lines: list[Line], *, by) -> None:
        measures = Measure.objects.in_bulk(field_name="key")
        count = _Counts({line.values["unit"].pk for line in lines if line.values.get("unit")})
        for line in lines:
            if any(line.values.get(name) is None for name in self.needed):
                continue  # said by `compare`
            measure = measures.get(line.values["measure"])
            if measure is None or not measure.in_report:
                line.refuse(_("This measure is not declared. Choose one of the list."), "measure")
            else:
                _resolve_value(line, measure, count)

    def present(self, thing: DeclaredValue) -> dict:
        return {
            "unit": thing.unit, "measure": thing.measure.key, "month": Month(thing.year, thing.month),
            "value": scaled(thing.measure, thing.value), "blank": thing.blank or None, "reason": thing.reason or None,
        }  # fmt: skip

    def units(self, line: Line, *, by) -> set[int]:
        return {line.values["unit"].pk}

    def write(self, write, line: Line) -> None:
        values, thing = line.values, line.thing
        value, blank = line.found["value"], values.get("blank") or ""
        if value is None and not blank:  # the row says no more than a reason
            value, blank = thing.value, thing.blank
        declare_one(
            write, unit=values["unit"], measure=line.found["measure"], month=values["month"], value=value, blank=blank,
            reason=values.get("reason") or (thing.reason if thing else ""), registered=line.found["registered"],
        )  # fmt: skip


class _Counts:
    """The registers' counts of a section and month, asked once for all units."""

    def __init__(self, unit_ids: set[int]):
        self._unit_ids, self._known = unit_ids, {}

    def __call__(self, section: str, month: Month, _unit_ids) -> dict:
        key = (section, month)
        if key not in self._known:
            self._known[key] = sources.count(section, month, self._unit_ids)
        return self._known[key]


def _resolve_value(line: Line, measure: Measure, count: _Counts) -> None:
    value, blank = line.values.get("value"), line.values.get("blank")
    whole = None if value is None else Decimal(value).scaleb(measure.decimals)
    if value is not None and blank:
        line.refuse(_("Give a number or the reason why there is none, not both."), "blank")
    elif value is None and not blank and line.thing is None:
        line.refuse(_("Give a number, or the reason why there is none."), "value")
    elif whole is not None and whole != whole.to_integral_value():
        words = {"decimals": measure.decimals}
        line.refuse(_("This measure has at most %(decimals)s decimals.") % words, "value")
    else:
        number = None if whole is None else int(whole)
        registered = registered_value(line.values["unit"], measure, line.values["month"], count=count)
        line.found |= {"measure": measure, "value": number, "registered": registered}
        line.is_settled = line.thing is None and not blank and number is not None and number == registered


DECLARED = DeclaredIntake(action="figures.imported")
