"""What a printed book holds: the entries of one unit, series and year in the order of their numbers, and its heads."""

import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from communes.letters import agency_lines
from communes.models import Unit
from documents.models import Document, NumberReservation
from documents.printing.books import DATE, Book, Entry, blank_line

# More is no book that anybody leafs through; it would also take minutes.
MOST_ROWS = 20_000
CHUNK = 500
NOTHING = "Trong thời gian này không có văn bản nào được đăng ký."


@dataclass(frozen=True)
class Choice:
    """What is to be printed; both days of one year, both included."""

    book: Book
    unit: Unit
    series: str
    first: date
    last: date
    has_cover: bool = False


@dataclass(frozen=True)
class Heads:
    """The words around the table."""

    title: str
    agency: tuple[str, str]
    year: str
    period: str
    numbers: str
    closing: str


def entries(choice: Choice):
    """The entries of the book in the order of their numbers; cancelled ones stand in their place."""
    return Document.objects.filter(
        unit=choice.unit,
        direction=choice.book.direction,
        series=choice.series,
        year=choice.first.year,
        registered_on__range=(choice.first, choice.last),
    ).order_by("number")


def kept_numbers(choice: Choice):
    """The blank lines: numbers kept in the period under which nothing stands. The book of handling has none."""
    found = NumberReservation.objects.without_entry().filter(
        unit=choice.unit,
        direction=choice.book.direction,
        series=choice.series,
        year=choice.first.year,
        kept_on__range=(choice.first, choice.last),
    )
    return found.order_by("number") if choice.book.has_kept_numbers else found.none()


def bounded_count(choice: Choice) -> int:
    """How many lines; MOST_ROWS + 1 stands for more."""
    return min(entries(choice)[: MOST_ROWS + 1].count() + kept_numbers(choice).count(), MOST_ROWS + 1)


def write_rows(choice: Choice, path: Path, *, today: date) -> Heads:
    """Read all entries in one go, so that the paper shows one moment, into a file with a row on each line.

    A row is {"cells": […], "struck": bool}; dates as ISO texts under {"day": …}, numbers as numbers. Returns the heads.
    """
    found = entries(choice).select_related("type", "answered_by", "handling_unit")
    stored = found[: MOST_ROWS + 1].iterator(chunk_size=CHUNK)
    blank = [blank_line(kept) for kept in kept_numbers(choice)]
    count, cancelled, first, last = 0, 0, None, None
    with path.open("w", encoding="utf-8") as file:
        for document in heapq.merge(stored, blank, key=lambda line: line.number):
            entry = Entry(document, today)
            cells = [_stored(column.read(entry)) for column in choice.book.columns]
            file.write(json.dumps({"cells": cells, "struck": document.cancelled}, ensure_ascii=False) + "\n")
            count, cancelled = count + 1, cancelled + document.cancelled
            first, last = first or document.number, document.number
    return _heads(choice, count, cancelled, sum(not line.cancelled for line in blank), first, last)


def read_rows(path: Path) -> Iterator[dict]:
    """The rows of such a file, one after the other."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            row["cells"] = [_read(cell) for cell in row["cells"]]
            yield row


def _stored(value):
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _read(value):
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else value


def in_words(value) -> str:
    """What stands in a cell on paper: days as 03/08/2020, numbers below ten with a zero before them."""
    if isinstance(value, date):
        return f"{value:{DATE}}"
    return f"{value:02}" if isinstance(value, int) else value or ""


def _heads(
    choice: Choice, count: int, cancelled: int, kept: int, first: int | None, last: int | None
) -> Heads:  # fmt: skip
    numbers = f"Từ số {first:02} đến số {last:02}" if count else ""
    closing = f"Tổng số: {count:,} số đăng ký".replace(",", ".") if count else ""
    if cancelled:
        closing += f", trong đó {cancelled} số đã hủy"
    if kept:
        closing += f", {kept} số giữ chưa có văn bản"
    return Heads(
        title=choice.book.title,
        agency=agency_lines(choice.unit),
        year=f"Năm {choice.first.year}" + (f" – Sổ {choice.series}" if choice.series else ""),
        period=f"Từ ngày {choice.first:{DATE}} đến ngày {choice.last:{DATE}}",
        numbers=numbers,
        closing=f"{closing}; {numbers[0].lower()}{numbers[1:]}." if count else "",
    )
