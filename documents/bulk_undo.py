"""Taking many documents away again that one batch brought, with their numbers, as if they had never been entered."""

from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _

from common.models import Batch
from common.months import Month
from communes.models import Section, Unit, cell
from communes.writing import Write
from documents import numbering
from documents.models import Document, NumberReservation
from documents.numbering import Book


def why_not(batch: Batch) -> list[str]:
    """Sentences for numbers that were given after those of the batch: without these the register would have a gap."""
    found = []
    for book, first in sorted(_books(batch).items()):
        later = _others(book, batch).filter(number__gt=first).order_by("number").first()
        kept = NumberReservation.objects.filter(**book._asdict(), number__gt=first).order_by("number").first()
        if later is not None or kept is not None:
            words = {"number": (later or kept).number, "unit": Unit.objects.get(pk=book.unit_id).full_name}
            words["year"] = book.year
            found.append(
                _(
                    "Number %(number)s of the register %(year)s of %(unit)s was given after these; without them it "
                    "would have a gap. Cancel single entries instead."
                )
                % words
            )
    return found


def remove(write: Write, batch: Batch) -> int:
    """Delete the entries of the batch and give their numbers back; `why_not` was asked under the same lock."""
    rows = Document.objects.order_by().filter(batch=batch)
    for book in sorted(_books(batch)):
        counter = numbering.locked_counter(book)
        kept = NumberReservation.objects.filter(**book._asdict())
        last = [each.aggregate(last=Max("number"))["last"] or 0 for each in (_others(book, batch), kept)]
        counter.last = max(last)
        counter.save(update_fields=["last"])
    counting = rows.filter(cancelled=False)
    days = set(counting.values_list("unit_id", "registered_on").distinct())
    days |= set(counting.filter(due_on__isnull=False).values_list("handling_unit_id", "due_on").distinct())
    write.stale(*{cell(unit_id, Month.of(day), str(Section.DOCUMENTS)) for unit_id, day in days})
    # One statement: nothing refers to these rows, which was looked at, and the database would refuse otherwise.
    return rows._raw_delete(rows.db)


def units_of(batch: Batch) -> set[int]:
    """Every unit whose register or handling the entries touch."""
    rows = Document.objects.order_by().filter(batch=batch)
    return {pk for pair in rows.values_list("unit_id", "handling_unit_id").distinct() for pk in pair}


def _books(batch: Batch) -> dict[Book, int]:
    """The books of the batch, each with its lowest number there."""
    rows = Document.objects.order_by().filter(batch=batch).values("unit_id", "direction", "series", "year")
    return {Book(**{key: row[key] for key in Book._fields}): row["first"] for row in rows.annotate(first=Min("number"))}


def _others(book: Book, batch: Batch):
    return Document.objects.filter(Q(batch__isnull=True) | ~Q(batch=batch), **book._asdict())
