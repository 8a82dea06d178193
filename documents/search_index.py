"""The index over the words of documents: GIN on PostgreSQL (migration 0007), FTS5 on SQLite; kept by the databases.

Beside the words it holds marks of what the lists filter by (`@in`, `@k2`, `@late`), so that a rare filter and a rare
word cost the same: little. On SQLite also the unit (`@u15`), and the row's number there is its day and its key in one,
so that entries come out newest first and a page ends the reading.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from documents.words import Query

TABLE = "documents_words"
# Of the 62 bits of a number in the index of SQLite the lower 40 are the document's key, the others its day.
KEY_BITS = 40
LAST_KEY = 2**KEY_BITS - 1
KEY = f"{TABLE}.rowid & {LAST_KEY}"
_JULIAN = 1_721_425  # the Julian day before the first of date.toordinal()
_COLUMNS = (
    "search", "unit_id", "registered_on", "direction", "type_id", "urgency", "medium", "signature", "cancelled",
    "due_on", "completed_on",
)  # fmt: skip
_ROWID = f"(CAST(julianday({{row}}.registered_on) + 0.5 AS INTEGER) << {KEY_BITS}) | {{row}}.id"
_TEXT = """{row}.search || ' @u' || {row}.unit_id || ' @' || {row}.direction
    || CASE WHEN {row}.type_id IS NULL THEN '' ELSE ' @k' || {row}.type_id END
    || ' @' || {row}.urgency || ' @' || {row}.medium || ' @s' || {row}.signature
    || CASE WHEN {row}.cancelled THEN ' @cancelled' ELSE '' END
    || CASE WHEN {row}.due_on IS NULL THEN '' WHEN {row}.completed_on IS NULL THEN ' @waiting'
        WHEN {row}.completed_on > {row}.due_on THEN ' @late' ELSE ' @intime' END"""
_ADD = f"INSERT INTO {TABLE}(rowid, words) VALUES ({_ROWID}, {_TEXT});".replace("{row}", "NEW")
_TAKE = f"INSERT INTO {TABLE}({TABLE}, rowid, words) VALUES ('delete', {_ROWID}, {_TEXT});".replace("{row}", "OLD")
_TRIGGERS = {
    f"{TABLE}_insert": f"AFTER INSERT ON documents_document BEGIN {_ADD} END",
    f"{TABLE}_delete": f"AFTER DELETE ON documents_document BEGIN {_TAKE} END",
    f"{TABLE}_update": f"AFTER UPDATE OF {', '.join(_COLUMNS)} ON documents_document BEGIN {_TAKE} {_ADD} END",
}
_CREATE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, content='', tokenize=\"unicode61 tokenchars '@'\")"
_FILL = f"INSERT INTO {TABLE}(rowid, words) SELECT {_ROWID}, {_TEXT} FROM documents_document AS d ORDER BY 1"
_FILL = _FILL.replace("{row}", "d")


# As migration 0007 indexes them on PostgreSQL.
_TOKENS = "documents_tokens({})".format(
    ", ".join(
        f"documents_document.{name}"
        for name in (
            "search", "direction", "type_id", "urgency", "medium", "signature", "cancelled", "due_on", "completed_on",
        )
    )
)  # fmt: skip


def condition(query: Query, *, marks: tuple = (), named: tuple = (), units: tuple = ()) -> tuple[str, list]:
    """The condition, as SQL with parameters, by which the database finds in the index what may fit.

    That is: all `marks`, all words of `query` or else one of the units `named`; on SQLite also one of `units`. What it
    lets through is still to be looked at with the ordinary conditions; what it keeps out cannot fit.
    """
    if connection.vendor == "sqlite":
        match = _fts(query, marks, named, units)
        return f"documents_document.id IN (SELECT {KEY} FROM {TABLE} WHERE {TABLE} MATCH %s)", [match]
    sql, params = f"{_TOKENS} @@ %s::tsquery", [_tsquery(query, marks)]
    if named:
        sql, params = f"({sql} OR documents_document.unit_id = ANY(%s))", [*params, list(named)]
    return sql, params


def holding(term: str) -> tuple[str, list]:
    """The condition of one term of PostgreSQL's index."""
    return f"{_TOKENS} @@ %s::tsquery", [term]


