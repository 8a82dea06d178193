"""Declared values, their approval, indicators and targets."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import Refused, StaleVersion
from common.months import Month
from communes.models import Cell, Source, Unit
from communes.reports import source_of
from communes.writing import Write, writing
from indicators import sources
from indicators.display import shown
from indicators.models import DeclaredValue, Indicator, IndicatorTerm, Measure, Target


def declare(
    *, by, unit: Unit, measure: Measure, month: Month, value: int | None = None, blank: str = "", reason: str = "",
    version: int | None = None, override: bool = False,
) -> DeclaredValue | None:  # fmt: skip
    """A unit's own word for a month, in stored units (value × 10^decimals), or one of the kinds of blank.

    Confirming the register's value declares nothing (returns None). A value that differs from the register's needs a
    reason. It counts once `approve` is called; until then the last approved value stands.
    """
    with writing(
        by=by, action="figures.declared", units=[unit], reason=reason, override=override, capability="registers"
    ) as write:
        registered = registered_value(unit, measure, month)
        return declare_one(
            write, unit=unit, measure=measure, month=month, value=value, blank=blank, reason=reason, version=version,
            registered=registered,
        )  # fmt: skip


def declare_one(
    write: Write, *, unit: Unit, measure: Measure, month: Month, registered: int | None, value: int | None = None,
    blank: str = "", reason: str = "", version: int | None = None,
) -> DeclaredValue | None:  # fmt: skip
    """Within an act: the same; `registered` as from `registered_value`."""
    if not measure.in_report:
        raise Refused(_("%(measure)s is counted from the register and is not declared.") % {"measure": measure})
    write.require_not_future(month.first_day(), field="month")
    write.require_in_force(unit, on=_day_in(unit, month), field="unit")
    row = DeclaredValue.objects.filter(unit=unit, measure=measure, year=month.year, month=month.month).first()
    if row is None and registered is not None and value == registered and not blank:
        return None
    differs = registered is not None and value is not None and value != registered
    if differs and not blank and not reason.strip():
        raise Refused(
            _("The register says %(registered)s. Say why you declare %(value)s.")
            % {"registered": shown(measure, registered), "value": shown(measure, value)},
            field="reason",
        )
    if row is None:
        row = DeclaredValue(unit=unit, measure=measure, year=month.year, month=month.month)
        row.value, row.blank, row.reason = value, blank, reason
        write.insert(row)
    else:
        row = write.take(row, version=version)
        _replace(row, value=value, blank=blank, reason=reason)
        write.update(row)
    write.stale(Cell(unit.pk, month.year, month.month, measure.section))
    return row


def approve(*, by, declared: list[DeclaredValue], reason: str = "") -> int:
    """Let declared values count as they were shown; StaleVersion if one was changed since. Returns how many waited."""
    units = {row.unit_id for row in declared}
    seen = {row.pk: row.version for row in declared}
    with writing(by=by, action="figures.approved", units=units, capability="close", reason=reason) as write:
        rows = DeclaredValue.objects.select_for_update(of=("self",)).select_related("measure").filter(pk__in=seen)
        found = {row.pk: row.version for row in rows}
        if found != seen:
            raise StaleVersion()
        waiting = [row for row in rows if row.approved_at is None]
        for row in waiting:
            row.approved_at, row.approved_by = timezone.now(), by
            row.last_approved, row.last_blank = row.value, row.blank
            write.update(row)
            write.stale(Cell(row.unit_id, row.year, row.month, row.measure.section))
    return len(waiting)


def withdraw(*, by, declared: DeclaredValue, reason: str, override: bool = False) -> None:
    """Take a declared value back; the register's value, if there is one, stands again."""
    with writing(
        by=by, action="figures.withdrawn", units=[declared.unit_id], reason=reason, override=override
    ) as write:
        declared = write.take(declared)
        write.delete(declared)
        write.stale(Cell(declared.unit_id, declared.year, declared.month, declared.measure.section))


def set_target(*, by, indicator: Indicator, unit_kind: str, year: int, value: Decimal, **fields) -> Target:
    """Set or change what an indicator should reach in a year (reviewers)."""
    with writing(by=by, action="targets.set", units=[], capability="catalogue") as write:
        row = Target.objects.filter(indicator=indicator, unit_kind=unit_kind, year=year).first()
        if row is None:
            row = Target(indicator=indicator, unit_kind=unit_kind, year=year, value=value, **fields)
            write.insert(row)
        else:
            row.value = value
            for name, new in fields.items():
                setattr(row, name, new)
            write.update(row)
    return row


def change_target(target: Target, *, by, version: int, reason: str, **fields) -> Target:
    """Correct a target (reviewers)."""
    with writing(by=by, action="targets.changed", units=[], capability="catalogue", reason=reason) as write:
        target = write.take(target, version=version)
        for name, value in fields.items():
            setattr(target, name, value)
        write.update(target)
    return target


def change_indicator(indicator: Indicator, *, by, version: int, reason: str, terms=None, **fields) -> Indicator:
    """Correct an indicator's texts, dates or terms (administrators)."""
    with writing(by=by, action="indicators.changed", units=[], capability="units", reason=reason) as write:
        indicator = write.take(indicator, version=version)
        for name, value in fields.items():
            setattr(indicator, name, value)
        write.update(indicator)
        if terms is not None:
            for term in indicator.terms.all():
                write.delete(term)
            for side, measure, sign in terms:
                write.insert(IndicatorTerm(indicator=indicator, side=side, measure=measure, sign=sign))
    return indicator


def _replace(row: DeclaredValue, **fields) -> None:
    """Another word for the month: what was approved stays in force until this one is."""
    if row.approved_at is not None:
        row.last_approved, row.last_blank = row.value, row.blank
        row.approved_at = row.approved_by = None
    for name, value in fields.items():
        setattr(row, name, value)


def registered_value(unit: Unit, measure: Measure, month: Month, *, count=sources.count) -> int | None:
    """The register's value now, which the stored figure may not be yet; None where the section is only reported, or
    entered month by month and not yet for this one."""
    if not measure.in_register or source_of(unit.pk, measure.section, on=month.first_day()) == Source.REPORT:
        return None
    nothing = None if measure.section in sources.BY_ENTRY else 0
    return count(measure.section, month, [unit.pk]).get((unit.pk, measure.key), nothing)


def _day_in(unit: Unit, month: Month) -> date:
    """The day on which the unit must exist: the month's last, or its own last if that lies in the month."""
    last = month.last_day()
    ends = unit.valid_until
    return ends - timedelta(days=1) if ends is not None and month.first_day() < ends <= last else last
