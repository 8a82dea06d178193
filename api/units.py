"""GET /api/v1/units: the units of one's scope, on a day or of all times, found by name as on the pages."""

from django.db.models import Prefetch
from ninja import Router

from api.params import Day, Words
from api.schemas import Problem, UnitOut
from common.text import one_line
from communes import stories
from communes.models import Succession, Unit
from communes.scope import scope_of

router = Router(tags=["units"])


@router.get(
    "/units",
    response={200: list[UnitOut], 401: Problem, 403: Problem, 422: Problem},
    url_name="units",
    operation_id="list_units",
    summary="Units of your scope, in Vietnamese order",
)
def list_units(request, on: Day = None, q: Words = ""):
    """All units that you may see; `on`: only those that exist on the day; `q`: only those found by this text."""
    units = Unit.objects.visible_to(request.auth)
    if on is not None:
        units = units.in_force(on=on)
    scope = scope_of(request.auth)
    links = Succession.objects.select_related("reorganisation", "predecessor", "successor")
    rows = units.search(one_line(q)).select_related("parent").in_vietnamese_order()
    rows = rows.prefetch_related(Prefetch("predecessor_links", links), Prefetch("successor_links", links))
    return [_out(unit, scope) for unit in rows]


def _out(unit: Unit, scope) -> dict:
    parent = unit.parent
    return {
        "slug": unit.slug,
        "code": unit.code,
        "name": unit.name,
        "full_name": unit.full_name,
        "kind": unit.kind,
        "parent": parent.slug if parent is not None and scope.sees(parent.pk) else None,
        "valid_from": unit.valid_from,
        "valid_until": unit.valid_until,
        "predecessors": [
            _succession(link, link.predecessor, scope) for link in stories.in_order(unit.predecessor_links.all())
        ],
        "successors": [
            _succession(link, link.successor, scope) for link in stories.in_order(unit.successor_links.all())
        ],
    }


def _succession(link: Succession, other: Unit, scope) -> dict:
    act = link.reorganisation
    return {
        "unit": other.slug if scope.sees(other.pk) else None,
        "name": other.full_name,
        "share": float(link.share),
        "on": act.effective_on,
        "kind": act.kind,
        "resolution": act.resolution,
    }
