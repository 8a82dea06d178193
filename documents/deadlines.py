"""By when an incoming document is to be dealt with: the nearest rule up the tree on the day of arrival (domain.md 3.5).

Nothing here moves a deadline that was given: it is asked when a document is entered, or when somebody asks anew.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import display
from common.calendar import WorkCalendar
from communes.models import Unit, UnitClosure
from documents.models import DeadlineRule, Document


@dataclass(frozen=True)
class Deadline:
    """A deadline by rule. `due_on` and `rule` None: no rule holds there on that day. `unknown_years`: years that the
    count passes through and for which no holiday is entered, so that it may come out too early."""

    due_on: date | None
    rule: DeadlineRule | None = None
    unknown_years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Deadlines:
    """The rules that hold in some units and the working calendar, read once for a piece of work (four queries)."""

    rules: dict[tuple[int | None, str], list[DeadlineRule]]
    above: dict[int, list[int]]
    calendar: WorkCalendar

    @classmethod
    def load(cls, units: Iterable[Unit | int]) -> Self:
        """For the units (or ids) given."""
        ids = {unit.pk if isinstance(unit, Unit) else unit for unit in units}
        rules, above = defaultdict(list), defaultdict(list)
        for rule in DeadlineRule.objects.binding(ids).order_by("-valid_from"):
            rules[(rule.unit_id, rule.urgency)].append(rule)
        links = UnitClosure.objects.filter(descendant_id__in=ids).order_by("depth")
        for descendant, ancestor in links.values_list("descendant_id", "ancestor_id"):
            above[descendant].append(ancestor)
        return cls(dict(rules), dict(above), WorkCalendar.load())

    def rule(self, unit_id: int, urgency: str, *, on: date) -> DeadlineRule | None:
        """The rule of the unit itself, of the nearest unit above it that has one, or the one for all."""
        for place in (*self.above.get(unit_id, ()), None):
            for rule in self.rules.get((place, urgency), ()):
                if rule.valid_from <= on:
                    return rule
        return None

    def of(self, unit_id: int, urgency: str, arrived: date) -> Deadline:
        """The deadline of a document that arrived on a day. A day off counts as the next working day."""
        rule = self.rule(unit_id, urgency, on=arrived)
        if rule is None:
            return Deadline(None)
        due = self.calendar.add_working_days(arrived, rule.working_days)
        return Deadline(due, rule, self.calendar.years_without_holidays(arrived, due))


def deadline_of(document: Document) -> Deadline:
    """What the rules say of a document as it is, whatever deadline it has."""
    return Deadlines.load([document.unit_id]).of(document.unit_id, document.urgency, document.registered_on)


# --- In words --------------------------------------------------------------------------------------------------------


def days_in_words(days: int) -> str:
    """`10 working days`, `within the day`."""
    if days == 0:
        return _("within the day")
    return ngettext("%(count)s working day", "%(count)s working days", days) % {"count": display.number(days)}


def warning_of(deadline: Deadline) -> str:
    """What to check by hand, where the calendar does not reach; empty where it does."""
    if not deadline.unknown_years:
        return ""
    return _(
        "The holidays of %(years)s are not in the working calendar yet, so this deadline is counted without them: "
        "please check it."
    ) % {"years": ", ".join(map(str, deadline.unknown_years))}


def in_words(deadline: Deadline) -> str:
    """`Deadline 17/08/2020 (10 working days).` with whatever is to be checked."""
    if deadline.rule is None:
        return _("No rule on deadlines holds for this document, so it has no deadline.")
    words = {"day": display.day(deadline.due_on), "days": days_in_words(deadline.rule.working_days)}
    return " ".join(filter(None, [_("Deadline %(day)s (%(days)s).") % words, warning_of(deadline)]))
