"""The rules of the books of documents for many lines at once: days, closed months, numbers, entries that are there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from common.text import fold
from communes.intake import Line
from communes.reports import closed_among
from documents.doubles import LOOKING_BACK, said
from documents.models import Direction, Document, NumberCounter, NumberReservation
from documents.words import words_of
from imports.resource import Context

Book = tuple[int, str, int]  # unit, series, year


def spans(keys: Iterable[tuple]) -> dict[Book, tuple[int, int]]:
    """The lowest and the highest number of each book, of keys (unit, series, year, number)."""
    found: dict[Book, tuple[int, int]] = {}
    for *book, number in keys:
        first, last = found.get(tuple(book), (number, number))
        found[tuple(book)] = (min(first, number), max(last, number))
    return found


def broken_days(values: dict, direction: str, *, today: date, first: date) -> Iterator[tuple[str, str]]:
    """(column, sentence) for days that cannot be: the same rules as documents.actions.rules."""
    arrived = values.get("registered_on")
    if arrived is None:
        return
    for name in ("registered_on", "issued_on", "transferred_on", "completed_on"):
        day = values.get(name)
        if day is not None and day > today:
            words = {"day": f"{day:%d/%m/%Y}", "today": f"{today:%d/%m/%Y}"}
            yield name, _("%(day)s lies in the future; today is %(today)s.") % words
    if arrived < first:
        sentence = _("The register begins on %(day)s; earlier documents stay in the old books.")
        yield "registered_on", sentence % {"day": f"{first:%d/%m/%Y}"}
    if direction == Direction.INCOMING:
        if (issued := values.get("issued_on")) and issued > arrived:
            yield "issued_on", _("A document cannot arrive before it was issued.")
        if (due := values.get("due_on")) and due < arrived:
            yield "due_on", _("The deadline cannot be before the day of arrival.")
        if (completed := values.get("completed_on")) and completed < arrived:
            yield "completed_on", _("A document cannot be finished before it arrived.")
    if (passed := values.get("transferred_on")) and passed < arrived:
        yield "transferred_on", _("A document cannot be passed on before the day of its entry.")


def refuse_closed_changes(lines: list[Line], context: Context, direction: str) -> None:
    """Refuse changes of entries whose figures stand in a closed month."""
    rows = Document.objects.in_bulk([line.target for line in lines])
    for line in lines:
        row = rows.get(line.target)
        if row is None:
            continue
        before = row.counted()
        for name in line.before:
            if name != "type":
                setattr(row, name, line.values[name])
        closed = closed_among(before.differing(row.counted()))
        if closed:
            line.refuse(context.closed_sentence(line.values["unit"], closed[0].period))


def refuse_bad_numbers(lines: list[Line], direction: str) -> None:
    """Numbers of new entries leave no gap and take none that is kept (documents.numbering has the last word)."""
    of_books: dict[Book, list[Line]] = defaultdict(list)
    for line in lines:
        values = line.values
        of_books[(values["unit"].pk, values.get("series") or "", values["registered_on"].year)].append(line)
    for (unit_id, series, year), found in of_books.items():
        book = {"unit": unit_id, "direction": direction, "series": series, "year": year}
        counter = NumberCounter.objects.filter(**book).first()
        kept = set(NumberReservation.objects.filter(**book).without_entry().values_list("number", flat=True))
        last = counter.last if counter else 0
        is_empty = last == 0 and not Document.objects.filter(**book).exists()
        for line in sorted(found, key=lambda line: line.values["number"]):
            number = line.values["number"]
            if number < 1:
                line.refuse(_("Numbers begin at 1."), "number")
            elif number in kept:
                line.refuse(_("Number %(number)s is kept for another document.") % {"number": number}, "number")
            elif number > last + 1 and not is_empty:
                sentence = _(
                    "Number %(number)s would leave a gap: the next number of this register of %(year)s is %(next)s."
                )
                line.refuse(sentence % {"number": number, "year": year, "next": last + 1}, "number")
            else:
                last, is_empty = max(last, number), False


def refuse_doubles(lines: list[Line], direction: str) -> None:
    """An entry without a number that stands in the book already, or twice in the file, by sender, notation and date."""
    of_units: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.values.get("code"):
            of_units[line.values["unit"].pk].append(line)
    for unit_id, found in of_units.items():
        since = min(line.values["registered_on"] for line in found) - LOOKING_BACK
        rows = Document.objects.filter(unit=unit_id, direction=direction, cancelled=False, registered_on__gte=since)
        known = {}
        for row in rows.only("code", "organ_name", "issued_on", "registered_on", "number", "direction").iterator():
            known[_mark(direction, row.code, row.organ_name, row.issued_on, row.registered_on)] = row
        first: dict[tuple, int] = {}
        for line in found:
            values = line.values
            mark = _mark(
                direction, values["code"], values.get("organ_name") or "", values.get("issued_on"),
                values["registered_on"],
            )  # fmt: skip
            if mark in known:
                line.refuse(said(known[mark]), "code")
            elif first.setdefault(mark, line.number) != line.number:
                line.refuse(_("Row %(row)s of the file is the same record.") % {"row": first[mark]}, "code")


def _mark(direction: str, code: str, sender: str, issued: date | None, registered: date) -> tuple:
    """What makes two entries look the same (documents.doubles)."""
    words = tuple(words_of(code))
    return (words, fold(sender), issued) if direction == Direction.INCOMING else (words, registered.year)
