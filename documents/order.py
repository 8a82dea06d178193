"""Numbers follow the days in a book (NĐ 30/2020/NĐ-CP): the entries beside a number, and whether a day fits between."""

from datetime import date

from django.utils.translation import gettext as _

from documents.models import Document
from documents.numbering import Book, book_of


def neighbours(book: Book, number: int) -> tuple[Document | None, Document | None]:
    """The nearest entries below and above a number that are not cancelled."""
    entries = Document.objects.filter(**book._asdict(), cancelled=False)
    below = entries.filter(number__lt=number).order_by("-number").first()
    return below, entries.filter(number__gt=number).order_by("number").first()


def out_of_order(document: Document) -> str:
    """A sentence when the day lies outside those of the entries beside it; empty when it fits."""
    below, above = neighbours(book_of(document), document.number)
    wrong = [
        entry
        for entry, is_wrong in (
            (below, below is not None and below.registered_on > document.registered_on),
            (above, above is not None and above.registered_on < document.registered_on),
        )
        if is_wrong
    ]
    if not wrong:
        return ""
    return _(
        "Numbers follow the days: %(day)s does not fit beside %(neighbours)s. The entry has been saved; if the day is "
        "a slip, correct it."
    ) % {"day": _day(document.registered_on), "neighbours": _(" and ").join(map(_placed, wrong))}


def said(book: Book, number: int) -> str:
    """Which days the entries beside a number have, for whoever fills it in; empty where it stands alone."""
    found = [_placed(entry) for entry in neighbours(book, number) if entry is not None]
    return _("Beside it: %(neighbours)s.") % {"neighbours": _(" and ").join(found)} if found else ""


def _placed(entry: Document) -> str:
    words = {"number": f"{entry.number:02}", "day": _day(entry.registered_on)}
    return _("number %(number)s of %(day)s") % words


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
