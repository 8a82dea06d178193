"""Filings that other programs send: each enters once, however often it is sent, as far as it has come there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils.translation import gettext as _

from common import pushes
from common.errors import Refused
from services import statuses
from services.actions import filings
from services.models import Filing, FilingPush, FilingStatus

# Statuses with rows and times of their own (papers asked for, money asked for) are noted at the desk.
TAKEN = (*statuses.FIRST, *statuses.FINAL)
# What is noted with the end of a filing.
_SETTLED = ("electronic_result", "digitised", "paid_online")


def push(
    *, by, key: str, content: dict, status: int, finished_time: datetime | None = None,
    returned_time: datetime | None = None, **fields,
) -> tuple[Filing, bool]:  # fmt: skip
    """Enter a filing under a key (common.pushes.once); `fields`: as for filings.receive, and what is noted with its end
    (electronic_result, digitised, paid_online). One that has ended takes the same steps as at a desk."""
    _require_times(status, finished_time, returned_time)
    settled = {name: fields.pop(name, False) for name in _SETTLED}
    if status not in statuses.FINAL and any(settled.values()):
        name = next(name for name, value in settled.items() if value)
        raise Refused(_("This is noted when the filing is finished."), field=name)

    def enter() -> Filing:
        filing = filings.receive(by=by, status=_first(status), **fields)
        return _end(filing, by, status, finished_time, returned_time, settled)

    return pushes.once(FilingPush, by=by, key=key, content=content, enter=enter)


def _first(status: int) -> int:
    """How the filing is entered, to come to this status by an allowed step."""
    if status == FilingStatus.REJECTED_AT_INTAKE:
        return FilingStatus.SUBMITTED
    return status if status in statuses.FIRST else FilingStatus.ACCEPTED


def _end(filing: Filing, by, status: int, finished: datetime | None, returned: datetime | None, settled) -> Filing:
    if status not in statuses.FINAL:
        return filing
    with _at("finished_time"):
        if status not in (FilingStatus.COMPLETED, FilingStatus.RESULT_RETURNED):
            return filings.change_status(filing, by=by, version=filing.version, status=status, at=finished)
        filing = filings.finish(filing, by=by, version=filing.version, at=finished, **settled)
    if status == FilingStatus.RESULT_RETURNED:
        with _at("returned_time"):
            filing = filings.return_result(filing, by=by, version=filing.version, at=returned)
    return filing


@contextmanager
def _at(name: str) -> Iterator[None]:
    """The time of a step goes by the name under which it was sent."""
    try:
        yield
    except Refused as refused:
        raise Refused(refused.message, field=name if refused.field == "at" else refused.field) from refused


def _require_times(status: int, finished: datetime | None, returned: datetime | None) -> None:
    """An end has its time, and nothing else has one."""
    ended = status in statuses.FINAL
    if ended != (finished is not None):
        raise Refused(_("A finished filing has its time of finishing, an open one has none."), field="finished_time")
    if (status == FilingStatus.RESULT_RETURNED) != (returned is not None):
        raise Refused(_("The time of returning belongs to the status “result returned”."), field="returned_time")