def terms(query: Query, marks: tuple) -> list[str]:
    """What PostgreSQL's index is asked for, one by one; at most eight, the longest, which tend to be the rarest."""
    if not query:
        return [f"'{mark}'" for mark in marks[1:] or marks]
    return sorted(_words_asked(query), key=len)[-8:]


def indexed(query: Query) -> RawSQL:
    """The same for words alone, to filter by."""
    sql, params = condition(query)
    return RawSQL(sql, params, output_field=BooleanField())


def _fts(query: Query, marks, named, units) -> str:
    """In the language of FTS5, every word in quotes: a word AND or NEAR is a word like any other."""
    runs = [f'"{" ".join(run)}"' for run in query.runs]
    if query.goes_on:
        runs[-1] += " *"
    parts = [f'"{mark}"' for mark in marks]
    if runs:
        parts.append(" OR ".join(filter(None, [" AND ".join(runs), _any_unit(named)])))
    if units:
        parts.append(_any_unit(units))
    return " AND ".join(f"({part})" for part in parts)


def _any_unit(ids) -> str:
    return " OR ".join(f'"@u{key}"' for key in ids)


def _tsquery(query: Query, marks) -> str:
    """All marks and words; pairs of neighbours where words stand side by side, which are rarer than these."""
    return " & ".join([*(f"'{mark}'" for mark in marks), *_words_asked(query)])


def _words_asked(query: Query) -> list[str]:
    found = []
    for place, run in enumerate(query.runs, start=1):
        pairs = [f"'{first} {second}'" for first, second in pairwise(run)] or [f"'{run[0]}'"]
        if query.goes_on and place == len(query.runs):
            pairs[-1] += ":*"
        found += pairs
    return found


def rowid(day: date, key: int) -> int:
    """The number of a document in the index of SQLite; larger for a later day, on one day for a larger key."""
    return ((day.toordinal() + _JULIAN) << KEY_BITS) | key


def install() -> None:
    """Make the index of SQLite where it or a part of its upkeep is missing: a migration that rebuilds the table of
    documents takes the triggers with it. Nothing to do on PostgreSQL."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'documents_%%'", [])
        there = dict(cursor.fetchall())
        if "documents_document" not in there:
            return
        wanted = {TABLE: _CREATE} | {name: f"CREATE TRIGGER {name} {body}" for name, body in _TRIGGERS.items()}
        if all(there.get(name) == sql for name, sql in wanted.items()):
            return
        for name in _TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        for sql in wanted.values():
            cursor.execute(sql)
        cursor.execute(_FILL)


@contextmanager
def filled_at_once() -> Iterator[None]:
    """Rows that are inserted within come into SQLite's index by one statement at the end, in a tenth of the time that
    its trigger takes row by row; in the transaction at hand. PostgreSQL keeps its index itself."""
    name = f"{TABLE}_insert"
    if connection.vendor != "sqlite" or not _is_there(name):
        yield  # or the whole index is put off
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM documents_document")
        (last,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {name}")
        yield
        cursor.execute(_FILL.replace("ORDER BY", "WHERE d.id > %s ORDER BY"), [last])
        cursor.execute(f"CREATE TRIGGER {name} {_TRIGGERS[name]}")


def _is_there(trigger: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s", [trigger])
        return cursor.fetchone() is not None


@contextmanager
def put_off() -> Iterator[None]:
    """Leave the index to the end of a very large load: built at once it takes a tenth of the time."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            yield
            install()
            return
        cursor.execute("SELECT pg_get_indexdef('documents_document_words'::regclass)")
        (definition,) = cursor.fetchone()
        cursor.execute("DROP INDEX documents_document_words")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL indexes no table with checks still to come
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(definition)
        cursor.execute("ALTER INDEX documents_document_words ALTER COLUMN 1 SET STATISTICS 500")
