"""What every register's rows have in common: scope in the query, dated rows, and the cells that a row counts in."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.months import Month, stock_months


class Cell(NamedTuple):
    """One unit, month and section: the smallest thing that is marked stale, recounted and closed."""

    unit_id: int
    year: int
    month: int
    section: str

    @property
    def period(self) -> Month:
        return Month(self.year, self.month)


def cell(unit_id: int, month: Month, section: str) -> Cell:
    return Cell(unit_id, month.year, month.month, section)


class Counted(Counter):
    """What rows contribute: (cell, what is counted of them) -> how often. Where two states differ, figures may."""

    @classmethod
    def within(cls, opened):
        """An empty count that knows the opened months (reports.opened_months): for many rows under one lock."""
        counted = cls()
        counted._range = opened
        return counted

    def add_flow(self, unit_id: int, day: date, section: str, what: tuple) -> None:
        """A thing that happened on a day."""
        self[(cell(unit_id, Month.of(day), section), what)] += 1

    def add_stock(self, unit_id: int, since: date, until: date | None, section: str, what: tuple) -> None:
        """A thing that is there from a day until (not including) another, in every opened month in between."""
        first, last = self._opened()
        for month in stock_months(since, until, first=first, last=last):
            self[(cell(unit_id, month, section), what)] += 1

    def add_stock_next_month(self, unit_id: int, since: date, until: date | None, section: str, what: tuple) -> None:
        """The same, in the month after each: for what is carried over into a month."""
        first, last = self._opened()
        for month in stock_months(since, until, first=first - 1, last=last - 1):
            self[(cell(unit_id, month + 1, section), what)] += 1

    def _opened(self):
        # Read once for each counting, and fresh for each: a month may have been opened since the last one.
        if not hasattr(self, "_range"):
            from communes.reports import opened_months  # reports read models, so not at the top

            self._range = opened_months()
        return self._range

    def cells(self) -> set[Cell]:
        return {key[0] for key in self}

    def differing(self, other: "Counted") -> set[Cell]:
        """The cells in which the two states do not contribute the same."""
        return {key[0] for key in self.keys() | other.keys() if self[key] != other[key]}


class ScopedQuerySet(models.QuerySet):
    """Rows that a person may see: those of the units in the person's scope."""

    scope_path = "unit_id"

    def visible_to(self, user):
        from communes.scope import scope_of

        ids = scope_of(user).readable
        return self if ids is None else self.filter(**{f"{self.scope_path}__in": ids})


class DatedQuerySet(ScopedQuerySet):
    """Rows in force from `since` until (exclusive) `until`."""

    def in_force(self, *, on: date):
        return self.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)

    def open(self):
        return self.filter(until__isnull=True)


class RootQuerySet(ScopedQuerySet):
    """Things whose unit and state stand in dated rows; `rows_name` is the relation to these."""

    rows_name = ""

    def standing(self, *, on: date, user):
        """Those with a row in force on a day in a unit that the person sees; that row is `here`."""
        from communes.scope import scope_of

        until, since = f"{self.rows_name}__until", f"{self.rows_name}__since"
        holds = (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": on})) & Q(**{f"{since}__lte": on})
        here = models.FilteredRelation(self.rows_name, condition=holds)
        rows = self.annotate(here=here).filter(here__isnull=False).select_related("here__unit")
        # Not in the relation's own condition: there a foreign key would join its table too late.
        ids = scope_of(user).readable
        return rows if ids is None else rows.filter(here__unit_id__in=ids)


class Dated(models.Model):
    """A row in force from `since` until (exclusive) `until`: the past stays countable."""

    since = models.DateField(_("since"))
    until = models.DateField(_("until (exclusive)"), null=True, blank=True)

    # Fields that say something of the beginning of one row, with what the next row has unless it is told.
    FRESH: dict = {}

    class Meta:
        abstract = True

    @staticmethod
    def order_check():
        """The CHECK that every dated model carries; a fresh object for each, since Django names it by model."""
        return models.CheckConstraint(
            condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            name="%(app_label)s_%(class)s_until_after_since",
            violation_error_message=_("The end must be later than the beginning."),
        )

    @staticmethod
    def one_open(*fields: str):
        """At most one open row for each thing."""
        return models.UniqueConstraint(
            fields=fields,
            condition=Q(until__isnull=True),
            name="%(app_label)s_%(class)s_one_open",
            violation_error_message=_("There is an open row already; close it first."),
        )

    @staticmethod
    def one_start(*fields: str):
        """No two rows of one thing begin on the same day."""
        return models.UniqueConstraint(
            fields=[*fields, "since"],
            name="%(app_label)s_%(class)s_one_start",
            violation_error_message=_("Another row begins on the same day."),
        )


class Versioned(models.Model):
    """A record that people edit: the version refuses the second of two edits of the same state."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    batch = models.ForeignKey(
        "common.Batch", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("batch")
    )

    class Meta:
        abstract = True


def one_of(field: str, choices, *, message=None, or_blank: bool = False):
    """A CHECK that `field` holds one of the choices: Django's `choices` alone does not bind the database."""
    values = [*choices.values, ""] if or_blank else list(choices.values)
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": values}),
        name=f"%(app_label)s_%(class)s_{field}_known",
        violation_error_message=message or _("Choose one of the values offered."),
    )


def not_negative(*fields: str):
    """A CHECK that none of the fields is below zero (PositiveIntegerField alone says so in its own words)."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__gte": 0}) | Q(**{f"{field}__isnull": True})
    return models.CheckConstraint(
        condition=condition,
        name="%(app_label)s_%(class)s_not_negative",
        violation_error_message=_("A number cannot be below zero."),
    )
