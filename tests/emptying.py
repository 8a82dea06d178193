"""After a test that commits, the tables hold what they held before the first test.

Django empties every table and loads anew what ships with the system. Most tables are empty anyhow, and what ships is
seldom touched: here only the tables whose rows are others than at the beginning are emptied and given their first rows.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase


class FirstRows:
    """The rows of every table as they stand when this is made: what migrations and the reference data wrote."""

    def __init__(self):
        self.tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        self.rows = self._now()

    def put_back(self) -> list[str]:
        """Make every table what it was; returns those that were not. Keys are the same again, and numbers that the
        database gave out are not given a second time."""
        # Foreign keys are looked at when the transaction ends, on either database: the order is of no account.
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # A request that is still under way ends first, as it does before a TRUNCATE (SQLite: BEGIN IMMEDIATE).
                cursor.execute(f"LOCK TABLE {', '.join(map(_quoted, self.tables))}")
            now = self._now()
            changed = [table for table in self.tables if now.get(table) != self.rows.get(table)]
            for table in changed:
                cursor.execute(f"DELETE FROM {_quoted(table)}")
            for table in changed:
                if rows := self.rows.get(table):
                    places = ", ".join(["%s"] * len(rows[0]))
                    cursor.executemany(f"INSERT INTO {_quoted(table)} VALUES ({places})", rows)
        return changed

    def _now(self) -> dict[str, list[tuple]]:
        """The rows of those tables that hold any."""
        asked = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {_quoted(table)})" for table in self.tables)
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked))
            filled = [table for (table,) in cursor.fetchall()]
            return {table: _rows(cursor, table) for table in filled}


def instead_of_flush(patch) -> None:
    """From now on every test that commits ends with `put_back`; `patch` is a pytest.MonkeyPatch."""
    first = FirstRows()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: first.put_back())


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)


def _rows(cursor, table: str) -> list[tuple]:
    """All rows in the order of the first column, which is the key."""
    cursor.execute(f"SELECT * FROM {_quoted(table)} ORDER BY 1")
    return cursor.fetchall()
