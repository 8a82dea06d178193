"""Procedures, filings, reasons, monthly entries, meetings and holidays; plain rows, written past the actions."""

from datetime import date, datetime
from itertools import count

from django.utils import timezone

from common.models import Holiday, SwappedWorkday
from communes.models import Unit
from services.models import (
    ActivityMonth,
    Attendance,
    Filing,
    Meeting,
    Procedure,
    ProcedureLevel,
    ProcedureOffer,
    ReasonCount,
    TreasuryMonth,
    UnusedChannel,
    causes_of,
)

LONG_AGO = date(2015, 1, 1)
AGENCY = "000.00.12.H38"
_number = count(1)


def at(text: str) -> datetime:
    """A local moment from "2020-07-06 08:30"."""
    return timezone.make_aware(datetime.fromisoformat(text))


def make_procedure(name: str = "", *, offered_by=(), level: str = "", **fields) -> Procedure:
    """A procedure of three working days in force since 2015, with its level and the units that offer it."""
    number = next(_number)
    defaults = {
        "code": f"8.{number:06}",  # no code that a test writes out
        "name": name or f"Thủ tục {number}",
        "field": "Hộ tịch",
        "authority": "commune",
        "limit_value": 3,
        "limit_unit": "working_day",
        "valid_from": LONG_AGO,
    }
    procedure = Procedure.objects.create(**defaults | fields)
    if level:
        ProcedureLevel.objects.create(procedure=procedure, level=level, since=LONG_AGO)
    for unit in offered_by:
        make_offer(procedure, unit)
    return procedure


def make_offer(procedure: Procedure, unit: Unit, *, since: date = LONG_AGO, **fields) -> ProcedureOffer:
    """A unit's offer of a procedure."""
    return ProcedureOffer.objects.create(procedure=procedure, unit=unit, since=since, **fields)


def filing_code(received: datetime) -> str:
    """The next free code of a day."""
    return f"{AGENCY}-{timezone.localtime(received):%y%m%d}-{next(_number):04}"


def make_filing(unit: Unit, procedure: Procedure | None = None, *, received="2020-07-06 08:30", **fields) -> Filing:
    """A filing received at a unit, open unless fields say otherwise; moments may be given as text."""
    procedure = procedure or make_procedure(offered_by=[unit])
    fields = {name: at(value) if name.endswith(("_time", "_from")) and isinstance(value, str) else value
              for name, value in fields.items()}  # fmt: skip
    received_time = at(received)
    fields = {"code": filing_code(received_time), "holding_unit": unit} | fields
    return Filing.objects.create(unit=unit, procedure=procedure, received_time=received_time, **fields)


def make_treasury_month(unit: Unit, year: int = 2020, month: int = 7, **fields) -> TreasuryMonth:
    """A treasury month with 40 transactions, all online."""
    fields = {"transactions": 40, "online": 40} | fields
    return TreasuryMonth.objects.create(unit=unit, year=year, month=month, **fields)


def make_reason(unit: Unit, year: int = 2020, month: int = 7, **fields) -> ReasonCount:
    """Seven people used to coming in person, who did not use the post."""
    fields = {"channel": "postal", "cause": "habit", "people": 7} | fields
    return ReasonCount.objects.create(unit=unit, year=year, month=month, **fields)


def make_activity_month(unit: Unit, year: int = 2020, month: int = 7, **fields) -> ActivityMonth:
    """Monthly counts: five answers due to feedback, four given on time, unless fields say something else."""
    fields = fields or {"feedback_due": 5, "feedback_on_time": 4}
    return ActivityMonth.objects.create(unit=unit, year=year, month=month, **fields)


def make_every_reason(unit: Unit, procedure: Procedure) -> dict[str, int]:
    """Every reason in July and June, one of them for a procedure too; returns the people of July by measure."""
    found = {}
    pairs = [(channel.value, cause.value) for channel in UnusedChannel for cause in causes_of(channel)]
    for people, (channel, cause) in enumerate(pairs, start=1):
        make_reason(unit, channel=channel, cause=cause, people=people)
        make_reason(unit, month=6, channel=channel, cause=cause)
        found[f"reason_{channel}_{cause}"] = people
    make_reason(unit, people=100, procedure=procedure)
    found["reason_postal_habit"] += 100
    return found


def make_meeting(host: Unit, *, held_on: date = date(2020, 7, 8), attended=(), absent=(), subject="") -> Meeting:
    """A meeting with the units that attended and those that did not."""
    meeting = Meeting.objects.create(host_unit=host, held_on=held_on, subject=subject or f"Giao ban {next(_number)}")
    for units, was_there in ((attended, True), (absent, False)):
        for unit in units:
            Attendance.objects.create(meeting=meeting, unit=unit, attended=was_there)
    return meeting


def make_holiday(day: date = date(2022, 9, 2), name: str = "Quốc khánh") -> Holiday:
    """A holiday, in a year that the reference data leaves empty."""
    return Holiday.objects.create(day=day, name=name)


def make_swap(day_off: date = date(2022, 9, 9), worked_on: date = date(2022, 9, 10)) -> SwappedWorkday:
    """A swapped working day: a Friday off, the Saturday after it worked."""
    return SwappedWorkday.objects.create(day_off=day_off, worked_on=worked_on)
