"""The data of charts as JSON; the page has the same numbers in a table."""

from django.http import JsonResponse
from django.utils.translation import get_language

from dashboards import period
from dashboards.figures import DOCUMENTS, covered
from indicators import reports


def documents_by_month(request, slug: str):
    """Incoming, outgoing and signed documents of a unit by month.

    `{"unit", "period", "months": [label], "series": [{"key", "label", "values"}], "coverage", "provisional",
    "locale", "problems"}`; a month without data is null.
    """
    state = period.read(request.user, request.GET, slug=slug)
    first, last = state.period.first, state.period.last
    found = reports.many(state.unit, DOCUMENTS, first, last, structure=state.structure, kind=state.kind)
    coverage = found[DOCUMENTS[0]].coverage
    return JsonResponse(
        {
            "unit": state.unit.title,
            "period": state.period.sentence,
            "months": [month.label for month, _value in found[DOCUMENTS[0]].months],
            "series": [
                {"key": key, "label": str(series.measure), "values": [value for _month, value in series.months]}
                for key, series in found.items()
            ],
            "coverage": covered(coverage),
            "provisional": coverage.is_provisional,
            "locale": "vi-VN" if get_language() == "vi" else "en-GB",
            "problems": list(state.problems),
        },
        json_dumps_params={"ensure_ascii": False},
    )
