"""Demand for online procedures: which of them units offer, how people filed them, since when nobody did so online.

Distinct things, so counted anew for every unit and period, never summed (see `indicators.distinct`, whose named counts
these agree with). Online are levels 3 and 4, and since 15/08/2022 partial and full.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from django.db.models import Count, F, Max, Min, Q

from common import clock
from common.months import Month
from communes.models import Section, SectionSource, Source, UnitClosure
from indicators.models import ProcedureFigure
from indicators.series import Number, whole, whole_sum, within
from indicators.structure import Boundaries
from services.models import ONLINE_LEVELS, Channel, ProcedureLevel, ProcedureOffer


class Use(StrEnum):
    """How an online procedure was asked for in a period."""

    ONLINE = "online"
    COUNTER = "counter"
    NONE = "none"


@dataclass(frozen=True)
class Demand:
    """One procedure that a unit, or one below it, offered online at the end of a period.

    `since`: the day from which it has been both online and offered; `units`: how many offer it; `received`: channel ->
    filings of the period, exactly (a part of a split unit is no whole number).
    """

    procedure: int
    level: str
    since: date
    units: int
    received: dict[str, Number] = field(default_factory=dict)

    @property
    def use(self) -> Use:
        if self.received.get(Channel.ONLINE):
            return Use.ONLINE
        return Use.COUNTER if self.received else Use.NONE

    @property
    def is_estimated(self) -> bool:
        return any(number % 1 for number in self.received.values())

    def filings(self, channel: str) -> int:
        """Filings received through a channel, half up."""
        return whole(self.received.get(channel, 0))


@dataclass(frozen=True)
class Tally:
    """How many online procedures were filed online, at the counter only, or not at all; `in_person`: the filings that
    came in person of those that nobody filed online."""

    online: int = 0
    filed_online: int = 0
    counter: int = 0
    none: int = 0
    in_person: int = 0

    @classmethod
    def of(cls, demands: Iterable[Demand]) -> "Tally":
        """Each procedure once."""
        uses: dict[Use, list[Demand]] = {use: [] for use in Use}
        for demand in demands:
            uses[demand.use].append(demand)
        in_person = sum(demand.filings(Channel.DIRECT) for demand in uses[Use.COUNTER])
        filed, counter, none = (len(uses[use]) for use in (Use.ONLINE, Use.COUNTER, Use.NONE))
        return cls(filed + counter + none, filed, counter, none, in_person)


class Units:
    """The units that are asked about, each with whose rows count for it: all below, or parts of several units."""

    def __init__(self, unit_ids: Iterable[int], *, structure: str | Boundaries = "was", kind: str = ""):
        ids, boundaries = list(unit_ids), Boundaries.of(structure)
        moved = set(ids) if kind else set(boundaries.shifts(ids))
        self.whole = [pk for pk in ids if pk not in moved]
        self.parts: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
        for pk, parts in boundaries.parts([pk for pk in ids if pk in moved], kind=kind).items() if moved else ():
            for owner, part in parts.items():
                self.parts[owner].append((pk, part))

    def demand(self, first: Month, last: Month, *, level: str = "", of_field: str = "") -> dict[int, dict[int, Demand]]:
        """unit id -> procedure id -> demand in the period, for what was offered online at its end (or now, if that is
        earlier); of one level or one field if given."""
        month = min(last, Month.of(clock.today()))
        if month < first:
            return {}
        day = month.last_day()
        levels = _online(day, level=level, of_field=of_field)
        received = self.received(first, last)
        found: dict[int, dict[int, Demand]] = defaultdict(dict)
        for unit, procedure, since, units in self._offers(day, leaving_out=self.unknown(month)):
            if procedure in levels:
                name, online_since = levels[procedure]
                known = found[unit].get(procedure)
                found[unit][procedure] = Demand(
                    procedure,
                    name,
                    min(max(since, online_since), known.since if known else date.max),
                    units + (known.units if known else 0),
                    received[unit].get(procedure, {}),
                )
        return dict(found)

    def received(self, first: Month, last: Month, **conditions) -> dict[int, dict[int, dict[str, Number]]]:
        """unit id -> procedure id -> channel -> filings received in the period."""
        found: dict[int, dict[int, dict[str, Number]]] = defaultdict(lambda: defaultdict(dict))
        rows = ProcedureFigure.objects.filter(within(first, last), **conditions)
        for unit, part, procedure, channel, number in self._figures(rows, whole_sum, "procedure_id", "channel"):
            here = found[unit][procedure]
            here[channel] = here.get(channel, 0) + (number if part == 1 else number * part)
        return found

    def last_online(self, until: Month) -> dict[int, dict[int, Month]]:
        """unit id -> procedure id -> the last month, up to one, in which somebody filed it online."""
        found: dict[int, dict[int, Month]] = defaultdict(dict)
        rows = ProcedureFigure.objects.filter(
            Q(year__lt=until.year) | Q(year=until.year, month__lte=until.month), channel=Channel.ONLINE
        )
        latest = Max(F("year") * 12 + F("month") - 1)
        for unit, _part, procedure, number in self._figures(rows, lambda _column: latest, "procedure_id"):
            month = Month(number // 12, number % 12 + 1)
            found[unit][procedure] = max(month, found[unit].get(procedure, month))
        return found

    def _figures(self, rows, value, *keys: str) -> Iterator[tuple]:
        """(unit, part, *keys, value) from the totals of whole units and the own figures of parts."""
        for column, ids in (("total", self.whole), ("own", list(self.parts))):
            if ids:
                counted = rows.filter(unit_id__in=ids, **{f"{column}__gt": 0}).order_by()
                for owner, *rest in counted.values_list("unit_id", *keys).annotate(value=value(column)):
                    for unit, part in [(owner, 1)] if column == "total" else self.parts[owner]:
                        yield (unit, part, *rest)

    def unknown(self, month: Month) -> set[int]:
        """The units that count here and only report totals of their filings in a month: by procedure nothing is known
        there, which is not the same as no demand."""
        return {pk for pk, last in self._last_unknown(month).items() if last == month}

    def partly_unknown(self, first: Month, last: Month) -> set[int]:
        """Those that did so in a part of the period, and no more at its end."""
        return {pk for pk, month in self._last_unknown(last).items() if first <= month < last}

    def known_from(self, until: Month) -> dict[int, Month]:
        """unit id -> the month from which what its units received is known by procedure, where it was not before."""
        ends = {owner: last + 1 for owner, last in self._last_unknown(until).items() if last < until}
        found: dict[int, Month] = {}
        pairs = [(unit, owner) for owner in ends for unit, _part in self.parts.get(owner, ())]
        if ends:
            links = UnitClosure.objects.filter(ancestor_id__in=self.whole, descendant_id__in=list(ends))
            pairs += links.values_list("ancestor_id", "descendant_id")
        for unit, below in pairs:
            found[unit] = max(ends[below], found.get(unit, ends[below]))
        return found

    def _last_unknown(self, until: Month) -> dict[int, Month]:
        """unit id -> the last month up to one in which it only reported totals."""
        return {
            owner: max(months)
            for owner, sources in self._sources.items()
            if (months := [m for m in _reported_until(sources, until) if m is not None])
        }

    @cached_property
    def _sources(self) -> dict[int, list[tuple[date, str]]]:
        """unit id -> (since, source) of its filings in order of days, for the units that have said one."""
        below = UnitClosure.objects.filter(ancestor_id__in=self.whole).values("descendant_id")
        rows = SectionSource.objects.filter(
            Q(unit_id__in=below) | Q(unit_id__in=list(self.parts)), section=Section.FILINGS
        )
        found: dict[int, list[tuple[date, str]]] = defaultdict(list)
        for owner, since, source in rows.order_by("since").values_list("unit_id", "since", "source"):
            found[owner].append((since, source))
        return found

    def _offers(self, day: date, *, leaving_out: set[int]) -> Iterator[tuple]:
        """(unit, procedure, since, how many units offer it); a unit of parts has a row for each of these."""
        offers = ProcedureOffer.objects.in_force(on=day).exclude(unit_id__in=leaving_out).order_by()
        above = "unit__ancestor_links__ancestor_id"
        for column, ids in ((above, self.whole), ("unit_id", list(self.parts))):
            if ids:
                rows = offers.filter(**{f"{column}__in": ids}).values_list(column, "procedure_id")
                for owner, *rest in rows.annotate(Min("since"), Count("pk")):
                    for unit, _part in [(owner, 1)] if column == above else self.parts[owner]:
                        yield (unit, *rest)


def _reported_until(sources: list[tuple[date, str]], until: Month) -> Iterator[Month | None]:
    """Of each stretch of totals only, its last month up to one; the source at the first day of a month decides it."""
    ends = [since for since, _source in sources[1:]] + [date.max]
    for (since, source), end in zip(sources, ends, strict=True):
        last = until if end == date.max else min(Month.of(end - timedelta(days=1)), until)
        yield last if source == Source.REPORT and last.first_day() >= since else None


def _online(day: date, *, level: str, of_field: str) -> dict[int, tuple[str, date]]:
    """procedure id -> its online level on a day, and since when it has been online without a break."""
    rows = ProcedureLevel.objects.with_law().filter(level__in=ONLINE_LEVELS, since__lte=day)
    rows = rows.order_by("procedure_id", "since")
    if of_field:
        rows = rows.filter(procedure__field=of_field)
    runs: dict[int, tuple[str, date, date | None]] = {}
    for procedure, name, since, until in rows.values_list("procedure_id", "level", "since", "lawful_until"):
        known = runs.get(procedure)
        begun = known[1] if known and known[2] == since else since
        runs[procedure] = (name, begun, until)
    return {
        procedure: (name, begun)
        for procedure, (name, begun, until) in runs.items()
        if (until is None or until > day) and (not level or name == level)
    }
