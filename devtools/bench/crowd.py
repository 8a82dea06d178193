"""A register of any size for the bench: some 50,000 made-up documents, then their copies in other units, by SQL.

Making each document anew takes a third of a millisecond, an hour for ten million. What a search meets in the copies is
the same: words as often as in the originals, spread over all units and days.
"""

import contextlib
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from documents import search_index
from documents.models import Document

UNITS, MONTHS = 700, 24
ORIGINALS = 50_000
# So far apart stand an original and the row whose unit its copy gets.
STEP = 7_919


def fill(documents: int) -> None:
    """`documents` rows over 700 units and 24 months, on the database at hand, which is empty."""
    call_command("migrate", verbosity=0)
    if settings.STATIC_FILES == "collected":
        call_command("collectstatic", interactive=False, verbosity=0)
    originals = min(documents, ORIGINALS)
    call_command("generate", units=UNITS, documents=originals, filings=0, months=MONTHS, no_figures=True, verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
            # The copies refer to what the originals refer to; to check that row by row takes longer than to copy.
            cursor.execute("SET LOCAL session_replication_role = 'replica'")
        with search_index.put_off(), _without_indexes(cursor):
            cursor.execute("SELECT MIN(id), MAX(id) - MIN(id) + 1 FROM documents_document")
            first, number = cursor.fetchone()
            left = documents - originals
            for turn in range(1, -(-left // originals) + 1):
                _copy(cursor, turn, first, number, min(left, originals))
                left -= originals
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE documents_document")


@contextlib.contextmanager
def _without_indexes(cursor) -> Iterator[None]:
    """All other indexes of the table but that of its key are made anew at the end: ten million rows one by one into a
    dozen of them take hours."""
    if connection.vendor == "postgresql":
        cursor.execute(
            """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE conrelid = 'documents_document'::regclass AND contype = 'u'"""
        )
        constraints = cursor.fetchall()
        for name, _definition in constraints:
            cursor.execute(f'ALTER TABLE documents_document DROP CONSTRAINT "{name}"')
        cursor.execute(
            """SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
            AND tablename = 'documents_document' AND indexname NOT LIKE '%%_pkey'"""
        )
    else:
        constraints = []
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'documents_document' AND sql > ''"
        )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        cursor.execute(definition)
    for name, definition in constraints:
        cursor.execute(f'ALTER TABLE documents_document ADD CONSTRAINT "{name}" {definition}')


def _copy(cursor, turn: int, first: int, number: int, wanted: int) -> None:
    columns = [field.column for field in Document._meta.concrete_fields if not field.primary_key]
    other = {
        "unit_id": "unit.unit_id", "handling_unit_id": "unit.unit_id", "series": f"'BENCH{turn}'",
        "number": f"doc.id - {first} + 1",
    }  # fmt: skip
    values = ", ".join(other.get(name, f"doc.{name}") for name in columns)
    cursor.execute(
        f"""INSERT INTO documents_document ({", ".join(columns)}) SELECT {values} FROM documents_document AS doc
        JOIN documents_document AS unit ON unit.id = {first} + (doc.id - {first} + {turn * STEP}) % {number}
        WHERE doc.id >= {first} AND doc.id < {first + wanted}"""
    )
