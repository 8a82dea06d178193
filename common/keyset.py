"""Pages of long registers by keyset: page 2,000 costs what page 1 costs, and nothing is counted beyond a bound."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from common import display

SEPARATOR = "~"
LARGEST_ID = 2**63 - 1
COUNT_LIMIT = 1000


@dataclass(frozen=True)
class Count:
    """A number of rows, exact up to a bound; as text "71" or "more than 1.000"."""

    number: int
    is_exact: bool

    def __str__(self):
        shown = display.number(self.number)
        return shown if self.is_exact else _("more than %(number)s") % {"number": shown}


def bounded_count(queryset: QuerySet, *, limit: int = COUNT_LIMIT) -> Count:
    """How many rows, looking at no more than `limit` + 1 of them."""
    found = queryset.order_by()[: limit + 1].count()
    return Count(min(found, limit), found <= limit)


@dataclass(frozen=True)
class KeysetPage:
    """The rows of one page and the cursors of its neighbours (None where there is no neighbour)."""

    rows: list
    next: str | None
    previous: str | None
    is_first: bool


class Keyset:
    """An ordering by one field that is never null, ties broken by primary key in the same direction.

    `default` is the field with "-" for newest first; `sorts` lists the fields that a user may sort by instead.
    """

    def __init__(self, default: str, *, sorts: list[str] | tuple[str, ...] = (), size: int = 50):
        self.default = default
        self.sorts = {default.lstrip("-"), *sorts}
        self.size = size

    def ordering(self, wanted: str | None) -> str:
        """The ordering to use: `wanted` if it is one of ours, else the default."""
        return wanted if wanted and wanted.removeprefix("-") in self.sorts else self.default

    def page(self, queryset: QuerySet, params, *, order: str | None = None) -> KeysetPage:
        """The page that `after` or `before` in `params` points at; the first page when there is no valid cursor."""
        order = self.ordering(order)
        name, is_descending = order.removeprefix("-"), order.startswith("-")
        backwards = "after" not in params and "before" in params
        cursor = self._read(queryset.model, name, params.get("before" if backwards else "after"))
        backwards = backwards and cursor is not None
        sign = "-" if is_descending != backwards else ""
        rows = queryset.order_by(f"{sign}{name}", f"{sign}pk")
        if cursor is not None:
            rows = rows.filter(_beyond(name, *cursor, below=sign == "-"))
        found = self.fetch(rows, self.size + 1, cursor=cursor, is_descending=sign == "-")
        has_more, found = len(found) > self.size, found[: self.size]
        if backwards:
            found.reverse()
        return self._page(found, name, backwards=backwards, has_more=has_more, is_first=cursor is None)

    def fetch(self, rows: QuerySet, limit: int, *, cursor: tuple | None, is_descending: bool) -> list:
        """The first `limit` of the ordered rows; overridden where a register knows a shorter way to them."""
        return list(rows[:limit])

    def _page(self, found: list, name: str, *, backwards: bool, has_more: bool, is_first: bool) -> KeysetPage:
        if not found:
            return KeysetPage([], None, None, is_first)
        before, after = _write(found[0], name), _write(found[-1], name)
        has_next = True if backwards else has_more
        has_previous = has_more if backwards else not is_first
        return KeysetPage(found, after if has_next else None, before if has_previous else None, not has_previous)

    def _read(self, model: type[models.Model], name: str, cursor: str | None) -> tuple[Any, int] | None:
        """Value and key of a cursor; None for anything that we would not have written."""
        raw, separator, key = (cursor or "").rpartition(SEPARATOR)
        if not separator or not key.isascii() or not key.isdigit() or len(key) > 19 or int(key) > LARGEST_ID:
            return None
        if "\x00" in raw or len(raw) > 600:
            return None
        try:
            field = _field(model, name)
            value = field.to_python(raw)
            if value is None or (isinstance(value, int) and abs(value) > LARGEST_ID):
                return None
            return value, int(key)
        except (ValidationError, FieldDoesNotExist, ValueError, OverflowError):
            return None


def _field(model: type[models.Model], path: str) -> models.Field:
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.pk if last == "pk" else model._meta.get_field(last)


def _write(row: models.Model, path: str) -> str:
    value = row
    for step in path.split("__"):
        value = getattr(value, step)
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"{text}{SEPARATOR}{row.pk}"


def _beyond(name: str, value, key: int, *, below: bool) -> Q:
    # The first condition is implied by the second; it is what lets PostgreSQL start its index scan at the cursor.
    side = "lt" if below else "gt"
    return Q(**{f"{name}__{side}e": value}) & (Q(**{f"{name}__{side}": value}) | Q(**{f"pk__{side}": key}))
