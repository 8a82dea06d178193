"""Columns that several tables of this floor share."""

from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from common import display, tables

CONDITION_TONES = {"good": "good", "broken": "late", "proposed": "watch", "liquidated": "quiet"}


def unit_column(path: str = "unit", **options) -> tables.TextColumn:
    """The unit at `path`, in Vietnamese order."""
    options = {"verbose_name": _("Unit"), "order_by": f"{path}__sort_key"} | options
    return tables.TextColumn(accessor=f"{path}__title", **options)


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


class LinesColumn(tables.TextColumn):
    """Several short texts, one under the other."""

    def render(self, value):
        """Each in a line of its own."""
        return format_html_join("", "<div>{}</div>", ((line,) for line in value)) if value else display.nothing()

    def value(self, value):
        return "; ".join(str(line) for line in value)
