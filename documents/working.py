"""What waits to be dealt with, by how much it presses: overdue, due today, soon, later, without a deadline."""

from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import display
from common.calendar import WorkCalendar
from common.keyset import COUNT_LIMIT, Count, bounded_count
from documents.models import Document

# "Soon" is what a leader can still do something about.
SOON_DAYS = 3


class Waiting(TextChoices):
    """How an open document presses on a day."""

    OVERDUE = "overdue", gettext_lazy("overdue")
    DUE_TODAY = "due_today", gettext_lazy("due today")
    SOON = "soon", gettext_lazy("due within 3 working days")
    LATER = "later", gettext_lazy("due later")
    UNDATED = "undated", gettext_lazy("without a deadline")


TONES = {Waiting.OVERDUE: "late", Waiting.DUE_TODAY: "watch", Waiting.SOON: "watch"}


@dataclass
class Day:
    """A day of work with its calendar, read once for a page."""

    today: date
    calendar: WorkCalendar
    soon_until: date
    _days: dict[date, int] = field(default_factory=dict)

    @classmethod
    def load(cls, today: date) -> Self:
        """In two queries."""
        calendar = WorkCalendar.load()
        return cls(today, calendar, calendar.add_working_days(today, SOON_DAYS))

    def waiting(self, document: Document) -> Waiting:
        """Where an open document stands."""
        due = document.due_on
        if due is None:
            return Waiting.UNDATED
        if due < self.today:
            return Waiting.OVERDUE
        if due == self.today:
            return Waiting.DUE_TODAY
        return Waiting.SOON if due <= self.soon_until else Waiting.LATER

    def of(self, rows: QuerySet, waiting: str) -> QuerySet:
        """Those of the open documents that press so."""
        if waiting == Waiting.UNDATED:
            return rows.without_deadline()
        rows = rows.unresolved()
        return {
            Waiting.OVERDUE: lambda: rows.filter(due_on__lt=self.today),
            Waiting.DUE_TODAY: lambda: rows.filter(due_on=self.today),
            Waiting.SOON: lambda: rows.filter(due_on__gt=self.today, due_on__lte=self.soon_until),
            Waiting.LATER: lambda: rows.filter(due_on__gt=self.soon_until),
        }[Waiting(waiting)]()

    def counts(self, rows: QuerySet) -> dict[Waiting, Count]:
        """How many there are of each, looking at no more than a thousand."""
        return {waiting: bounded_count(self.of(rows, waiting)) for waiting in Waiting}

    def in_words(self, document: Document) -> str:
        """`overdue by 3 working days`, `due today`, `2 working days left`; empty without a deadline."""
        state, due = self.waiting(document), document.due_on
        if state == Waiting.UNDATED:
            return ""
        if state == Waiting.DUE_TODAY:
            return str(Waiting.DUE_TODAY.label)
        if due not in self._days:
            first, last = sorted((due, self.today))
            self._days[due] = self.calendar.working_days_between(first, last)
        days = self._days[due]
        if state == Waiting.OVERDUE:
            if days == 0:
                return _("overdue since a day off")
            said = ngettext("overdue by %(count)s working day", "overdue by %(count)s working days", days)
        else:
            said = ngettext("%(count)s working day left", "%(count)s working days left", days)
        return said % {"count": display.number(days)}


@dataclass(frozen=True)
class Pressing:
    """How many documents are overdue and how many due today, in one look at a thousand rows at most."""

    overdue: Count
    due_today: Count

    def __bool__(self) -> bool:
        return bool(self.overdue.number or self.due_today.number)


def pressing(user, today: date) -> Pressing:
    """What presses in the person's units."""
    rows = Document.objects.handled_within(user).unresolved().filter(due_on__lte=today)
    first = rows.order_by("due_on").values("due_on")[: COUNT_LIMIT + 1]
    found = first.aggregate(all=models.Count("due_on"), overdue=models.Count("due_on", filter=Q(due_on__lt=today)))
    overdue, is_cut = found["overdue"], found["all"] > COUNT_LIMIT
    late = Count(min(overdue, COUNT_LIMIT), not (is_cut and overdue > COUNT_LIMIT))
    return Pressing(late, Count(min(found["all"] - overdue, COUNT_LIMIT), not is_cut))


@dataclass
class UnitWork:
    """What waits in a unit: with a deadline, of these due today, and overdue."""

    open: int = 0
    due_today: int = 0
    overdue: int = 0


def by_unit(rows: QuerySet, today: date, *, most: int) -> dict[int, UnitWork] | None:
    """Unit id -> its open documents with a deadline; None if there are more than `most`, which are not counted."""
    days = list(rows.unresolved().order_by().values_list("handling_unit_id", "due_on")[: most + 1])
    if len(days) > most:
        return None
    found: dict[int, UnitWork] = {}
    for unit_id, due in days:
        work = found.setdefault(unit_id, UnitWork())
        work.open += 1
        work.due_today += due == today
        work.overdue += due < today
    return found
