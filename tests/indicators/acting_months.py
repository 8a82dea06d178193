"""Random acts on entries by month: treasury months, reasons, counts made by hand."""

from common.months import Month
from services.actions import activities, reasons, treasury
from services.models import ActivityMonth, ReasonCount, TreasuryMonth


class MonthActs:
    """Acts of a stage (tests/indicators/acting.py)."""

    def _treasure(self, unit, day, number):
        treasury.create(by=self.by, unit=unit, month=Month.of(day), transactions=number, online=number // 2)

    def _retreasure(self, unit, day, number):
        row = self._pick(TreasuryMonth, number)
        treasury.change(row, by=self.by, version=None, reason="x", month=Month.of(day), unit=unit, online=0)

    def _reason(self, unit, day, number):
        key = ("online", "habit") if number % 2 else ("postal", "urgent")
        reasons.record(by=self.by, unit=unit, month=Month.of(day), people={key: number})

    def _rereason(self, unit, day, number):
        row = self._pick(ReasonCount, number)
        reasons.change(row, by=self.by, version=None, reason="x", unit=unit, month=Month.of(day), people=1 + number)

    def _unreason(self, unit, day, number):
        reasons.remove(self._pick(ReasonCount, number), by=self.by, reason="x")

    def _confirm(self, unit, day, number):
        treasury.confirm(self._pick(TreasuryMonth, number), by=self.by, version=None, confirmed_on=day)

    def _tally(self, unit, day, number):
        activities.create(by=self.by, unit=unit, month=Month.of(day), **tally(number))

    def _retally(self, unit, day, number):
        row, month = self._pick(ActivityMonth, number), Month.of(day)
        activities.change(row, by=self.by, version=None, reason="x", month=month, unit=unit, **tally(number))

    def _untally(self, unit, day, number):
        activities.remove(self._pick(ActivityMonth, number), by=self.by, reason="nhầm")


def tally(number: int) -> dict:
    """Counts of a month by hand: now this section, now that one, zeros among them."""
    return {
        "feedback_due": number if number % 2 else None,
        "feedback_on_time": number // 2 if number % 2 else None,
        "outreach_sessions": number % 4 if number % 3 else None,
        "tasks_assigned": number,
        "tasks_done": number // 3,
        "security_incidents": 0 if number % 5 else None,
        "security_infected": number % 2 if number % 5 else None,
    }
