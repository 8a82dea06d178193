"""One step for many filings: all of them in one transaction, or those that can take it, if the person says so."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import NotAllowed
from communes import reports
from communes.models import Cell, Counted
from communes.scope import scope_of
from communes.together import Done, leave_out_closed, require_some, settle
from communes.writing import Write, writing
from services import statuses
from services.actions.filings import derive, last_time
from services.models import Filing, FilingStatus


def finish_many(*, by, chosen: Mapping[int, int], at: datetime, leave_out: bool = False) -> Done:
    """Open filings were resolved at one moment. `chosen`: primary key -> version seen."""
    with _writing(by, "filings.finished", chosen, at) as write:
        return _apply(write, chosen, FilingStatus.COMPLETED, at, {}, leave_out=leave_out)


def return_many(
    *, by, chosen: Mapping[int, int], at: datetime, result_channel: str = "", leave_out: bool = False
) -> Done:
    """The citizens have their results; what was not finished before is finished by it. An empty channel leaves each
    filing's own."""
    values = {"result_channel": result_channel} if result_channel else {}
    with _writing(by, "filings.result_returned", chosen, at) as write:
        return _apply(write, chosen, FilingStatus.RESULT_RETURNED, at, values, leave_out=leave_out)


def _writing(by, action: str, chosen: Mapping[int, int], at: datetime):
    """Over the units of the chosen filings in which the person writes; the others' are refused one by one."""
    require_some(chosen)
    Write.require_not_future(timezone.localtime(at).date(), field="at")
    scope, units = scope_of(by), set()
    for filing in Filing.objects.visible_to(by).filter(pk__in=list(chosen)).prefetch_related("transfers"):
        if scope.may("registers", filing.holding_unit_id):
            units |= {unit for unit in filing.units_ever() if scope.may("registers", unit)}
    if not units:
        raise NotAllowed()
    return writing(by=by, action=action, units=units)


def _apply(
    write: Write, chosen: Mapping[int, int], status: int, at: datetime, values: dict, *, leave_out: bool
) -> Done:  # fmt: skip
    rows = Filing.objects.visible_to(write.by).select_for_update(of=("self",)).filter(pk__in=list(chosen))
    rows = rows.select_related("procedure", "holding_unit", "returning_unit").prefetch_related(
        "supplements", "transfers"
    )
    done, cells, after, opened = Done(), {}, {}, reports.opened_months()
    for filing in rows.order_by("received_time", "pk"):
        sentence = _refusal(write, filing, chosen[filing.pk], status, at)
        if sentence:
            done.refused.append((filing.code, sentence))
            continue
        done.rows.append(filing)
        after[filing.pk] = _after(filing, status, at, values)
        cells[filing.pk] = _differing(filing, after[filing.pk], opened)
    leave_out_closed(done, cells, str)
    settle(done, chosen, leave_out=leave_out)
    for found, same in _alike(done.rows, after).items():
        write.update_same(same, **dict(found))
    write.stale(*(cell for filing in done.rows for cell in cells[filing.pk]))
    return done


def _refusal(write: Write, filing: Filing, version: int, status: int, at: datetime) -> str:
    if not filing.units_ever() <= write.unit_ids:
        return str(NotAllowed.message)
    if filing.version != version:
        return _("Somebody else has changed it since you chose it; look at it again.")
    if not statuses.may_follow(filing.status, status):
        return statuses.why_not(filing.status, status)
    earlier = last_time(filing)
    if at < earlier:
        return _("This must not be before %(moment)s, the step before it.") % {
            "moment": f"{timezone.localtime(earlier):%d/%m/%Y %H:%M}"
        }
    return ""


def _after(filing: Filing, status: int, at: datetime, values: dict) -> dict:
    """What the step makes of a filing, its class against the deadline included."""
    found = copy(filing)
    found.status, found.finished_time = status, filing.finished_time or at
    derive(found, filing.supplements.all())
    result = {"status": status, "finished_time": found.finished_time, "timeliness": found.timeliness} | values
    return result | ({"returned_time": at} if status == FilingStatus.RESULT_RETURNED else {})


def _differing(filing: Filing, values: dict, opened) -> set[Cell]:
    """The cells whose figures the step would change; `opened` is what reports.opened_months() said."""
    after = copy(filing)
    for name, value in values.items():
        setattr(after, name, value)
    return filing.counted(Counted.within(opened)).differing(after.counted(Counted.within(opened)))


def _alike(filings: list[Filing], after: dict[int, dict]) -> dict[tuple, list[Filing]]:
    """The values -> the filings that get them: most get the same ones."""
    groups: dict[tuple, list[Filing]] = {}
    for filing in filings:
        groups.setdefault(tuple(sorted(after[filing.pk].items())), []).append(filing)
    return groups
