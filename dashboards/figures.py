"""The figures of one unit and period as facts ready to show: value, target, change, dates and what they rest on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock, display
from common.months import Month, span
from communes.models import UnitKind
from dashboards.period import Period, State
from indicators import prose, reports
from indicators.models import Measure, MeasureKind

# A share that misses its target by no more than this is to be watched, beyond it is late.
NEAR = Decimal(10)
DOCUMENTS = ("documents.incoming", "documents.outgoing", "documents.outgoing_signed")
MEASURES = (
    *DOCUMENTS, "equipment.computers", "equipment.desktops", "equipment.laptops", "software.specialised", "staff.total",
    "network.units", "network.units_with_lan", "network.units_with_internet", "network.units_with_meeting_point",
    "network.households_online", "network.public_access_points", "filings.received",
)  # fmt: skip
INDICATORS = (
    "documents_signed", "units_lan_share", "units_internet_share", "fluent_share", "shared_software_in_use",
    "treasury_online", "procedures_with_filings", "filings_online", "filings_on_time", "filings_postal_in",
)  # fmt: skip
BY_KIND = ("units_lan_share", "units_internet_share")


@dataclass(frozen=True)
class Change:
    """How a figure differs from an earlier period: which one, its value, the difference, and all that as a sentence."""

    label: str
    before: str
    amount: str
    sentence: str


@dataclass(frozen=True)
class Fact:
    """One figure. `text` is the value in words, empty for no data; `parts` what it is made of; `when` its dates."""

    key: str
    name: str
    value: reports.Number
    text: str
    when: str
    coverage: str
    word: str = ""
    parts: str = ""
    tone: str = ""
    verdict: str = ""
    distance: str = ""
    changes: tuple["Change", ...] = ()
    note: str = ""
    is_provisional: bool = False
    is_estimated: bool = False
    url: str = ""


@dataclass(frozen=True)
class Group:
    """Facts under one heading, with a remark beneath them."""

    heading: str
    facts: list[Fact]
    note: str = ""


class Figures:
    """Everything that the pages of one unit and period show, read once."""

    def __init__(self, state: State):
        self.state, self.period = state, state.period
        options = {"structure": state.structure, "kind": state.kind}
        unit, first, last = state.unit, self.period.first, self.period.last
        self.indicators = reports.indicators(unit, INDICATORS, first, last, **options)
        terms = {term.measure.key for value in self.indicators.values() for term in value.indicator.terms.all()}
        self.compared = self._comparable()
        start = min([first, *(period.first for period in self.compared)])
        self.wide = reports.many(unit, {*MEASURES, *terms}, start, last, **options)
        self.series = {key: _within(self.wide[key], first, last) for key in MEASURES}

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
        return self._kept(key, period)

    def reasons(self) -> list[str]:
        """In sentences why figures have no change; a period without figures is not spoken of."""
        state, found = self.state, []
        if not state.covers_all:
            until = state.unit.valid_until
            ended = until is not None and until <= self.period.days[1]
            last = until - timedelta(days=1) if ended else None
            return [prose.not_whole(state.unit.full_name, state.unit.valid_from, last)] if state.covers else []
        if not self.period.is_over:
            found.append(prose.not_over(clock.today()))
        return found

    def _kept(self, key: str, period: Period) -> reports.Number:
        series = self.wide[key]
        is_flow = series.measure.kind == MeasureKind.FLOW
        if not self.state.covers_all or (is_flow and not self.period.is_over):
            return None
        months = dict(series.months)
        if is_flow and any(months.get(month) is None for month in span(period.first, period.last)):
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
        )

    def indicator(self, key: str, *, note: str = "") -> Fact:
        """An indicator as a fact, with its target and how far it is."""
        return self.shown(self.indicators[key], changes=self.share_changes(key), note=note)

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
            url=f"{row.get_absolute_url()}?unit={state.unit.slug}&{state.query}",
        )

    def by_kind(self, kind: str) -> dict:
        """LAN and internet of the units of one kind below the unit."""
        period, unit = self.period, self.state.unit
        return reports.indicators(unit, BY_KIND, period.first, period.last, structure=self.state.structure, kind=kind)

    @property
    def coverage(self) -> reports.Coverage:
        """What the document figures rest on."""
        return self.series[DOCUMENTS[0]].coverage

    def months(self, keys: Iterable[str] = DOCUMENTS) -> list[tuple[Month, list]]:
        """Month by month the values of some measures: the table under the chart."""
        columns = [dict(self.series[key].months) for key in keys]
        return [(month, [c[month] for c in columns]) for month in span(self.period.first, self.period.last)]


def _within(series: reports.Series, first: Month, last: Month) -> reports.Series:
    """The part of a series that one period needs."""
    return replace(
        series,
        months=[(month, value) for month, value in series.months if first <= month <= last],
        value=reports.part(series, first, last),
        coverage=reports.part_coverage(series, first, last),
    )


def judge(
    value: reports.Number, target: reports.Number, *, direction: str, is_share: bool = True
) -> tuple[str, str, str]:
    """Tone, word and distance of a value against its target; a target that is met needs no distance."""
    words = prose.against_target(value, target, direction=direction, is_share=is_share)
    if value is None or target is None:
        return "", "", words
    if prose.meets(value, target, direction=direction):
        return "good", words, ""
    if abs(Decimal(value) - Decimal(target)) <= NEAR:
        return "watch", _("close to target"), words
    return "late", _("behind target"), words


def when(kind: str, period: Period) -> str:
    """The dates of a figure: a flow has two, a stock the last day that has been."""
    first, last = period.days
    end = min(last, clock.today())
    if kind == MeasureKind.FLOW:
        return _("%(first)s to %(last)s") % {"first": display.day(first), "last": display.day(end)}
    return _("on %(day)s") % {"day": display.day(first if kind == MeasureKind.OPENING else end)}


def covered(coverage: reports.Coverage) -> str:
    """Coverage as a sentence."""
    return prose.coverage(coverage.expected, coverage.approved, coverage.pending, coverage.blank)


def unit_word(measure: Measure) -> str:
    """What a measure counts: "văn bản", "máy"."""
    return measure.unit_word_en if get_language() == "en" else measure.unit_word_vi


def has_units_below(unit) -> bool:
    """Whether a unit is one that only adds up others."""
    return unit.kind in (UnitKind.PROVINCE, UnitKind.DISTRICT)


def last_day(period: Period) -> date:
    """The last day of a period that has been."""
    return min(period.days[1], clock.today())
