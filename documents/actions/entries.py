"""Entering documents, correcting entries, and taking numbers out of use."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _

from common.errors import Refused, StaleVersion
from common.models import Batch
from common.text import one_line
from communes.models import Unit
from communes.writing import Write, writing
from documents import codes, entering, numbering
from documents.actions.rules import check, check_answered, hold_answer
from documents.changing import changing, take
from documents.doubles import refuse_double
from documents.models import Direction, Document, NumberReservation
from documents.secrecy import Secrecy, refuse_marks, refuse_secret


def register(
    *, by, direction: str, unit: Unit, registered_on: date, secrecy: str = Secrecy.NONE, series: str = "",
    number: int | None = None, known: Collection[int] | None = None, no_deadline: bool = False, reason: str = "",
    override: bool = False, **fields,
) -> Document:  # fmt: skip
    """Enter an incoming or outgoing document under the next number of its book (or a free `number`).

    `known`: the keys of entries that look the same and were seen by the person; any other one is Refused at field
    `code`. None: nobody is there to look, doubles are entered.
    An incoming one without `due_on` gets its deadline by rule, unless it has `no_deadline`.
    """
    refuse_secret(secrecy)
    refuse_marks(series=series, reason=reason, **fields)
    with writing(by=by, action="documents.registered", units=[unit], reason=reason, override=override) as write:
        write.require_in_force(unit, on=registered_on, field="registered_on")
        document = Document(
            direction=direction, unit=unit, handling_unit=unit, series=entering.book_name(series),
            year=registered_on.year, registered_on=registered_on, **entering.known(fields),
        )  # fmt: skip
        entering.give_deadline(document, no_deadline=no_deadline)
        check(document)
        book = {"unit": unit, "direction": direction, "series": document.series, "year": document.year}
        document.number = numbering.allocate(write, **book, number=number)
        hold_answer(document)
        if known is not None:
            refuse_double(document, known=known)
        entering.give_notation(document)
        write.insert(document)
    return document


def change(
    document: Document, *, by, version: int | None, reason: str, secrecy: str = Secrecy.NONE, override: bool = False,
    **fields,
) -> Document:  # fmt: skip
    """Correct what was entered. Unit, book and number stay: a wrong one is cancelled and entered anew."""
    refuse_secret(secrecy)
    refuse_marks(reason=reason, **fields)
    with changing(document, by, "documents.changed", reason, override) as write:
        return _change(write, document, version, fields)


def change_many(*, by, batch: Batch, changes: Iterable[tuple[int, int, dict]]) -> int:
    """Correct many entries, given as (key, version that was seen, fields): all of them or none, in one event."""
    changes = list(changes)
    for _key, _version, fields in changes:
        refuse_marks(**fields)
    rows = Document.objects.in_bulk([key for key, _version, _fields in changes])
    if len(rows) < len(changes):
        raise StaleVersion()
    units = {unit for row in rows.values() for unit in (row.unit_id, row.handling_unit_id)}
    with writing(by=by, action="documents.changed_together", units=units, batch=batch, reason=batch.title) as write:
        for key, version, fields in changes:
            _change(write, rows[key], version, fields)
    return len(changes)


def _change(write: Write, document: Document, version: int | None, fields: dict) -> Document:
    document = take(write, document, version)
    day, kind, code = document.registered_on, document.type_id, document.code
    was_composed = document.direction == Direction.OUTGOING and bool(code) and code == codes.composed(document)
    for name, value in entering.known(fields).items():
        setattr(document, name, value)
    if document.registered_on != day:
        entering.check_day(write, document)
        check_answered(document)
        entering.check_kept_day(document, NumberReservation.objects.filter(document=document).first())
    check(document)
    hold_answer(document)
    if was_composed and document.code == code:
        document.code = ""  # the kind may have changed
    if (document.code, document.type_id) != (code, kind):
        entering.give_notation(document)
    elif document.direction == Direction.OUTGOING:
        # A notation of former times stays as it was given.
        document.issued_on = document.registered_on
    write.update(document)
    return document


def cancel(document: Document, *, by, version: int | None, reason: str, override: bool = False) -> Document:
    """Take the number out of use, with the reason; the entry stays visible and its number is never given again."""
    reason = one_line(reason)
    if not reason:
        raise Refused(_("Say why the number is cancelled."), field="reason")
    refuse_marks(reason=reason)
    with changing(document, by, "documents.cancelled", reason, override) as write:
        document = take(write, document, version)
        if document.answers.filter(cancelled=False).exists():
            raise Refused(_("Incoming documents name this one as their answer; change those first."))
        document.cancelled, document.cancel_reason = True, reason
        write.update(document)
    return document


def reinstate(document: Document, *, by, version: int | None, reason: str, override: bool = False) -> Document:
    """Take back a cancellation made by mistake: the entry counts again under its old number.

    Its answer may have been cancelled or moved meanwhile; it could not be put right while the entry was cancelled, so
    it is taken away.
    """
    refuse_marks(reason=reason)
    with changing(document, by, "documents.reinstated", reason, override) as write:
        document = take(write, document, version, cancelled=True)
        document.cancelled, document.cancel_reason = False, ""
        hold_answer(document, drop=True)
        check(document)
        write.update(document)
    return document
