"""The best SQL by hand for a page of the register: several ways, the quickest that gives the same rows."""

import statistics
import time

from django.db import OperationalError, connection, transaction

from documents import search_index
from documents.words import Query

TURNS, SLOW, PATIENCE = 7, 0.5, 10
ORDER = "ORDER BY d.registered_on DESC, d.id DESC LIMIT {}"


def best(case, units: list[int] | None, keys: list[int], *, limit: int) -> tuple[float, str]:
    """Seconds (median) and name of the quickest way; RuntimeError where none ends in time or one gives other rows than
    those of the page."""
    found = {}
    for name, sql, params in _ways(case, units, limit):
        try:
            rows, found[name] = _timed(sql, params)
        except OperationalError:
            continue  # given up by the database: of ten million rows some ways take minutes
        if [row[0] for row in rows][: limit - 1] != keys:
            raise RuntimeError(f"{case.name}, {name}: other rows than those of the page")
    if not found:
        raise RuntimeError(f"{case.name}: no way ends within {PATIENCE} s")
    name = min(found, key=found.get)
    return found[name], name


def _timed(sql: str, params: list) -> tuple[list[tuple], float]:
    """The rows and the median of the seconds, one turn where that is slow; OperationalError after PATIENCE."""
    taken = []
    with transaction.atomic():
        if connection.vendor == "postgresql":
            _run(f"SET LOCAL statement_timeout = '{PATIENCE}s'", [], fetches=False)
        for _turn in range(TURNS):
            started = time.perf_counter()
            rows = _run(sql, params)
            taken.append(time.perf_counter() - started)
            if taken[-1] > SLOW:
                break
    return rows, statistics.median(taken)


def _ways(case, units, limit):
    where, params = _where(case)
    order = ORDER.format(limit)
    here, there = ("", []) if units is None else (f" AND d.unit_id IN ({', '.join(map(str, units))})", [])
    yield "walk", f"SELECT d.* FROM documents_document d WHERE {where}{here} {order}", params + there
    if units is not None and len(units) > 1:
        one = f"SELECT d.* FROM documents_document d WHERE d.unit_id = {{}} AND {where} {order}"
        if connection.vendor == "postgresql":
            sql = f"SELECT d.* FROM unnest(ARRAY{units}) AS u(id), LATERAL ({one.format('u.id')}) AS d {order}"
            yield "lateral", sql, params
        else:
            sql = " UNION ALL ".join(f"SELECT * FROM ({one.format(unit)})" for unit in units)
            yield "union", f"SELECT d.* FROM ({sql}) AS d {order}", params * len(units)
    if case.words or case.conditions:
        yield from _by_index(case, units, where + here, params, limit)


def _by_index(case, units, where, params, limit):
    query = Query(tuple(tuple(piece.split()) for piece in case.words))
    marks = ("@incoming", *(("@late", f"@k{case.params['type']}") if case.conditions else ()))
    few = tuple(units or ()) if connection.vendor == "sqlite" else ()
    sql, found = search_index.condition(query, marks=marks, units=few)
    if connection.vendor == "postgresql":
        sql = sql.replace("documents_document.", "d.")
        order = ORDER.format(limit).replace("d.registered_on", "d.registered_on + 0")
        yield "gin", f"SELECT d.* FROM documents_document d WHERE {sql} AND {where} {order}", [*found, *params]
        return
    yield (
        "fts5",
        f"""SELECT d.* FROM documents_words CROSS JOIN documents_document d ON d.id = {search_index.KEY}
        WHERE documents_words MATCH %s AND {where} ORDER BY documents_words.rowid DESC LIMIT {limit}""",
        [*found, *params],
    )


def _where(case) -> tuple[str, list]:
    parts, params = ["d.direction = 'incoming'", *case.conditions], []
    if case.first:
        parts.append("d.registered_on BETWEEN %s AND %s")
        params += [case.first, case.last]
    for words in case.words:
        parts.append("strpos(d.search, %s) > 0" if connection.vendor == "postgresql" else "instr(d.search, %s) > 0")
        params.append(words)
    return " AND ".join(parts), params


def _run(sql: str, params: list, *, fetches: bool = True) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if fetches else []
