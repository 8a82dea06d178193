"""Writing the catalogue of software, the lead units, and the uses of programmes in units."""

from datetime import date

from django.utils.translation import gettext as _

from common.errors import NotAllowed, Refused
from communes.actions import rows
from communes.models import Software, SoftwareLead, SoftwareUse, Unit
from communes.scope import scope_of
from communes.writing import Write, writing

USES = "software_uses"

# --- The catalogue ---------------------------------------------------------------------------------------------------


def create(*, by, lead_unit: Unit | None = None, since: date | None = None, batch=None, **fields) -> Software:
    """A new programme of the catalogue, perhaps with its lead unit from a day on."""
    units = [lead_unit] if lead_unit else []
    with writing(by=by, action="software.created", units=units, capability="catalogue", batch=batch) as write:
        software = Software(**fields)
        write.insert(software)
        if lead_unit is not None:
            if since is None:
                raise Refused(_("Say from which day the unit leads the programme."), field="since")
            write.require_not_future(since, field="since")
            write.require_in_force(lead_unit, on=since, field="lead_unit")
            write.insert(SoftwareLead(software=software, unit=lead_unit, since=since), root=software)
    return software


def change(software: Software, *, by, version: int | None, reason: str, override: bool = False, **fields) -> Software:
    """Correct a catalogue entry; another kind changes what its uses count as, everywhere."""
    units = _units_of(software) if fields.get("kind", software.kind) != software.kind else set()
    rows.refuse_beyond(units, by=by, field="kind", capability="catalogue")
    with writing(
        by=by, action="software.changed", units=units, capability="catalogue", reason=reason, override=override
    ) as write:
        software = write.take(software, version=version)
        for name, value in fields.items():
            setattr(software, name, value)
        write.update(software)
    return software


def lead(software: Software, *, by, version: int | None, since: date, unit: Unit, reason: str = "") -> Software:
    """From a day on a unit leads the use of the programme."""
    last = software.leads.order_by("since").last()
    units = {unit.pk, last.unit_id if last else unit.pk}
    with writing(by=by, action="software.led", units=units, capability="catalogue", reason=reason) as write:
        software = write.take(software, version=version)
        write.require_in_force(unit, on=since)
        if last is None:
            write.require_not_future(since, field="since")
            write.insert(SoftwareLead(software=software, unit=unit, since=since), root=software)
        else:
            rows.carry_on(write, software, software.leads.all(), since=since, unit=unit)
        write.bump(software)
    return software


def correct_lead(
    row: SoftwareLead, *, by, version: int | None, reason: str, override: bool = False, **fields
) -> SoftwareLead:
    """Put a lead right, its days included; `version` is that of the programme."""
    unit = fields.get("unit") or row.unit
    with writing(
        by=by, action="software.lead_corrected", units=[row.unit_id, unit], capability="catalogue", reason=reason,
        override=override,
    ) as write:  # fmt: skip
        software = write.take(row.software, version=version)
        row = software.leads.get(pk=row.pk)
        rows.correct(write, row, software.leads.all(), **fields)
        rows.require_within(write, row)
        write.bump(software)
    return row


