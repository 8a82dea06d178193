"""Reads for the monthly confirmation of stocks: what is confirmed, and what has been. No request, plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from common import display
from common.months import Month, span
from communes.models import (
    ClosedMonth,
    Condition,
    Connection,
    Placement,
    Posting,
    SoftwareUse,
    StockConfirmation,
    Unit,
)
from communes.reports import opened_months

SHOWN = 12


@dataclass(frozen=True)
class Digest:
    """What stands in a unit's registers on a day, in five figures."""

    desktops: int = 0
    laptops: int = 0
    staff: int = 0
    connections: int = 0
    programmes: int = 0

    @property
    def key(self) -> str:
        """The figures in one word, so that a form can say which ones the person saw."""
        return f"{self.desktops}-{self.laptops}-{self.staff}-{self.connections}-{self.programmes}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(label, figure), in the order of the registers."""
        pairs = [
            (_("desktops in good use"), self.desktops),
            (_("laptops in good use"), self.laptops),
            (_("staff"), self.staff),
            (_("connections"), self.connections),
            (_("programmes in use"), self.programmes),
        ]
        return [(label, display.number(value)) for label, value in pairs]


@dataclass(frozen=True)
class UnitMonth:
    """A month of a unit as the official sees it."""

    month: Month
    day: date
    digest: Digest
    confirmation: StockConfirmation | None
    is_closed: bool

    @property
    def state(self) -> str:
        """confirmed, changed, open or missed (closed without a confirmation)."""
        if self.confirmation is not None:
            return state_of(self.confirmation)
        return "missed" if self.is_closed else "open"


def state_of(confirmation: StockConfirmation | None) -> str:
    """confirmed, changed, or nothing."""
    if confirmation is None:
        return ""
    return "changed" if confirmation.changed_since else "confirmed"


def counting_day(month: Month, *, today: date) -> date:
    """The day whose stocks the month shows: its last one, of the running month today."""
    return min(month.last_day(), today)


def last_months(*, today: date, number: int = SHOWN) -> list[Month]:
    """The running month and those before it that figures are kept for, the oldest first."""
    running = Month.of(today)
    return list(span(max(opened_months()[0], running - (number - 1)), running))


def digests(unit: Unit, days: Iterable[date]) -> dict[date, Digest]:
    """The figures of a unit on each of the days, in four queries however many days."""
    days = list(days)
    if not days:
        return {}
    placed = Placement.objects.filter(condition=Condition.GOOD)
    devices = _spans(placed, unit, days, "equipment__kind")
    staff, lines = _spans(Posting.objects, unit, days), _spans(Connection.objects, unit, days)
    uses = _spans(SoftwareUse.objects.filter(in_use=True), unit, days)
    return {
        day: Digest(
            desktops=_on(day, devices, "desktop"), laptops=_on(day, devices, "laptop"), staff=_on(day, staff),
            connections=_on(day, lines), programmes=_on(day, uses),
        )
        for day in days
    }  # fmt: skip


def unit_months(unit: Unit, *, today: date) -> list[UnitMonth]:
    """The last months in which the unit existed, the newest first, in seven queries."""
    months = [
        (month, counting_day(month, today=today))
        for month in reversed(last_months(today=today))
        if unit.exists_on(counting_day(month, today=today))
    ]
    figures = digests(unit, [day for _month, day in months])
    known = {row.period: row for row in StockConfirmation.objects.filter(unit=unit).select_related("confirmed_by")}
    closed = {Month(*pair) for pair in ClosedMonth.objects.filter(unit=unit).values_list("year", "month")}
    return [UnitMonth(month, day, figures[day], known.get(month), month in closed) for month, day in months]


def month_to_confirm(unit: Unit, *, today: date) -> tuple[Month, StockConfirmation | None] | None:
    """The month that a confirmation is expected for: the last one that has ended unless it is closed or confirmed as it
    stands, else the running one. None if the unit is not there."""
    if not unit.exists_on(today):
        return None
    running = Month.of(today)
    pair = [running - 1, running]
    wanted = Q(year=pair[0].year, month=pair[0].month) | Q(year=pair[1].year, month=pair[1].month)
    rows = StockConfirmation.objects.filter(wanted, unit=unit).select_related("confirmed_by")
    known = {row.period: row for row in rows}
    past = known.get(pair[0])
    is_due = past is None or past.changed_since
    if is_due and unit.exists_on(pair[0].last_day()):
        closed = ClosedMonth.objects.filter(unit=unit, year=pair[0].year, month=pair[0].month)
        if not closed.exists():
            return pair[0], past
    return running, known.get(running)


def _spans(rows, unit: Unit, days: list[date], *names: str) -> list[tuple]:
    """(since, until, …) of the unit's rows that hold on one of the days or between."""
    goes_on = Q(until__isnull=True) | Q(until__gt=min(days))
    return list(rows.filter(goes_on, unit=unit, since__lte=max(days)).values_list("since", "until", *names))


def _on(day: date, rows: list[tuple], *wanted: str) -> int:
    return sum(1 for since, until, *rest in rows if since <= day < (until or date.max) and rest == list(wanted))
