"""The short way to a page of the register, for every scope and every filter: never through the whole table.

Four ways, of which the cheapest is chosen for each request (performance.md 5):

* as the rows stand in the index of dates, newest first, until the page is full;
* a few books merged: each unit's newest, of which the newest are the page. `unit_id IN (...)` in order of dates is
  what databases do badly: they walk through the country or sort the district;
* by the index of words and marks (documents.search_index), for what is rare;
* the newest rows alone, for what is frequent: they fill the page soon, or else the index is asked.
"""

import json
import math
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import RawQuerySet

from common.keyset import Count, Keyset, bounded_count
from documents import search_index
from documents.models import Document
from documents.words import Query

MOST_BOOKS = 64
PAGE = 50
# Within few units PostgreSQL fetches by the index no more than their rows.
RARE_IN_FEW = 50_000
# Among all units: of n rows that fit among N the index fetches n and the newest first walk sees N / n for each row of
# the page, so that beyond √(PAGE · N) it walks; RARE is the factor by which a row of the index costs less.
RARE = 1.0
SHORTEST_WINDOW, WINDOW, FAR = 2_000, 20_000, 50_000
# Of what is searched for: a row that is only counted costs as much as one that is shown.
COUNT_LIMIT = 100
_SELECT = "SELECT documents_document.id FROM"
_ORDER = "documents_document.registered_on {0}, documents_document.id {0}"


