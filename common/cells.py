"""The cells of an export: what django-tables2 would give, with everything that does not depend on the row done once.

tables2 inspects signatures, fields and choices anew for every cell, which made 80,000 rows take over a minute.
"""

import inspect

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django_tables2.rows import BoundRow
from django_tables2.utils import Accessor


class Cell:
    """Reads one column of a table from one record after the other: `cell.read(record)`, None where there is nothing."""

    def __init__(self, table, column, model: type[models.Model]):
        self._table, self._column = table, column
        accessor = Accessor(column.accessor)
        self._path = accessor.bits
        field = accessor.get_field(model)
        # Labels are looked up in the language of the request, once.
        self._labels = {key: str(label) for key, label in getattr(field, "flatchoices", None) or ()}
        self._empty = column.column.empty_values
        self._value = column.value
        arguments = inspect.signature(column.value).parameters
        takes_all = any(argument.kind is argument.VAR_KEYWORD for argument in arguments.values())
        self._takes = None if takes_all else frozenset(arguments)

    def read(self, record):
        """The value that an export writes for this record."""
        value = self._resolve(record)
        if self._labels:
            value = self._labels.get(value, value)
        if value in self._empty:
            return None
        if self._takes == {"value"}:
            return self._value(value=value)
        given = {
            "value": value,
            "record": record,
            "column": self._column.column,
            "bound_column": self._column,
            "table": self._table,
        }
        if self._takes is None or "bound_row" in self._takes:
            given["bound_row"] = BoundRow(record, self._table)
        return self._value(**{name: each for name, each in given.items() if self._takes is None or name in self._takes})

    def _resolve(self, record):
        value = record
        try:
            for step in self._path:
                value = getattr(value, step)
                if callable(value) and not isinstance(value, models.Manager):
                    if getattr(value, "alters_data", False):
                        return None
                    value = value()
        except (AttributeError, ObjectDoesNotExist):
            return None
        return value
