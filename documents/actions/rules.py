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
