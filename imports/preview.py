"""What the page of a checked file shows of its rows, a page at a time."""

from dataclasses import dataclass, field
from itertools import islice

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from xlsxwriter.utility import xl_col_to_name

from common import display
from communes.intake import Line
from communes.models import Unit
from imports import folders, staging
from imports.models import Import
from imports.resource import Resource, column_of
from imports.sheets import headings

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


# --- What was passed over --------------------------------------------------------------------------------------------

MOST_SPANS = 20
WHY = {
    "above": gettext_lazy("Title and headings: %(rows)s"),
    "headings": gettext_lazy("Headings or numbers of columns once more: %(rows)s"),
    "empty": gettext_lazy("Empty: %(rows)s"),
    "total": gettext_lazy("Totals: %(rows)s"),
    "closing": gettext_lazy("Date, signatures and the like: %(rows)s"),
    "stamp": gettext_lazy("What an export of this site says beneath its rows: %(rows)s"),
}


@dataclass
class Passed:
    """What of the file is not taken: a sentence with the numbers, and a list of what it is."""

    sentence: str
    parts: list[str]


def passed(spreadsheet: Import) -> Passed | None:
    """The rows of the sheet that hold no record and the columns that nothing is taken from; None if there are none."""
    rows = staging.passed(spreadsheet.path / folders.PASSED)
    parts = [WHY[why] % {"rows": _row_numbers(rows[why])} for why in WHY if why in rows]
    free = headings.unused(spreadsheet.headings, spreadsheet.places, spreadsheet.dropped)
    unused = [f"{xl_col_to_name(place)} ({text})" for place, text in free.items()]
    if unused:
        parts.append(_("Columns that are not chosen for anything: %(names)s") % {"names": "; ".join(unused)})
    if spreadsheet.dropped:
        names = "; ".join(spreadsheet.dropped)
        parts.append(_("Columns that name persons and are never read: %(names)s") % {"names": names})
    if not parts:
        return None
    count = sum(map(len, rows.values()))
    columns = len(unused) + len(spreadsheet.dropped)
    found = [
        ngettext("%(shown)s row without a record", "%(shown)s rows without a record", count)
        % {"shown": display.number(count)},
        ngettext("%(shown)s column", "%(shown)s columns", columns) % {"shown": display.number(columns)},
    ]
    what = [text for text, number in zip(found, (count, columns), strict=True) if number]
    return Passed(_("Passed over: %(what)s.") % {"what": get_text_list(what, _("and"))}, parts)


def _row_numbers(numbers: list[int]) -> str:
    """Numbers in words: "row 4", "rows 1–3, 7", long lists cut."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:MOST_SPANS]]
    text = ", ".join(shown) + (" …" if len(spans) > MOST_SPANS else "")
    return ngettext("row %(numbers)s", "rows %(numbers)s", len(numbers)) % {"numbers": text}
