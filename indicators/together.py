"""Several small selections in one statement (UNION ALL): what answers little costs its round trips, not its rows."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet


class Part(NamedTuple):
    """One selection: names of whole numbers (ids too), names of texts, and what is counted or summed for each of these.

    Apart by kind, since PostgreSQL gives a column of all parts one type; cast what it does not add up to whole numbers.
    """

    rows: QuerySet
    numbers: Sequence[str]
    words: Sequence[str] = ()
    sums: Sequence = ()


def counts(*conditions: Q) -> list[Count]:
    """How many rows meet each condition."""
    return [Count("pk", filter=condition) for condition in conditions]


def read(*parts: Part) -> list[list[tuple]]:
    """The lines of each part, in one query: its numbers, its words, its sums. Their order is not said."""
    wide = max(len(part.numbers) + len(part.sums) for part in parts)
    wordy = max(len(part.words) for part in parts)
    selections, params = [], []
    for place, part in enumerate(parts):
        try:
            sql, given = _selection(place, part, wide, wordy)
        except EmptyResultSet:
            continue  # asked of no unit, say: Django knows that nothing can answer
        selections.append(sql)
        params += given
    found: list[list[tuple]] = [[] for _part in parts]
    if selections:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selections), params)
            for place, *line in cursor:
                n, words = len(parts[place].numbers), len(parts[place].words)
                sums = n + len(parts[place].sums)
                found[place].append((*line[:n], *line[wide : wide + words], *line[n:sums]))
    return found


def _selection(place: int, part: Part, wide: int, wordy: int) -> tuple[str, tuple]:
    """The part's place, its numbers and sums, its words: of each kind as many as the widest part has, 0 or empty.

    Filled up here and not by the ORM, which would take as long again for it.
    """
    sums = {f"sum_{n}": expression for n, expression in enumerate(part.sums)}
    rows = part.rows.order_by().values(*part.numbers, *part.words).annotate(**sums)
    sql, params = rows.query.sql_with_params()
    names = [connection.ops.quote_name(name) for name in (*part.numbers, *sums)]
    words = [connection.ops.quote_name(name) for name in part.words]
    columns = (
        str(place), *names, *["0"] * (wide - len(names)), *words, *["''"] * (wordy - len(words)),
    )  # fmt: skip
    return f"SELECT {', '.join(columns)} FROM ({sql}) AS part", params
