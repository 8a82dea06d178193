"""The rules that compare fields of an entry."""

from datetime import date

from django.utils.translation import gettext as _

from common.errors import Invalid, Refused
from communes.reports import opened_months
from communes.writing import Write
from documents.models import Direction, Document


def check(document: Document) -> None:
    """The rules that compare fields; Invalid with a sentence at each field that breaks one."""
    errors = {name: [str(sentence)] for name, sentence in reversed(list(_broken(document)))}
    if errors:
        raise Invalid(errors)


def check_beginning(day: date, *, field: str) -> None:
    """Refused for a day before the first month of the calendar."""
    first = opened_months()[0].first_day()
    if day < first:
        sentence = _("The register begins on %(day)s; earlier documents stay in the old books.")
        raise Refused(sentence % {"day": f"{first:%d/%m/%Y}"}, field=field)


def hold_answer(document: Document, *, drop: bool = False) -> None:
    """Read the answer that the entry names once more, so that nobody cancels or moves it until this act has ended.

    Invalid if it does not hold any more; `drop`: then the entry names none. The lock of a book comes before this one.
    """
    if document.answered_by_id is None:
        return
    rows = Document.objects.select_for_update(no_key=True, of=("self",))
    document.answered_by = rows.get(pk=document.answered_by_id)
    sentence = _broken_answer(document, document.answered_by)
    if sentence and not drop:
        raise Invalid({"answered_by": [sentence]})
    if sentence:
        document.answered_by = None


def check_answered(document: Document) -> None:
    """Refused if the taken document is older than one that names it as its answer."""
    question = document.answers.filter(cancelled=False, registered_on__gt=document.registered_on).first()
    if question is not None:
        sentence = _("This document answers %(name)s and cannot be of an earlier day.")
        raise Refused(sentence % {"name": question}, field="registered_on")


def _broken(document: Document):
    for name in ("registered_on", "issued_on", "transferred_on", "completed_on"):
        try:
            Write.require_not_future(getattr(document, name), field=name)
        except Refused as refusal:
            yield name, refusal.message
    yield from _broken_dates(document)
    try:
        check_beginning(document.registered_on, field="registered_on")
    except Refused as refusal:
        yield "registered_on", refusal.message
    sentence = document.answered_by and _broken_answer(document, document.answered_by)
    if sentence:
        yield "answered_by", sentence


def _broken_answer(document: Document, answer: Document) -> str:
    """Why this cannot be its answer; empty if it can."""
    if answer.direction != Direction.OUTGOING or answer.cancelled:
        return _("The answer must be an outgoing document that is not cancelled.")
    if answer.unit_id not in (document.unit_id, document.handling_unit_id):
        return _("The answer must stand in the register of the unit that handles the document.")
    if answer.registered_on < document.registered_on:
        return _("The answer is older than the document.")
    return ""


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
