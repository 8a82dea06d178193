"""Rows of the register of connections."""

from communes.actions.network import correct_connection, insert_connection
from communes.intake.base import Intake, Line, row_of, said, stored
from communes.models import Connection, Technology

NAMES = (
    "unit", "kind", "technology", "bandwidth_mbps", "provider", "installed_by", "funded_by", "since", "until", "note",
)  # fmt: skip


class ConnectionIntake(Intake):
    """A row has the names of NAMES.

    A connection is known again by unit, kind, technology, provider and its first day; where a file has no days, by the
    others, and of those the one that has not ended. Another technology or provider is another connection.
    """

    model = Connection
    needed = ("unit", "kind", "since")
    belongings = ("unit",)

    def candidates(self, lines: list[Line], *, by) -> list[Connection]:
        units = {line.values["unit"].pk for line in lines if line.values.get("unit")}
        found = Connection.objects.filter(unit__in=units).select_related("unit").order_by("pk")
        return list(found if by is None else found.visible_to(by))

    def match(self, lines: list[Line], things: list[Connection]) -> None:
        dated = [line for line in lines if line.values.get("since")]
        self.pair(dated, things, lambda row: (*_line(row), row.get("since")))
        undated = [line for line in lines if not line.values.get("since")]
        self.pair(undated, [thing for thing in things if thing.until is None], _line)

    def present(self, thing: Connection) -> dict:
        return row_of(thing, NAMES)

    def units(self, line: Line, *, by) -> set[int]:
        return {line.values["unit"].pk}

    def write(self, write, line: Line) -> None:
        if line.thing is None:
            insert_connection(write, **stored(Connection, said(line, NAMES)))
        else:
            correct_connection(write, write.take(line.thing), **line.changes)


def _line(row: dict) -> tuple:
    # What a file does not say is what a new connection would have.
    technology, provider = row.get("technology") or Technology.OTHER, row.get("provider") or ""
    return row.get("unit"), row.get("kind"), technology, provider.casefold()


CONNECTIONS = ConnectionIntake(action="connections.imported")
