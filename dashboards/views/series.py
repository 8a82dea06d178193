"""The data of the charts as JSON and as a file; the page has the same numbers in a table."""

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _

from common import exports
from dashboards import charts, period
from dashboards.chart_data import ChartData, Export
from dashboards.lineage import Lineage
from dashboards.views.base import stamp
from indicators import reports


def chart_json(request, slug: str, key: str):
    """A chart of a unit, see `ChartData.as_json`; Http404 for the unit of another or an unknown chart."""
    return JsonResponse(_read(request, slug, key).as_json(), json_dumps_params={"ensure_ascii": False})


def chart_file(request, slug: str, key: str, kind: str):
    """The same numbers as a file (`kind` csv or xlsx), stamped with what they are."""
    chart = _read(request, slug, key)
    state = chart.state
    more = [
        _("provisional") if chart.is_provisional else "",
        chart.estimate_note,
        *(f"{label}: {goal.label}" for label, goal in _goals(chart)),
        chart.basis,
        *(event.sentence for event in chart.events),
        *state.problems,
    ]
    about = stamp(state, request.user, f"{chart.title}: {state.unit.full_name}", *more, coverage=chart.coverage)
    return exports.WRITERS[kind](Export(chart), about, chart.filename)


def _read(request, slug: str, key: str) -> ChartData:
    if key not in charts.CHARTS:
        raise Http404
    state = period.read(request.user, request.GET, slug=slug)
    measures, shares = charts.keys_of(key)
    unit, first, last = state.unit, state.period.first, state.period.last
    options = {"structure": state.boundaries, "kind": state.kind}
    rows, targets = reports.with_targets(shares) if shares else ({}, [])
    begin = first - 12 if charts.CHARTS[key].with_year_before else first
    wide = reports.many(unit, {*measures, *reports.measures_of(rows.values())}, begin, last, **options)
    series = {name: reports.cut(one, first, last) for name, one in wide.items()}
    earlier = {name: reports.cut(one, begin, last - 12) for name, one in wide.items()} if begin < first else {}
    procedures = reports.Procedures(unit, first, last, **options)
    in_force = reports.in_force(targets, unit, last.year, state.kind)
    steps = Lineage(state).history()
    return charts.build(key, state, series, reports.values_of(rows, series, procedures, in_force), steps, earlier)


def _goals(chart: ChartData):
    """(label of the series, target) of every target."""
    labels = {series.key: series.label for series in chart.series}
    return [(labels[goal.key], goal) for goal in chart.targets]
