"""Filings go on as a sheet of the one-stop software says: many at once, all of them or none, in one event."""

from collections.abc import Iterable
from datetime import datetime

from common.errors import StaleVersion
from common.models import Batch
from communes.writing import writing
from services import statuses
from services.actions.filings import derive, move
from services.models import Filing, FilingStatus

# What a sheet may say anew of a filing that has been entered; everything else is corrected by hand.
FIELDS = ("channel", "result_channel", "paid_online", "electronic_result", "digitised", "note")


def steps_to(
    filing: Filing, *, status: int | None, finished_time: datetime | None, returned_time: datetime | None
) -> list[tuple[int, datetime | None]]:
    """The steps by which a filing comes to what the sheet says: (status, at). None says nothing; empty: it is there.

    `at` None: the sheet does not say when. Whether the steps are allowed is asked of services.statuses.
    """
    steps = []
    if returned_time is not None or status == FilingStatus.RESULT_RETURNED:
        if filing.status != FilingStatus.RESULT_RETURNED:
            if filing.finished_time is None and finished_time is not None:
                steps.append((FilingStatus.COMPLETED, finished_time))
            steps.append((FilingStatus.RESULT_RETURNED, returned_time))
    elif status in statuses.FINAL or finished_time is not None:
        wanted = status if status in statuses.FINAL else FilingStatus.COMPLETED
        if filing.status not in (wanted, FilingStatus.RESULT_RETURNED):
            steps.append((wanted, finished_time))
    return steps


def advance_many(*, by, batch: Batch, changes: Iterable[tuple[int, int, dict]]) -> int:
    """`changes`: key, version that was seen, and what the sheet says: FIELDS, `status`, `finished_time`,
    `returned_time`. Raises what the steps one by one would."""
    changes = list(changes)
    rows = Filing.objects.prefetch_related("transfers").in_bulk([key for key, _version, _said in changes])
    if len(rows) < len(changes):
        raise StaleVersion()
    units = {unit for row in rows.values() for unit in row.units_ever()}
    with writing(by=by, action="filings.changed_together", units=units, batch=batch, reason=batch.title) as write:
        for key, version, said in changes:
            filing = write.take(rows[key], version=version)
            if not filing.units_ever() <= units:
                raise StaleVersion()
            steps = _take_over(filing, said)
            for status, at in steps:
                move(write, filing, status, at)
            if not steps:
                derive(filing, filing.supplements.all())
                write.update(filing)
    return len(changes)


def foreseen(filing: Filing, said: dict) -> Filing:
    """The filing as `advance_many` would leave it, in memory: a preview asks what then counts where. Its transfers and
    supplements are best fetched before."""
    for status, at in _take_over(filing, said):
        statuses.reach(filing, status, at)
    derive(filing, filing.supplements.all())
    return filing


def _take_over(filing: Filing, said: dict) -> list[tuple[int, datetime | None]]:
    """Set what needs no step, and return the steps to the rest."""
    for name in FIELDS:
        if name in said:
            setattr(filing, name, said[name])
    return steps_to(filing, **{name: said.get(name) for name in ("status", "finished_time", "returned_time")})
