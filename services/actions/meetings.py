"""Writing the register of online meetings with who was invited and attended (capability "catalogue")."""

from django.utils.translation import gettext as _

from common.errors import NotAllowed, Refused
from communes.models import Unit
from communes.scope import scope_of
from communes.writing import Write, writing
from services.models import Attendance, Meeting

CAPABILITY = "catalogue"


def create(
    *, by, host_unit: Unit, held_on, subject: str, attendances: dict[Unit, bool], batch=None, override: bool = False,
    reason: str = "", **fields,
) -> Meeting:  # fmt: skip
    """A meeting; `attendances`: each unit invited -> whether it attended."""
    with writing(
        by=by, action="meetings.created", units=[host_unit, *attendances], capability=CAPABILITY, batch=batch,
        override=override, reason=reason,
    ) as write:  # fmt: skip
        meeting = Meeting(host_unit=host_unit, held_on=held_on, subject=subject, **fields)
        _check(write, meeting, attendances)
        write.insert(meeting)
        for unit, attended in attendances.items():
            write.insert(Attendance(meeting=meeting, unit=unit, attended=attended), root=meeting)
    return meeting


def change(
    meeting: Meeting, *, by, version: int | None, reason: str, override: bool = False,
    attendances: dict[Unit, bool] | None = None, **fields,
) -> Meeting:  # fmt: skip
    """Correct a meeting; `attendances`, if given, replaces the list of units."""
    units = _concerned(meeting, by)
    units |= {unit.pk for unit in [fields.get("host_unit"), *(attendances or {})] if unit is not None}
    with writing(
        by=by, action="meetings.changed", units=units, capability=CAPABILITY, reason=reason, override=override
    ) as write:
        meeting = write.take(meeting, version=version)
        for name, value in fields.items():
            setattr(meeting, name, value)
        known = {row.unit: row.attended for row in meeting.attendances.select_related("unit")}
        _check(write, meeting, known if attendances is None else attendances)
        if attendances is not None:
            _replace(write, meeting, attendances)
        write.update(meeting)
    return meeting


def set_attendance(
    row: Attendance, *, by, version: int | None = None, attended: bool, reason: str, override: bool = False
) -> Attendance:
    """Whether one unit attended; `version` is that of the meeting."""
    units = _concerned(row.meeting, by)
    with writing(
        by=by, action="meetings.attendance_set", units=units, capability=CAPABILITY, reason=reason, override=override
    ) as write:
        meeting = write.take(row.meeting, version=version)
        row = meeting.attendances.get(pk=row.pk)
        row.attended = attended
        write.update(row)
        write.bump(meeting)
    return row


def remove(meeting: Meeting, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take out a meeting that was entered by mistake, with its list."""
    units = _concerned(meeting, by)
    with writing(
        by=by, action="meetings.removed", units=units, capability=CAPABILITY, reason=reason, override=override
    ) as write:
        meeting = write.take(meeting, version=version)
        for row in meeting.attendances.all():
            write.delete(row)
        write.delete(meeting)


def _concerned(meeting: Meeting, by) -> set[int]:
    """The host and the units invited; NotAllowed for who writes for the host, but not for all of them."""
    units = {meeting.host_unit_id, *meeting.attendances.values_list("unit_id", flat=True)}
    reach = scope_of(by).units_for(CAPABILITY)
    if by is not None and reach and meeting.host_unit_id in reach and not units <= reach:
        raise NotAllowed(_("Units outside your district were invited too. Ask an administrator to make this change."))
    return units


def _check(write: Write, meeting: Meeting, attendances) -> None:
    write.require_not_future(meeting.held_on, field="held_on")
    write.require_in_force(meeting.host_unit, on=meeting.held_on, field="host_unit")
    if not attendances:
        raise Refused(_("Choose the units that were invited."), field="attendances")
    for unit in attendances:
        write.require_in_force(unit, on=meeting.held_on, field="attendances")


def _replace(write: Write, meeting: Meeting, attendances: dict[Unit, bool]) -> None:
    wanted = {unit.pk: (unit, attended) for unit, attended in attendances.items()}
    for row in meeting.attendances.all():
        if row.unit_id not in wanted:
            write.delete(row)
            continue
        _unit, attended = wanted.pop(row.unit_id)
        if row.attended != attended:
            row.attended = attended
            write.update(row)
    for unit, attended in wanted.values():
        write.insert(Attendance(meeting=meeting, unit=unit, attended=attended), root=meeting)
