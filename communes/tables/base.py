"""Columns that several tables of this floor share."""

from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from common import display, tables
from communes.models import Condition

CONDITION_TONES = {"good": "good", "broken": "late", "proposed": "watch", "liquidated": "quiet"}


class PlaceColumn(tables.TextColumn):
    """A name of several words that should not stand one word a line."""

    cell_class = "place"


class LabelColumn(tables.TextColumn):
    """A choice by its label, where the accessor leads over a dated row and no field tells the label."""

    def __init__(self, *args, choices, **kwargs):
        self.choices = choices
        super().__init__(*args, **kwargs)

    def render(self, value):
        """The label."""
        return self.choices(value).label

    def value(self, value):
        return str(self.choices(value).label)


class ConditionColumn(LabelColumn):
    """The condition of a device, with its sign and colour."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=Condition, **{"verbose_name": _("Condition"), **kwargs})

    def render(self, value):
        """The label as a badge."""
        return format_html('<span class="badge {}">{}</span>', CONDITION_TONES[value], Condition(value).label)


def unit_column(path: str = "unit", **options) -> PlaceColumn:
    """The unit at `path`, in Vietnamese order."""
    options = {"verbose_name": _("Unit"), "order_by": f"{path}__sort_key"} | options
    return PlaceColumn(accessor=f"{path}__title", **options)


def since_column(**options) -> tables.DayColumn:
    """The first day of a dated row."""
    return tables.DayColumn(**{"verbose_name": _("Since"), **options})


def until_column(**options) -> tables.DayColumn:
    """The first day on which a dated row no longer holds."""
    return tables.DayColumn(**{"verbose_name": _("Until (exclusive)"), **options})


class AboutColumn(tables.NumberColumn):
    """A number that may be approximate: "khoảng 10". `approximate` is the accessor of the mark."""

    def __init__(self, *args, approximate: str, **kwargs):
        self.approximate = tables.tables2.A(approximate)
        super().__init__(*args, **kwargs)

    def render(self, value, record):
        """The number, with "about" before it."""
        shown = display.number(value)
        return _("about %(number)s") % {"number": shown} if self.approximate.resolve(record, quiet=True) else shown

    def _total(self, bound_column, table):
        """A sum with an estimate in it is one."""
        shown = super()._total(bound_column, table)
        is_about = any(self.approximate.resolve(row.record, quiet=True) for row in table.rows)
        return _("about %(number)s") % {"number": shown} if is_about else shown


class AboutShareColumn(AboutColumn):
    """A percentage, a whole one where what it was worked out from is approximate: "khoảng 17 %".

    The foot of the table has the share of the sums: `part` and `whole` are the accessors of what is summed.
    """

    def __init__(self, *args, part: str, whole: str, **kwargs):
        self.part, self.whole = tables.tables2.A(part), tables.tables2.A(whole)
        super().__init__(*args, total=True, **kwargs)

    def render(self, value, record):
        """Two decimals would promise more than an estimate holds."""
        return self._shown(value, is_about=self.approximate.resolve(record, quiet=True))

    @staticmethod
    def _shown(value, *, is_about) -> str:
        return _("about %(number)s") % {"number": display.share(value, 0)} if is_about else display.share(value)

    def _total(self, bound_column, table):
        records = [row.record for row in table.rows if self.whole.resolve(row.record, quiet=True)]
        whole = sum(self.whole.resolve(record) for record in records)
        if not whole:
            return display.nothing()
        part = sum(self.part.resolve(record, quiet=True) or 0 for record in records)
        is_about = any(self.approximate.resolve(record, quiet=True) for record in records)
        return self._shown(Decimal(part) * 100 / whole, is_about=is_about)


class LinesColumn(tables.TextColumn):
    """Several short texts, one under the other."""

    cell_class = "place"

    def render(self, value):
        """Each in a line of its own."""
        return format_html_join("", "<div>{}</div>", ((line,) for line in value)) if value else display.nothing()

    def value(self, value):
        return "; ".join(str(line) for line in value)
