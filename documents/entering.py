"""What the ways of entering a document share: the form, a kept number, an import of one, the API."""

from django.utils.translation import gettext as _

from common.errors import Refused
from common.text import one_line
from communes.writing import Write
from documents import codes
from documents.deadlines import deadline_of
from documents.models import Direction, Document, NumberReservation

# What a clerk fills in; everything else of a document is given by the register itself.
FIELDS = (
    "registered_on", "type", "code", "issued_on", "organ_name", "subject", "signer", "position", "recipients",
    "kept_by", "copies", "pages", "transferred_on", "urgency", "circulation", "medium", "in_software", "signature",
    "assigned_to", "instruction", "due_on", "completed_on", "answered_by", "note",
)  # fmt: skip


def known(fields: dict) -> dict:
    """The fields as they are; TypeError for one that nobody enters."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"no fields of a document that are entered: {sorted(unknown)}")
    return fields


def book_name(series: str) -> str:
    """One spelling of a book's name: "qđ" and "QĐ" are the same book."""
    return one_line(series).upper()


def check_day(write: Write, document: Document) -> None:
    """Refused unless the day lies in the book's year and the unit exists on it."""
    if document.registered_on.year != document.year:
        raise Refused(
            _(
                "%(day)s lies outside %(year)s, the year of this register. Give a day of %(year)s, or enter the "
                "document in the register of its own year."
            )
            % {"day": f"{document.registered_on:%d/%m/%Y}", "year": document.year},
            field="registered_on",
        )
    write.require_in_force(document.unit, on=document.registered_on, field="registered_on")


def check_kept_day(document: Document, kept: NumberReservation | None) -> None:
    """Refused for an outgoing document that is older than the keeping of its number; None: it was not kept."""
    if kept is not None and document.direction == Direction.OUTGOING and document.registered_on < kept.kept_on:
        raise Refused(
            _("The number has been kept since %(day)s: the document is of that day or a later one, up to today.")
            % {"day": f"{kept.kept_on:%d/%m/%Y}"},
            field="registered_on",
        )


def give_deadline(document: Document, *, no_deadline: bool) -> None:
    """By rule, for an incoming document without one, unless it has `no_deadline`."""
    if no_deadline and document.due_on is not None:
        raise Refused(_("Give a deadline, or say that there is none; not both."), field="no_deadline")
    if document.direction == Direction.INCOMING and document.due_on is None and not no_deadline:
        document.due_on = deadline_of(document).due_on


def give_notation(document: Document) -> None:
    """Incoming: as it stands on the document. Outgoing: the day of the document is its day of issue; an empty notation
    is composed, a written one completed and checked."""
    if document.direction == Direction.INCOMING:
        document.code = codes.tidy(document.code)
        return
    document.issued_on = document.registered_on
    document.code = codes.written(document) if one_line(document.code) else codes.composed(document)
