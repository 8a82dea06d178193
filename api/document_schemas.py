"""What the API takes and says of a document: the columns of the decree's books."""

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from api.params import Day, NeededDay
from communes.scope import Scope
from documents.models import Circulation, Direction, Document, Medium, Signature, Urgency
from documents.secrecy import Secrecy

Whole = Annotated[int | None, Field(ge=0, le=32_767)]


def _one_of(choices):
    return Literal[tuple(choices.values)]


def _text(name: str, description: str = ""):
    limit = Document._meta.get_field(name).max_length
    return Annotated[str, Field(max_length=limit, description=description)]


class DocumentIn(Schema):
    """A document to enter. Fields that are not named here are refused, not passed over."""

    model_config = ConfigDict(extra="forbid", strict=True)

    secrecy: _one_of(Secrecy) = Field(description="Said of each document; anything but none is refused.")
    unit: str = Field(max_length=80, description="The slug of the unit in whose book it is entered.")
    direction: _one_of(Direction)
    registered_on: NeededDay = Field(description="The day of arrival, or of issue.")
    subject: _text("subject", "The abstract (trích yếu).")
    series: _text("series", "The book, where a unit keeps several, such as QPPL.") = ""
    number: Annotated[int | None, Field(ge=1, le=9_999_999, description="Null: the next of the book.")] = None
    type: str = Field("", max_length=100, description="Name or abbreviation of the kind, such as Công văn or QĐ.")
    code: _text("code", "Number and notation; composed for outgoing documents where it is empty.") = ""
    issued_on: Day = None
    organ_name: _text("organ_name", "Who issued an incoming document.") = ""
    signer: _text("signer") = ""
    position: _text("position") = ""
    recipients: _text("recipients") = ""
    kept_by: _text("kept_by") = ""
    copies: Whole = None
    pages: Whole = None
    transferred_on: Day = None
    urgency: _one_of(Urgency) = Urgency.NORMAL.value
    circulation: _one_of(Circulation) = Circulation.OPEN.value
    medium: _one_of(Medium) = Medium.ELECTRONIC.value
    in_software: bool = True
    signature: _one_of(Signature) = Signature.NONE.value
    assigned_to: _text("assigned_to") = ""
    instruction: _text("instruction") = ""
    due_on: Day = None
    no_deadline: bool = Field(
        False, description="True: an incoming document without `due_on` gets none by rule either."
    )
    completed_on: Day = None
    answered_by: int | None = Field(
        None, ge=1, le=2**63 - 1, description="The id of the outgoing document that answers."
    )
    note: _text("note") = ""


class DocumentOut(Schema):
    """An entry of one of the books; `handling_unit` and `answered_by` are null where they are not yours to see."""

    id: int
    unit: str
    handling_unit: str | None
    direction: str
    series: str
    year: int
    number: int
    code: str
    registered_on: date
    issued_on: date | None
    type: str
    organ_name: str
    subject: str
    signer: str
    position: str
    recipients: str
    kept_by: str
    copies: int | None
    pages: int | None
    transferred_on: date | None
    urgency: str
    circulation: str
    medium: str
    in_software: bool
    signature: str
    assigned_to: str
    instruction: str
    due_on: date | None
    completed_on: date | None
    answered_by: int | None
    cancelled: bool
    cancel_reason: str
    note: str
    version: int


class DocumentPage(Schema):
    """Some entries, and where the next ones begin; null: there are no more."""

    results: list[DocumentOut]
    next: str | None


# Columns that are said as they are stored.
_AS_STORED = set(DocumentOut.model_fields) - {"unit", "handling_unit", "type", "answered_by"}


def out(document: Document, scope: Scope) -> dict:
    """What a person of this scope reads of a document that the scope holds."""
    answer, handled = document.answered_by, document.handling_unit
    return {name: getattr(document, name) for name in _AS_STORED} | {
        "unit": document.unit.slug,
        "handling_unit": handled.slug if scope.sees(handled.pk) else None,
        "type": document.type.name if document.type else "",
        "answered_by": answer.pk if answer is not None and scope.sees(answer.unit_id) else None,
    }
