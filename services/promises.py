"""What a change of the working calendar does to promises: computed ones of open filings follow it, all others stay.

A filing follows if the rule gives the very promise that it has by the calendar before, and another one by the calendar
after. What stays is named: promises set by hand, promises that the present limit does not give (the limit was changed
since), and filings whose figures of a closed month would change. Deadlines of documents are not looked at.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.calendar import ONE_DAY, WorkCalendar, midnight
from common.errors import Refused
from communes import reports
from communes.models import Cell, Counted, Unit
from communes.scope import scope_of
from communes.writing import Write
from services import deadlines
from services.models import Filing, FilingState
from services.models.filing import open_state

# As many rows as one reads before pressing the button; the numbers above them say the rest.
MOST_SHOWN = 20
_CHUNK = 1000


@dataclass(frozen=True)
class Move:
    """A filing with the promise that the changed calendar gives it."""

    filing: Filing
    promised: datetime
    late_from: datetime | None
    cells: frozenset[Cell]


@dataclass
class Impact:
    """What a change of the calendar comes to. `by_hand`, `by_other_limit`, `closed` stay as they are; `off`: those of
    all that stay whose promised day is not worked any more."""

    moved: list[Move] = field(default_factory=list)
    closed: list[Move] = field(default_factory=list)
    by_hand: list[Filing] = field(default_factory=list)
    by_other_limit: list[Filing] = field(default_factory=list)
    off: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.moved or self.closed or self.by_hand or self.by_other_limit)

    @property
    def proof(self) -> str:
        """`<number of filings that change>-<digest>`: what comes back from a page that showed exactly this."""
        parts = [
            [(move.filing.pk, move.promised.isoformat()) for move in self.moved],
            [move.filing.pk for move in self.closed],
            [row.pk for row in self.by_hand],
            [row.pk for row in self.by_other_limit],
        ]
        return f"{len(self.moved)}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"


class NotSeen(Refused):
    """The change has consequences that the person was not shown; nothing was written."""

    message = _("Look at the promised dates that would change, then press the button again.")

    def __init__(self, impact: Impact):
        self.impact = impact
        super().__init__()


def follow(write: Write, before: WorkCalendar, *, seen: str | None) -> Impact:
    """Bring the promises after a change of the calendar that has just been written; NotSeen unless `seen` is the proof
    of what is to happen. The caller is alone with all writers (locks.exclude_calendar) since before the change.

    In one transaction with the change, in portions of statements: a change is rare, touches the filings of some days
    only, and a half-followed calendar would be worse than a wait.
    """
    impact = impact_of(before, WorkCalendar.load())
    if impact and write.by is not None and seen != impact.proof:
        raise NotSeen(impact)
    cells = {cell for move in impact.moved for cell in move.cells}
    write.reach({cell.unit_id for cell in cells} | {move.filing.holding_unit_id for move in impact.moved})
    alike = defaultdict(list)
    for move in impact.moved:
        alike[(move.promised, move.late_from)].append(move.filing)
    for (promised, late), filings in alike.items():
        write.update_same(filings, promised_time=promised, late_from=late)
    write.stale(*cells)
    return impact


def impact_of(before: WorkCalendar, after: WorkCalendar) -> Impact:
    """What the change from one calendar to the other means for the filings that are open now."""
    impact, days = Impact(), before.differing(after)
    if not days:
        return impact
    opened, moves = reports.opened_months(), []
    # A promise counts the days from its receipt to itself; other days do not matter to it.
    spans = Filing.objects.open().filter(
        received_time__lt=midnight(days[-1] + ONE_DAY), promised_time__gte=midnight(days[0])
    )
    rows = (
        spans.select_related("procedure").prefetch_related("supplements", "transfers").order_by("promised_time", "pk")
    )
    for filing in rows.iterator(chunk_size=_CHUNK):
        old, new = deadlines.promise_of(filing, before), deadlines.promise_of(filing, after)
        due = timezone.localdate(filing.promised_time)
        is_off = due in days and not after.is_working_day(due)
        if not filing.promised_by_hand and old == filing.promised_time:
            if new != old:
                moves.append(_move(filing, new, opened))
        elif new != old or is_off:
            (impact.by_hand if filing.promised_by_hand else impact.by_other_limit).append(filing)
            impact.off |= {filing.pk} if is_off else set()
    _leave_closed(impact, moves, after)
    return impact


def _move(filing: Filing, promised: datetime, opened) -> Move:
    changed = copy(filing)
    changed.promised_time = promised
    changed.late_from = deadlines.judge_filing(changed, filing.supplements.all()).late_from
    was, becomes = filing.counted(Counted.within(opened)), changed.counted(Counted.within(opened))
    return Move(filing, promised, changed.late_from, frozenset(was.differing(becomes)))


def _leave_closed(impact: Impact, moves: list[Move], after: WorkCalendar) -> None:
    closed = set(reports.closed_among({cell for move in moves for cell in move.cells}))
    for move in moves:
        if move.cells & closed:
            impact.closed.append(move)
            if not after.is_working_day(timezone.localdate(move.filing.promised_time)):
                impact.off.add(move.filing.pk)
        else:
            impact.moved.append(move)


def warning_of(filing: Filing) -> str:
    """What to check by hand, where the days of a computed promise are counted without holidays; empty where not."""
    if filing.promised_time is None or filing.promised_by_hand:
        return ""
    first, last = timezone.localdate(filing.received_time), timezone.localdate(filing.promised_time)
    years = WorkCalendar.load(first.year, last.year).years_without_holidays(first, last)
    if not years:
        return ""
    return gettext(
        "The holidays of %(years)s are not in the working calendar yet, so this date is counted without them: "
        "please check it."
    ) % {"years": ", ".join(map(str, years))}


# --- In words --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One filing as the preview shows it: its promise now, and the one that it gets (None: it stays)."""

    filing: Filing
    unit: Unit
    before: datetime
    after: datetime | None
    is_off: bool


