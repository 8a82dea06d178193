"""What is done with incoming documents after their entry."""

from datetime import date

from django.utils.translation import gettext as _

from common.errors import Refused
from documents.actions.rules import check
from documents.changing import changing, take
from documents.models import Direction, Document


def finish(
    document: Document, *, by, version: int | None, completed_on: date, answered_by: Document | None = None,
    reason: str = "", override: bool = False,
) -> Document:  # fmt: skip
    """Note on which day an incoming document was dealt with, and perhaps which outgoing document answers it."""
    with changing(document, by, "documents.finished", reason, override) as write:
        document = take(write, document, version)
        if document.direction != Direction.INCOMING:
            raise Refused(_("Only incoming documents have a deadline and are handled."))
        if document.completed_on is not None:
            raise Refused(_("This document is finished already; correct the day by editing it."), field="completed_on")
        document.completed_on, document.answered_by = completed_on, answered_by
        check(document)
        write.update(document)
    return document
