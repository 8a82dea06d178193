"""GET /api/v1/units: the units of one's scope, on a day or of all times, found by name as on the pages."""

from ninja import Router

from api.params import Day, Words
from api.schemas import Problem, UnitOut
from common.text import one_line
from communes.models import Unit
from communes.scope import scope_of

router = Router(tags=["units"])


@router.get(
    "/units",
    response={200: list[UnitOut], 401: Problem, 422: Problem},
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
    rows = units.search(one_line(q)).select_related("parent").in_vietnamese_order()
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
    }
