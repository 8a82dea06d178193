"""Rows of the catalogue of procedures."""

from django.db.models import Prefetch

from common import clock
from communes.intake import Intake, Line
from communes.intake.base import row_of, said, stored
from services.actions.procedures import (
    CAPABILITY,
    correct_procedure,
    end_procedure,
    insert_procedure,
    next_level,
    units_of_change,
)
from services.models import Procedure, ProcedureLevel

OWN = (
    "code", "suffix", "name", "field", "authority", "limit_value", "limit_unit", "recalled", "fee", "legal_basis",
    "valid_from", "note",
)  # fmt: skip


class ProcedureIntake(Intake):
    """A row has the names of OWN, `valid_until`, `level` (the online level) and `level_since`.

    A procedure is known again by its code and first day, or by the code alone, of several the last. `level_since`: the
    day from which another level holds, today unless given; the level of a new procedure holds from its first day.
    """

    model = Procedure
    capability = CAPABILITY
    needed = ("code", "name", "field", "authority", "valid_from")
    aside = ("level_since",)
    belongings = ("levels", "offers")

    def candidates(self, lines: list[Line], *, by) -> list[Procedure]:
        codes = {line.values["code"] for line in lines if line.values.get("code")}
        today = ProcedureLevel.objects.in_force(on=clock.today()).order_by("since")
        found = Procedure.objects.filter(code__in=codes).order_by("-valid_from", "pk")
        found = found.prefetch_related(Prefetch("levels", today, to_attr="levels_today"))
        return list(found if by is None else found.visible_to(by))

    def match(self, lines: list[Line], things: list[Procedure]) -> None:
        dated = [line for line in lines if line.values.get("valid_from")]
        self.pair(dated, things, lambda row: (row.get("code"), row.get("valid_from")))
        undated = [line for line in lines if not line.values.get("valid_from")]
        last = {thing.code: thing for thing in reversed(things)}
        self.pair(undated, last.values(), lambda row: row.get("code"))

    def present(self, thing: Procedure) -> dict:
        level = thing.levels_today[-1].level if thing.levels_today else None
        return row_of(thing, (*OWN, "valid_until")) | {"level": level}

    def units(self, line: Line, *, by) -> set[int]:
        return set() if line.thing is None else units_of_change(line.thing, by=by)

    def write(self, write, line: Line) -> None:
        values = line.values
        if line.thing is None:
            own = stored(Procedure, said(line, OWN))
            procedure = insert_procedure(write, level=values.get("level") or "", **own)
            if values.get("valid_until"):
                write.flush()
                end_procedure(write, procedure, since=values["valid_until"])
            write.flush()  # the code may be free for another row of the same file, or be taken
            return
        changed = line.changes
        procedure = write.take(line.thing)
        level, until = changed.pop("level", None), changed.pop("valid_until", None)
        if changed:
            correct_procedure(write, procedure, **changed)
        if level:
            next_level(write, procedure, since=values.get("level_since") or clock.today(), level=level)
        if level and until:
            write.flush()
            procedure = write.take(procedure)
        if until:
            end_procedure(write, procedure, since=until)


PROCEDURES = ProcedureIntake(action="procedures.imported")
