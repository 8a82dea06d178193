"""The one allocator of register numbers: without gap or double in each unit's book of a direction, series and year.

Every number up to the last is an entry, a cancelled entry, a kept number, or one that was kept and given up. The
counter's row is locked until the caller's transaction ends, so the next clerk waits for this one's number; a rollback
gives it back. On SQLite the transaction itself is the lock.
"""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from common.errors import Refused
from communes.models import Unit
from communes.writing import Write
from documents.models import Document, NumberCounter, NumberReservation, ReservationState

# The standard gives numbers eleven digits; the database column ends at 2,147,483,647, and no office comes near this.
LARGEST = 9_999_999
# As many blank lines as anybody keeps in a register at one time.
MOST_KEPT_AT_ONCE = 20


class Book(NamedTuple):
    """One register book: what its numbers are unique in."""

    unit_id: int
    direction: str
    series: str
    year: int


def book_of(entry: Document | NumberReservation) -> Book:
    """The book in which an entry or a kept number stands."""
    return Book(entry.unit_id, entry.direction, entry.series, entry.year)


def allocate(
    write: Write, *, unit: Unit, direction: str, year: int, series: str = "", number: int | None = None
) -> int:
    """The next number of the book, or `number` if the book can take it; Refused at field `number` otherwise."""
    book = Book(unit.pk, direction, series, year)
    return allocate_many(write, book, [number])[0]


def allocate_many(write: Write, book: Book, wanted: list[int | None]) -> list[int]:
    """A number for each entry of `wanted`, in its order: the one named, or for None the next of the book.

    Named numbers are placed first. Each must be free (neither entered nor kept) and at most one after the last; an
    empty book may begin anywhere.
    """
    if book.unit_id not in write.unit_ids:
        raise RuntimeError("numbers are given under the lock of the unit; name it in writing(units=…)")
    counter = locked_counter(book)
    named = sorted(number for number in wanted if number is not None)
    if named:
        _place(counter, book, named)
    given = iter(range(counter.last + 1, counter.last + 1 + wanted.count(None)))
    numbers = [next(given) if number is None else number for number in wanted]
    counter.last = max([counter.last, *numbers])
    if counter.last > LARGEST:
        raise Refused(_("This number is too large."), field="number")
    counter.save(update_fields=["last"])
    return numbers


def next_number(*, unit: Unit, direction: str, year: int, series: str = "") -> int:
    """What the next number would be if nobody else registers first; for showing, never for writing."""
    row = NumberCounter.objects.filter(**Book(unit.pk, direction, series, year)._asdict()).first()
    return row.last + 1 if row else 1


def locked_counter(book: Book) -> NumberCounter:
    """The counter's row, made if the book is new, locked until the transaction ends."""
    rows = NumberCounter.objects.select_for_update(of=("self",)).filter(**book._asdict())
    counter = rows.first()
    if counter is None:
        # Waits for another transaction that is just making it; if that one is rolled back, ours is made.
        NumberCounter.objects.bulk_create([NumberCounter(**book._asdict())], ignore_conflicts=True)
        counter = rows.get()
    return counter


def _place(counter: NumberCounter, book: Book, named: list[int]) -> None:
    """Check the named numbers, in ascending order, and move the counter behind them."""
    entries, kept = _entries(book), _kept(book)
    among = {"number__range": (named[0], named[-1])}
    entered = set(entries.filter(**among).values_list("number", flat=True))
    blank = set(kept.filter(**among).values_list("number", flat=True))
    is_empty = counter.last == 0 and not entries.exists()
    free = max(counter.last, named[-1]) + 1 if is_empty else counter.last + 1
    previous = None
    for number in named:
        if number < 1:
            raise Refused(_("Numbers begin at 1."), field="number")
        if number in blank:
            raise Refused(_why_kept(kept.select_related("kept_by").get(number=number), free), field="number")
        if number in entered or number == previous:
            raise Refused(_why_taken(entries.filter(number=number).first(), number, book, free), field="number")
        if number > counter.last + 1 and not is_empty:
            raise Refused(
                _("Number %(number)s would leave a gap: the next number of this register of %(year)s is %(next)s.")
                % {"number": str(number), "year": book.year, "next": str(counter.last + 1)},
                field="number",
            )
        counter.last, is_empty, previous = max(counter.last, number), False, number


def _why_taken(document: Document | None, number: int, book: Book, free: int) -> str:
    """Which document has the number (None: another of the same batch), and what to do."""
    if document is None:
        return _("Number %(number)s is given twice.") % {"number": str(number)}
    words = {
        "number": str(number), "year": book.year, "name": document, "next": str(free),
        "subject": Truncator(document.subject).chars(80),
    }  # fmt: skip
    if document.cancelled:
        return (
            _(
                "Number %(number)s is taken in this register of %(year)s: it was cancelled (%(name)s, “%(subject)s”) "
                "and is not given again. Leave the number empty for the next one, %(next)s."
            )
            % words
        )
    return (
        _(
            "Number %(number)s is taken in this register of %(year)s: %(name)s, “%(subject)s”. Leave the number empty "
            "for the next one, %(next)s."
        )
        % words
    )


def _why_kept(kept: NumberReservation, free: int) -> str:
    """What the number is kept for and by whom, or why it was given up; and what to do."""
    words = {
        "number": f"{kept.number:02}", "purpose": kept.purpose, "reason": kept.give_up_reason, "next": str(free),
        "day": f"{kept.kept_on:%d/%m/%Y}", "person": kept.kept_by or "–",
    }  # fmt: skip
    if kept.state == ReservationState.GIVEN_UP:
        return (
            _(
                "Number %(number)s was kept and given up (“%(reason)s”); like a cancelled one it is not given again. "
                "Leave the number empty for the next one, %(next)s."
            )
            % words
        )
    return (
        _(
            "Number %(number)s is kept for “%(purpose)s” by %(person)s since %(day)s. Enter that document from the "
            "page of kept numbers, or leave the number empty for the next one, %(next)s."
        )
        % words
    )


def _entries(book: Book) -> QuerySet:
    return Document.objects.filter(**book._asdict())


def _kept(book: Book) -> QuerySet:
    return NumberReservation.objects.filter(**book._asdict()).without_entry()
