"""What the page of a checked file shows of its rows, a page at a time."""

from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from common import display
from communes.intake import Line
from communes.models import Unit
from imports import folders, staging
from imports.models import Import
from imports.resource import Resource, column_of

PER_PAGE = 50
SHOWN_COLUMNS = 6


@dataclass
class Row:
    """One row of the file: `parts` are (label, before, after) of changes, (label, value, sentence) of refusals, or
    (label, value, "") of new rows."""

    number: int
    parts: list[tuple] = field(default_factory=list)


@dataclass
class Part:
    """One page of one kind of rows; `pages` as components/pages.html takes it."""

    kind: str
    rows: list[Row]
    pages: object


@dataclass
class Pages:
    """Parameters of the neighbouring pages."""

    number: int
    previous: dict | None
    next: dict | None
    first: dict | None = None


def part(spreadsheet: Import, resource: Resource, kind: str, page: int) -> Part:
    """The rows of a kind (refused, changed, new), page by page from 1; the first if there is no such page."""
    count = getattr(spreadsheet, kind)
    last = max(1, -(-count // PER_PAGE))
    page = page if 1 <= page <= last else 1
    start, stop = (page - 1) * PER_PAGE, page * PER_PAGE
    if kind == "refused":
        rows = [
            Row(number, [(_label(resource, name), shown, sentence) for name, shown, sentence in found])
            for number, found in staging.faults(spreadsheet.path / folders.FAULTS, start=start, stop=stop)
        ]
    else:
        lines = staging.read(spreadsheet.path / folders.STAGED, resource.columns)
        wanted = (line for line in lines if line.fate == kind)
        show = _changes if kind == "changed" else _values
        rows = [show(resource, line) for line in islice(wanted, start, stop)]
    return Part(
        kind,
        rows,
        Pages(
            page,
            previous={"show": kind, "page": page - 1} if page > 1 else None,
            next={"show": kind, "page": page + 1} if page < last else None,
        ),
    )


def _changes(resource: Resource, line: Line) -> Row:
    parts = [
        (_label(resource, name), _shown(resource, name, before), _shown(resource, name, line.values[name]))
        for name, before in line.before.items()
    ]
    return Row(line.number, parts)


def _values(resource: Resource, line: Line) -> Row:
    known = [(name, line.values[name]) for name in (c.name for c in resource.columns) if line.values[name] is not None]
    return Row(
        line.number,
        [(_label(resource, name), _shown(resource, name, value), "") for name, value in known[:SHOWN_COLUMNS]],
    )


def _label(resource: Resource, name: str) -> str:
    column = column_of(resource, name)
    return str(column.label) if column is not None else _("the row")


def _shown(resource: Resource, name: str, value) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, Unit):
        return value.title
    column = column_of(resource, name)
    if column is not None and column.kind == "choice":
        return dict(column.options()).get(value, str(value))
    if column is not None and column.kind == "month":
        return value.label
    # Numbers of books are names, not amounts.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else display.show(value)