def delete_lead(row: SoftwareLead, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take out a lead entered by mistake; the one before it, if any, goes on."""
    units = set(row.software.leads.values_list("unit_id", flat=True))
    with writing(
        by=by, action="software.lead_deleted", units=units, capability="catalogue", reason=reason, override=override
    ) as write:
        software = write.take(row.software, version=version)
        row = software.leads.get(pk=row.pk)
        others = [other for other in software.leads.all() if other.pk != row.pk]
        if others:
            rows.withdraw(write, row, others)
        else:
            write.delete(row)
        write.bump(software)


def delete(software: Software, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take a programme that was entered by mistake out of the catalogue; refused once a unit uses it."""
    units = _units_of(software)
    with writing(
        by=by, action="software.deleted", units=units, capability="catalogue", reason=reason, override=override
    ) as write:
        software = write.take(software, version=version)
        for row in software.leads.all():
            write.delete(row)
        write.delete(software)


# --- Uses ------------------------------------------------------------------------------------------------------------


def add_use(*, by, software: Software, unit: Unit, since: date, batch=None, **fields) -> SoftwareUse:
    """A unit uses (or must use) a programme from a day on; afterwards `change_use`."""
    with writing(by=by, action="software.use_added", units=[unit], capability=USES, batch=batch) as write:
        return insert_use(write, software=software, unit=unit, since=since, **fields)


def insert_use(write: Write, *, software: Software, unit: Unit, since: date, **fields) -> SoftwareUse:
    """Within an act: a use from a day on."""
    write.require_not_future(since, field="since")
    write.require_in_force(unit, on=since)
    # Else two uses of one programme in one unit might be written at once and overlap.
    software = write.hold(software)
    _require_allowed(write.by, unit.pk, before=False, after=fields.get("required", False))
    use = SoftwareUse(software=software, unit=unit, since=since, **fields)
    _check(write, use)
    rows.require_free(use, software.uses.filter(unit=unit))
    write.insert(use)
    return use


def change_use(use: SoftwareUse, *, by, version: int | None, since: date, reason: str = "", **fields) -> SoftwareUse:
    """From a day on: required, in_use, accounts, accounts_active, updated_on. Returns the row that holds then."""
    with writing(
        by=by, action="software.use_changed", units=[use.unit_id], capability=USES,
        reason=reason,
    ) as write:  # fmt: skip
        return next_use(write, use, version=version, since=since, **fields)


def next_use(write: Write, use: SoftwareUse, *, since: date, version: int | None = None, **fields) -> SoftwareUse:
    """Within an act: what the unit's use is from a day on."""
    _software, use = _take(write, use, version)
    _require_allowed(write.by, use.unit_id, before=use.required, after=fields.get("required", use.required))
    write.require_in_force(use.unit, on=since, field="since")
    if use.until is not None:
        raise Refused(_("This has ended already."))
    row = rows.carry_on(write, None, [use], since=since, **fields)
    _check(write, row)
    return row


def end_use(use: SoftwareUse, *, by, version: int | None, since: date, reason: str = "") -> SoftwareUse:
    """The unit no longer uses the programme from a day on."""
    with writing(
        by=by,
        action="software.use_ended",
        units=[use.unit_id],
        capability=USES,
        reason=reason,
    ) as write:
        _software, use = _take(write, use, version)
        return rows.end(write, [use], since=since)


def correct_use(
    use: SoftwareUse, *, by, version: int | None, reason: str, override: bool = False, **fields
) -> SoftwareUse:
    """Put a use right for its whole time, its days included."""
    with writing(
        by=by, action="software.use_corrected", units=[use.unit_id], capability=USES,
        reason=reason, override=override,
    ) as write:  # fmt: skip
        software, use = _take(write, use, version)
        _require_allowed(by, use.unit_id, before=use.required, after=fields.get("required", use.required))
        rows.correct(write, use, software.uses.filter(unit=use.unit_id), **fields)
        rows.require_within(write, use)
        _check(write, use)
    return use


def delete_use(use: SoftwareUse, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take out a use that was entered by mistake."""
    with writing(
        by=by, action="software.use_deleted", units=[use.unit_id], capability=USES,
        reason=reason, override=override,
    ) as write:  # fmt: skip
        _software, use = _take(write, use, version)
        write.delete(use)


def may_write_use(user, unit_id: int | None) -> bool:
    """Officials of the unit write its uses; who keeps the catalogue writes them too. None: those of any unit."""
    return scope_of(user).may(USES, unit_id)


def _take(write, use: SoftwareUse, version: int | None) -> tuple[Software, SoftwareUse]:
    """The programme locked, and the use as it is now; its version is its own, apart from those of other units."""
    return write.hold(use.software), write.take(use, version=version)


def _check(write, use: SoftwareUse) -> None:
    write.require_not_future(use.updated_on, field="updated_on")


def _require_allowed(by, unit_id: int, *, before: bool, after: bool) -> None:
    """What a unit must use is decided by who keeps the catalogue."""
    if by is not None and before != after and not scope_of(by).may("catalogue", unit_id):
        raise NotAllowed(_("The reviewer decides which programmes are required."), field="required")


def _units_of(software: Software) -> set[int]:
    return {
        *software.leads.values_list("unit_id", flat=True),
        *software.uses.values_list("unit_id", flat=True),
    }
