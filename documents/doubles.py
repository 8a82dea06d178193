"""Entries that may be the same document again: the same sender, number and date; of one's own, the same notation."""

from collections.abc import Collection
from datetime import date, timedelta

from django.utils.translation import gettext as _

from common.errors import Refused
from common.text import fold, one_line
from documents.models import Direction, Document
from documents.words import words_of

# Without a date on it, a document is compared with what arrived in the year before.
LOOKING_BACK = timedelta(days=366)
MOST = 5


def doubles_of(document: Document) -> list[Document]:
    """Earlier entries of the unit's book that look like `document`, oldest first, at most five; none without a number.

    Incoming: sender and notation alike in their words (documents.words, so 05/QĐ is 5/qd), and the same date on the
    document. Outgoing: the same notation in the same year. Cancelled entries are none. Reads a stretch of the index
    (unit, direction, day).
    """
    code = words_of(document.code)
    if not code or document.unit_id is None or document.registered_on is None:
        return []
    book = Document.objects.filter(unit=document.unit_id, direction=document.direction, cancelled=False)
    rows = book.exclude(pk=document.pk) if document.pk else book
    if document.direction == Direction.INCOMING:
        # Nothing arrives before it was issued.
        since = document.issued_on or document.registered_on - LOOKING_BACK
        rows = rows.filter(registered_on__gte=since, issued_on=document.issued_on)
    else:
        year = document.registered_on.year
        rows = rows.filter(registered_on__range=(date(year, 1, 1), date(year, 12, 31)))
    rows = rows.filter(search__contains=f" {' '.join(code)} ").order_by("registered_on", "pk")
    sender = fold(document.organ_name) if document.direction == Direction.INCOMING else None
    alike = (row for row in rows if words_of(row.code) == code and sender in (None, fold(row.organ_name)))
    return [row for row, _place in zip(alike, range(MOST), strict=False)]


class Double(Refused):
    """The document seems to be entered already; entering it anyway is for the person to decide."""


def refuse_double(document: Document, *, known: Collection[int]) -> None:
    """Double at field `code` if an entry other than the `known` ones looks the same; call once the book is locked."""
    if all(row.pk in known for row in doubles_of(document)):
        return
    if document.direction == Direction.INCOMING:
        raise Double(
            _("Sender, notation and date are those of an earlier entry. If it is another document, enter it anyway."),
            field="code",
        )
    raise Double(_("An earlier entry has this notation. If it is another document, enter it anyway."), field="code")


def said(document: Document) -> str:
    """`123/UBND-VP of UBND tỉnh stands in the book already, number 12 of 06/07/2020.`"""
    words = {
        "code": one_line(document.code),
        "sender": document.organ_name,
        "number": f"{document.number:02}",
        "day": f"{document.registered_on:%d/%m/%Y}",
    }
    if document.direction == Direction.INCOMING:
        return _("%(code)s of %(sender)s stands in the book already: arrival number %(number)s of %(day)s.") % words
    return _("%(code)s stands in the book already: number %(number)s of %(day)s.") % words
