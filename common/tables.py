"""Tables of registers: columns with Vietnamese numbers and dates, sorting in the head, pages without full counts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

import django_tables2 as tables2
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_tables2.data import TableData

from common import display, rows
from common.keyset import Keyset
from common.markup import filled

# So many columns fit on a phone.
SIDE_BY_SIDE = 2
# Classes of tables that compare figures: on a phone too their columns stand side by side.
STAY_TABLES = {"compare", "matrix", "narrow"}

Column = tables2.Column
TemplateColumn = tables2.TemplateColumn


class _OurColumn(tables2.Column):
    """A column whose cells carry a class and whose missing values are the "no data" dash.

    `related` names the relations that its cells read; they are joined only while the column is shown. `opens` says
    that the cell leads to the record, which a link column does anyhow.
    """

    cell_class = ""

    def __init__(self, *args, related: tuple = (), opens: bool = False, **kwargs):
        self.related, self.opens = related, opens
        if self.cell_class:
            attrs = {key: dict(value) for key, value in (kwargs.pop("attrs", None) or {}).items()}
            for part in ("th", "td", "tf"):
                attrs.setdefault(part, {}).setdefault("class", self.cell_class)
            kwargs["attrs"] = attrs
        super().__init__(*args, **kwargs)

    def value(self, value):
        """What an export writes: the value itself, not its looks."""
        return value


class TextColumn(_OurColumn):
    """Plain text. For names give `order_by` the stored sort key, so that they stand in Vietnamese order."""

    cell_class = "text"


class LinkColumn(_OurColumn):
    """The cell that opens the record: a link to the record's own page (or to that of `target(record)`)."""

    cell_class = "name"

    def __init__(self, *args, target=None, **kwargs):
        self.target = target
        super().__init__(*args, **kwargs)

    def render(self, value, record):
        """The value as a link."""
        record = self.target(record) if self.target else record
        return filled('<a href="%s">%s</a>', record.get_absolute_url(), value)

    def value(self, value):
        return str(value)


class NumberColumn(_OurColumn):
    """Right-aligned figures; `total=True` adds the sum of the rows shown to the foot of the table."""

    cell_class = "number"

    def __init__(self, *args, places: int | None = None, total: bool = False, **kwargs):
        self.places = places
        if total:
            kwargs["footer"] = self._total
        super().__init__(*args, **kwargs)

    def _total(self, bound_column, table):
        values = [bound_column.accessor.resolve(row.record, quiet=True) for row in table.rows]
        known = [value for value in values if value is not None]
        return display.number(sum(known, Decimal(0) if self.places else 0), self.places) if known else display.nothing()

    def render(self, value):
        """`71.814`."""
        return display.number(value, self.places)


class ShareColumn(NumberColumn):
    """Percentages with two decimals: `81,82 %`."""

    def render(self, value):
        """`81,82 %`."""
        return display.share(value, 2 if self.places is None else self.places)


class DayColumn(_OurColumn):
    """Dates as dd/mm/yyyy."""

    cell_class = "day"

    def render(self, value):
        """`03/08/2020`."""
        return display.day(value)


class MomentColumn(_OurColumn):
    """Date and time of day."""

    cell_class = "day"

    def render(self, value):
        """`03/08/2020 14:05`."""
        return display.moment(value)


class MonthColumn(_OurColumn):
    """Months as mm/yyyy; the accessor gives a Month, a (year, month) pair or a date."""

    cell_class = "day"

    def render(self, value):
        """`06/2020`."""
        return display.month(value)

    def value(self, value):
        return display.month(value)


class YesNoColumn(_OurColumn):
    """Truth values in words."""

    def render(self, value):
        """ "yes" or "no" in the user's language."""
        return display.yes_no(value)

    def value(self, value):
        return display.yes_no(value)


@tables2.columns.library.register
class FieldColumn(_OurColumn):
    """Stands for the model fields that a table only names in its Meta: each gets the column of its kind."""

    KINDS = (
        (models.BooleanField, YesNoColumn),
        (models.DateTimeField, MomentColumn),
        (models.DateField, DayColumn),
        (models.IntegerField | models.DecimalField, NumberColumn),
    )

    @classmethod
    def from_field(cls, field, **kwargs):
        """A column for a concrete field; its heading is the field's own name, also for relations."""
        if not isinstance(field, models.Field):
            return None
        # Lazy: columns are made once, when the module is read, and shown in the language of each reader.
        kwargs["verbose_name"] = lazy(display.sentence_case, str)(field.verbose_name)
        if field.choices is None:
            for kind, column in cls.KINDS:
                if isinstance(field, kind):
                    return column(**kwargs)
        return TextColumn(**kwargs)


