"""Several small selections in one statement (UNION ALL): what answers little costs its round trips, not its rows."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet, Value


class Part(NamedTuple):
    """One selection: names of whole numbers (ids too), names of texts, and what is counted or summed for each of these.

    Apart by kind, since PostgreSQL gives a column of all parts one type.
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
    widths = [max(len(part[kind]) for part in parts) for kind in (1, 2, 3)]
    first, *others = (_selection(place, part, widths) for place, part in enumerate(parts))
    found: list[list[tuple]] = [[] for _part in parts]
    for place, *line in first.union(*others, all=True) if others else first:
        found[place].append(_own_columns(parts[place], line, widths))
    return found


def _selection(place: int, part: Part, widths: list[int]) -> QuerySet:
    """The part with as many columns of each kind as the widest; what it has not is 0 or empty."""
    names = [[f"{kind}_{n}" for n in range(width)] for kind, width in zip("nws", widths, strict=True)]
    keys = dict(zip(names[0], map(F, part.numbers), strict=False)) | dict(
        zip(names[1], map(F, part.words), strict=False)
    )
    rows = part.rows.order_by().annotate(**keys).values(*keys).annotate(**dict(zip(names[2], part.sums, strict=False)))
    empty = {name: Value(0) for name in names[0][len(part.numbers) :] + names[2][len(part.sums) :]}
    empty |= {name: Value("") for name in names[1][len(part.words) :]}
    return rows.annotate(place=Value(place), **empty).values_list("place", *names[0], *names[1], *names[2])


def _own_columns(part: Part, line: list, widths: list[int]) -> tuple:
    words, sums = widths[0], widths[0] + widths[1]
    return (
        *line[: len(part.numbers)],
        *line[words : words + len(part.words)],
        *line[sums : sums + len(part.sums)],
    )