@dataclass(frozen=True)
class Wanted:
    """What is looked for: words, or the units that they name; marks of the index; within which units and days."""

    query: Query = field(default_factory=Query)
    named: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()
    units: frozenset[int] | None = None
    first: date = date.min
    last: date = date.max

    @property
    def is_narrow(self) -> bool:
        """Whether more is asked for than a direction, units and days."""
        return bool(self.query) or len(self.marks) > 1

    @property
    def few(self) -> tuple[int, ...]:
        """The units, if they are so few that each can be asked alone."""
        return tuple(sorted(self.units)) if self.units is not None and len(self.units) <= MOST_BOOKS else ()

    @property
    def is_plain(self) -> bool:
        """Whether the index of dates alone leads there: everything in order, or one unit's few thousand rows."""
        return len(self.few) == 1 or (not self.few and not self.is_narrow)

    @cached_property
    def condition(self) -> tuple[str, list]:
        """What the index is asked."""
        units = self.few if connection.vendor == "sqlite" else ()
        return search_index.condition(self.query, marks=self.marks, named=self.named, units=units)

    @cached_property
    def is_rare(self) -> bool:
        """Whether so few rows are expected that PostgreSQL had better fetch them all by the index."""
        fewest, of_all = self._expected
        return fewest <= (RARE_IN_FEW if self.few else RARE * math.sqrt(PAGE * of_all))

    @property
    def window(self) -> int:
        """Among how many of the newest rows a page is looked for: twice as many as should do, were the rarest word all
        that is asked for. Words that go together are often rarer than each; then the index is asked after all."""
        fewest, of_all = self._expected
        return min(WINDOW, max(SHORTEST_WINDOW, 2 * PAGE * of_all // fewest))

    def wider_window(self, found: int, limit: int) -> int:
        """Among how many of the newest rows to look once more, when the first look found `found` of `limit`; 0 where
        the index leads there sooner.

        By what was found: twice as many rows as should do, beside all rows that the index would have to fetch. Of many
        millions FAR at once: what is alike often stands together, so that a first look may miss a hundred thousand.
        """
        fewest, of_all = self._expected
        needed = 2 * limit * self.window // max(found, 1)
        if needed <= of_all * found // self.window:
            return needed
        return FAR if fewest > 2 * FAR else 0

    @cached_property
    def _expected(self) -> tuple[int, int]:
        """(rows that hold the rarest word or mark, all rows) as PostgreSQL estimates them, each at least 1.

        The rarest alone: of words that go together the product of their shares is far too small.
        """
        if self.named:
            return _estimated([self.condition])
        return _estimated([search_index.holding(term) for term in search_index.terms(self.query, self.marks)])


class FindingKeyset(Keyset):
    """Pages by day and key, as Keyset has them, by the ways of this module."""

    def __init__(self, wanted: Wanted, *, size: int = 50):
        super().__init__("-registered_on", size=size)
        self.wanted = wanted
        self._counted: Count | None = None

    def fetch(self, rows: QuerySet, limit: int, *, cursor: tuple | None, is_descending: bool) -> list:
        """The keys of the page first, where that is shorter; then their rows, which need no conditions any more."""
        if self.wanted.is_plain:
            return super().fetch(rows, limit, cursor=cursor, is_descending=is_descending)
        search = _Search(self.wanted, rows, cursor=cursor, is_descending=is_descending)
        keys = search.keys(limit)
        self._counted = search.counted
        found = {row.pk: row for row in _records(rows, keys)} if keys else {}
        return [found[key] for key in keys if key in found]

    def count(self, rows: QuerySet, *, at_least: int) -> Count:
        """How many rows; of what is frequent only that there are more than were seen among the newest."""
        if not self.wanted.is_narrow:
            return bounded_count(rows)
        if self.wanted.is_plain:
            return bounded_count(rows, limit=COUNT_LIMIT)
        return self._counted or _Search(self.wanted, rows).count(at_least)


class _Search:
    """One search on the database at hand, with the conditions of an ordinary queryset as they stand."""

    def __init__(self, wanted: Wanted, rows: QuerySet, *, cursor: tuple | None = None, is_descending: bool = True):
        self.wanted, self.cursor, self.is_descending = wanted, cursor, is_descending
        self.order = _ORDER.format("DESC" if is_descending else "ASC")
        self.where, self.params = _conditions(rows)
        self.counted: Count | None = None

    def keys(self, limit: int) -> list[int]:
        """The keys of the first `limit` rows."""
        wanted = self.wanted
        if self.where is None:
            return []
        if not wanted.is_narrow or (wanted.few and not wanted.query):
            return self._merged(limit)
        if connection.vendor == "sqlite":
            return self._counting(*self._streamed(), limit)
        if wanted.is_rare:
            return self._indexed(limit)
        if wanted.few:
            return self._merged(limit)
        found = self._walked(wanted.window, limit)
        if len(found) < limit and (wider := wanted.wider_window(len(found), limit)):
            found = self._walked(wider, limit)
        return found if len(found) == limit else self._indexed(limit)

    def count(self, at_least: int) -> Count:
        """Exact up to COUNT_LIMIT; of what is frequent only that there are more than the `at_least` seen already."""
        if self.where is None:
            return Count(0, is_exact=True)
        if self.wanted.few and not self.wanted.query:
            sql, params = f"{_SELECT} documents_document WHERE {self.where}", self.params
        elif connection.vendor == "sqlite":
            sql, params = self._streamed()
        elif self.wanted.is_rare:
            sql, params = self._by_index()
        elif self.wanted.few:
            sql, params = f"{_SELECT} documents_document WHERE {self.where}", self.params
        else:
            return Count(at_least, is_exact=False)
        ((found,),) = _rows(f"SELECT COUNT(*) FROM ({sql} LIMIT {COUNT_LIMIT + 1}) AS found", params)
        return Count(min(found, COUNT_LIMIT), found <= COUNT_LIMIT)

    # --- The ways ---

    def _merged(self, limit: int) -> list[int]:
        """The newest of each unit, and of these the newest."""
        units = self.wanted.few
        one = f"""SELECT documents_document.id, documents_document.registered_on FROM documents_document
            WHERE documents_document.unit_id = {{}} AND {self.where} ORDER BY {self.order} LIMIT {limit}"""
        if connection.vendor == "sqlite":
            each = f"SELECT * FROM ({one.format('%s')})"
            sql = " UNION ALL ".join([each] * len(units))
            params = [value for unit in units for value in (unit, *self.params)]
        else:
            one = one.format("unit.id")
            sql = f"SELECT book.* FROM unnest(%s::bigint[]) AS unit(id) CROSS JOIN LATERAL ({one}) AS book"
            params = [list(units), *self.params]
        order = self.order.replace("documents_document.", "")
        return _keys(f"SELECT id FROM ({sql}) AS books ORDER BY {order} LIMIT {limit}", params)

    def _by_index(self) -> tuple[str, list]:
        """All that fits, in no order."""
        sql, params = self.wanted.condition
        return f"{_SELECT} documents_document WHERE {sql} AND {self.where}", [*params, *self.params]

    def _indexed(self, limit: int) -> list[int]:
        sql, params = self._by_index()
        # "+ 0": PostgreSQL shall not take the index of dates, which does not lead to what is rare.
        order = self.order.replace("registered_on", "registered_on + 0")
        return self._counting(f"{sql} ORDER BY {order}", params, limit)

    def _counting(self, sql: str, params: list, limit: int) -> list[int]:
        """The keys of the first `limit` rows; from the first page on as many more as are counted, in one go."""
        if self.cursor is not None:
            return _keys(f"{sql} LIMIT {limit}", params)
        found = _keys(f"{sql} LIMIT {max(limit, COUNT_LIMIT + 1)}", params)
        self.counted = Count(min(len(found), COUNT_LIMIT), len(found) <= COUNT_LIMIT)
        return found[:limit]

    def _among_newest(self, window: int) -> tuple[str, list]:
        """What fits among so many rows of all units, from the cursor on."""
        beyond, params = self._bounds()
        newest = f"SELECT * FROM documents_document WHERE {beyond} ORDER BY {self.order} LIMIT {window}"
        return f"{_SELECT} ({newest}) AS documents_document WHERE {self.where}", [*params, *self.params]

    def _walked(self, window: int, limit: int) -> list[int]:
        sql, params = self._among_newest(window)
        return _keys(f"{sql} ORDER BY {self.order} LIMIT {limit}", params)

    def _bounds(self) -> tuple[str, list]:
        sql, params = "registered_on BETWEEN %s AND %s", [self.wanted.first, self.wanted.last]
        if self.cursor is None:
            return sql, params
        beyond = "<" if self.is_descending else ">"
        return f"{sql} AND (registered_on, id) {beyond} (%s, %s)", [*params, *self.cursor]

    def _streamed(self) -> tuple[str, list]:
        """SQLite's index gives its entries in order of days: reading ends with the page."""
        name, wanted = search_index.TABLE, self.wanted
        low, high = search_index.rowid(wanted.first, 0), search_index.rowid(wanted.last, search_index.LAST_KEY)
        if self.cursor is not None:
            here = search_index.rowid(*self.cursor)
            low, high = (low, min(high, here - 1)) if self.is_descending else (max(low, here + 1), high)
        match = wanted.condition[1]
        return (
            f"""{_SELECT} {name} CROSS JOIN documents_document ON documents_document.id = {search_index.KEY}
            WHERE {name} MATCH %s AND {name}.rowid BETWEEN %s AND %s AND {self.where}
            ORDER BY {name}.rowid {"DESC" if self.is_descending else "ASC"}""",
            [*match, low, high, *self.params],
        )


def _records(rows: QuerySet, keys: list[int]) -> RawQuerySet:
    """The rows of these keys with what `rows` fetches beside them. To let Django compile all conditions of the list
    once more took as long as to read the rows."""
    marks = ", ".join(["%s"] * len(keys))
    found = Document.objects.raw(f"SELECT * FROM documents_document WHERE id IN ({marks})", keys)
    return found.prefetch_related(*rows._prefetch_related_lookups)


def _conditions(rows: QuerySet) -> tuple[str | None, list]:
    """The conditions of a queryset over documents alone; None where nothing can fit them."""
    try:
        sql, params = rows.query.get_compiler(connection=connection).compile(rows.query.where)
    except FullResultSet:
        return "1 = 1", []
    except EmptyResultSet:
        return None, []
    return sql, list(params)


def _estimated(conditions: list[tuple[str, list]]) -> tuple[int, int]:
    """By the statistics of PostgreSQL, each at least 1: the rows of that condition of which there are the fewest, and
    all rows."""
    # With a LIMIT no branch is shared out among parallel workers, of which each would be said to find only a part.
    one = f"(SELECT 1 FROM documents_document WHERE {{}} LIMIT {2**31 - 1})"
    sql = " UNION ALL ".join(one.format(sql) for sql, _params in [*conditions, ("true", [])])
    ((plan,),) = _rows(f"EXPLAIN (FORMAT JSON) {sql}", [value for _sql, params in conditions for value in params])
    plan = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    *found, of_all = [max(1, branch["Plan Rows"]) for branch in plan["Plans"]]
    return min(found), of_all


def _rows(sql: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _keys(sql: str, params: list) -> list[int]:
    return [key for (key,) in _rows(sql, params)]
