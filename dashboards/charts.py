"""The charts: which there are, what each draws, and how one is built from figures that were read before.

Nothing here asks the database. A series is a measure ("documents.incoming") or an indicator ("documents_signed", drawn
month by month with its target). Names of colours are those of static/css/charts.css: the same thing has the same one
in every chart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import display
from common.months import Month, span
from common.text import fold
from dashboards import facts, levels
from dashboards.chart_data import ChartData, Drawn, Event, Goal
from dashboards.lineage import Step
from dashboards.period import State
from indicators import reports
from indicators.models import MeasureKind

BARS, STACKED, LINES = "bars", "stacked", "lines"
# The colour of the year before.
BEFORE = "before"


@dataclass(frozen=True)
class Chart:
    """What one chart draws: (key of a measure or indicator, name of its colour) for each series; `with_year_before`:
    each a second time, for the same months a year ago."""

    section: str
    form: str
    title: str
    series: tuple[tuple[str, str], ...]
    with_year_before: bool = False


CHARTS: dict[str, Chart] = {
    "documents": Chart(
        "documents",
        BARS,
        gettext_lazy("Documents month by month"),
        (
            ("documents.incoming", "incoming"),
            ("documents.outgoing", "outgoing"),
            ("documents.outgoing_signed", "signed"),
        ),
    ),
    "signed-share": Chart(
        "documents",
        LINES,
        gettext_lazy("Signed documents per outgoing documents, month by month"),
        (("documents_signed", "signed"),),
    ),
    "filings": Chart(
        "services",
        STACKED,
        gettext_lazy("Filings received, by the way they came"),
        (
            ("filings.received_direct", "direct"),
            ("filings.received_online", "online"),
            ("filings.received_postal", "postal"),
        ),
    ),
    "filings-results": Chart(
        "channels",
        STACKED,
        gettext_lazy("Results of filings, by the way they went out"),
        (
            ("filings.result_direct", "direct"),
            ("filings.result_online", "online"),
            ("filings.result_postal", "postal"),
        ),
    ),
    "filings-shares": Chart(
        "services",
        LINES,
        gettext_lazy("Filings online and filings resolved on time, month by month"),
        (("filings_online", "online"), ("filings_on_time", "on-time")),
    ),
    "procedures": Chart(
        "services",
        STACKED,
        gettext_lazy("Procedures by online level at the end of each month"),
        (
            ("procedures.level_2", "level-two"),
            ("procedures.level_3", "level-three"),
            ("procedures.level_4", "level-four"),
        ),
    ),
    "filings-received": Chart(
        "filings",
        BARS,
        gettext_lazy("Filings received, with the year before"),
        (("filings.received", "received"),),
        with_year_before=True,
    ),
    "filings-on-time": Chart(
        "filings",
        LINES,
        gettext_lazy("Filings resolved on time, with the year before"),
        (("filings_on_time", "on-time"),),
        with_year_before=True,
    ),
    "filings-finished": Chart(
        "filings",
        STACKED,
        gettext_lazy("Filings finished early, on time and late"),
        (
            ("filings.finished_early", "early"),
            ("filings.finished_on_time", "in-time"),
            ("filings.finished_late", "late"),
        ),
    ),
    "filings-open": Chart(
        "filings",
        STACKED,
        gettext_lazy("Filings open at the end of each month"),
        (("filings.open_in_time", "in-time"), ("filings.open_late", "late")),
    ),
    "computers": Chart(
        "infrastructure",
        STACKED,
        gettext_lazy("Computers in good use at the end of each month"),
        (("equipment.desktops", "desktops"), ("equipment.laptops", "laptops")),
    ),
    "computers-state": Chart(
        "infrastructure",
        LINES,
        gettext_lazy("Computers connected, protected and within their life"),
        (
            ("equipment.computers", "computers"),
            ("equipment.computers_on_lan", "lan"),
            ("equipment.computers_protected", "protected"),
            ("equipment.computers_in_life", "in-life"),
        ),
    ),
    "staff": Chart(
        "people",
        BARS,
        gettext_lazy("Staff and those of them who are trained and fluent"),
        (("staff.total", "staff"), ("staff.fluent", "fluent")),
    ),
    "skills": Chart(
        "people",
        LINES,
        gettext_lazy("Skills of the staff, month by month"),
        (("fluent_share", "fluent"), ("skilled_share", "skilled")),
    ),
}
# Those of the overview, and that of the page on channels.
SECTIONS = ("documents", "services", "infrastructure", "people", "channels")
_KEYS = tuple(key for chart in CHARTS.values() for key, _colour in chart.series)
INDICATORS = frozenset(key for key in _KEYS if "." not in key)
# The measures that the indicators are made of, as they are set up, belong to the one reading too.
_TERMS = (
    "documents.outgoing", "documents.outgoing_signed", "staff.total", "staff.fluent", "staff.skill_basic",
    "filings.received", "filings.received_online", "filings.finished", "filings.finished_early",
    "filings.finished_on_time",
)  # fmt: skip
MEASURES = frozenset({key for key in _KEYS if "." in key} | set(_TERMS))

EMPTY: Mapping = MappingProxyType({})
Figures = Mapping[str, reports.Series]
Shares = Mapping[str, reports.IndicatorValue]


def keys_of(key: str) -> tuple[list[str], list[str]]:
    """The measures and the indicators that one chart draws."""
    keys = [name for name, _colour in CHARTS[key].series]
    return [name for name in keys if "." in name], [name for name in keys if "." not in name]


def in_section(
    section: str, state: State, series: Figures, indicators: Shares, steps: Iterable[Step] = ()
) -> list[ChartData]:
    """The charts of one section of the overview, as far as its figures were read; see `build`."""
    return [
        build(key, state, series, indicators, steps)
        for key, chart in CHARTS.items()
        if chart.section == section and all(name in series for name in _measures(chart, indicators))
    ]


def build(
    key: str, state: State, series: Figures, indicators: Shares, steps: Iterable[Step] = (), earlier: Figures = EMPTY
) -> ChartData:
    """One chart from figures of the state's period. `series` is by measure key and holds the measures of the chart
    and the terms of its indicators, `indicators` is by indicator key; `steps` are what happened to the unit; `earlier`
    are the same series a year before, for a chart that draws them. KeyError for a chart or figure not there."""
    chart = CHARTS[key]
    months = tuple(span(state.period.first, state.period.last))
    used = [series[name] for name in _measures(chart, indicators)]
    covers = _coverage(used, months)
    goals, basis = _targets(chart, indicators)
    kind = used[0].measure.kind
    address = f"?{state.query}"
    lines = [_drawn(name, colour, months, series, indicators) for name, colour in chart.series]
    if chart.with_year_before and earlier:
        lines += _year_before(chart, months, earlier, indicators)
    return ChartData(
        key=key,
        section=chart.section,
        form=chart.form,
        title=str(chart.title),
        state=state,
        months=months,
        provisional=tuple(any(cover[month].is_provisional for cover in covers.values()) for month in months),
        series=tuple(lines),
        targets=tuple(goals),
        word="" if chart.series[0][0] in indicators else facts.unit_word(used[0].measure),
        total_label=_total_label(chart, kind, indicators),
        when=_when(kind, state),
        source=_("Source: monthly figures, counted from the registers and declared values."),
        coverage=_worst(covers),
        json_url=reverse("dashboards:chart-json", args=[state.unit.slug, key]) + address,
        csv_url=reverse("dashboards:chart-csv", args=[state.unit.slug, key]) + address,
        xlsx_url=reverse("dashboards:chart-xlsx", args=[state.unit.slug, key]) + address,
        filename=f"{state.unit.slug}-{slugify(fold(str(chart.title)))}-{state.period.first}-{state.period.last}",
        basis=basis,
        rough=tuple(any(month in one.rough for one in used) for month in months),
        events=(*_events(steps, months), *(levels.events(months) if _counts_levels(chart, indicators) else ())),
        is_estimated=any(one.estimated for one in used),
    )


def _events(steps: Iterable[Step], months: tuple[Month, ...]) -> Iterable[Event]:
    for step in steps:
        month = Month.of(step.day)
        if month in months:
            yield Event(month, f"{display.day(step.day)}: {step.sentence}")


def _counts_levels(chart: Chart, indicators: Shares) -> bool:
    return any(
        levels.rests_on(indicators[name].indicator) if name in indicators else name in levels.MEASURES
        for name, _colour in chart.series
    )


def _measures(chart: Chart, indicators: Shares) -> list[str]:
    """The measures that a chart rests on, those of its indicators included."""
    found = []
    for name, _colour in chart.series:
        found += [name] if "." in name else [term.measure.key for term in indicators[name].indicator.terms.all()]
    return list(dict.fromkeys(found))


def _drawn(name: str, colour: str, months: tuple[Month, ...], series: Figures, indicators: Shares) -> Drawn:
    if "." in name:
        values, measured = dict(series[name].months), series[name]
        return Drawn(name, str(measured.measure), colour, tuple(values.get(m) for m in months), measured.value)
    value = indicators[name]
    row = value.indicator
    terms = {term.measure.key: dict(series[term.measure.key].months) for term in row.terms.all()}
    shares = (reports.evaluate(row, {key: term.get(month) for key, term in terms.items()})[0] for month in months)
    return Drawn(name, str(row), colour, tuple(shares), value.value, row.is_share)


def _year_before(chart: Chart, months: tuple[Month, ...], earlier: Figures, indicators: Shares) -> Iterable[Drawn]:
    """The series of the same months a year ago; targets are not theirs."""
    before = tuple(month - 12 for month in months)
    for name, _colour in chart.series:
        drawn = _drawn(name, BEFORE, before, earlier, indicators)
        label = _("%(series)s, a year before") % {"series": drawn.label}
        yield replace(drawn, key=f"{name}.before", label=label, total=_whole(name, earlier, indicators))


def _whole(name: str, series: Figures, indicators: Shares) -> reports.Number:
    """The value of a measure or indicator over all months of the series."""
    if name in series:
        return series[name].value
    row = indicators[name].indicator
    return reports.evaluate(row, {term.measure.key: series[term.measure.key].value for term in row.terms.all()})[0]


def _targets(chart: Chart, indicators: Shares) -> tuple[list[Goal], str]:
    """The targets in force of the indicators drawn, and a warning when one was not checked against the law."""
    drawn = [indicators[name] for name, _colour in chart.series if "." not in name]
    known = [value for value in drawn if value.target]
    goals = [Goal(value.indicator.key, value.target.value, value.indicator.is_share) for value in known]
    is_proven = all(value.target.proven for value in known)
    return goals, "" if is_proven else _("a target here was not checked against the law")


def _coverage(used: list[reports.Series], months: tuple[Month, ...]) -> dict[str, dict[Month, reports.Coverage]]:
    """section -> month -> what stands behind its figures."""
    found = {one.measure.section: one.covered for one in used}
    return {
        section: {month: covered.get((section, month), reports.Coverage()) for month in months}
        for section, covered in found.items()
    }


def _worst(covers: dict[str, dict[Month, reports.Coverage]]) -> str:
    """The coverage of all months drawn as a sentence: that of the section with the most missing."""
    sums = [sum(by_month.values(), reports.Coverage()) for by_month in covers.values()]
    return facts.worst(sums)


def _when(kind: str, state: State) -> str:
    """The period with its dates; of a stock the state at the end of each month."""
    if kind == MeasureKind.STOCK:
        return _("the state at the end of each month, %(period)s") % {"period": state.period.sentence}
    return state.period.sentence


def _total_label(chart: Chart, kind: str, indicators: Shares) -> str:
    if kind == MeasureKind.STOCK:
        return _("At the end")
    return _("Whole period") if chart.series[0][0] in indicators else _("Total")
