"""GET /api/v1/filings: the register of filings within one's scope. No applicant is named: none is stored."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema

from api.documents import FROM, TO, Cursor, InUnit, Size
from api.params import FirstDay, LastDay, Words
from api.problems import Unprocessable
from api.schemas import Problem
from api.scoped import unit_of
from common import clock
from common.calendar import midnight
from common.keyset import LARGEST_ID, Keyset
from communes import reports
from communes.scope import Scope, scope_of
from services.models import Channel, Desk, Filing, FilingStatus

router = Router(tags=["filings"])

_CHANNELS = Literal[("", *Channel.values)]
_DESKS = Literal[("", *Desk.values)]
Way = Annotated[_CHANNELS, Query(description="How the filings came; empty: in any way.")]
Waits = Annotated[_DESKS, Query(description="What waits, as of now, at the units that hold it; empty: everything.")]
Code = Annotated[str, Query(max_length=10, description="The national code of a procedure, such as 1.001193.")]
Status = Annotated[
    int | None, Query(ge=1, le=max(FilingStatus.values), description="The national code of a status, 1 to 10.")
]  # fmt: skip


class FilingOut(Schema):
    """A filing; units are null where they are not yours to see. Times carry their zone."""

    id: int
    code: str
    procedure: str
    procedure_name: str
    unit: str | None
    holding_unit: str | None
    resolving_unit: str | None
    channel: str
    result_channel: str
    status: int
    in_system: bool
    received_time: datetime
    promised_time: datetime | None
    late_from: datetime | None
    finished_time: datetime | None
    returned_time: datetime | None
    state: str
    paid_online: bool
    electronic_result: bool
    digitised: bool
    note: str
    version: int


class FilingPage(Schema):
    """Some filings, and where the next ones begin; null: there are no more."""

    results: list[FilingOut]
    next: str | None


_SAID = {"procedure", "procedure_name", "unit", "holding_unit", "resolving_unit", "state"}
_AS_STORED = set(FilingOut.model_fields) - _SAID
_RELATED = ("procedure", "unit", "holding_unit", "resolving_unit")


@router.get(
    "/filings",
    response={200: FilingPage, 401: Problem, 404: Problem, 422: Problem},
    url_name="filings",
    operation_id="list_filings",
    summary="Filings, the newest first",
)
def list_filings(
    request, unit: InUnit = "", procedure: Code = "", first: FirstDay = FROM, last: LastDay = TO, channel: Way = "",
    status: Status = None, desk: Waits = "", q: Words = "", after: Cursor = "", limit: Size = 50,
):  # fmt: skip
    """Those received at, or held by, a unit with what belongs to it, by day of receipt; `q`: words of the code and of
    the procedure, without diacritics. Pages follow each other by `next`; nothing is counted."""
    scope, rows = scope_of(request.auth), Filing.objects.visible_to(request.auth).search(q)
    if unit:
        below = set(reports.descendants(unit_of(request.auth, unit).pk))
        rows = rows.at_units(sorted(below if scope.readable is None else below & scope.readable))
    if first is not None:
        rows = rows.filter(received_time__gte=midnight(first))
    if last is not None:
        rows = rows.filter(received_time__lt=midnight(last + timedelta(days=1)))
    exact = {"procedure__code": procedure, "channel": channel, "status": status}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if desk:
        rows = rows.held_within(request.auth).on_desk(desk, at=clock.now())
    page = Keyset("-received_time", size=limit).page(
        rows.select_related(*_RELATED), {"after": after} if after else {}
    )  # fmt: skip
    if after and page.is_first and page.rows:
        raise Unprocessable(_("after: Give the `next` of the page before, unchanged."))
    return {"results": [_out(row, scope) for row in page.rows], "next": page.next}


@router.get(
    "/filings/{pk}",
    response={200: FilingOut, 401: Problem, 404: Problem, 422: Problem},
    url_name="filing",
    operation_id="get_filing",
    summary="One filing",
)
def get_filing(request, pk: Annotated[int, Path(ge=1, le=LARGEST_ID)]):
    """The filing with all its columns. Unknown or not yours: 404."""
    found = Filing.objects.visible_to(request.auth).select_related(*_RELATED).filter(pk=pk).first()
    if found is None:
        raise Http404
    return _out(found, scope_of(request.auth))


def _out(filing: Filing, scope: Scope) -> dict:
    """What a person of this scope reads of a filing that the scope holds."""

    def slug(unit) -> str | None:
        return unit.slug if unit is not None and scope.sees(unit.pk) else None

    return {name: getattr(filing, name) for name in _AS_STORED} | {
        "procedure": filing.procedure.code,
        "procedure_name": filing.procedure.name,
        "unit": slug(filing.unit),
        "holding_unit": slug(filing.holding_unit),
        "resolving_unit": slug(filing.resolving_unit),
        "state": filing.state(at=clock.now()),
    }
