"""What one unit, month and section should hold of its own: registered and declared values, coverage. Pure reading."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from common.months import Month
from communes.models import ClosedMonth, Section, Source, Unit
from communes.reports import sources_of
from indicators import sources
from indicators.models import Blank, DeclaredValue, Measure, MeasureKind

# Kinds of units that hand in reports of their own; a district or province only has totals.
REPORTING_KINDS = ("commune", "office")


@dataclass(frozen=True)
class Own:
    """A unit's own figure of a measure in a month."""

    registered: int | None
    reported: int | None
    blank: str

    @property
    def own(self) -> int | None:
        """Reported, else registered; nothing where a blank was declared and approved."""
        if self.blank:
            return None
        return self.reported if self.reported is not None else self.registered

    @property
    def is_empty(self) -> bool:
        """A row that says nothing: zero or no data, and nothing declared."""
        return not self.registered and self.reported is None and not self.blank


@dataclass(frozen=True)
class OwnCoverage:
    """Whether a unit's figures of a section were expected, and are approved, pending or blank; 0 or 1 each."""

    expected: int = 0
    approved: int = 0
    pending: int = 0
    blank: int = 0


@dataclass(frozen=True)
class SectionState:
    """Everything of a section and month for some units; `procedures`: (received, results, finished, late) by unit,
    procedure and channel; `distinct`: the measures whose totals are no sums."""

    values: dict[tuple[int, int], Own]
    coverage: dict[int, OwnCoverage]
    procedures: dict[tuple[int, int, str], tuple[int, int, int, int]]
    distinct: frozenset[int] = frozenset()


def measure_map(section: str) -> dict[str, Measure]:
    """The section's measures by key."""
    return {measure.key: measure for measure in Measure.objects.filter(section=section)}


def section_state(
    section: str, month: Month, unit_ids: Iterable[int] | None, *, units: dict[int, Unit] | None = None
) -> SectionState:
    """Count a section for a month from registers and declared values; None: all units. Empty values are left out.

    `units`: what `units_of(unit_ids)` answers, for a caller who asks for many sections of the same units.
    """
    units = units if units is not None else units_of(unit_ids)
    measures = measure_map(section)
    # Of all units nothing is asked by id: a list of ten thousand costs the database more than the answer.
    by_source = sources_of(None if unit_ids is None else units, on=month.first_day())
    counted, by_procedure = _counted(section, month, unit_ids)
    declared = _declared(section, month, unit_ids, units)
    reported_only = {pk for pk in units if _source(by_source, pk, section) == Source.REPORT}
    if section in sources.BY_ENTRY:
        reported_only |= units.keys() - {unit for unit, _key in counted}
    values = {}
    for (unit, key), number in counted.items():
        if unit not in reported_only or key in sources.APART:
            values[(unit, measures[key].pk)] = Own(number, None, "")
    for (unit, measure), (reported, blank) in declared.items():
        known = values.get((unit, measure))
        registered = None if unit in reported_only else (known.registered if known else 0)
        values[(unit, measure)] = Own(registered, reported, blank)
    values = {key: own for key, own in values.items() if not own.is_empty}
    procedures = {key: numbers for key, numbers in by_procedure.items() if key[0] not in reported_only}
    coverage = _coverage(month, units, reported_only, declared, is_narrowed=unit_ids is not None)
    distinct = frozenset(measure.pk for measure in measures.values() if measure.distinct)
    return SectionState(values, coverage, procedures, distinct)


def units_of(unit_ids: Iterable[int] | None) -> dict[int, Unit]:
    """The units by id, with what counting asks of them; None: all."""
    rows = Unit.objects.all() if unit_ids is None else Unit.objects.filter(pk__in=list(unit_ids))
    return {unit.pk: unit for unit in rows.order_by().only("pk", "kind", "valid_from", "valid_until")}


def _source(by_source: dict, unit_id: int, section: str) -> str:
    default = Source.REGISTER if section in sources.SOURCES else Source.REPORT
    return by_source.get((unit_id, section), default)


def _declared(section: str, month: Month, unit_ids, units) -> dict[tuple[int, int], tuple[int | None, str]]:
    """(unit, measure) -> (value that counts, blank): approved ones, or the last approved of one waiting again."""
    rows = DeclaredValue.objects.filter(measure__section=section, year=month.year, month=month.month)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(units))
    found = {}
    day = month.last_day()
    for row in rows.select_related("measure"):
        if row.approved_at is None:
            value, blank = row.last_approved, row.last_blank
        else:
            value, blank = row.value, row.blank
        is_stock = row.measure.kind != MeasureKind.FLOW
        if is_stock and not units[row.unit_id].exists_on(day):
            continue  # a stock counts only while the unit exists
        if value is not None or blank:
            found[(row.unit_id, row.measure_id)] = (value, blank)
    return found


def _counted(section: str, month: Month, unit_ids) -> tuple[dict, sources.filings.ByProcedure]:
    """What the register says, for filings also by procedure."""
    if section == Section.FILINGS:
        return sources.filings.counts(month, unit_ids)
    return sources.count(section, month, unit_ids), {}


def _coverage(month: Month, units, reported_only, declared, *, is_narrowed: bool) -> dict[int, OwnCoverage]:
    day = month.last_day()
    present = {pk for pk, unit in units.items() if unit.kind in REPORTING_KINDS and unit.exists_on(day)}
    months = ClosedMonth.objects.filter(year=month.year, month=month.month)
    if is_narrowed:
        months = months.filter(unit_id__in=present)
    closed = set(months.values_list("unit_id", flat=True))
    said = defaultdict(list)
    for (unit, _measure), (_value, blank) in declared.items():
        said[unit].append(blank)
    return {pk: _coverage_of(said.get(pk, []), pk in reported_only, pk in closed) for pk in present}


def _coverage_of(blanks: list[str], is_reported_only: bool, is_closed: bool) -> OwnCoverage:
    if blanks and is_reported_only and all(blank == Blank.NOT_APPLICABLE for blank in blanks):
        return OwnCoverage()
    is_blank = any(blank in (Blank.NOT_AVAILABLE, Blank.NOT_RELIABLE) for blank in blanks)
    if is_blank or (is_reported_only and not blanks):
        return OwnCoverage(expected=1, blank=1)
    return OwnCoverage(expected=1, approved=1) if is_closed else OwnCoverage(expected=1, pending=1)
