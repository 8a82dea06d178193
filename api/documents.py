"""GET and POST /api/v1/documents: the two books within one's scope, and entering one document from another program."""

from datetime import date
from typing import Annotated, Literal

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Body, Path, Query, Router, Status

from accounts.models import Power
from api.auth import may
from api.document_schemas import DocumentIn, DocumentOut, DocumentPage, out
from api.keyed import SENT, Idempotency
from api.listing import FROM, TO, Cursor, InUnit, Size
from api.params import FirstDay, LastDay, Words
from api.problems import Unprocessable
from api.schemas import Problem
from api.scoped import unit_of
from common.errors import Refused
from common.keyset import LARGEST_ID
from common.text import fold
from communes import reports
from communes.scope import scope_of
from documents import words
from documents.actions import pushes
from documents.finding import FindingKeyset, Wanted
from documents.forms.fields import RecipientsField
from documents.models import Document, DocumentType

router = Router(tags=["documents"])

_ASKED = {401: Problem, 403: Problem, 422: Problem}
_FOUND = {401: Problem, 403: Problem, 404: Problem}
Side = Annotated[Literal["", "incoming", "outgoing"], Query(description="One of the two books; empty: both.")]


@router.get(
    "/documents",
    response={200: DocumentPage, **_ASKED, 404: Problem},
    by_alias=True,
    url_name="documents",
    operation_id="list_documents",
    summary="Entries of the books, the newest first",
)
def list_documents(
    request, unit: InUnit = "", direction: Side = "", first: FirstDay = FROM, last: LastDay = TO, q: Words = "",
    after: Cursor = "", limit: Size = 50,
):  # fmt: skip
    """Those of a unit with what belongs to it, by day of arrival or issue; `q`: words of number, notation, sender,
    recipients and abstract, without diacritics. Pages follow each other by `next`; nothing is counted."""
    scope = scope_of(request.auth)
    rows, units, typed = Document.objects.visible_to(request.auth), scope.readable, words.Query.read(q)
    if unit:
        below = frozenset(reports.descendants(unit_of(request.auth, unit).pk))
        units = below if units is None else below & units
        rows = rows.filter(unit_id__in=sorted(units))
    if direction:
        rows = rows.filter(direction=direction)
    if first is not None:
        rows = rows.filter(registered_on__gte=first)
    if last is not None:
        rows = rows.filter(registered_on__lte=last)
    rows = rows.filter(Document.objects.holding(typed)).prefetch_related("unit", "handling_unit", "type", "answered_by")
    marks = (f"@{direction}",) if direction else ()
    wanted = Wanted(query=typed, marks=marks, units=units, first=first or date.min, last=last or date.max)
    page = FindingKeyset(wanted, size=limit).page(rows, {"after": after} if after else {})
    if after and page.is_first and page.rows:
        raise Unprocessable(_("after: Give the `next` of the page before, unchanged."))
    return {"results": [out(row, scope) for row in page.rows], "next": page.next}


@router.get(
    "/documents/{pk}",
    response={200: DocumentOut, **_FOUND, 422: Problem},
    url_name="document",
    operation_id="get_document",
    summary="One entry",
)
def get_document(request, pk: Annotated[int, Path(ge=1, le=LARGEST_ID)]):
    """The entry with all its columns. Unknown or not yours: 404."""
    return out(_document(request.auth, pk), scope_of(request.auth))


@router.post(
    "/documents",
    auth=may(Power.DOCUMENTS),
    response={201: DocumentOut, 200: DocumentOut, **SENT},
    url_name="documents",
    operation_id="push_document",
    summary="Enter one document",
)
def push_document(request, key: Idempotency, body: Annotated[DocumentIn, Body()]):
    """201: entered. 200: it was entered before under this key. 409: the key was used for another document.

    The number is the next of the book unless one is named. Anything but `"secrecy": "none"`, and a secrecy mark in the
    notation or the abstract, is refused; nothing of it is kept.
    """
    fields = _fields(request.auth, body)
    document, is_new = pushes.push(by=request.auth, key=key, content=body.model_dump(mode="json"), **fields)
    said = out(_document(request.auth, document.pk), scope_of(request.auth))
    return Status(201 if is_new else 200, said)


def _document(user, pk: int) -> Document:
    rows = Document.objects.visible_to(user).select_related("unit", "handling_unit", "type", "answered_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _fields(user, body: DocumentIn) -> dict:
    """What the action takes: records for their names."""
    fields = body.model_dump()
    fields["unit"] = unit_of(user, body.unit)
    fields["type"] = _kind(body.type)
    fields["recipients"] = RecipientsField.clean_text(body.recipients)
    if body.answered_by is not None:
        answers = Document.objects.visible_to(user).outgoing()
        fields["answered_by"] = answers.filter(pk=body.answered_by).first()
        if fields["answered_by"] is None:
            raise Refused(_("There is no such outgoing document."), field="answered_by")
    return fields


def _kind(name: str) -> DocumentType | None:
    """By the decree's name, with or without "(cá biệt)", or by its abbreviation."""
    if not name:
        return None
    for kind in DocumentType.objects.all():
        if name == kind.abbreviation or fold(name) in (fold(kind.name), fold(kind.name.partition(" (")[0])):
            return kind
    raise Refused(
        _("There is no such kind of documents. Give its name, such as Công văn, or its abbreviation."), field="type"
    )
