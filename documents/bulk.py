"""Many documents in one transaction, for the demo and imports: rules once a unit, numbers once a book, rows by COPY."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from common import audit
from common.bulk import insert_rows as insert_plain_rows
from common.errors import Invalid, Refused
from common.models import Batch
from common.months import Month
from common.text import one_line
from communes.models import Section, Succession, Unit, cell
from communes.reports import opened_months
from communes.writing import Write, writing
from documents import codes, numbering, search_index, secrecy
from documents.deadlines import Deadlines
from documents.entering import book_name
from documents.models import Direction, Document, DocumentType
from documents.numbering import Book

_one_line = lru_cache(maxsize=20_000)(one_line)
_tidy = lru_cache(maxsize=20_000)(codes.tidy)
_is_marked_title = lru_cache(maxsize=20_000)(secrecy.is_marked_title)
_is_marked_notation = lru_cache(maxsize=20_000)(secrecy.is_marked_notation)
# Imports bring thousands of rows: the first faults say enough.
MOST_NAMED = 20
# So many rows go into SQLite's index one by one: a change of its triggers has every connection read the schema anew.
FEW = 500


def prepared(documents: Iterable[Document]) -> list[Document]:
    """Whatever of `insert_rows` needs no lock, done before it for documents whose numbers are known: marks are refused,
    texts brought into their form, searched words worked out. Give the result to `insert_rows` with `is_prepared`."""
    rows = list(documents)
    _refuse_marks(rows)
    for row in rows:
        row.handling_unit_id, row.year = row.handling_unit_id or row.unit_id, row.registered_on.year
        row.series = book_name(row.series)
    _complete([row for row in rows if row.number is not None])
    return rows


def insert_rows(
    *, by, batch: Batch, documents: Iterable[Document], by_rule: bool = True, override_closed: bool = False,
    is_prepared: bool = False,
) -> int:  # fmt: skip
    """Write unsaved documents and return how many; all of them or none.

    A document with number None gets the next of its book, in order of `registered_on`; a preset number passes the same
    rules. `by_rule`: an incoming document without a deadline gets it by rule; False: it has none. `year`,
    `handling_unit`, `batch`, the folded text and the notation of outgoing ones are filled in here. The rows get keys in
    the database only: the objects given stay unsaved. One audit event, which names the batch.
    IntegrityError for rows that break a constraint of the table: check what a person typed before.
    """
    rows = list(documents)
    without_number = [row for row in rows if row.number is None]
    if not is_prepared:
        _refuse_marks(rows)
    for row in rows:
        row.handling_unit_id = row.handling_unit_id or row.unit_id
        row.year, row.batch_id = row.registered_on.year, batch.pk
    units = {row.unit_id for row in rows} | {row.handling_unit_id for row in rows}
    with writing(
        by=by, action="documents.bulk_inserted", units=units, batch=batch, reason=batch.title, override=override_closed
    ) as write:
        _check(write, rows)
        if by_rule:
            _give_deadlines(rows)
        _number(write, rows)
        _complete(without_number if is_prepared else rows)
        _check_lengths(rows)
        with search_index.filled_at_once() if len(rows) > FEW else nullcontext():
            insert_plain_rows(rows)
        _mark(write, rows)
        before = audit.snapshot(batch)
        batch.rows += len(rows)
        batch.save(update_fields=["rows"])
        write.event.changed(batch, before=before, after=audit.snapshot(batch))
    return len(rows)


# --- Rules ---------------------------------------------------------------------------------------------------------


def _refuse_marks(rows: list[Document]) -> None:
    """Before anything else: Invalid that names the rows and fields with a secrecy mark, and nothing of their text."""
    found: dict[str, list[str]] = {}
    for place, row in enumerate(rows, start=1):
        marked = [name for name in secrecy.NOTATIONS if _is_marked_notation(getattr(row, name, ""))]
        marked += [name for name in secrecy.TITLES if _is_marked_title(getattr(row, name, ""))]
        for name in marked:
            found.setdefault(name, []).append(
                _("Row %(row)s: %(fault)s") % {"row": place, "fault": secrecy.MARK_SENTENCE}
            )
    if found:
        # What is refused stays nowhere, the memory of this process included.
        _is_marked_title.cache_clear()
        _is_marked_notation.cache_clear()
        raise Invalid({name: sentences[:MOST_NAMED] for name, sentences in found.items()})


def _check(write: Write, rows: list[Document]) -> None:
    """Once a unit instead of once a row: in force on the first and last day, not in the future, after the beginning."""
    days = defaultdict(list)
    for row in rows:
        days[row.unit_id].append(row.registered_on)
    units = Unit.objects.in_bulk(list(days))
    first = opened_months()[0].first_day()
    for unit_id, found in days.items():
        for day in (min(found), max(found)):
            write.require_in_force(units[unit_id], on=day, field="registered_on")
            write.require_not_future(day, field="registered_on")
        if min(found) < first:
            raise Refused(
                _("The register begins on %(day)s; earlier documents stay in the old books.")
                % {"day": f"{first:%d/%m/%Y}"},
                field="registered_on",
            )
    for row in rows:
        write.require_not_future(row.completed_on, field="completed_on")
    _check_handling(rows)


def _check_handling(rows: list[Document]) -> None:
    """A document is handled where it is registered, or at a unit that took that one over."""
    passed_on = {(row.unit_id, row.handling_unit_id) for row in rows if row.unit_id != row.handling_unit_id}
    for unit_id, handling_id in passed_on:
        reached, fresh = set(), {unit_id}
        while fresh:
            links = Succession.objects.filter(predecessor__in=fresh)
            fresh = set(links.values_list("successor_id", flat=True)) - reached
            reached |= fresh
        if handling_id not in reached:
            raise Refused(_("Another unit handles a document only after it has taken the first one over."))


def _check_lengths(rows: list[Document]) -> None:
    """SQLite does not hold the length of text columns; Invalid with the field and the first row that is too long."""
    limits = [(field, field.max_length) for field in Document._meta.concrete_fields if field.max_length]
    for place, row in enumerate(rows, start=1):
        for field, limit in limits:
            if len(vars(row)[field.attname]) > limit:
                sentence = _("Row %(row)s: at most %(limit)s characters.") % {"row": place, "limit": limit}
                raise Invalid({field.name: [sentence]})


# --- Filling in ------------------------------------------------------------------------------------------------------


def _number(write: Write, rows: list[Document]) -> None:
    books = defaultdict(list)
    for row in rows:
        row.series = book_name(row.series)
        books[Book(row.unit_id, row.direction, row.series, row.year)].append(row)
    for book in sorted(books):  # always in the same order, so that two loads cannot wait for each other in a ring
        entries = sorted(books[book], key=lambda row: row.registered_on)
        for row, number in zip(
            entries, numbering.allocate_many(write, book, [row.number for row in entries]), strict=True
        ):
            row.number = number


def _give_deadlines(rows: list[Document]) -> None:
    waiting = [row for row in rows if row.direction == Direction.INCOMING and row.due_on is None]
    if not waiting:
        return
    deadlines = Deadlines.load({row.unit_id for row in waiting})
    known: dict[tuple, date | None] = {}
    for row in waiting:
        key = (row.unit_id, row.urgency, row.registered_on)
        if key not in known:
            known[key] = deadlines.of(*key).due_on
        row.due_on = known[key]


def _complete(rows: list[Document]) -> None:
    """What `Document.save` and the actions fill in, with each distinct text worked out once."""
    agencies: dict[int, tuple[str, str]] = {}
    kinds = DocumentType.objects.in_bulk()
    for row in rows:
        for name in Document.LINES:
            setattr(row, name, _one_line(getattr(row, name)))
        row.code = _tidy(row.code)
        if row.direction == Direction.OUTGOING:
            row.issued_on = row.registered_on
            if not row.code:
                agency = agencies.get(row.unit_id) or agencies.setdefault(row.unit_id, codes.agency_of(row.unit))
                year = codes.year_in(row.series, row.year)
                row.code = codes.notation(row.number, kinds.get(row.type_id), *agency, year=year)
        row.search = row.search_text(kinds.get(row.type_id))


def _mark(write: Write, rows: list[Document]) -> None:
    """The cells that the rows count in, as Document.counted has them."""
    counting = [row for row in rows if not row.cancelled]
    days = {(row.unit_id, row.registered_on) for row in counting}
    days |= {(row.handling_unit_id, row.due_on) for row in counting if row.due_on}
    write.stale(*{cell(unit_id, Month.of(day), str(Section.DOCUMENTS)) for unit_id, day in days})
