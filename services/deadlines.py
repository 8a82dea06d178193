"""When a filing is promised for and whether it is in time: pure functions, the official rule of domain.md 4.5.

`judge` is the rule. A filing is on time if its end (status 9, else 10, else 8, 3 or 7), the citizen's time for a
supplement taken away, is not later than the promise, or than the legal limit where nothing was promised; more than one
request for a supplement makes it late. Status 6 stops no clock: the official test does not say so.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from common.calendar import WorkCalendar, at_closing
from services.models import Filing, FilingStatus, LimitUnit, Timeliness
from services.models.filing import open_state

# Same-day procedures received later than this go on to the next working day.
SAME_DAY_UNTIL = time(15, 0)
# Which status ends a filing, the first that it has.
ENDS = (
    FilingStatus.COMPLETED, FilingStatus.RESULT_RETURNED, FilingStatus.STOPPED, FilingStatus.REJECTED_AT_INTAKE,
    FilingStatus.WITHDRAWN,
)  # fmt: skip


@dataclass(frozen=True)
class Supplement:
    """A request to the citizen for more papers; `answered` None while the citizen has them to bring."""

    requested: datetime
    answered: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """What the rule looks at. `ends`: final status -> when it was reached. `limit` (value, unit, calendar) counts where
    nothing was promised. `is_received` False: refused at the desk, never counted as received."""

    received: datetime
    promised: datetime | None = None
    ends: Mapping[int, datetime] = field(default_factory=dict)
    supplements: tuple[Supplement, ...] = ()
    limit: tuple[int | None, str, WorkCalendar] | None = None
    is_received: bool = True


@dataclass(frozen=True)
class Verdict:
    """What the rule says. `late_from`: the moment after which the filing is late while it is open (None: no such
    moment); `ended` and `timeliness`: when and in which class it ended, None and empty while it is open."""

    facts: Facts
    late_from: datetime | None
    ended: datetime | None
    timeliness: str

    def state(self, *, at: datetime) -> str:
        """The FilingState at a moment, as the end of a reporting period; empty for what was not received by then."""
        if not self.facts.is_received or at < self.facts.received:
            return ""
        if self.ended is not None and self.ended <= at:
            return self.timeliness
        return open_state(self.late_from, at=at)


def judge(facts: Facts) -> Verdict:
    """The official rule, for one filing."""
    promised = facts.promised
    if promised is None and facts.limit is not None:
        promised = promised_time(facts.received, *facts.limit)
    ended = next((facts.ends[status] for status in ENDS if status in facts.ends), None) if facts.is_received else None
    timeliness = classify(promised, ended, facts.supplements) if ended is not None else ""
    return Verdict(facts, late_from(promised, facts.supplements), ended, timeliness)


def judge_filing(filing: Filing, supplements: Iterable, limit=None) -> Verdict:
    """The rule for a row of the register with its requests (FilingSupplement rows)."""
    ends = {}
    if filing.finished_time is not None:
        # Finished and returned have a time each; a filing that was returned at once was finished by it.
        ends[min(filing.status, FilingStatus.COMPLETED)] = filing.finished_time
    asked = tuple(Supplement(row.requested_time, row.answered_time) for row in supplements)
    is_received = filing.status != FilingStatus.REJECTED_AT_INTAKE
    return judge(Facts(filing.received_time, filing.promised_time, ends, asked, limit, is_received))


# --- The promise -----------------------------------------------------------------------------------------------------


def promised_time(received: datetime, limit_value: int | None, limit_unit: str, calendar: WorkCalendar):
    """The moment that the law gives: None without a limit; 0 means the same day.

    Day 1 is the day after receipt, and a last day that is not worked moves to the next worked one (Civil Code 2015,
    articles 147 and 148). A promise for a day ends with its office hours.
    """
    if limit_value is None or not limit_unit:
        return None
    local = timezone.localtime(received)
    day = local.date()
    if limit_value == 0:
        is_in_time = calendar.is_working_day(day) and local.time() <= SAME_DAY_UNTIL
        # After closing there is nothing left of the day, so a promise is never before the receipt.
        return at_closing(day if is_in_time else calendar.add_working_days(day, 1))
    if limit_unit == LimitUnit.HOUR:
        return calendar.add_working_hours(received, limit_value)
    if limit_unit == LimitUnit.WORKING_DAY:
        return at_closing(calendar.add_working_days(day, limit_value))
    last = day + timedelta(days=limit_value) if limit_unit == LimitUnit.DAY else _months_later(day, limit_value)
    return at_closing(calendar.next_working_day(last))


def promise_of(filing: Filing, calendar: WorkCalendar) -> datetime | None:
    """What the limit of its procedure gives for a filing."""
    return promised_time(filing.received_time, filing.procedure.limit_value, filing.procedure.limit_unit, calendar)


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


# --- The parts of the rule -------------------------------------------------------------------------------------------


def late_from(promised: datetime | None, supplements: Iterable[Supplement]) -> datetime | None:
    """The moment after which the filing is late; None when there is none, as while one request waits for its answer."""
    rows = sorted(supplements, key=lambda row: row.requested)
    second = rows[1].requested if len(rows) > 1 else None
    due = _due(promised, rows[0] if rows else None)
    return min((moment for moment in (due, second) if moment is not None), default=None)


def _due(promised: datetime | None, supplement: Supplement | None) -> datetime | None:
    """The promise, put off by the time that the citizen took; a request after the promise puts nothing off."""
    if promised is None or supplement is None or supplement.requested > promised:
        return promised
    if supplement.answered is None:
        return None
    return promised + (supplement.answered - supplement.requested)


def classify(promised: datetime | None, ended: datetime, supplements: Iterable[Supplement] = ()) -> str:
    """Early, on time or late, of a filing that ended. Early: on a day before the promised one.

    Both are judged by the end less the citizen's time, or somebody who waited longer for papers would seem earlier.
    """
    rows = list(supplements)
    if len(rows) > 1:
        return Timeliness.LATE
    if promised is None:
        return Timeliness.ON_TIME
    end = ended - sum((_waited(row, ended) for row in rows), timedelta(0))
    if end > promised:
        return Timeliness.LATE
    is_early = timezone.localtime(end).date() < timezone.localtime(promised).date()
    return Timeliness.EARLY if is_early else Timeliness.ON_TIME


def _waited(supplement: Supplement, ended: datetime) -> timedelta:
    """How long the citizen had the papers to bring; a request that was never answered ended with the filing."""
    return max((supplement.answered or ended) - supplement.requested, timedelta(0))
