"""Whom a sheet of filings names: the procedure that a unit offers on a day, the unit that resolves."""

from datetime import date
from functools import cached_property

from django.utils import timezone

from communes.models import Unit
from imports.sheets.problems import Unreadable
from imports.sheets.units import UnitNames
from services.forms.filings import resolving_units
from services.models import ProcedureOffer


class Resolving:
    """Who resolves a filing, by name: offices beside or above one's units, which are not all in one's scope."""

    def __init__(self, by):
        self._by = by

    @cached_property
    def _names(self) -> UnitNames:
        return UnitNames(resolving_units(self._by))

    def unit_of(self, values: dict) -> Unit | None:
        """The unit that a line names; None for no unit, and for the one that received the filing."""
        if not values.get("resolved_by") or values.get("received_time") is None:
            return None
        try:
            found = self._names.find(values["resolved_by"], on=day_of(values))
        except Unreadable:
            return None  # a desk or a person: other systems write those too
        return None if found == values.get("unit") else found


def day_of(values: dict) -> date:
    """The local day of receipt."""
    return timezone.localtime(values["received_time"]).date()


class Offers(dict):
    """(unit, national code) -> (since, until, procedure) of the times in which the unit offers it; a unit is read when
    it is first met."""

    def __init__(self):
        super().__init__()
        self._read: set[int] = set()

    def __missing__(self, key: tuple[int, str]) -> list:
        unit_id = key[0]
        if unit_id not in self._read:
            self._read.add(unit_id)
            rows = ProcedureOffer.objects.filter(unit=unit_id)
            for code, *offer in rows.values_list("procedure__code", "since", "until", "procedure_id"):
                self.setdefault((unit_id, code), []).append(offer)
        return self.setdefault(key, [])


def offered(offers: dict, values: dict, day: date) -> int | None:
    """The procedure that the unit offers under the code on a day: of several that follow each other this one."""
    known = offers[(values["unit"].pk, values["procedure"])]
    return next((pk for since, until, pk in known if since <= day and (until is None or day < until)), None)
