"""Keeping figures current by the refresh protocol of design.md 3. Figures are recounted, never incremented.

BEGIN; advisory try-lock as a statement of its own, taken -> return; read marks by id, only after the lock;
own values; fold up the tree; delete the marks BY THE IDS TAKEN; COMMIT; look again, while a mark exists
"""

import logging
import time
from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import F

from common import audit, clock
from common.bulk import analyze
from common.months import Month
from communes import locks
from communes.actions.months import open_months
from communes.models import ReportingCalendar, StaleMark, Unit
from communes.reports import opened_months
from indicators import folding, whole
from indicators.cells import ground_of, section_state
from indicators.stores import COVERAGE, FIGURES, PROCEDURES

logger = logging.getLogger(__name__)

BATCH = 1000
LONGEST_WAIT = 10
_put_off: ContextVar[bool] = ContextVar("figures put off", default=False)


@contextmanager
def put_off():
    """Within this a commit counts nothing; the caller counts everything afterwards. Until then the marks stay."""
    token = _put_off.set(True)
    try:
        yield
    finally:
        _put_off.reset(token)


def after_commit() -> None:
    """What a register's commit sets off: the refresh itself, or nothing where a worker does it. Never raises."""
    if settings.REFRESH_MODE != "inline" or _put_off.get():
        return
    try:
        refresh()
    except Exception:
        # The marks stay, the page says that figures are being updated, and the timer tries again.
        logger.exception("figures could not be refreshed")


def refresh(*, batch: int = BATCH) -> int:
    """Recount every marked cell; returns the number of marks done. Returns at once if another refresher is at work.

    A mark that always fails is halved out, logged and left, so that it blocks nothing else.
    """
    done, broken = 0, set()
    while True:
        taken = _refresh_once(batch, broken)
        done += taken or 0
        # Looked for again after the commit: who wrote a mark meanwhile found this refresher at work and left it.
        if taken is None or not StaleMark.objects.exclude(pk__in=broken).exists():
            return done


def _refresh_once(batch: int, broken: set[int]) -> int | None:
    ids: list[int] = []
    try:
        with transaction.atomic():
            if not locks.try_refresh():
                return None
            marks = list(StaleMark.objects.exclude(pk__in=broken).order_by("pk")[:batch])
            ids = [mark.pk for mark in marks]
            recount_marks(marks)
            if marks:
                move_version()
            StaleMark.objects.filter(pk__in=ids).delete()
    except Exception:
        if len(ids) == 1:
            logger.exception("stale mark %s cannot be recounted; left for a person to look at", ids[0])
            broken.add(ids[0])
            return 0
        if not ids:
            raise
        return _refresh_once(max(1, len(ids) // 2), broken)
    return len(ids)


def recount_marks(marks) -> None:
    """Recount the cells of the marks, section and month by month."""
    groups: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for mark in marks:
        groups[(mark.section, mark.year, mark.month)].add(mark.unit_id)
    for (section, year, month), unit_ids in sorted(groups.items()):
        recount(section, Month(year, month), unit_ids)


def recount(section: str, month: Month, unit_ids: set[int]) -> None:
    """Own values of one section and month for the units, then the totals above them."""
    ground = ground_of(unit_ids, month)
    stored = tuple(folding.stored_parts(section, month, ground).values())
    state = section_state(section, month, unit_ids, ground=ground, with_totals=True, along=stored)
    folding.settle(section, month, ground, state)


def watch(*, every: float = 0.3, stop=lambda: False) -> None:
    """The worker's loop: refresh and seal every `every` seconds until `stop()`; open months when the day changes.

    A round that fails (the database is restarted) is logged; the next one follows later and on a fresh connection.
    """
    day, wait = None, every
    while not stop():
        close_old_connections()
        try:
            if clock.today() != day:
                open_months()
                day = clock.today()
            if StaleMark.objects.exists():  # before any transaction: on SQLite that would stop every writer
                refresh()
            audit.seal()
            wait = every
        except Exception:
            logger.exception("the worker's round failed; it goes on")
            wait = min(wait * 2, LONGEST_WAIT)
        time.sleep(wait)


def move_version() -> None:
    """In the transaction that writes figures, so that whoever reads the new version reads them too."""
    ReportingCalendar.objects.update(figures_version=F("figures_version") + 1)


def rebuild(*, months=None) -> int:
    """Count everything anew, month by month; returns the number of unit-months. For first loads and repairs."""
    first, last = opened_months()
    wanted = list(months) if months is not None else [first + n for n in range(last - first + 1)]
    for month in wanted:
        with transaction.atomic():
            locks.take_refresh()
            taken = list(StaleMark.objects.filter(year=month.year, month=month.month).values_list("pk", flat=True))
            whole.count_month(month)
            move_version()
            for start in range(0, len(taken), BATCH):
                StaleMark.objects.filter(pk__in=taken[start : start + BATCH]).delete()
    # Filled from nothing, the tables look empty to a planner until somebody looks again.
    analyze(*(store.model for store in (FIGURES, PROCEDURES, COVERAGE)))
    return len(wanted) * Unit.objects.count()
