"""Writes of the document register. Forms, the admin, imports and the API all come through here."""

from datetime import date

from django.utils.translation import gettext as _

from common.errors import Invalid, Refused, StaleVersion
from common.months import Month
from common.text import one_line
from communes.models import Unit
from communes.reports import opened_months
from communes.writing import Write, writing
from documents import codes, numbering
from documents.models import Direction, Document, DocumentType
from documents.secrecy import Secrecy, refuse_secret

# What a clerk fills in; everything else of a document is given by the register itself.
FIELDS = (
    "registered_on", "type", "code", "issued_on", "organ_name", "subject", "signer", "recipients", "copies", "pages",
    "transferred_on", "urgency", "medium", "in_software", "signature", "assigned_to", "due_on", "completed_on",
    "answered_by", "note",
)  # fmt: skip


def register(
    *, by, direction: str, unit: Unit, registered_on: date, secrecy: str = Secrecy.NONE, series: str = "",
    number: int | None = None, reason: str = "", override: bool = False, **fields,
) -> Document:  # fmt: skip
    """Enter an incoming or outgoing document under the next number of its book (or a free `number`)."""
    refuse_secret(secrecy)
    with writing(by=by, action="documents.registered", units=[unit], reason=reason, override=override) as write:
        write.require_in_force(unit, on=registered_on, field="registered_on")
        document = Document(
            direction=direction, unit=unit, handling_unit=unit, series=_series(series), year=registered_on.year,
            registered_on=registered_on, **_known(fields),
        )  # fmt: skip
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
    with _changing(document, by, "documents.changed", reason, override) as write:
        document = _take(write, document, version)
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


def finish(
    document: Document, *, by, version: int | None, completed_on: date, answered_by: Document | None = None,
    reason: str = "", override: bool = False,
) -> Document:  # fmt: skip
    """Note on which day an incoming document was dealt with, and perhaps which outgoing document answers it."""
    with _changing(document, by, "documents.finished", reason, override) as write:
        document = _take(write, document, version)
        if document.direction != Direction.INCOMING:
            raise Refused(_("Only incoming documents have a deadline and are handled."))
        if document.completed_on is not None:
            raise Refused(_("This document is finished already; correct the day by editing it."), field="completed_on")
        document.completed_on, document.answered_by = completed_on, answered_by
        check(document)
        write.update(document)
    return document


def cancel(document: Document, *, by, version: int | None, reason: str, override: bool = False) -> Document:
    """Take the number out of use, with the reason; the entry stays visible and its number is never given again."""
    reason = one_line(reason)
    if not reason:
        raise Refused(_("Say why the number is cancelled."), field="reason")
    with _changing(document, by, "documents.cancelled", reason, override) as write:
        document = _take(write, document, version)
        if document.answers.filter(cancelled=False).exists():
            raise Refused(_("Incoming documents name this one as their answer; change those first."))
        document.cancelled, document.cancel_reason = True, reason
        write.update(document)
    return document


def reinstate(document: Document, *, by, version: int | None, reason: str, override: bool = False) -> Document:
    """Take back a cancellation made by mistake: the entry counts again under its old number."""
    with _changing(document, by, "documents.reinstated", reason, override) as write:
        document = _take(write, document, version, cancelled=True)
        document.cancelled, document.cancel_reason = False, ""
        check(document)
        write.update(document)
    return document


# --- Rules ---------------------------------------------------------------------------------------------------------


def check(document: Document) -> None:
    """The rules that compare fields; Invalid with a sentence at each field that breaks one."""
    errors = {name: [str(sentence)] for name, sentence in reversed(list(_broken(document)))}
    if errors:
        raise Invalid(errors)


def _broken(document: Document):
    for name in ("registered_on", "issued_on", "transferred_on", "completed_on"):
        try:
            Write.require_not_future(getattr(document, name), field=name)
        except Refused as refusal:
            yield name, refusal.message
    yield from _broken_dates(document)
    first = opened_months()[0]
    if Month.of(document.registered_on) < first:
        yield (
            "registered_on",
            _("The register begins on %(day)s; earlier documents stay in the old books.")
            % {"day": f"{first.first_day():%d/%m/%Y}"},
        )
    answer = document.answered_by
    if answer is None:
        return
    if answer.direction != Direction.OUTGOING or answer.cancelled:
        yield "answered_by", _("The answer must be an outgoing document that is not cancelled.")
    elif answer.unit_id not in (document.unit_id, document.handling_unit_id):
        yield "answered_by", _("The answer must stand in the register of the unit that handles the document.")
    elif answer.registered_on < document.registered_on:
        yield "answered_by", _("The answer is older than the document.")


def _broken_dates(document: Document):
    arrived = document.registered_on
    if document.direction == Direction.INCOMING:
        if document.issued_on and document.issued_on > arrived:
            yield "issued_on", _("A document cannot arrive before it was issued.")
        if document.due_on and document.due_on < arrived:
            yield "due_on", _("The deadline cannot be before the day of arrival.")
        if document.completed_on and document.completed_on < arrived:
            yield "completed_on", _("A document cannot be finished before it arrived.")
    if document.transferred_on and document.transferred_on < arrived:
        yield "transferred_on", _("A document cannot be passed on before the day of its entry.")


# --- Pieces --------------------------------------------------------------------------------------------------------


def _changing(document: Document, by, action: str, reason: str, override: bool):
    units = {document.unit_id, document.handling_unit_id}
    return writing(by=by, action=action, units=units, reason=reason, override=override)


def _take(write: Write, document: Document, version: int | None, *, cancelled: bool = False) -> Document:
    fresh = write.take(document, version=version)
    if not {fresh.unit_id, fresh.handling_unit_id} <= write.unit_ids:
        # A merger passed it on between the reading and the lock.
        raise StaleVersion()
    if fresh.cancelled != cancelled:
        raise Refused(
            _("This number is not cancelled.")
            if cancelled
            else _("This number is cancelled; a cancelled entry stays as it is.")
        )
    return fresh


def _check_day(write: Write, document: Document) -> None:
    if document.registered_on.year != document.year:
        raise Refused(
            _("The date must stay in %(year)s, the year of the register.") % {"year": document.year},
            field="registered_on",
        )
    write.require_in_force(document.unit, on=document.registered_on, field="registered_on")


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


# --- The catalogue of kinds ------------------------------------------------------------------------------------------


def add_kind(*, by, **fields) -> DocumentType:
    """A kind of documents that a later decree adds to the 29."""
    with writing(by=by, action="document_types.created", units=[], capability="catalogue") as write:
        kind = DocumentType(**fields)
        write.insert(kind)
    return kind


def change_kind(kind: DocumentType, *, by, version: int | None, reason: str, **fields) -> DocumentType:
    """Correct a kind's number, name or abbreviation; notations that were given stay as they are."""
    with writing(by=by, action="document_types.changed", units=[], capability="catalogue", reason=reason) as write:
        kind = write.take(kind, version=version)
        for name, value in fields.items():
            setattr(kind, name, value)
        write.update(kind)
    return kind
