"""Entering documents, correcting entries, and taking numbers out of use."""

from datetime import date

from django.utils.translation import gettext as _

from common.errors import Refused
from common.text import one_line
from communes.models import Unit
from communes.writing import Write, writing
from documents import codes, numbering
from documents.actions.rules import check
from documents.changing import changing, take
from documents.deadlines import deadline_of
from documents.models import Direction, Document
from documents.secrecy import Secrecy, refuse_secret

# What a clerk fills in; everything else of a document is given by the register itself.
FIELDS = (
    "registered_on", "type", "code", "issued_on", "organ_name", "subject", "signer", "position", "recipients",
    "kept_by", "copies", "pages", "transferred_on", "urgency", "circulation", "medium", "in_software", "signature",
    "assigned_to", "instruction", "due_on", "completed_on", "answered_by", "note",
)  # fmt: skip


def register(
    *, by, direction: str, unit: Unit, registered_on: date, secrecy: str = Secrecy.NONE, series: str = "",
    number: int | None = None, no_deadline: bool = False, reason: str = "", override: bool = False, **fields,
) -> Document:  # fmt: skip
    """Enter an incoming or outgoing document under the next number of its book (or a free `number`).

    An incoming one without `due_on` gets its deadline by rule, unless it has `no_deadline`.
    """
    refuse_secret(secrecy)
    with writing(by=by, action="documents.registered", units=[unit], reason=reason, override=override) as write:
        write.require_in_force(unit, on=registered_on, field="registered_on")
        document = Document(
            direction=direction, unit=unit, handling_unit=unit, series=_series(series), year=registered_on.year,
            registered_on=registered_on, **_known(fields),
        )  # fmt: skip
        _give_deadline(document, no_deadline)
        check(document)
        book = {"unit": unit, "direction": direction, "series": document.series, "year": document.year}
        document.number = numbering.allocate(write, **book, number=number)
        if direction == Direction.OUTGOING:
            _give_notation(document)
        write.insert(document)
    return document


def change(
    document: Document, *, by, version: int | None, reason: str, secrecy: str = Secrecy.NONE, override: bool = False,
    **fields,
) -> Document:  # fmt: skip
    """Correct what was entered. Unit, book and number stay: a wrong one is cancelled and entered anew."""
    refuse_secret(secrecy)
    with changing(document, by, "documents.changed", reason, override) as write:
        document = take(write, document, version)
        outgoing = document.direction == Direction.OUTGOING
        composed = _composed(document) if outgoing and document.code else ""
        was_composed, day = document.code == composed, document.registered_on
        for name, value in _known(fields).items():
            setattr(document, name, value)
        if document.registered_on != day:
            _check_day(write, document)
        check(document)
        if outgoing:
            if was_composed and document.code == composed:
                document.code = ""  # the kind may have changed
            _give_notation(document)
        write.update(document)
    return document


def cancel(document: Document, *, by, version: int | None, reason: str, override: bool = False) -> Document:
    """Take the number out of use, with the reason; the entry stays visible and its number is never given again."""
    reason = one_line(reason)
    if not reason:
        raise Refused(_("Say why the number is cancelled."), field="reason")
    with changing(document, by, "documents.cancelled", reason, override) as write:
        document = take(write, document, version)
        if document.answers.filter(cancelled=False).exists():
            raise Refused(_("Incoming documents name this one as their answer; change those first."))
        document.cancelled, document.cancel_reason = True, reason
        write.update(document)
    return document


def reinstate(document: Document, *, by, version: int | None, reason: str, override: bool = False) -> Document:
    """Take back a cancellation made by mistake: the entry counts again under its old number."""
    with changing(document, by, "documents.reinstated", reason, override) as write:
        document = take(write, document, version, cancelled=True)
        document.cancelled, document.cancel_reason = False, ""
        check(document)
        write.update(document)
    return document


# --- Pieces --------------------------------------------------------------------------------------------------------


def _check_day(write: Write, document: Document) -> None:
    if document.registered_on.year != document.year:
        raise Refused(
            _("The date must stay in %(year)s, the year of the register.") % {"year": document.year},
            field="registered_on",
        )
    write.require_in_force(document.unit, on=document.registered_on, field="registered_on")


def _give_deadline(document: Document, no_deadline: bool) -> None:
    if no_deadline and document.due_on is not None:
        raise Refused(_("Give a deadline, or say that there is none; not both."), field="no_deadline")
    if document.direction == Direction.INCOMING and document.due_on is None and not no_deadline:
        document.due_on = deadline_of(document).due_on


def _known(fields: dict) -> dict:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"no fields of a document that are entered: {sorted(unknown)}")
    return fields


def _series(series: str) -> str:
    """One spelling of a book's name: "qđ" and "QĐ" are the same book."""
    return one_line(series).upper()


def _composed(document: Document) -> str:
    return codes.compose(number=document.number, kind=document.type, unit=document.unit)


def _give_notation(document: Document) -> None:
    """Outgoing: the date of the document is its day of issue; an empty notation is composed, a written one checked."""
    document.issued_on = document.registered_on
    document.code = one_line(document.code)
    if not document.code:
        document.code = _composed(document)
    codes.check(document)