class BadgeColumn(_OurColumn):
    """A word with a sign and a colour: `tones` maps the stored value to good, watch, late or quiet."""

    cell_class = "telling"

    def __init__(self, *args, tones: dict, **kwargs):
        self.tones = tones
        super().__init__(*args, **kwargs)

    def render(self, value, record, bound_column):
        """The label with its sign; the tone comes from the stored value, not from the label."""
        stored = bound_column.accessor.resolve(record, quiet=True)
        return filled('<span class="badge %s">%s</span>', self.tones.get(stored, "quiet"), value)


class ChooseColumn(_OurColumn):
    """A box to tick in each row, sent as `name` with the form "choose" of the page; no part of exports.

    A view shows it only to those who may do something with what they choose (`table.columns.hide`).
    """

    cell_class = "choose"

    def __init__(self, name: str, **kwargs):
        self.name = name
        heading = {"verbose_name": _("Choose"), "accessor": "pk", "orderable": False, "exclude_from_export": True}
        super().__init__(**{**heading, **kwargs})

    def render(self, value, record):
        """A box that says which record it chooses."""
        label = _("Choose %(name)s") % {"name": record}
        return format_html(
            '<input type="checkbox" form="choose" name="{}" value="{}" aria-label="{}">', self.name, value, label
        )


class Rows(TableData):
    """Rows that are in order and cut to the page already; tables2 must neither sort nor count them."""

    model = None

    def __init__(self, rows: list, model=None):
        super().__init__(rows)
        self.model = model

    def __len__(self):
        return len(self.data)


@dataclass(frozen=True)
class Pages:
    """Links around a page of a table: query parameters to set, and None for each to take away."""

    next: dict | None = None
    previous: dict | None = None
    first: dict | None = None
    number: int | None = None


class RegisterTable(tables2.Table):
    """Base of all register tables. `pages` is set by `list_page`; `caption` names the table for screen readers.

    `Meta.default_columns` are those shown until somebody chooses others, `Meta.export_columns` those of an export
    until then; without them all are shown, and an export holds what is shown.
    """

    caption = ""
    pages: Pages | None = None

    class Meta:
        template_name = "components/table.html"
        attrs = {"class": "register"}
        empty_text = _("Nothing here yet.")
        per_page = 50
        default = "–"

    def __init__(self, data=None, *args, **kwargs):
        kwargs.setdefault("default", display.nothing())
        super().__init__(data, *args, **kwargs)
        self._offered = [column.name for column in self.columns]
        self.choose(None)

    @property
    def makes_cards(self) -> bool:
        """Whether a phone shows each row as a card: more columns would not stand side by side. Tables that compare
        figures stay tables."""
        return len(self.columns) > SIDE_BY_SIDE and STAY_TABLES.isdisjoint(self.attrs.get("class", "").split())

    @property
    def fixed(self) -> frozenset[str]:
        """The columns that nobody can leave out: the one that opens the record, and those that are no data."""
        columns = self.columns.all()
        opening = [c.name for c in columns if isinstance(c.column, LinkColumn) or c.link or _opens(c)] or self._offered
        return frozenset([*opening[:1], *(c.name for c in columns if c.column.exclude_from_export)])

    def choose(self, names: Iterable[str] | None) -> None:
        """Show these columns and the fixed ones, passing over names that there are not; None: as delivered."""
        if names is None:
            names = getattr(self.Meta, "default_columns", self._offered)
        wanted = self.fixed | frozenset(names)
        for column in self.columns.iterall():
            column.column.visible = column.name in self._offered and column.name in wanted

    def related(self) -> list[str]:
        """What the rows must be joined with for the columns that are shown."""
        return [name for column in self.columns for name in getattr(column.column, "related", ())]

    def body(self) -> SafeString:
        """The rows as HTML."""
        return rows.body(self)

    def ordering_of(self, alias: str) -> list[str] | None:
        """The queryset ordering for a sort word like `-name`; None when no such column is shown and sorts."""
        name = alias.removeprefix("-")
        bound = next((column for column in self.columns if column.name == name), None)
        if bound is None or not bound.orderable:
            return None
        words = [str(word) for word in (bound.column.order_by or [bound.accessor])]
        return [_opposite(word) for word in words] if alias.startswith("-") else words


