"""The figures of one unit and period, read once, as facts ready to show."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.translation import gettext as _

from common import clock, display
from common.months import Month, span
from communes.models import Unit
from dashboards import charts, compare, levels, registers, rows
from dashboards.facts import (
    Change,
    Fact,
    Group,
    Trend,
    basis,
    covered,
    judge,
    short_gap,
    trend,
    trust,
    unit_word,
    when,
)
from dashboards.period import Period, State
from indicators import prose, reports
from indicators.models import Indicator, MeasureKind, Target

DOCUMENTS = ("documents.incoming", "documents.outgoing", "documents.outgoing_signed")
MEASURES = (
    *DOCUMENTS, "equipment.computers", "equipment.desktops", "equipment.laptops", "equipment.computers_in_life",
    "software.specialised", "staff.total", "network.units", "network.units_with_lan", "network.units_with_internet",
    "network.units_with_meeting_point", "network.households_online", "network.public_access_points",
    "filings.received", "filings.open_late",
)  # fmt: skip
INDICATORS = (
    "documents_signed", "units_lan_share", "units_internet_share", "fluent_share", "shared_software_in_use",
    "treasury_online", "procedures_with_filings", "filings_online", "filings_on_time", "filings_postal_in",
)  # fmt: skip
BY_KIND = ("units_lan_share", "units_internet_share")
# A trend shows a year.
TREND = 12
# Distinct things are stored as they were and for all kinds of unit; otherwise they are counted anew, month by month,
# over every offer of a country: too long for a first page.
DISTINCT = levels.MEASURES


@dataclass(frozen=True)
class Ground:
    """What the figures of a page stand on beside the stored ones: indicators, targets, the units directly below."""

    rows: dict[str, Indicator]
    targets: list[Target]
    children: list[Unit]

    @classmethod
    def read(cls, state: State, user, indicators: Iterable[str] = ()) -> "Ground":
        """Two queries. `indicators`: those of the page, or those of the overview."""
        rows, targets = reports.with_targets(indicators or {*INDICATORS, *charts.INDICATORS, *compare.SHARES.values()})
        return cls(rows, targets, list(compare.children(state, user)))

    @property
    def signature(self) -> tuple:
        """Everything of it that a page shows."""
        return (
            sorted((row.key, row.version) for row in self.rows.values()),
            [(t.indicator_id, t.unit_kind, t.year, t.value, t.legal_basis, t.proven) for t in self.targets],
            [(unit.pk, unit.title, unit.slug, unit.kind, unit.valid_until) for unit in self.children],
        )


class Figures:
    """Everything that the pages of one unit and period show, read once."""

    # How many months up to the end of the period are read at least.
    months_back = TREND

    def __init__(self, state: State, ground: Ground):
        self.state, self.period = state, state.period
        unit, first, last = state.unit, self.period.first, self.period.last
        self.rows, self.targets, self.children = ground.rows, ground.targets, ground.children
        self.compared = self._comparable()
        self._earlier: dict[tuple[str, Period], reports.Number] = {}
        self._facts: dict[str, Fact] = {}
        self.start = start = min(
            [first, *(period.first for period in self.compared), max(state.opened[0], last - self.months_back + 1)]
        )
        self.board = reports.board(
            unit,
            self.children,
            keys=self.keys() | reports.measures_of(self.rows.values()),
            below_keys=self.keys_below(),
            wide=(start, last),
            period=(first, last),
            structure=state.boundaries,
            kind=state.kind,
        )
        self.wide = self.board.series
        self.series = {key: reports.cut(series, first, last) for key, series in self.wide.items()}
        procedures = reports.Procedures(unit, first, last, structure=state.boundaries, kind=state.kind)
        in_force = reports.in_force(self.targets, unit, last.year, state.kind)
        self.indicators = reports.values_of(self.rows, self.series, procedures, in_force)

    def keys(self) -> set[str]:
        """The measures to be read of the unit, beside those of the indicators."""
        is_stored = not (self.state.kind or self.state.boundaries.is_today)
        return {*MEASURES, *charts.MEASURES, *registers.MEASURES} - (set() if is_stored else DISTINCT)

    def keys_below(self) -> set[str]:
        """The measures to be read of the units below it."""
        return compare.measures(self.rows)

    def _comparable(self) -> list[Period]:
        """The period before and the same months a year ago, as far as figures are kept."""
        found = [self.period.before, self.period.year_before]
        kept = [period for period in found if self.state.opened[0] <= period.first]
        return kept[:1] if len(kept) == 2 and kept[0] == kept[1] else kept

    def label(self, period: Period) -> str:
        """What an earlier period is called beside a figure."""
        return _("year ago") if period == self.period.year_before else _("previous")

    def compared_words(self, groups: list["Group"]) -> list[tuple[str, str]]:
        """(what it is called, its name) of every earlier period that a fact of the groups is compared with."""
        used = {change.label for group in groups for fact in group.facts for change in fact.changes}
        return [(self.label(period), period.name) for period in self.compared if self.label(period) in used]

    def earlier(self, key: str, period: Period) -> reports.Number:
        """A measure in an earlier period; None when the two cannot be compared.

        They cannot when the unit existed in a part of the period only, a flow's period is not over, or a month of the
        earlier one has no data. Units below it may have merged meanwhile: the whole is the same.
        """
        if (key, period) not in self._earlier:
            self._earlier[key, period] = self._kept(key, period)
        return self._earlier[key, period]

    def reasons(self) -> list[str]:
        """In sentences why figures have no change; a period without figures is not spoken of."""
        state, found = self.state, []
        if not state.covers_all:
            until = state.unit.valid_until
            ended = until is not None and until <= self.period.days[1]
            last = until - timedelta(days=1) if ended else None
            return [prose.not_whole(state.unit.full_name, state.since, last)] if state.covers else []
        if not self.period.is_over:
            found.append(prose.not_over(clock.today()))
        return found

    def _kept(self, key: str, period: Period) -> reports.Number:
        series = self.wide[key]
        is_flow = series.measure.kind == MeasureKind.FLOW
        if not self.state.covers_all or (is_flow and not self.period.is_over):
            return None
        within = series.months[period.first - self.start : period.last - self.start + 1]
        if is_flow and (len(within) < period.length or any(value is None for _month, value in within)):
            return None
        return reports.part(series, period.first, period.last)

    def changes(self, key: str) -> tuple[Change, ...]:
        """How a measure differs from the earlier periods."""
        now = self.series[key].value
        found = [self._change(now, self.earlier(key, period), period) for period in self.compared]
        return tuple(filter(None, found))

    def share_changes(self, key: str) -> tuple[Change, ...]:
        """The same of an indicator made of measures."""
        value = self.indicators[key]
        found = []
        for period in self.compared:
            values = {term.measure.key: self.earlier(term.measure.key, period) for term in value.indicator.terms.all()}
            if values and all(number is not None for number in values.values()):
                before = reports.evaluate(value.indicator, values)[0]
                found.append(self._change(value.value, before, period, is_share=True))
        return tuple(filter(None, found))

    def _change(self, now, before, period: Period, *, is_share: bool = False) -> Change | None:
        sentence = prose.compared(now, before, period.first, period.last, is_share=is_share)
        if not sentence:
            return None
        return Change(
            label=self.label(period),
            before=display.share(before) if is_share else display.number(before),
            amount=prose.short_change(now, before, is_share=is_share),
            sentence=sentence,
        )

    def measure(self, key: str, *, name: str = "", parts: str = "", note: str = "") -> Fact:
        """A measure as a fact."""
        series = self.series[key]
        return Fact(
            key=key,
            name=name or str(series.measure),
            value=series.value,
            text="" if series.value is None else display.number(series.value),
            word=unit_word(series.measure),
            when=when(series.measure.kind, self.period),
            coverage=covered(series.coverage),
            parts=parts,
            changes=self.changes(key),
            note=note,
            is_provisional=series.coverage.is_provisional,
            is_estimated=series.estimated,
            trust=trust(series.coverage),
            url=rows.address(key, self.state),
        )

    def indicator(self, key: str, *, note: str = "") -> Fact:
        """An indicator as a fact, with its target and how far it is."""
        if key not in self._facts:
            self._facts[key] = self.shown(self.indicators[key], changes=self.share_changes(key), note=note)
        return self._facts[key]

    def trend(self, key: str) -> Trend | None:
        """The year up to the end of the period of a measure or an indicator made of measures."""
        begin = self.wide_from - self.start
        if key in self.wide:
            return trend(self.wide[key].months[begin:], is_share=False)
        row = self.rows[key]
        terms = {term.measure.key: self.wide[term.measure.key].months[begin:] for term in row.terms.all()}
        points = [
            (
                months[0][0],
                reports.evaluate(row, {name: value for name, (_m, value) in zip(terms, months, strict=True)})[0],
            )
            for months in zip(*terms.values(), strict=True)
        ]
        return trend(points, is_share=row.is_share)

    def with_trend(self, fact: Fact) -> Fact:
        """A fact with its year."""
        return replace(fact, trend=self.trend(fact.key))

    def machines(self) -> str:
        """What the computers are."""
        return prose.computers(*(self.series[f"equipment.{key}"].value for key in ("computers", "desktops", "laptops")))

    @property
    def wide_from(self) -> Month:
        """The first month of a trend: a year back, as far as figures are kept."""
        return max(self.state.opened[0], self.period.last - TREND + 1)

    def shown(self, value, *, name: str = "", changes: tuple = (), note: str = "", kind: str = "") -> Fact:
        """An indicator's value as a fact; `kind` when it is that of the units of one kind only."""
        state = self.state.at(kind=kind or self.state.kind)
        row, target = value.indicator, value.target.value if value.target else None
        tone, verdict, distance = judge(value.value, target, direction=row.direction, is_share=row.is_share)
        kinds = {term.measure.kind for term in row.terms.all()}
        return Fact(
            key=row.key,
            name=name or str(row),
            value=value.value,
            text="" if value.value is None else display.share(value.value),
            when=when(MeasureKind.STOCK if kinds == {MeasureKind.STOCK} else MeasureKind.FLOW, self.period),
            coverage=covered(value.coverage) if value.coverage.expected else "",
            parts=prose.out_of(value.numerator, value.denominator),
            tone=tone,
            verdict=verdict,
            distance=distance,
            changes=changes,
            note=note,
            is_provisional=value.coverage.is_provisional,
            is_estimated=value.estimated,
            trust=trust(value.coverage),
            basis=basis(value.target),
            gap=short_gap(value.value, value.target, direction=row.direction, is_share=row.is_share),
            url=f"{row.get_absolute_url()}?unit={state.unit.slug}&{state.query}",
        )

    def by_kind(self, kind: str) -> dict[str, reports.IndicatorValue]:
        """LAN and internet of the units of one kind directly below the unit."""
        units = [unit.pk for unit in self.children if unit.kind == kind]
        targets = reports.in_force(self.targets, self.state.unit, self.period.last.year, kind)
        found = {}
        for key in BY_KIND:
            row = self.rows[key]
            section = row.terms.all()[0].measure.section
            sums = compare.summed([self.board.below[pk] for pk in units])
            value, top, bottom = reports.evaluate(row, sums)
            cover = sum((self.board.covered[pk][section] for pk in units), reports.Coverage())
            estimated = any(reports.is_estimated(row, self.board.below[pk].estimated) for pk in units)
            found[key] = reports.IndicatorValue(row, value, top, bottom, targets.get(row.pk), cover, estimated)
        return found

    @property
    def has_estimates(self) -> bool:
        """Whether any figure that was read rests on the share of a split."""
        read = [*self.series.values(), *self.indicators.values()]
        return any(one.estimated for one in read) or any(row.estimated for row in self.board.below.values())

    @property
    def coverage(self) -> reports.Coverage:
        """What the document figures rest on."""
        return self.series[DOCUMENTS[0]].coverage

    def months(self, keys: Iterable[str] = DOCUMENTS) -> list[tuple[Month, list]]:
        """Month by month the values of some measures: the table under the chart."""
        columns = [dict(self.series[key].months) for key in keys]
        return [(month, [c[month] for c in columns]) for month in span(self.period.first, self.period.last)]
