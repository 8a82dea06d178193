"""Online procedures that nobody filed online: where, since when, who has such filings, and the reasons counted."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Sum
from django.utils.translation import gettext as _

from common import clock
from common.months import Month
from common.text import sort_key
from communes.models import Unit, UnitKind
from communes.scope import scope_of
from dashboards import compare
from dashboards.period import State
from indicators import reports
from services.models import (
    NEW_LEVELS_FROM,
    OLD_LEVELS,
    ONLINE_LEVELS,
    Cause,
    Channel,
    Procedure,
    ReasonCount,
    ServiceLevel,
    UnusedChannel,
)

# procedure id -> units with an online filing, each with how many where the reader may see it
Elsewhere = dict[int, list[tuple[Unit, int | None]]]


def with_choices(state: State, params) -> State:
    """The view with the level and the field that the address asks for; what cannot be used is told."""
    level, of_field = (params.get(name, "").strip() for name in ("level", "field"))
    problems = list(state.problems)
    if level and level not in ONLINE_LEVELS:
        problems.append(_("“%(text)s” is no online level; procedures of every level are shown.") % {"text": level[:20]})
        level = ""
    if of_field and ("\x00" in of_field or not Procedure.objects.filter(field=of_field).exists()):
        problems.append(_("No procedure has the field “%(text)s”; all fields are shown.") % {"text": of_field[:60]})
        of_field = ""
    more = tuple(pair for pair in (("level", level), ("field", of_field)) if pair[1])
    return state.at(more=more, problems=tuple(problems))


def levels(state: State) -> list[ServiceLevel]:
    """The online levels of the law that is in force at the end of the period."""
    return [ServiceLevel(name) for name in ONLINE_LEVELS if (name in OLD_LEVELS) != has_new_levels(state)]


def counted_on(state: State) -> date:
    """The day whose levels and offers count: the last of the period, or of the running month."""
    return min(state.period.last, Month.of(clock.today())).last_day()


def has_new_levels(state: State) -> bool:
    """Whether the levels partial and full are in force by then."""
    return counted_on(state) >= NEW_LEVELS_FROM


@dataclass
class Gap:
    """An online procedure without an online filing at a unit in the period.

    `never_since` is the first day that the figures know of it if there was none before either, `last` else the month of
    the last one; `elsewhere` are the units beside that have some, each with its number where the reader may see it.
    """

    unit: Unit
    procedure: Procedure
    demand: reports.Demand
    last: Month | None
    never_since: date
    elsewhere: list[tuple[Unit, int | None]] = field(default_factory=list)
    reasons: list[tuple[str, int]] = field(default_factory=list)

    @property
    def in_person(self) -> int:
        return self.demand.filings(Channel.DIRECT)

    @property
    def by_post(self) -> int:
        return self.demand.filings(Channel.POSTAL)


@dataclass
class Uneven:
    """A procedure that some of the units below filed online and others did not."""

    procedure: Procedure
    online: list[tuple[Unit, int]] = field(default_factory=list)
    counter: list[Unit] = field(default_factory=list)
    none: list[Unit] = field(default_factory=list)


@dataclass
class Line:
    """The online procedures of one unit or one field, counted."""

    name: str
    tally: reports.Tally
    unit: Unit | None = None


@dataclass(frozen=True)
class Around:
    """The units directly below the one of the page, and those beside it (see `beside`)."""

    children: list[Unit]
    siblings: list[Unit]

    @classmethod
    def read(cls, state: State, user) -> "Around":
        """A few queries."""
        return cls(list(compare.children(state, user)), list(beside(state, user).in_vietnamese_order()))

    @property
    def signature(self) -> tuple:
        """Everything of it that a page shows."""
        return tuple((unit.pk, unit.title, unit.slug, unit.kind) for unit in [*self.children, *self.siblings])


class WithoutFilings:
    """What the page of one unit and period says; the figures are read once."""

    def __init__(self, state: State, around: Around, user):
        self.state, self.user = state, user
        self.children, self.siblings = around.children, around.siblings
        self.first, self.last = state.period.first, state.period.last
        chosen = dict(state.more)
        ids = [state.unit.pk, *(unit.pk for unit in self.children)]
        self._units = reports.Units(ids, structure=state.boundaries, kind=state.kind)
        self._demand = self._units.demand(
            self.first, self.last, level=chosen.get("level", ""), of_field=chosen.get("field", "")
        )
        self.here = self._demand.get(state.unit.pk, {})
        self.procedures = Procedure.objects.in_bulk(list(self.here))
        self.tally = reports.Tally.of(self.here.values())

    @property
    def is_estimated(self) -> bool:
        return any(demand.is_estimated for by_procedure in self._demand.values() for demand in by_procedure.values())

    @property
    def coverage(self) -> reports.Coverage:
        """What stands behind the figures of filings."""
        options = {"structure": self.state.boundaries, "kind": self.state.kind}
        return reports.series(self.state.unit, "filings.received", self.first, self.last, **options).coverage

    @cached_property
    def gaps(self) -> list[Gap]:
        """The procedures without an online filing at the unit itself, those that most people came for first."""
        return self._gaps([self.state.unit], self._beside, {self.state.unit.pk: self._reasons_here})

    def gaps_below(self) -> list[Gap]:
        """The same for each unit directly below, unit by unit."""
        return self._gaps(self.children, self._filed_below, self._reasons(self.children))

    def _gaps(self, units: list[Unit], elsewhere: Elsewhere, reasons: dict[int, dict]) -> list[Gap]:
        read = reports.Units([unit.pk for unit in units], structure=self.state.boundaries, kind=self.state.kind)
        last, known = read.last_online(self.last), read.known_from(self.last)
        opened = self.state.opened[0]
        found = []
        for unit in units:
            gaps = [
                Gap(
                    unit,
                    self.procedures[pk],
                    demand,
                    last.get(unit.pk, {}).get(pk),
                    max(demand.since, max(opened, known.get(unit.pk, opened)).first_day()),
                    [(other, number) for other, number in elsewhere.get(pk, []) if other != unit],
                    in_words(reasons[unit.pk][pk]),
                )
                for pk, demand in self._demand.get(unit.pk, {}).items()
                if demand.use != reports.Use.ONLINE
            ]
            found += sorted(gaps, key=lambda gap: (-gap.in_person - gap.by_post, gap.procedure.sort_key))
        return found

    def unknown(self) -> tuple[list[Unit], list[Unit]]:
        """The units that only report totals of their filings: at the end of the period, and in a part before."""
        end = min(self.last, Month.of(clock.today()))
        found = self._units.unknown(end), self._units.partly_unknown(self.first, end)
        units = Unit.objects.visible_to(self.user).in_vietnamese_order().in_bulk([*found[0], *found[1]])
        return tuple([units[pk] for pk in units if pk in ids] for ids in found)

    def uneven(self) -> list[Uneven]:
        """Procedures filed online at some of the units below that offer them, those that most others miss first."""
        rows = {pk: Uneven(procedure) for pk, procedure in self.procedures.items()}
        for unit in self.children:
            for pk, demand in self._demand.get(unit.pk, {}).items():
                if demand.use == reports.Use.ONLINE:
                    rows[pk].online.append((unit, demand.filings(Channel.ONLINE)))
                else:
                    getattr(rows[pk], demand.use).append(unit)
        found = [row for row in rows.values() if row.online and (row.counter or row.none)]
        return sorted(found, key=lambda row: (-len(row.counter), -len(row.none), row.procedure.sort_key))

    def by_unit(self) -> list[Line]:
        """The units directly below, those with most procedures without an online filing first."""
        lines = [
            Line(unit.title, reports.Tally.of(self._demand[unit.pk].values()), unit)
            for unit in self.children
            if unit.pk in self._demand
        ]
        return sorted(lines, key=lambda line: -(line.tally.counter + line.tally.none))

    def by_field(self) -> list[Line]:
        """The fields of the procedures, in the same order."""
        groups: dict[str, list[reports.Demand]] = defaultdict(list)
        for pk, demand in self.here.items():
            groups[self.procedures[pk].field].append(demand)
        lines = [Line(name, reports.Tally.of(groups[name])) for name in sorted(groups, key=sort_key)]
        return sorted(lines, key=lambda line: -(line.tally.counter + line.tally.none))

    def all_reasons(self) -> list[tuple[str, int]]:
        """(cause in words, people), most given first."""
        return in_words(sum(self._reasons_here.values(), Counter()))

    @cached_property
    def _reasons_here(self) -> dict[int | None, Counter]:
        return self._reasons([self.state.unit])[self.state.unit.pk]

    def _reasons(self, units: list[Unit]) -> dict[int, dict[int | None, Counter]]:
        """unit id -> procedure id (None: of no one procedure) -> cause -> people who gave it, there and below.

        People cannot be divided: of a unit that was split they count whole at each of its heirs, as distinct things do.
        """
        parts = self.state.boundaries.parts([unit.pk for unit in units], kind=self.state.kind)
        owners = defaultdict(list)
        for unit, of_unit in parts.items():
            for owner in of_unit:
                owners[owner].append(unit)
        rows = ReasonCount.objects.in_period(self.first, self.last).filter(channel=UnusedChannel.ONLINE)
        counted = rows.filter(unit_id__in=list(owners)).order_by().values_list("unit_id", "procedure_id", "cause")
        found: dict[int, dict[int | None, Counter]] = {unit.pk: defaultdict(Counter) for unit in units}
        for owner, procedure, cause, people in counted.annotate(Sum("people")):
            if procedure is None or procedure in self.here:
                for unit in owners[owner]:
                    found[unit][procedure][cause] += people
        return found

    @cached_property
    def _filed_below(self) -> Elsewhere:
        """procedure id -> the units below with an online filing."""
        found = defaultdict(list)
        for unit in self.children:
            for pk, demand in self._demand.get(unit.pk, {}).items():
                if demand.use == reports.Use.ONLINE:
                    found[pk].append((unit, demand.filings(Channel.ONLINE)))
        return found

    @cached_property
    def _beside(self) -> Elsewhere:
        """procedure id -> the units beside this one with an online filing."""
        read = reports.Units([unit.pk for unit in self.siblings], structure=self.state.boundaries)
        received = read.received(self.first, self.last, channel=Channel.ONLINE)
        scope, found = scope_of(self.user), defaultdict(list)
        for unit in self.siblings:
            for procedure, numbers in received.get(unit.pk, {}).items():
                number = reports.whole(numbers[Channel.ONLINE]) if scope.sees(unit.pk) else None
                found[procedure].append((unit, number))
        return found


def beside(state: State, user):
    """The units beside the one of the page whose online filings may be named: for a commune or an office every one of
    the same district, since its members learn for a procedure which of them have some (design.md 11); else those that
    the person sees."""
    unit = state.unit
    units = compare.existing(Unit.objects.filter(parent_id=unit.parent_id).exclude(pk=unit.pk), state)
    if unit.parent_id is None:
        return units.none()
    return units if _is_member(unit, user) else units.visible_to(user)


def in_words(counted: Counter) -> list[tuple[str, int]]:
    """(cause in words, people), the most given first."""
    return [(str(Cause(cause).label), people) for cause, people in counted.most_common()]


def _is_member(unit: Unit, user) -> bool:
    """Whether the person belongs where the unit does. Who reads a unit that has ended may belong elsewhere by now."""
    if unit.kind not in (UnitKind.COMMUNE, UnitKind.OFFICE):
        return False
    today = clock.today()
    return Unit.objects.visible_to(user).in_force(on=today).filter(parent_id=unit.parent_id).exists()
