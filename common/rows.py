"""The rows of a register table as HTML. Written in Python: a template asks so much anew for each cell (the column's
attributes, the field behind it, the arguments that `render` takes) that a page of 50 rows took most of its time there.

What a cell says is what django-tables2 says: default for empty values, `get_…_display` for choices, `render`, `link`.
"""

from collections.abc import Callable
from functools import partial

import django_tables2 as tables2
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import template_localtime
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.rows import BoundRow
from django_tables2.utils import A, signature

from common.markup import escaped


def body(table: tables2.Table) -> SafeString:
    """`<tr>…</tr>` for every row. A column's classes are the same in each row; attributes by row: `row_attrs`."""
    # On a phone the heads of such a table are out of sight: each cell says its own (bacha.css, "cards").
    makes_cards = getattr(table, "makes_cards", False)
    cells = [_writer(column, table, is_labelled=makes_cards) for column in table.columns]
    lines = []
    for row in table.rows:
        start = format_html("<tr {}>", row.attrs.as_html()) if table.row_attrs else "<tr>"
        lines.append(start + "".join([write(row) for write in cells]) + "</tr>")
    # Safe: every part went through format_html or `escaped` (`_writer`, `_shown`); format_html for each of some 400
    # cells would ask the same again.
    return mark_safe("\n".join(lines))


def _writer(
    column: tables2.columns.base.BoundColumn, table: tables2.Table, *, is_labelled: bool
) -> Callable[[BoundRow], str]:
    """Writes the cells of one column: the one that names the record is the heading of its row."""
    classes = column.attrs["td"].get("class")
    kind = getattr(column.column, "cell_class", "")
    is_name, is_labelled = "name" in kind, is_labelled and kind != "choose"
    start, end = ('<th scope="row"', "</th>") if is_name else ("<td", "</td>")
    start += format_html(' class="{}"', classes) if classes else ""
    start += format_html(' data-label="{}"', column.header) if is_labelled else ""
    start += ">"
    content = _content(column, table)
    return lambda row: f"{start}{_shown(content(row))}{end}"


def _shown(content) -> str:
    """As `{{ content }}` shows it."""
    return escaped(content if isinstance(content, str) else localize(template_localtime(content)))


def _content(column, table) -> Callable[[BoundRow], object]:
    kinds = BaseLinkColumn | tables2.ManyToManyColumn
    if isinstance(column.column, kinds) or column.link:
        return lambda row: row.get_cell(column.name)
    value, render, default = _reader(A(column.accessor)), _renderer(column, table), column.default
    empty = column.column.empty_values

    def content(row: BoundRow):
        found = value(row.record)
        return default if found in empty else render(row, found)

    return content


def _renderer(column, table) -> Callable[[BoundRow, object], object]:
    """Calls `render` with those arguments that it takes; which these are is asked once a page."""
    names, keywords = signature(column.render)
    names = ("value", "record", "column", "bound_column", "bound_row", "table") if keywords else names
    fixed = {"column": column.column, "bound_column": column, "table": table}
    call = partial(column.render, **{name: fixed[name] for name in names if name in fixed})
    asked = frozenset(names) & {"value", "record", "bound_row"}
    if asked == {"value"}:
        return lambda row, value: call(value=value)
    if asked == {"record"}:
        return lambda row, value: call(record=row.record)
    if asked == {"value", "record"}:
        return lambda row, value: call(value=value, record=row.record)

    def render(row: BoundRow, value):
        given = {"value": value, "record": row.record, "bound_row": row}
        return call(**{name: given[name] for name in asked})

    return render


def _reader(accessor: A) -> Callable[[object], object]:
    """The value behind an accessor; of a field with choices its label."""
    *path, last = accessor.bits or ("",)
    methods: dict[type, str | None] = {}
    labels: dict[tuple, str] = {}  # Django translates all choices anew for each label

    def value(record):
        holder = _follow(record, path)
        if isinstance(holder, models.Model):
            kind = type(holder)
            if kind not in methods:
                methods[kind] = _label_method(accessor, record, holder)
            if methods[kind]:
                key = (kind, getattr(holder, last))
                if key not in labels:
                    labels[key] = getattr(holder, methods[kind])()
                return labels[key]
        return _follow(holder, [last])

    return value


def _label_method(accessor: A, record, holder: models.Model) -> str | None:
    try:
        field = accessor.get_field(record)
    except FieldDoesNotExist:  # nothing but an attribute, or a path through a filtered relation
        return None
    method = f"get_{accessor.bits[-1]}_display"
    return method if getattr(field, "choices", None) and hasattr(holder, method) else None


def _follow(current, bits: list[str]):
    """From one attribute to the next; what is missing on the way is None, as in a list without values."""
    for bit in bits:
        if current is None:
            return None
        if not isinstance(current, models.Model):
            current = A(bit).resolve(current, quiet=True)
            continue
        current = getattr(current, bit, None)
        if callable(current) and not getattr(current, "do_not_call_in_templates", False):
            current = None if getattr(current, "alters_data", False) else current()
    return current
