"""Writing the register of filings: receipt, every step with its time, corrections (capability "registers").

What is promised and in time is worked out by services.deadlines and nowhere else. No applicant is named.
"""

from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from common.calendar import WorkCalendar, midnight
from common.errors import NotAllowed, Refused, StaleVersion
from common.text import one_line
from communes import reports
from communes.models import Unit
from communes.scope import scope_of
from communes.writing import Write, writing
from services import codes, deadlines, impersonal, numbering, promising, statuses
from services.models import (
    Filing,
    FilingPush,
    FilingStatus,
    FilingSupplement,
    FilingTransfer,
    Procedure,
    ProcedureOffer,
)
from services.models.filing import usual_result


def receive(
    *, by, unit: Unit, procedure: Procedure, received_time: datetime, code: str = "", batch=None,
    override: bool = False, reason: str = "", **fields,
) -> Filing:  # fmt: skip
    """A new filing at a unit. Left empty, the promised time is computed from the procedure's limit, the channel of the
    result follows that of the filing, and the code is the unit's next one of the day; of the code its running number
    is enough."""
    impersonal.require_impersonal(fields.get("note", ""))
    with writing(
        by=by, action="filings.received", units=[unit], batch=batch, override=override, reason=reason
    ) as write:
        code = numbering.written(code, unit=unit, day=timezone.localtime(received_time).date())
        filing = Filing(
            unit=unit, holding_unit=unit, procedure=procedure, code=code, received_time=received_time, **fields
        )
        if not fields.get("result_channel"):
            filing.result_channel = usual_result(filing.channel)
        if filing.status not in statuses.FIRST:
            raise Refused(_("A new filing is submitted, accepted or in progress."), field="status")
        _require_free_code(by, filing)
        _check_receipt(write, filing)
        filing.fee_due = bool(procedure.fee)
        promising.promise(filing)
        derive(filing, [])
        write.insert(filing)
    return filing


def change_status(
    filing: Filing, *, by, version: int | None, status: int, at: datetime, reason: str = "", override: bool = False
) -> Filing:
    """The filing goes on to another status at a time; only along services.statuses.TRANSITIONS."""
    with _changing(filing, by, "filings.status_changed", version, reason, override) as (write, filing):
        move(write, filing, status, at)
    return filing


def request_supplement(
    filing: Filing, *, by, version: int | None, at: datetime, reason: str = "", override: bool = False
) -> Filing:
    """The citizen is asked for more papers: the clock stands. A second request makes the filing late."""
    with _changing(filing, by, "filings.supplement_requested", version, reason, override) as (write, filing):
        move(write, filing, FilingStatus.SUPPLEMENT_REQUESTED, at)
    return filing


def answer_supplement(
    filing: Filing, *, by, version: int | None, at: datetime, reason: str = "", override: bool = False
) -> Filing:
    """The citizen has brought the papers: the clock runs on."""
    with _changing(filing, by, "filings.supplement_answered", version, reason, override) as (write, filing):
        if filing.status != FilingStatus.SUPPLEMENT_REQUESTED:
            raise Refused(_("No supplement is asked for at present."))
        move(write, filing, FilingStatus.IN_PROGRESS, at)
    return filing


def finish(
    filing: Filing, *, by, version: int | None, at: datetime, reason: str = "", override: bool = False, **fields
) -> Filing:
    """The filing is resolved; `fields`: electronic_result, digitised, paid_online, result_channel."""
    with _changing(filing, by, "filings.finished", version, reason, override) as (write, filing):
        _set(filing, fields)
        move(write, filing, FilingStatus.COMPLETED, at)
    return filing


def return_result(
    filing: Filing, *, by, version: int | None, at: datetime, reason: str = "", override: bool = False, **fields
) -> Filing:
    """The citizen has the result; `fields`: result_channel, electronic_result, paid_online."""
    with _changing(filing, by, "filings.result_returned", version, reason, override) as (write, filing):
        _set(filing, fields)
        move(write, filing, FilingStatus.RESULT_RETURNED, at)
    return filing


def correct(
    filing: Filing, *, by, version: int | None, reason: str, override: bool = False, **fields
) -> Filing:  # fmt: skip
    """Put a filing right. Only an administrator sets a status here, past the allowed steps."""
    unit = fields.get("unit") or filing.unit
    if fields.get("note", filing.note) != filing.note:
        impersonal.require_impersonal(fields["note"])
    with _changing(filing, by, "filings.corrected", version, reason, override, units=[unit.pk]) as (write, filing):
        if "status" in fields and fields["status"] != filing.status and not _is_administrator(by):
            raise NotAllowed(_("Only an administrator sets a status directly."), field="status")
        _move_desk(filing, fields)
        was = (filing.code, filing.received_time, filing.procedure_id, filing.unit_id)
        promise, follows = filing.promised_time, promising.follows_the_limit(filing, fields)
        _set(filing, fields)
        if (filing.code, filing.received_time, filing.procedure_id, filing.unit_id) != was:
            _require_free_code(by, filing)
            _check_receipt(write, filing)
        if filing.procedure_id != was[2]:
            filing.fee_due = bool(filing.procedure.fee)
        if filing.promised_time == promise and follows:
            filing.promised_time = None
        if filing.promised_time != promise:
            promising.promise(filing)
        _keep_at_its_unit(write, filing)
        _check_times(write, filing)
        _require_answers(filing, field="status")
        write.update(_derived(filing))
    return filing


