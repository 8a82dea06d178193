"""GET and POST /api/v1/filings: the register of filings within one's scope, and entering one from another program."""

from datetime import timedelta
from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Path, Query, Router
from ninja import Status as Answer

from accounts.models import Power
from api.auth import may
from api.filing_schemas import RELATED, FilingIn, FilingOut, FilingPage, out
from api.keyed import SENT, Idempotency
from api.listing import FROM, TO, Cursor, InUnit, Size
from api.params import FirstDay, LastDay, Words
from api.problems import Unprocessable
from api.schemas import Problem
from api.scoped import unit_of
from common import clock
from common.calendar import midnight
from common.errors import Refused
from common.keyset import LARGEST_ID, Keyset
from communes import reports
from communes.models import Unit
from communes.scope import scope_of
from services.actions import filing_pushes
from services.forms.filings import resolving_units
from services.models import Channel, Desk, Filing, FilingStatus, Procedure

router = Router(tags=["filings"])

_CHANNELS = Literal[("", *Channel.values)]
_DESKS = Literal[("", *Desk.values)]
Way = Annotated[_CHANNELS, Query(description="How the filings came; empty: in any way.")]
Waits = Annotated[_DESKS, Query(description="What waits, as of now, at the units that hold it; empty: everything.")]
Code = Annotated[str, Query(max_length=10, description="The national code of a procedure, such as 1.001193.")]
Status = Annotated[
    int | None, Query(ge=1, le=max(FilingStatus.values), description="The national code of a status, 1 to 10.")
]  # fmt: skip


@router.get(
    "/filings",
    response={200: FilingPage, 401: Problem, 403: Problem, 404: Problem, 422: Problem},
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
        rows.select_related(*RELATED), {"after": after} if after else {}
    )  # fmt: skip
    if after and page.is_first and page.rows:
        raise Unprocessable(_("after: Give the `next` of the page before, unchanged."))
    return {"results": [out(row, scope) for row in page.rows], "next": page.next}


@router.get(
    "/filings/{pk}",
    response={200: FilingOut, 401: Problem, 403: Problem, 404: Problem, 422: Problem},
    url_name="filing",
    operation_id="get_filing",
    summary="One filing",
)
def get_filing(request, pk: Annotated[int, Path(ge=1, le=LARGEST_ID)]):
    """The filing with all its columns. Unknown or not yours: 404."""
    return out(_filing(request.auth, pk), scope_of(request.auth))


@router.post(
    "/filings",
    auth=may(Power.FILINGS),
    response={201: FilingOut, 200: FilingOut, **SENT},
    url_name="filings",
    operation_id="push_filing",
    summary="Enter one filing",
)
def push_filing(request, key: Idempotency, body: Annotated[FilingIn, Body()]):
    """201: entered. 200: it was entered before under this key. 409: the key was used for another filing, or for one
    that was taken out since.

    One that has ended takes the steps that a desk would note, each at its time. Nothing of a citizen is taken.
    """
    fields = _fields(request.auth, body)
    filing, is_new = filing_pushes.push(by=request.auth, key=key, content=body.model_dump(mode="json"), **fields)
    said = out(_filing(request.auth, filing.pk), scope_of(request.auth))
    return Answer(201 if is_new else 200, said)


def _filing(user, pk: int) -> Filing:
    found = Filing.objects.visible_to(user).select_related(*RELATED).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _fields(user, body: FilingIn) -> dict:
    """What the action takes: records for their names."""
    fields = body.model_dump()
    fields["unit"] = unit_of(user, body.unit)
    fields["procedure"] = _procedure(body)
    fields["resolving_unit"] = _resolving(user, body.resolving_unit)
    came_by_post = body.channel == Channel.POSTAL
    fields["result_channel"] = body.result_channel or (Channel.POSTAL if came_by_post else Channel.DIRECT)
    return fields


def _procedure(body: FilingIn) -> Procedure:
    """The one that bore the code on the day of receipt; whether the unit offers it then, the action says."""
    day = timezone.localtime(body.received_time).date()
    bearing = Procedure.objects.filter(code=body.procedure.replace("\x00", "")).order_by("valid_from")
    found = bearing.filter(valid_from__lte=day).last() or bearing.first()
    if found is None:
        raise Refused(_("There is no procedure with this code."), field="procedure")
    return found


def _resolving(user, slug: str) -> Unit | None:
    if not slug:
        return None
    found = resolving_units(user).filter(slug=slug.replace("\x00", "")).first()
    if found is None:
        raise Refused(_("No such unit resolves filings of the unit that received it."), field="resolving_unit")
    return found
