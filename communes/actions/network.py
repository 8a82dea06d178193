"""Writing the registers of connections and of villages with their counts."""

from datetime import date

from django.utils.translation import gettext as _

from common.errors import Refused
from communes.actions import rows
from communes.models import Connection, Unit, Village, VillageCount
from communes.writing import Write, writing

# --- Connections -----------------------------------------------------------------------------------------------------


def create_connection(*, by, unit: Unit, since: date, batch=None, **fields) -> Connection:
    """A new connection of a unit from a day on."""
    with writing(by=by, action="connections.created", units=[unit], batch=batch) as write:
        return insert_connection(write, unit=unit, since=since, **fields)


def insert_connection(write: Write, *, since: date, **fields) -> Connection:
    """Within an act: a new connection of a unit from a day on."""
    write.require_not_future(since, field="since")
    write.require_not_future(fields.get("until"), field="until")
    connection = Connection(since=since, **fields)
    write.insert(connection)
    rows.require_within(write, connection)
    _require_single(write, connection)
    return connection


def change_connection(
    connection: Connection, *, by, version: int | None, reason: str, override: bool = False, **fields
) -> Connection:
    """Correct a connection for its whole time, its days included. A new line from a day on: `upgrade_connection`."""
    unit = fields.get("unit") or connection.unit
    with writing(
        by=by, action="connections.changed", units=[connection.unit_id, unit], reason=reason, override=override
    ) as write:
        connection = write.take(connection, version=version)
        correct_connection(write, connection, **fields)
    return connection


def correct_connection(write: Write, connection: Connection, **fields) -> None:
    """Within an act: put right a connection that was taken."""
    line = _line(connection)
    rows.correct(write, connection, [], **fields)
    rows.require_within(write, connection)
    # A merger leaves the lines of two buildings in one unit: these stay, and their notes may be corrected.
    if _line(connection) != line:
        _require_single(write, connection)


def upgrade_connection(
    connection: Connection, *, by, version: int | None, since: date, reason: str = "", **fields
) -> Connection:
    """From a day on another technology, bandwidth or provider takes the place of this one; returns the new one."""
    with writing(by=by, action="connections.upgraded", units=[connection.unit_id], reason=reason) as write:
        connection = write.take(connection, version=version)
        if connection.until is not None:
            raise Refused(_("This has ended already."))
        if since == connection.since:
            raise Refused(_("It began on that very day; edit it instead."), field="since")
        write.require_in_force(connection.unit, on=since, field="since")
        following = rows.carry_on(write, None, [connection], since=since, **fields)
    return following


def end_connection(connection: Connection, *, by, version: int | None, since: date, reason: str = "") -> Connection:
    """The connection no longer exists from a day on."""
    with writing(by=by, action="connections.ended", units=[connection.unit_id], reason=reason) as write:
        connection = write.take(connection, version=version)
        rows.end(write, [connection], since=since)
    return connection


def delete_connection(
    connection: Connection, *, by, version: int | None = None, reason: str, override: bool = False
) -> None:
    """Take out a connection that was entered by mistake."""
    with writing(
        by=by, action="connections.deleted", units=[connection.unit_id], reason=reason, override=override
    ) as write:
        write.delete(write.take(connection, version=version))


def _line(connection: Connection) -> tuple:
    return (
        connection.unit_id, connection.kind, connection.technology, connection.provider, connection.since,
        connection.until,
    )  # fmt: skip


def _require_single(write: Write, connection: Connection) -> None:
    """The same kind, technology and provider twice over one day is one connection entered twice."""
    write.flush()  # the twin may have come in the same file
    twins = Connection.objects.filter(
        unit=connection.unit_id, kind=connection.kind, technology=connection.technology, provider=connection.provider
    )
    rows.require_free(connection, twins)


# --- Villages --------------------------------------------------------------------------------------------------------


def create_village(*, by, unit: Unit, name: str, since: date, note: str = "", batch=None, **counts) -> Village:
    """A new village of a unit and its first count."""
    with writing(by=by, action="villages.created", units=[unit], batch=batch) as write:
        write.require_not_future(since, field="since")
        write.require_in_force(unit, on=since)
        village = Village(name=name, note=note)
        write.insert(village)
        write.insert(VillageCount(village=village, unit=unit, since=since, **counts), root=village)
    return village


def change_village(village: Village, *, by, version: int | None, reason: str, **fields) -> Village:
    """Correct the name or the note; what is counted has days of its own."""
    with writing(by=by, action="villages.changed", units=[_last(village).unit_id], reason=reason) as write:
        village = write.take(village, version=version)
        for name, value in fields.items():
            setattr(village, name, value)
        write.update(village)
    return village


def count_village(village: Village, *, by, version: int | None, since: date, reason: str = "", **counts) -> Village:
    """A new count, valid from a day until the next; refused when it found nothing else than the one before."""
    with writing(by=by, action="villages.counted", units=[_last(village).unit_id], reason=reason) as write:
        village = write.take(village, version=version)
        write.require_in_force(_last(village).unit, on=since, field="since")
        rows.carry_on(write, village, village.counts.all(), since=since, **counts)
        write.bump(village)
    return village


def correct_count(
    count: VillageCount, *, by, version: int | None, reason: str, override: bool = False, **fields
) -> VillageCount:
    """Put a count right, its days and unit included; `version` is that of the village."""
    unit = fields.get("unit") or count.unit
    with writing(
        by=by, action="villages.count_corrected", units=[count.unit_id, unit], reason=reason, override=override
    ) as write:
        village = write.take(count.village, version=version)
        count = village.counts.get(pk=count.pk)
        rows.correct(write, count, village.counts.all(), **fields)
        rows.require_within(write, count)
        write.bump(village)
    return count


def delete_count(count: VillageCount, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take out a count entered by mistake; the one before it goes on."""
    units = set(count.village.counts.values_list("unit_id", flat=True))
    with writing(by=by, action="villages.count_deleted", units=units, reason=reason, override=override) as write:
        village = write.take(count.village, version=version)
        rows.withdraw(write, village.counts.get(pk=count.pk), village.counts.all())
        write.bump(village)


def delete_village(village: Village, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take a village that was entered by mistake out of the register, with its counts."""
    units = set(village.counts.values_list("unit_id", flat=True))
    with writing(by=by, action="villages.deleted", units=units, reason=reason, override=override) as write:
        village = write.take(village, version=version)
        for count in village.counts.all():
            write.delete(count)
        write.delete(village)


def _last(village: Village) -> VillageCount:
    return village.counts.order_by("since").select_related("unit").last()