def correct_supplement(
    supplement: FilingSupplement, *, by, version: int | None = None, reason: str, override: bool = False, **fields
) -> FilingSupplement:
    """Put the times of a request right; `version` is that of the filing."""
    act = (supplement.filing, by, "filings.supplement_corrected", version, reason, override)
    with _changing(*act) as (write, filing):
        supplement = filing.supplements.get(pk=supplement.pk)
        _set(supplement, fields)
        for name in ("requested_time", "answered_time"):
            moment = getattr(supplement, name)
            _require_order(write, moment, filing.received_time, field=name)
            _require_before_end(filing, moment, field=name)
        write.update(supplement)
        _require_answers(filing, field="answered_time")
        _go_on(filing)
        write.update(_derived(filing))
    return supplement


def remove_supplement(
    supplement: FilingSupplement, *, by, version: int | None = None, reason: str, override: bool = False
) -> None:
    """Take out a request that was entered by mistake; a filing that waits for it goes on."""
    act = (supplement.filing, by, "filings.supplement_removed", version, reason, override)
    with _changing(*act) as (write, filing):
        write.delete(filing.supplements.get(pk=supplement.pk))
        _go_on(filing)
        write.update(_derived(filing))


def remove(filing: Filing, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take out a filing that was entered by mistake; only administrators. A program's key for it stays used for as long
    as keys are kept."""
    if by is not None and not _is_administrator(by):
        raise NotAllowed()
    with _changing(filing, by, "filings.removed", version, reason, override) as (write, filing):
        for row in [*filing.supplements.all(), *filing.transfers.all()]:
            write.delete(row)
        FilingPush.objects.filter(filing=filing).update(filing=None)
        write.delete(filing)


# --- One change ------------------------------------------------------------------------------------------------------


@contextmanager
def _changing(filing: Filing, by, action: str, version, reason: str, override: bool, units=()):
    """Yields (write, the filing taken under the locks of every unit that it ever counted at)."""
    locked = filing.units_ever() | set(units)
    with writing(by=by, action=action, units=locked, reason=reason, override=override) as write:
        fresh = write.take(filing, version=version)
        if not fresh.units_ever() <= locked:
            raise StaleVersion()  # it passed to another unit while this act waited for its lock
        yield write, fresh


def move(write: Write, filing: Filing, status: int, at: datetime) -> None:
    """One step of the life cycle: its rule, its time, its rows; then everything derived."""
    if not statuses.may_follow(filing.status, status):
        raise Refused(statuses.why_not(filing.status, status), field="status")
    _require_order(write, at, last_time(filing), field="at")
    if status == FilingStatus.SUPPLEMENT_REQUESTED:
        write.insert(FilingSupplement(filing=filing, requested_time=at), root=filing)
    elif filing.status == FilingStatus.SUPPLEMENT_REQUESTED and status == FilingStatus.IN_PROGRESS:
        for row in filing.supplements.filter(answered_time__isnull=True):
            row.answered_time = at
            write.update(row)
    statuses.reach(filing, status, at)
    write.update(_derived(filing))


def last_time(filing: Filing) -> datetime:
    """The latest moment that is noted of the filing; no step comes before it."""
    return max(filter(None, [_last_before_end(filing), filing.finished_time, _passed_from(filing)]))


def _last_before_end(filing: Filing) -> datetime:
    times = [_held_since(filing)]
    for row in filing.supplements.all():
        times += [row.requested_time, row.answered_time]
    return max(filter(None, times))


def _held_since(filing: Filing) -> datetime:
    """Receipt, or the first moment at the unit that holds it now: completion counts there."""
    days = [midnight(row.on) for row in filing.transfers.all()]
    return max([filing.received_time, *days])


def _passed_from(filing: Filing) -> datetime | None:
    """The first moment at the unit that hands out the result in the place of the one that finished the filing."""
    return midnight(filing.result_passed_on) if filing.returning_unit_id else None


def _keep_at_its_unit(write: Write, filing: Filing) -> None:
    """One that is corrected to have ended after its unit did, or not at all, had passed to the successor while open."""
    passed = _passed_from(filing)
    if passed is not None and (filing.finished_time is None or filing.finished_time >= passed):
        giver, taker = filing.holding_unit, filing.returning_unit
        row = FilingTransfer(filing=filing, from_unit=giver, to_unit=taker, on=filing.result_passed_on)
        write.insert(row, root=filing)
        filing.holding_unit, filing.returning_unit = taker, None


def _go_on(filing: Filing) -> None:
    """A filing that waits for papers goes on once no request is without its answer."""
    if filing.status == FilingStatus.SUPPLEMENT_REQUESTED and not _unanswered(filing):
        filing.status = FilingStatus.IN_PROGRESS


def _unanswered(filing: Filing) -> bool:
    return filing.supplements.filter(answered_time__isnull=True).exists()


def _set(obj, fields: dict) -> None:
    for name, value in fields.items():
        setattr(obj, name, value)


def _is_administrator(by) -> bool:
    return by is None or scope_of(by).is_administrator


# --- Rules -----------------------------------------------------------------------------------------------------------


def _check_receipt(write: Write, filing: Filing) -> None:
    """Code, day, unit and procedure of the receipt fit together."""
    day = timezone.localtime(filing.received_time).date()
    write.require_not_future(day, field="received_time")
    first = reports.opened_months()[0].first_day()
    if day < first:
        raise Refused(
            _("The register begins on %(day)s; earlier filings stay in the old books.") % {"day": f"{first:%d/%m/%Y}"},
            field="received_time",
        )
    codes.check_filing_code(filing.code, filing.received_time)
    write.require_in_force(filing.unit, on=day, field="unit")
    if not ProcedureOffer.objects.in_force(on=day).filter(procedure=filing.procedure_id, unit=filing.unit_id).exists():
        raise Refused(
            _(
                "%(unit)s does not offer this procedure on %(day)s. Choose another one, or ask those who keep the "
                "catalogue to add the unit to it."
            )
            % {"unit": filing.unit.title, "day": f"{day:%d/%m/%Y}"},
            field="procedure",
        )


def _require_free_code(by, filing: Filing) -> None:
    """Refused where another filing has the code, saying which one to somebody who may see it."""
    twins = Filing.objects.filter(code=one_line(filing.code)).exclude(pk=filing.pk)
    if not twins.exists():
        return
    twin = (twins if by is None else twins.visible_to(by)).select_related("procedure").first()
    if twin is None:
        raise Refused(
            _("A filing with this code has been entered already. Compare it with the paper and correct it."),
            field="code",
        )
    raise Refused(
        _(
            "A filing with this code has been entered already: %(procedure)s, received %(received)s. If it is another "
            "one, correct the number."
        )
        % {"procedure": twin.procedure.name, "received": f"{timezone.localtime(twin.received_time):%d/%m/%Y %H:%M}"},
        field="code",
    )


def _move_desk(filing: Filing, fields: dict) -> None:
    """Another receiving unit: it holds the filing too, unless a merger has moved it since."""
    unit = fields.get("unit")
    if unit is None or unit.pk == filing.unit_id:
        return
    if filing.transfers.exists():
        raise Refused(_("The filing has passed to another unit since; its first unit stays."), field="unit")
    filing.holding_unit = unit


def _check_times(write: Write, filing: Filing) -> None:
    if (filing.returned_time is None) == (filing.status == FilingStatus.RESULT_RETURNED):
        raise Refused(_("The time of returning belongs to the status “result returned”."), field="returned_time")
    before = _last_before_end(filing)
    _require_order(write, filing.finished_time, before, field="finished_time")
    _require_order(write, filing.returned_time, _passed_from(filing) or before, field="returned_time")
    for row in filing.transfers.all():
        if timezone.localtime(filing.received_time).date() > row.on:
            raise Refused(
                _("The filing passed to another unit on %(day)s; it was received before.")
                % {"day": f"{row.on:%d/%m/%Y}"},
                field="received_time",
            )


def _require_order(write: Write, moment: datetime | None, earlier: datetime, *, field: str) -> None:
    if moment is None:
        return
    write.require_not_future(timezone.localtime(moment).date(), field=field)
    if moment < earlier:
        raise Refused(
            _("This must not be before %(moment)s, the step before it.")
            % {"moment": f"{timezone.localtime(earlier):%d/%m/%Y %H:%M}"},
            field=field,
        )


def _require_before_end(filing: Filing, moment: datetime | None, *, field: str) -> None:
    """Time that a citizen took after the end would make a late filing early."""
    if None not in (moment, filing.finished_time) and moment > filing.finished_time:
        raise Refused(
            _("The filing was finished on %(moment)s; papers are asked for and brought before that.")
            % {"moment": f"{timezone.localtime(filing.finished_time):%d/%m/%Y %H:%M}"},
            field=field,
        )


def _require_answers(filing: Filing, *, field: str) -> None:
    """A request without an answer keeps a filing waiting, or it ended with it: any other would never become late."""
    if filing.status not in statuses.MAY_LACK_PAPERS and _unanswered(filing):
        raise Refused(_("A request for papers has no answer yet. Note first when the papers came."), field=field)


def _derived(filing: Filing) -> Filing:
    derive(filing, filing.supplements.all())
    return filing


def derive(filing: Filing, supplements) -> None:
    """What only services.deadlines may say: from when it is late, and in which class it ended."""
    limit = None
    if filing.promised_time is None and filing.procedure.limit_value is not None:
        limit = filing.procedure.limit_value, filing.procedure.limit_unit, WorkCalendar.load()
    verdict = deadlines.judge_filing(filing, supplements, limit)
    filing.late_from, filing.timeliness = verdict.late_from, verdict.timeliness