def _opens(column) -> bool:
    return getattr(column.column, "opens", False)


def _opposite(word: str) -> str:
    return word[1:] if word.startswith("-") else f"-{word}"


def _sort_word(table: RegisterTable, params) -> str | None:
    wanted = params.get("sort", "")
    return wanted if len(wanted) <= 60 and table.ordering_of(wanted) else None


def joined(table: RegisterTable, queryset: QuerySet) -> QuerySet:
    """The rows with the relations that the shown columns read."""
    related = table.related()
    return queryset.select_related(*related) if related else queryset


def list_page(
    table_class, queryset: QuerySet, params, *, ordering, per_page: int = 50, keyset: Keyset | None = None,
    columns: Iterable[str] | None = None, prepare: Callable = joined,
):  # fmt: skip
    """A table holding one page of `queryset`, sorted and turned by the query parameters `params`.

    With `keyset` pages go by `after`/`before`; without, by `page`, reading one row too many instead of counting.
    Unknown sort words and pages beyond the end fall back to the default order and the first page.
    `columns` are those chosen; `prepare(table, queryset)` adds what the shown ones need.
    """
    table = table_class(Rows([], queryset.model))
    table.choose(columns)
    queryset = prepare(table, queryset)
    if keyset:
        _bar_unsortable(table, keyset)
    word = _sort_word(table, params)
    table._order_by = tables2.utils.OrderByTuple([word]) if word else tables2.utils.OrderByTuple(())
    if keyset:
        page = keyset.page(queryset, params, order=table.ordering_of(word)[0] if word else None)
        table.data.data = page.rows
        table.pages = Pages(
            next={"after": page.next, "before": None} if page.next else None,
            previous={"before": page.previous, "after": None} if page.previous else None,
            first=None if page.is_first else {"before": None, "after": None},
        )
        return table
    rows = queryset.order_by(*in_order(table, word, ordering))
    number = _page_number(params)
    found = list(rows[(number - 1) * per_page : number * per_page + 1])
    if not found and number > 1:
        number, found = 1, list(rows[: per_page + 1])
    table.data.data = found[:per_page]
    table.pages = Pages(
        next={"page": number + 1} if len(found) > per_page else None,
        previous={"page": number - 1 if number > 2 else None} if number > 1 else None,
        first={"page": None} if number > 2 else None,
        number=number,
    )
    return table


def in_order(table: RegisterTable, word: str | None, ordering) -> list[str]:
    """The complete ordering: the wanted column or the default, then the primary key so that pages never overlap."""
    words = list(table.ordering_of(word) if word else ordering)
    if not any(part.lstrip("-") in {"pk", "id"} for part in words):
        words.append("-pk" if words and words[0].startswith("-") else "pk")
    return words


def sorted_for_export(
    table_class, queryset: QuerySet, params, *, ordering, keyset: Keyset | None = None,
    columns: Iterable[str] | None = None, prepare: Callable = joined,
):  # fmt: skip
    """An empty table and the whole queryset in the order in which the list shows it."""
    table = table_class(Rows([], queryset.model))
    table.choose(columns)
    queryset = prepare(table, queryset)
    if keyset:
        _bar_unsortable(table, keyset)
        ordering = [keyset.default]
    return table, queryset.order_by(*in_order(table, _sort_word(table, params), ordering))


def _bar_unsortable(table: RegisterTable, keyset: Keyset) -> None:
    """In a keyset list only the columns sort whose single field the keyset knows."""
    for column in table.columns.iterall():
        words = table.ordering_of(column.name)
        if words is not None and (len(words) != 1 or words[0].lstrip("-") not in keyset.sorts):
            column.column.orderable = False


def _page_number(params) -> int:
    raw = params.get("page", "")
    return max(1, int(raw)) if raw.isascii() and raw.isdigit() and len(raw) <= 7 else 1