@dataclass(frozen=True)
class Group:
    """Filings that stay: how many, how many of them promised for a day off, and the first that the person sees."""

    number: int
    off: int
    lines: list[Line]

    @property
    def more(self) -> int:
        """How many are not among the rows shown."""
        return self.number - len(self.lines)


@dataclass(frozen=True)
class Preview:
    """An impact as one person may see it. `turn_late`: how many are in time now and late by the new promise; `by_unit`:
    (unit, number) of filings that change; `elsewhere`: those in units that the person does not see."""

    number: int
    turn_late: int
    by_unit: list[tuple[Unit, int]]
    elsewhere: int
    lines: list[Line]
    closed: Group
    by_hand: Group
    by_other_limit: Group

    @property
    def more(self) -> int:
        """How many changes are not among the rows shown."""
        return self.number - len(self.lines)


def preview(impact: Impact, user, *, at: datetime) -> Preview:
    """Numbers of all, names and rows of what the person sees; what is late is judged at a moment."""
    readable = scope_of(user).readable
    held = Counter(move.filing.holding_unit_id for move in impact.moved)
    seen = {pk for pk in held if readable is None or pk in readable}
    stay = [[m.filing for m in impact.closed], impact.by_hand, impact.by_other_limit]
    rows = [move.filing for move in impact.moved] + [row for group in stay for row in group]
    units = Unit.objects.in_bulk({row.holding_unit_id for row in rows})
    by_unit = [(units[pk], held[pk]) for pk in seen]
    lines = [Line(m.filing, units[m.filing.holding_unit_id], m.filing.promised_time, m.promised, False)
             for m in _shown(impact.moved, readable, lambda move: move.filing)]  # fmt: skip
    return Preview(
        number=len(impact.moved),
        turn_late=sum(_turns_late(move, at) for move in impact.moved),
        by_unit=sorted(by_unit, key=lambda pair: (-pair[1], pair[0].sort_key)),
        elsewhere=sum(number for pk, number in held.items() if pk not in seen),
        lines=lines,
        closed=_group(stay[0], impact, units, readable),
        by_hand=_group(stay[1], impact, units, readable),
        by_other_limit=_group(stay[2], impact, units, readable),
    )


def _turns_late(move: Move, at: datetime) -> bool:
    is_late = open_state(move.late_from, at=at) == FilingState.OPEN_LATE
    return is_late and move.filing.state(at=at) == FilingState.OPEN_IN_TIME


def _group(rows: list[Filing], impact: Impact, units: dict[int, Unit], readable) -> Group:
    lines = [
        Line(row, units[row.holding_unit_id], row.promised_time, None, row.pk in impact.off)
        for row in _shown(rows, readable, lambda row: row)
    ]
    return Group(len(rows), sum(row.pk in impact.off for row in rows), lines)


def _shown(rows: Iterable, readable, filing_of) -> list:
    """The first rows within reach: received at, or held by, a unit that the person sees."""
    found = []
    for row in rows:
        filing = filing_of(row)
        if readable is None or filing.unit_id in readable or filing.holding_unit_id in readable:
            found.append(row)
        if len(found) == MOST_SHOWN:
            break
    return found
