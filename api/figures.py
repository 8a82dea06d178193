"""GET /api/v1/figures and /api/v1/indicators/{key}: what the pages show, as numbers, from the same reports."""

from typing import Annotated, Literal

from django.http import Http404
from ninja import Path, Query, Router

from api.params import Key, Kind, MonthText, Slug, Structure, period
from api.schemas import FigureOut, IndicatorOut, Problem, plain
from api.scoped import unit_of
from indicators import reports

router = Router(tags=["figures"])

_ANSWERS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
First = Annotated[MonthText, Query(alias="from", description="The first month of the period.")]
Last = Annotated[MonthText, Query(alias="to", description="The last month of the period.")]
Denominator = Annotated[
    Literal["", "own", "all"],
    Query(
        description="For an indicator that is counted in two ways (filings_online_34): over the filings of the same "
        "procedures (own), or over all filings received (all). Empty: as the indicator of this key is defined."
    ),
]


@router.get(
    "/figures",
    response={200: FigureOut, **_ANSWERS},
    by_alias=True,
    url_name="figures",
    operation_id="get_figure",
    summary="A measure of a unit, for a period and month by month",
)
def get_figure(
    request, unit: Slug, measure: Key, first: First, last: Last, structure: Structure = "was", kind: Kind = ""
):
    """Flows are summed, stocks are those of the last month; null is no data. Unknown or not yours: 404.

    With structure=is what the unit took over counts too; a part of a unit that was split makes the value an estimate,
    and values of several units may then miss their sum by a few, since each is rounded for itself.
    """
    start, end = period(first, last)
    found = unit_of(request.auth, unit)
    try:
        series = reports.series(found, measure, start, end, structure=structure, kind=kind)
    except reports.UnknownMeasure as error:
        raise Http404 from error
    return {
        "unit": found.slug,
        "measure": measure,
        "from": str(start),
        "to": str(end),
        "structure": structure,
        "value": plain(series.value),
        "estimated": series.estimated,
        "months": [
            {"month": str(month), "value": plain(value), "estimated": month in series.rough}
            for month, value in series.months
        ],
        "coverage": _coverage(series.coverage),
    }


@router.get(
    "/indicators/{key}",
    response={200: IndicatorOut, **_ANSWERS},
    url_name="indicator",
    operation_id="get_indicator",
    summary="An indicator of a unit for a period",
)
def get_indicator(
    request,
    key: Annotated[str, Path(max_length=60)],
    unit: Slug,
    first: First,
    last: Last,
    structure: Structure = "was",
    kind: Kind = "",
    denominator: Denominator = "",
):
    """Shares of sums in percent with two decimals; null is no data or a denominator of 0.

    `denominator` chooses among the ways of an indicator that is counted in several; of any other: 404.
    """
    start, end = period(first, last)
    found = unit_of(request.auth, unit)
    try:
        if denominator:
            key = reports.key_by_definition(key, denominator)
        value = reports.indicator(found, key, start, end, structure=structure, kind=kind)
    except reports.UnknownMeasure as error:
        raise Http404 from error
    return {
        "structure": structure,
        "value": plain(value.value),
        "estimated": value.estimated,
        "numerator": plain(value.numerator),
        "denominator": plain(value.denominator),
        "target": plain(value.target.value) if value.target else None,
        "coverage": _coverage(value.coverage),
    }


def _coverage(coverage) -> dict:
    return {name: getattr(coverage, name) for name in ("expected", "approved", "pending", "blank")}
