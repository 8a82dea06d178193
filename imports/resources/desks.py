"""Who resolves a filing, as a sheet names it."""

from datetime import date
from functools import cached_property

from django.utils import timezone

from communes.intake import Fault, Line
from communes.models import Unit
from imports.sheets.problems import Unreadable
from imports.sheets.units import UnitNames
from services.forms.filings import resolvers_of


class Resolving:
    """Offices beside or above one's units, which are not all in one's scope, and of any day. Every district has offices
    of the same names: first come those beside or above the unit that received the filing."""

    def __init__(self, by):
        self._by = by
        self._near: dict[int, UnitNames] = {}

    @cached_property
    def _all(self) -> UnitNames:
        return UnitNames(resolvers_of(Unit.objects.writable_by(self._by)))

    def unit_of(self, line: Line) -> Unit | None:
        """The unit that a line names; None where it names none, and where it may mean several, which is refused."""
        named, unit = line.values.get("resolved_by"), line.values.get("unit")
        if not named or unit is None or line.values.get("received_time") is None:
            return None
        day = day_of(line.values)
        try:
            return _found(self._names_near(unit), named, day) or _found(self._all, named, day)
        except Unreadable as unclear:
            line.faults.append(Fault("resolved_by", unclear.sentence, named))
            return None

    def _names_near(self, unit: Unit) -> UnitNames:
        if unit.pk not in self._near:
            self._near[unit.pk] = UnitNames(resolvers_of(Unit.objects.filter(pk=unit.pk)))
        return self._near[unit.pk]


def _found(names: UnitNames, named: str, day: date) -> Unit | None:
    try:
        return names.find(named, on=day)
    except Unreadable as unclear:
        if unclear.candidates:
            raise
        return None  # a desk or a person: other systems write those too


def day_of(values: dict) -> date:
    """The local day of receipt."""
    return timezone.localtime(values["received_time"]).date()
