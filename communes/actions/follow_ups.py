"""Following up a unit (đôn đốc): asking, moving the deadline, answering, closing, opening again.

A follow-up counts in no figure, but who may and the audit are those of every register.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from common import clock
from common.calendar import WorkCalendar
from common.errors import Refused
from communes.models import FollowUp, Software, Unit
from communes.writing import Write, writing

# Working days that a unit has to answer, unless the person who asks says otherwise.
DAYS_TO_ANSWER = 10


class Asked(NamedTuple):
    """What asking several units came to: the follow-ups made, and the units that had an open one already."""

    made: list[FollowUp]
    passed_over: list[Unit]


def usual_deadline(day: date) -> date:
    """The tenth working day after a day."""
    return WorkCalendar.load(day.year, day.year + 1).add_working_days(day, DAYS_TO_ANSWER)


def working_deadline(day: date) -> date:
    """The day itself, or the next working day if nobody works on it."""
    return WorkCalendar.load(day.year, day.year + 1).next_working_day(day)


def ask(*, by, unit: Unit, subject: str, deadline: date, software: Software | None = None, text: str = "") -> FollowUp:
    """Ask one unit; a deadline on a day off moves to the next working day. Refused while one on the same is open."""
    with writing(by=by, action="follow_ups.asked", units=[unit], capability="follow_up") as write:
        return _ask(write, unit, software=software, subject=subject, text=text, deadline=_checked(deadline))


def ask_several(
    *, by, units: Iterable[Unit], software: Software, subject: str, deadline: date, text: str = ""
) -> Asked:
    """Ask all units about one programme in one transaction; those with an open follow-up on it are passed over."""
    units = list(units)
    if not units:
        raise Refused(_("Choose at least one unit."), field="units")
    with writing(by=by, action="follow_ups.asked", units=units, capability="follow_up") as write:
        deadline = _checked(deadline)
        busy = set(FollowUp.objects.open().filter(software=software, unit__in=units).values_list("unit_id", flat=True))
        made = [
            _ask(write, unit, software=software, subject=subject, text=text, deadline=deadline)
            for unit in units
            if unit.pk not in busy
        ]
    return Asked(made, [unit for unit in units if unit.pk in busy])


def set_deadline(follow_up: FollowUp, *, by, version: int | None, reason: str, deadline: date) -> FollowUp:
    """Another deadline, with a reason."""
    with _changing(follow_up, "deadline_set", "follow_up", by=by, reason=reason) as write:
        follow_up = write.take(follow_up, version=version)
        _refuse_closed(follow_up)
        moved = _checked(deadline)
        if moved == follow_up.deadline:
            raise Refused(_("Nothing here differs from what is registered already."), field="deadline")
        follow_up.deadline = moved
        write.update(follow_up)
    return follow_up


def answer(follow_up: FollowUp, *, by, version: int | None, answer: str) -> FollowUp:
    """What the unit says; it may say it anew until the follow-up is closed."""
    with _changing(follow_up, "answered", "answer", by=by) as write:
        follow_up = write.take(follow_up, version=version)
        _refuse_closed(follow_up)
        if not answer.strip():
            raise Refused(_("Write the answer of the unit."), field="answer")
        follow_up.answer, follow_up.answered_at, follow_up.answered_by = answer, clock.now(), by
        write.update(follow_up)
    return follow_up


def close(follow_up: FollowUp, *, by, version: int | None, closing_note: str = "") -> FollowUp:
    """Done with, answered or not; a note says why when there is no answer."""
    with _changing(follow_up, "settled", "follow_up", by=by) as write:
        follow_up = write.take(follow_up, version=version)
        _refuse_closed(follow_up)
        if not follow_up.is_answered and not closing_note.strip():
            raise Refused(_("The unit has not answered. Say why the follow-up is closed."), field="closing_note")
        follow_up.closed_at, follow_up.closed_by, follow_up.closing_note = clock.now(), by, closing_note
        write.update(follow_up)
    return follow_up


def reopen(follow_up: FollowUp, *, by, version: int | None, reason: str, deadline: date) -> FollowUp:
    """Ask again, by a new deadline: the answer given so far stays in the history only."""
    with _changing(follow_up, "reopened", "follow_up", by=by, reason=reason) as write:
        follow_up = write.take(follow_up, version=version)
        if not follow_up.is_closed and not follow_up.is_answered:
            raise Refused(_("This follow-up is still waiting for its answer."))
        write.require_in_force(follow_up.unit, on=clock.today())
        follow_up.answer, follow_up.answered_at, follow_up.answered_by = "", None, None
        follow_up.closing_note, follow_up.closed_at, follow_up.closed_by = "", None, None
        follow_up.deadline = _checked(deadline)
        write.update(follow_up)
    return follow_up


def correct(follow_up: FollowUp, *, by, version: int | None, reason: str, **fields) -> FollowUp:
    """Put subject, text or deadline right; the deadline may be any day from the day of asking on."""
    with _changing(follow_up, "corrected", "follow_up", by=by, reason=reason) as write:
        follow_up = write.take(follow_up, version=version)
        for name, value in fields.items():
            setattr(follow_up, name, value)
        write.update(follow_up)
    return follow_up


def delete(follow_up: FollowUp, *, by, version: int | None = None, reason: str) -> None:
    """Take out a follow-up that was entered by mistake."""
    with _changing(follow_up, "deleted", "follow_up", by=by, reason=reason) as write:
        write.delete(write.take(follow_up, version=version))


def _changing(follow_up: FollowUp, verb: str, capability: str, *, by, reason: str = ""):
    return writing(
        by=by, action=f"follow_ups.{verb}", units=[follow_up.unit_id], capability=capability, reason=reason
    )  # fmt: skip


def _ask(write: Write, unit: Unit, **fields) -> FollowUp:
    write.require_in_force(unit, on=clock.today())
    follow_up = FollowUp(unit=unit, asked_on=clock.today(), asked_by=write.by, **fields)
    write.insert(follow_up)
    return follow_up


def _checked(deadline: date) -> date:
    """The working day on which the answer is due."""
    if deadline < clock.today():
        raise Refused(
            _("The deadline %(day)s has passed; today is %(today)s. Choose today or a later day.")
            % {"day": f"{deadline:%d/%m/%Y}", "today": f"{clock.today():%d/%m/%Y}"},
            field="deadline",
        )
    return working_deadline(deadline)


def _refuse_closed(follow_up: FollowUp) -> None:
    if follow_up.is_closed:
        raise Refused(_("This follow-up is closed. Open it again first."))
