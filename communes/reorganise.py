"""Applying a merger: units end, and what is counted at a date is re-homed with its past kept (design.md 4)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.errors import NotAllowed, Refused
from common.months import Month
from communes import locks, ports
from communes.actions.units import mark_months
from communes.models import (
    ClosedMonth,
    Connection,
    Membership,
    Placement,
    Posting,
    Reorganisation,
    SoftwareLead,
    SoftwareUse,
    Succession,
    Unit,
    UnitAlias,
    VillageCount,
)
from communes.scope import scope_of
from communes.writing import Write

# Dated rows that simply go on at the successor; software uses need merging and stand apart.
REHOMED = (Placement, Posting, Connection, VillageCount, SoftwareLead)


def merge(
    *, by, effective_on: date, resolution: str, absorbed: list[Unit], into: Unit, note: str = ""
) -> Reorganisation:
    """Merge units into an existing one from a day on, in one transaction, alone with every unit concerned.

    Refused if a unit does not exist on the day before, or if a month from that day on is closed for one of them.
    """
    if by is not None and not scope_of(by).is_administrator:
        raise NotAllowed()
    units = [*absorbed, into]
    with audit.event(by=by, action="units.merged", reason=resolution) as event:
        unit_ids = {unit.pk for unit in units}
        locks.exclude(unit_ids)
        _check(units, effective_on)
        write = Write(by=by, event=event, unit_ids=unit_ids, reason=resolution)
        act = Reorganisation(kind="merge", effective_on=effective_on, resolution=resolution, note=note)
        if by is not None:
            act.applied_at, act.applied_by = timezone.now(), by
        write.insert(act)
        for unit in absorbed:
            _absorb(write, act, unit, into)
        mark_months(unit_ids)
    return act


def _check(units: list[Unit], effective_on: date) -> None:
    month = Month.of(effective_on)
    for unit in units:
        unit.refresh_from_db()
        if not unit.exists_on(effective_on) or unit.valid_from >= effective_on:
            raise Refused(_("%(unit)s does not exist on the day of the merger.") % {"unit": unit.title})
    closed = [
        row
        for row in ClosedMonth.objects.filter(unit__in=units).select_related("unit")
        if Month(row.year, row.month) >= month
    ]
    if closed:
        raise Refused(
            _("%(unit)s: month %(month)s is closed. A merger cannot be dated in a closed month.")
            % {"unit": closed[0].unit.title, "month": Month(closed[0].year, closed[0].month).label}
        )


def _absorb(write: Write, act: Reorganisation, unit: Unit, into: Unit) -> None:
    write.insert(Succession(reorganisation=act, predecessor=unit, successor=into))
    for model in REHOMED:
        for row in model.objects.filter(unit=unit):
            _rehome(write, row, into, act.effective_on)
    for row in SoftwareUse.objects.filter(unit=unit):
        _rehome_use(write, row, into, act.effective_on)
    for row in Membership.objects.filter(unit=unit):
        _follow(write, row, into, act.effective_on)
    for call in ports.reorganisation:
        call(act, unit, into, write)
    if not UnitAlias.objects.filter(unit=into, name=unit.name).exists():
        write.insert(UnitAlias(unit=into, kind=UnitAlias.Kind.FORMER, name=unit.name))
    unit.valid_until = act.effective_on
    write.update(unit)


def _rehome(write: Write, row, into: Unit, day: date) -> None:
    """Close a dated row on the day and open its like at the successor; one that begins later just moves."""
    if row.until is not None and row.until <= day:
        return
    if row.since >= day:
        row.unit = into
        write.update(row)
        return
    until, row.until = row.until, day
    write.update(row)
    row.pk, row._state.adding = None, True
    row.unit, row.since, row.until = into, day, until
    write.insert(row, root=row)


def _rehome_use(write: Write, row: SoftwareUse, into: Unit, day: date) -> None:
    """As above; where the successor uses the programme itself, its row goes on with both units' accounts."""
    own = SoftwareUse.objects.in_force(on=day).filter(software=row.software_id, unit=into).first()
    ended = row.until is not None and row.until <= day
    if own is None or ended:
        return _rehome(write, row, into, day)
    if row.since >= day:
        # Two rows of one programme in one unit cannot overlap; the later one gives way.
        return write.delete(row)
    row.until = day
    write.update(row)
    sums = {
        "accounts": own.accounts + row.accounts,
        "accounts_active": own.accounts_active + row.accounts_active,
        "required": own.required or row.required,
        "in_use": own.in_use or row.in_use,
    }
    if own.since < day:
        until, own.until = own.until, day
        write.update(own)
        own.pk, own._state.adding = None, True
        own.since, own.until = day, until
        for name, value in sums.items():
            setattr(own, name, value)
        return write.insert(own, root=own)
    for name, value in sums.items():
        setattr(own, name, value)
    return write.update(own)


def _follow(write: Write, row: Membership, into: Unit, day: date) -> None:
    if row.valid_until is not None and row.valid_until <= day:
        return
    if row.valid_from >= day:
        row.unit = into
        write.update(row)
        return
    until, row.valid_until = row.valid_until, day
    write.update(row)
    if Membership.objects.in_force(on=day).filter(user=row.user_id, unit=into, role=row.role).exists():
        return
    write.insert(Membership(user=row.user, unit=into, role=row.role, valid_from=day, valid_until=until))
