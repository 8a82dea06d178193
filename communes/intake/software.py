"""Rows of the uses of programmes: which unit must use what, does, and with how many accounts."""

from collections import defaultdict

from django.utils.translation import gettext as _

from common import clock
from common.text import fold
from communes.actions.software import USES, insert_use, next_use
from communes.intake.base import Intake, Line, row_of, said, stored
from communes.models import Software, SoftwareUse

STATE = ("required", "in_use", "accounts", "accounts_active", "updated_on")


class SoftwareUseIntake(Intake):
    """A row has `software` (the name of a programme of the catalogue), `unit`, the names of STATE, and `since`.

    `since`: the day from which a new or a changed use holds, today unless given.
    """

    model = SoftwareUse
    capability = USES
    needed = ("unit", "software")
    aside = ("since",)
    belongings = ("unit", "software")

    def candidates(self, lines: list[Line], *, by) -> list[SoftwareUse]:
        _find_programmes(lines)
        units = {line.values["unit"].pk for line in lines if line.values.get("unit")}
        found = SoftwareUse.objects.open().filter(unit__in=units).select_related("unit", "software").order_by("pk")
        return list(found if by is None else found.visible_to(by))

    def match(self, lines: list[Line], things: list[SoftwareUse]) -> None:
        self.pair(lines, things, lambda row: (row.get("unit"), row.get("software")))

    def present(self, thing: SoftwareUse) -> dict:
        return row_of(thing, STATE) | {"unit": thing.unit, "software": thing.software.name}

    def units(self, line: Line, *, by) -> set[int]:
        return {line.values["unit"].pk}

    def hold(self, write, lines: list[Line]) -> None:
        for software in sorted({line.found["software"] for line in lines}, key=lambda software: software.pk):
            write.hold(software)

    def write(self, write, line: Line) -> None:
        since = line.values.get("since") or clock.today()
        if line.thing is None:
            state = stored(SoftwareUse, said(line, STATE))
            insert_use(write, software=line.found["software"], unit=line.values["unit"], since=since, **state)
        else:
            next_use(write, line.thing, since=since, **line.changes)


def _find_programmes(lines: list[Line]) -> None:
    """The programmes that are meant; a name typed without diacritics will do where one programme alone has it."""
    known = defaultdict(set)
    for software in Software.objects.all():
        for spelling in {software.name.casefold(), fold(software.name)}:
            known[spelling].add(software)
    for line in lines:
        name = line.values.get("software")
        if not name:
            continue
        found = known.get(name.casefold(), ())
        if len(found) == 1:
            (line.found["software"],) = found
            line.values["software"] = line.found["software"].name
        else:
            sentence = _("“%(name)s” is not in the catalogue of software. Write the name as it stands there.")
            line.refuse(sentence % {"name": name}, "software")


SOFTWARE_USES = SoftwareUseIntake(action="software.imported")
