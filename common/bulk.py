"""Many rows at once: COPY on PostgreSQL, executemany on SQLite. Called by actions, inside their transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import count
from operator import itemgetter

from django.db import connection, models, transaction


def insert_rows(rows: list[models.Model], *, with_keys: bool = False) -> None:
    """Write unsaved rows of one model as they are: no `save`, no validation, the table's own constraints.

    `with_keys`: each object also gets its primary key, if it has none yet, for rows that refer to it. IntegrityError as
    from `save`.
    """
    if not rows:
        return
    model = type(rows[0])
    if with_keys:
        without = [row for row in rows if row.pk is None]
        for row, key in zip(without, new_keys(model, at_once=len(without)), strict=False):
            row.pk = key
    fields = [field for field in model._meta.concrete_fields if with_keys or not field.primary_key]
    insert_values(model, [field.attname for field in fields], _values(rows, fields))
    if with_keys:
        for row in rows:
            row._state.adding = False


def maker(model: type[models.Model], **shared) -> Callable[[dict], models.Model]:
    """What makes unsaved rows of a model out of values by attribute name (`unit_id`, not `unit`), all of them with the
    values `shared`: a fifth of the time of calling the model, which looks at every field."""
    pattern = model(**shared).__dict__
    state = pattern["_state"]

    def make(values: dict) -> models.Model:
        row = model.__new__(model)
        row.__dict__.update(pattern)
        row.__dict__.update(values)
        row._state = type(state)()
        return row

    return make


def insert_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Write bare values in the order of `names` (attribute names of fields), which the driver must know as they are."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = ", ".join(connection.ops.quote_name(fields[name].column) for name in names)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for values in rows:
                    copy.write_row(values)
        else:
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)


def update_rows(rows: list[models.Model]) -> None:
    """Write rows of one model that are there already, every column as the objects have it: no `save`, no validation."""
    if not rows:
        return
    model, key = type(rows[0]), type(rows[0])._meta.pk
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        where = f"WHERE {connection.ops.quote_name(key.column)} = %s"
        cursor.executemany(f"UPDATE {table} SET {columns} {where}", _values(rows, [*fields, key]))


def analyze(*tables: type[models.Model]) -> None:
    """Have PostgreSQL look at tables that have just been filled: until then it plans as if they were still empty.

    SQLite plans by the indexes alone and is left alone.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")


def new_keys(model: type[models.Model], *, at_once: int = 100) -> Iterator[int]:
    """Keys for new rows, within a transaction: from the sequence, `at_once` of them, or after the last that was ever
    given: on SQLite the writer is alone, and writes no row of the model in another way before these."""
    transaction.get_connection().validate_no_broken_transaction()
    table = model._meta.db_table
    if connection.vendor != "postgresql":
        found = _fetch("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        yield from count(found[0] + 1 if found else 1)
    sequence = [connection.ops.quote_name(table), model._meta.pk.column]
    while True:
        yield from _fetch(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [*sequence, at_once]
        )


def _fetch(sql: str, parameters: list) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [value for (value,) in cursor.fetchall()]


def _values(rows: list[models.Model], fields: list[models.Field]) -> Iterator[tuple | list]:
    read = itemgetter(*(field.attname for field in fields))
    if connection.vendor == "postgresql":
        # psycopg writes dates, moments and truth values itself.
        return (read(vars(row)) for row in rows)
    return _prepared(map(read, map(vars, rows)), fields)


def _prepared(found: Iterator[tuple], fields: list[models.Field]) -> Iterator[list]:
    """SQLite's driver knows numbers, text and truth values; dates and the like are put into words by their fields."""
    known = models.CharField | models.TextField | models.IntegerField | models.BooleanField | models.ForeignKey
    places = [(place, field) for place, field in enumerate(fields) if not isinstance(field, known)]
    for values in map(list, found):
        for place, field in places:
            value = values[place]
            if type(value) is date:
                values[place] = value.isoformat()
            elif value is not None:
                values[place] = field.get_db_prep_save(value, connection)
        yield values
