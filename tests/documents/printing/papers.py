"""A book to print: entries of July 2020 in one unit."""

from datetime import date

from common.bulk import insert_rows
from communes.models import Unit
from documents.printing.books import BOOKS
from documents.printing.contents import Choice
from tests.factories import documents as docs

FIRST, LAST = date(2020, 7, 1), date(2020, 7, 31)
# What would be code, formulas or markup somewhere.
HOSTILE = '#let x = 1 *đậm* _nghiêng_ $a$ \\ @ai <b> "ngoặc" [x] //chú thích `m` =SUM(A1) {y}'


def july(unit: Unit, book: str = "incoming", **options) -> Choice:
    return Choice(**{"book": BOOKS[book], "unit": unit, "series": "", "first": FIRST, "last": LAST} | options)


def fill(unit: Unit, entries: int, direction: str = "incoming") -> None:
    """Entries 1 to `entries`, on the days of July in turn."""
    make = docs.incoming if direction == "incoming" else docs.outgoing
    rows = []
    for number in range(1, entries + 1):
        day = date(2020, 7, 1 + (number - 1) * 30 // max(entries, 1))
        row = make(unit, registered_on=day, number=number, year=2020, handling_unit=unit, code=f"{number:02}/UBND-VP")
        rows.append(row)
    insert_rows(rows)
