"""What one unit, month and section should hold of its own: registered and declared values, coverage. Pure reading."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, When

from common.months import Month
from communes.models import ClosedMonth, Section, Source, Unit, UnitClosure
from indicators import sources, together
from indicators.catalogue import measures_of
from indicators.models import Blank, DeclaredValue, Measure, MeasureKind
from indicators.together import Part

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
    procedure and channel; `distinct`: the measures whose totals are no sums, `totals`: these by unit and measure, of
    the units and those above, if they were asked for; `along`: the lines of what was to be read along."""

    values: dict[tuple[int, int], Own]
    coverage: dict[int, OwnCoverage]
    procedures: dict[tuple[int, int, str], tuple[int, int, int, int]]
    distinct: frozenset[int] = frozenset()
    totals: dict[tuple[int, int], int] = field(default_factory=dict)
    along: Sequence[list[tuple]] = ()


@dataclass(frozen=True)
class Ground:
    """The units that are counted and what a month knows of them, whatever the section. `parents`: of these and of every
    unit above them; `sources`: (unit, section) -> the declared one."""

    units: dict[int, Unit]
    parents: dict[int, int | None]
    closed: frozenset[int]
    sources: dict[tuple[int, str], str]


def ground_of(unit_ids: Iterable[int] | None, month: Month) -> Ground:
    """The ground of these units, of all for None; one query."""
    rows = Unit.objects.only("pk", "kind", "valid_from", "valid_until", "parent_id")
    if unit_ids is not None:
        # Of all units nothing is asked by id: a list of ten thousand costs the database more than the answer.
        links = UnitClosure.objects.filter(descendant_id__in=list(unit_ids))
        rows = rows.filter(pk__in=links.values("ancestor_id"))
    declared = FilteredRelation("section_sources", condition=Q(section_sources__since__lte=month.first_day()))
    closed = ClosedMonth.objects.filter(unit=OuterRef("pk"), year=month.year, month=month.month)
    rows = rows.annotate(
        declared=declared, section=F("declared__section"), source=F("declared__source"), is_closed=Exists(closed)
    )
    found = list(rows.order_by("declared__since"))
    asked = {row.pk for row in found} if unit_ids is None else set(unit_ids)
    return Ground(
        units={row.pk: row for row in found if row.pk in asked},
        parents={row.pk: row.parent_id for row in found},
        closed=frozenset(row.pk for row in found if row.is_closed),
        # A unit stands here once for each source that it ever declared: the last one counts.
        sources={(row.pk, row.section): row.source for row in found if row.section},
    )


def section_state(
    section: str, month: Month, unit_ids: Iterable[int] | None, *, ground: Ground | None = None, with_totals=False,
    along: Sequence[Part] = (),
) -> SectionState:  # fmt: skip
    """Count a section for a month from registers and declared values; None: all units. Empty values are left out.

    `ground`: what `ground_of(unit_ids, month)` answers, for a caller who needs it too. `with_totals`: count distinct
    things over the subtrees as well. `along`: what else the caller wants read, in the query of the declared values.
    """
    ground = ground or ground_of(unit_ids, month)
    units, measures = ground.units, measures_of(section)
    counted, by_procedure, totals = _counted(section, month, unit_ids, ground.parents if with_totals else ())
    lines, *others = together.read(_declaring(measures, month, unit_ids), *along)
    declared = _declared(lines, measures, month, units)
    reported_only = {pk for pk in units if _source(ground.sources, pk, section) == Source.REPORT}
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
    coverage = _coverage(month, ground, reported_only, declared)
    distinct = frozenset(measure.pk for measure in measures.values() if measure.distinct)
    totals = {(unit, measures[key].pk): number for (unit, key), number in totals.items()}
    return SectionState(values, coverage, procedures, distinct, totals, others)


def _source(by_source: dict, unit_id: int, section: str) -> str:
    default = Source.REGISTER if section in sources.SOURCES else Source.REPORT
    return by_source.get((unit_id, section), default)


def _declaring(measures: dict[str, Measure], month: Month, unit_ids) -> Part:
    by_pk = [measure.pk for measure in measures.values()]
    rows = DeclaredValue.objects.filter(measure_id__in=by_pk, year=month.year, month=month.month)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    rows = rows.annotate(is_approved=Case(When(approved_at__isnull=True, then=0), default=1))
    return Part(rows, ("unit_id", "measure_id", "is_approved", "value", "last_approved"), ("blank", "last_blank"))


def _declared(lines, measures: dict[str, Measure], month: Month, units) -> dict:
    """(unit, measure) -> (value that counts, blank): approved ones, or the last approved of one waiting again."""
    stocks = {measure.pk for measure in measures.values() if measure.kind != MeasureKind.FLOW}
    found, day = {}, month.last_day()
    for unit, measure, is_approved, new, last_approved, new_blank, last_blank in lines:
        value, blank = (new, new_blank) if is_approved else (last_approved, last_blank)
        if measure in stocks and not units[unit].exists_on(day):
            continue  # a stock counts only while the unit exists
        if value is not None or blank:
            found[(unit, measure)] = (value, blank)
    return found


def _counted(section: str, month: Month, unit_ids, above) -> tuple[dict, sources.filings.ByProcedure, dict]:
    """What the register says of the units, for filings also by procedure; and the totals of distinct things of those
    above, if any."""
    if section == Section.FILINGS:
        return *sources.filings.counts(month, unit_ids), {}
    if above and section in sources.BOTH_SOURCES:
        own, totals = sources.count_with_subtree(section, month, unit_ids, above)
        return own, {}, totals
    return sources.count(section, month, unit_ids), {}, {}


def _coverage(month: Month, ground: Ground, reported_only, declared) -> dict[int, OwnCoverage]:
    day = month.last_day()
    present = {pk for pk, unit in ground.units.items() if unit.kind in REPORTING_KINDS and unit.exists_on(day)}
    said = defaultdict(list)
    for (unit, _measure), (_value, blank) in declared.items():
        said[unit].append(blank)
    return {pk: _coverage_of(said.get(pk, []), pk in reported_only, pk in ground.closed) for pk in present}


def _coverage_of(blanks: list[str], is_reported_only: bool, is_closed: bool) -> OwnCoverage:
    if blanks and is_reported_only and all(blank == Blank.NOT_APPLICABLE for blank in blanks):
        return OwnCoverage()
    is_blank = any(blank in (Blank.NOT_AVAILABLE, Blank.NOT_RELIABLE) for blank in blanks)
    if is_blank or (is_reported_only and not blanks):
        return OwnCoverage(expected=1, blank=1)
    return OwnCoverage(expected=1, approved=1) if is_closed else OwnCoverage(expected=1, pending=1)
