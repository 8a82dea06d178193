"""What is done with incoming documents after their entry, one by one; many at once is in `handling_many`."""

from datetime import date

from django.utils.translation import gettext as _

from common.errors import Refused
from common.text import one_line
from documents.actions.rules import check, hold_answer
from documents.changing import changing, take
from documents.models import Direction, Document
from documents.secrecy import refuse_marks


def refusal_of_handling(document: Document, *, finished: bool = False) -> str:
    """Why nothing can be done with the entry now, in a sentence; empty if it can. `finished`: what state it must be
    in."""
    if document.direction != Direction.INCOMING:
        return _("Only incoming documents have a deadline and are handled.")
    if document.cancelled:
        return _("This number is cancelled; a cancelled entry stays as it is.")
    if finished and document.completed_on is None:
        return _("This document is not finished.")
    if not finished and document.completed_on is not None:
        return _("This document is finished already; correct the day by editing it.")
    return ""


def assign(
    document: Document, *, by, version: int | None, assigned_to: str, transferred_on: date, instruction: str = "",
    due_on: date | None = None, reason: str = "", override: bool = False,
) -> Document:  # fmt: skip
    """Pass an open document on to a person or office, with what the head wrote and by when; `due_on` None: no
    deadline."""
    refuse_marks(instruction=instruction, reason=reason)
    assigned_to = one_line(assigned_to)
    if not assigned_to:
        raise Refused(_("Say who is to handle the document."), field="assigned_to")
    with changing(document, by, "documents.assigned", reason, override) as write:
        document = take(write, document, version)
        _refuse(document)
        document.assigned_to, document.instruction = assigned_to, instruction
        document.transferred_on, document.due_on = transferred_on, due_on
        check(document)
        write.update(document)
    return document


def finish(
    document: Document, *, by, version: int | None, completed_on: date, answered_by: Document | None = None,
    reason: str = "", override: bool = False,
) -> Document:  # fmt: skip
    """Note on which day an incoming document was dealt with, and perhaps which outgoing document answers it."""
    refuse_marks(reason=reason)
    with changing(document, by, "documents.finished", reason, override) as write:
        document = take(write, document, version)
        _refuse(document, field="completed_on")
        document.completed_on, document.answered_by = completed_on, answered_by
        check(document)
        hold_answer(document)
        write.update(document)
    return document


def reopen(document: Document, *, by, version: int | None, reason: str, override: bool = False) -> Document:
    """A document was finished by mistake, or there is more to do: it waits again, its day and answer taken away."""
    refuse_marks(reason=reason)
    reason = one_line(reason)
    if not reason:
        raise Refused(_("Say why the document is opened again."), field="reason")
    with changing(document, by, "documents.reopened", reason, override) as write:
        document = take(write, document, version)
        _refuse(document, finished=True)
        document.completed_on = document.answered_by = None
        write.update(document)
    return document


def _refuse(document: Document, *, finished: bool = False, field: str | None = None) -> None:
    sentence = refusal_of_handling(document, finished=finished)
    if sentence:
        raise Refused(sentence, field=field)
