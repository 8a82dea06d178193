"""Writing the register of staff: a person, postings from a day until another, and trainings."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from common.errors import Refused
from common.text import one_line
from communes.actions import persons, rows
from communes.models import Placement, Posting, StaffMember, Training, Unit
from communes.writing import Write, writing


def create(*, by, full_name: str, unit: Unit, since: date, position: str, note: str = "", batch=None, **posting):
    """A new staff member and the first posting; `posting`: skill_level, skill_evidence, fluent, has_computer …"""
    with writing(by=by, action="staff.created", units=[unit], batch=batch) as write:
        return insert_person(
            write, full_name=full_name, unit=unit, since=since, position=position, note=note, **posting
        )  # fmt: skip


def insert_person(
    write: Write, *, full_name: str, unit: Unit, since: date, position: str, note: str = "", **posting
) -> StaffMember:
    """Within an act: a new staff member and the first posting."""
    write.require_not_future(since, field="since")
    write.require_in_force(unit, on=since)
    persons.require_impersonal({"full_name": full_name, "note": note})
    persons.require_sound(write, posting, since=since)
    person = StaffMember(full_name=full_name, note=note)
    write.insert(person)
    write.insert(Posting(staff_member=person, unit=unit, since=since, position=position, **posting), root=person)
    return person


def change(person: StaffMember, *, by, version: int | None, reason: str, **fields):
    """Correct the name or the note; posts and skills have days of their own."""
    with writing(by=by, action="staff.changed", units=[_last(person).unit_id], reason=reason) as write:
        person = write.take(person, version=version)
        correct_person(write, person, **fields)
    return person


def correct_person(write: Write, person: StaffMember, **fields) -> None:
    """Within an act: put right the name or the note of a person who was taken."""
    persons.require_impersonal(fields)
    for name, value in fields.items():
        setattr(person, name, value)
    write.update(person)


def move(
    person: StaffMember, *, by, version: int | None, since: date, unit: Unit, position: str, reason: str = "", **more
) -> StaffMember:
    """From a day on the person has another post, in this unit or another; also the way back after leaving.

    `more`: norm_group, if it is said.
    """
    more |= {"unit": unit, "position": position}
    return _go_on(person, by=by, version=version, action="staff.moved", since=since, reason=reason, **more)[0]


def post(person: StaffMember, *, by, since: date, version: int | None = None, reason: str = "", **state) -> Posting:
    """From a day on post and skills are as `state` says: unit, position, skill_level … whatever differs."""
    return _go_on(person, by=by, version=version, action="staff.posted", since=since, reason=reason, **state)[1]


def change_skills(person: StaffMember, *, by, version: int | None, since: date, reason: str = "", **skills):
    """From a day on what `skills` says: skill_level, skill_evidence_on, has_computer, certificate_expires_on …"""
    with writing(by=by, action="staff.skills_changed", units=[_last(person).unit_id], reason=reason) as write:
        person = write.take(person, version=version)
        last = _last(person)
        if last.until is not None:
            raise Refused(_("%(person)s no longer works here.") % {"person": person})
        write.require_in_force(last.unit, on=since, field="since")
        persons.require_sound(write, skills, since=since, before=last)
        rows.carry_on(write, person, [last], since=since, **skills)
        write.bump(person)
    return person


def leave(person: StaffMember, *, by, version: int | None, since: date, reason: str = ""):
    """The person no longer works here from a day on; devices in the person's hands are released on that day."""
    with writing(by=by, action="staff.left", units=[_last(person).unit_id], reason=reason) as write:
        person = write.take(person, version=version)
        posting = rows.end(write, person.postings.all(), since=since)
        _release(write, person, since=since, unit_id=posting.unit_id)
        write.bump(person)
    return person


def record_training(
    person: StaffMember, *, by, version: int | None = None, trained_on: date, subject: str, reason: str = "", batch=None
) -> Training:
    """A course that the person took while working in a unit."""
    with writing(
        by=by, action="staff.trained", units=_trained_units(by, person, trained_on), reason=reason, batch=batch
    ) as write:
        write.require_not_future(trained_on, field="trained_on")
        person = write.take(person, version=version)
        training = Training(
            staff_member=person, unit=_unit_on(person, trained_on), trained_on=trained_on, subject=subject
        )
        write.insert(training, root=person)
        write.bump(person)
    return training


def record_course(
    *, by, people: Iterable[StaffMember], trained_on: date, subject: str, reason: str = "", batch=None
) -> list[Training]:
    """One course that several people took, in one act: recorded for all of them or for none."""
    people = sorted(people, key=lambda person: person.pk)
    if not people:
        raise Refused(_("Choose who took the course."), field="people")
    units = set().union(*(_trained_units(by, person, trained_on) for person in people))
    with writing(by=by, action="staff.course_recorded", units=units, reason=reason, batch=batch) as write:
        write.require_not_future(trained_on, field="trained_on")
        people = [write.take(person) for person in people]
        _require_first_time(people, trained_on, one_line(subject))
        trainings = [
            Training(staff_member=person, unit=unit, trained_on=trained_on, subject=subject)
            for person, unit in _working_on(people, trained_on)
        ]
        for training in trainings:
            write.insert(training, root=training.staff_member)
            write.bump(training.staff_member)
    return trainings


def correct_training(training: Training, *, by, version: int | None, reason: str, override: bool = False, **fields):
    """Put a course right; `version` is that of the person."""
    day = fields.get("trained_on", training.trained_on)
    units = _trained_units(by, training.staff_member, training.trained_on) | _trained_units(
        by, training.staff_member, day
    )
    with writing(by=by, action="staff.training_corrected", units=units, reason=reason, override=override) as write:
        write.require_not_future(day, field="trained_on")
        person = write.take(training.staff_member, version=version)
        training = person.trainings.get(pk=training.pk)
        for name, value in fields.items():
            setattr(training, name, value)
        training.unit = _unit_on(person, day)
        write.update(training)
        write.bump(person)
    return training


def delete_training(training: Training, *, by, version: int | None = None, reason: str, override: bool = False):
    """Take out a course that was entered by mistake."""
    units = _trained_units(by, training.staff_member, training.trained_on)
    with writing(by=by, action="staff.training_deleted", units=units, reason=reason, override=override) as write:
        person = write.take(training.staff_member, version=version)
        write.delete(person.trainings.get(pk=training.pk))
        write.bump(person)


def correct_posting(posting: Posting, *, by, version: int | None, reason: str, override: bool = False, **fields):
    """Put a posting right, its days included; `version` is that of the person."""
    unit = fields.get("unit") or posting.unit
    with writing(
        by=by, action="staff.posting_corrected", units=[posting.unit_id, unit], reason=reason, override=override
    ) as write:
        person = write.take(posting.staff_member, version=version)
        posting = person.postings.get(pk=posting.pk)
        persons.require_sound(write, fields, since=fields.get("since", posting.since), before=posting)
        rows.correct(write, posting, person.postings.all(), **fields)
        rows.require_within(write, posting)
        write.bump(person)
    return posting


def delete_posting(posting: Posting, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take out a posting entered by mistake; the one before it goes on."""
    units = set(posting.staff_member.postings.values_list("unit_id", flat=True))
    with writing(by=by, action="staff.posting_deleted", units=units, reason=reason, override=override) as write:
        person = write.take(posting.staff_member, version=version)
        rows.withdraw(write, person.postings.get(pk=posting.pk), person.postings.all())
        write.bump(person)


def delete(person: StaffMember, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take a person who was entered by mistake out of the register, with postings and trainings."""
    units = {
        *person.postings.values_list("unit_id", flat=True),
        *person.trainings.values_list("unit_id", flat=True),
    }
    with writing(by=by, action="staff.deleted", units=units, reason=reason, override=override) as write:
        person = write.take(person, version=version)
        for row in [*person.postings.all(), *person.trainings.all()]:
            write.delete(row)
        write.delete(person)


def _go_on(person: StaffMember, *, by, version, action: str, since: date, reason: str, **state):
    """An act of its own with the next posting. Returns person and posting."""
    last = _last(person)
    unit = state.get("unit") or last.unit
    with writing(by=by, action=action, units=[last.unit_id, unit], reason=reason) as write:
        person = write.take(person, version=version)
        posting = next_posting(write, person, since=since, **state)
    return person, posting


def next_posting(write: Write, person: StaffMember, *, since: date, **state) -> Posting:
    """Within an act: the next posting of a person who was taken; who changes the unit leaves the devices of the old."""
    last = _last(person)
    unit = state.get("unit") or last.unit
    write.require_in_force(unit, on=since)
    persons.require_sound(write, state, since=since, before=last)
    posting = rows.carry_on(write, person, person.postings.all(), since=since, **state)
    if unit.pk != last.unit_id:
        _release(write, person, since=since, unit_id=last.unit_id)
    write.bump(person)
    return posting


def _last(person: StaffMember) -> Posting:
    return max(person.postings.all(), key=lambda row: row.since, default=None)


def _unit_on(person: StaffMember, day: date) -> Unit:
    posting = person.postings.in_force(on=day).select_related("unit").first()
    if posting is None:
        raise Refused(
            _("%(person)s has no post on %(day)s.") % {"person": person, "day": f"{day:%d/%m/%Y}"}, field="trained_on"
        )
    return posting.unit


def _working_on(people: list[StaffMember], day: date) -> list[tuple[StaffMember, Unit]]:
    """Each with the unit of the day; Refused with the names of those who had no post then."""
    rows_then = Posting.objects.in_force(on=day).filter(staff_member__in=people).select_related("unit")
    found = {row.staff_member_id: row.unit for row in rows_then}
    without = [str(person) for person in people if person.pk not in found]
    if without:
        raise Refused(
            _("No post on %(day)s: %(people)s. Take them out of the choice, or check the day.")
            % {"day": f"{day:%d/%m/%Y}", "people": ", ".join(without)},
            field="people",
        )
    return [(person, found[person.pk]) for person in people]


def _require_first_time(people: list[StaffMember], day: date, subject: str) -> None:
    known = Training.objects.filter(staff_member__in=people, trained_on=day, subject=subject)
    names = sorted(str(training.staff_member) for training in known.select_related("staff_member"))
    if names:
        raise Refused(
            _("This course is recorded already for %(people)s. Take them out of the choice.")
            % {"people": ", ".join(names)},
            field="people",
        )


def _trained_units(by, person: StaffMember, day: date) -> set[int]:
    """The units whose figure of people trained this year a course on that day may change."""
    postings = person.postings.filter(since__lt=date(day.year + 1, 1, 1)).exclude(until__lte=day)
    units = set(postings.values_list("unit_id", flat=True)) or {_last(person).unit_id}
    rows.refuse_beyond(units, by=by, here=_last(person).unit_id, field="trained_on")
    return units


def _release(write: Write, person: StaffMember, *, since: date, unit_id: int) -> None:
    """Nobody holds the person's devices of the unit any more."""
    held = Placement.objects.open().filter(holder=person, unit_id=unit_id).select_related("equipment", "unit")
    for placement in held:
        device = write.take(placement.equipment)
        # A placement that began after the person left is put right from its own first day.
        rows.carry_on(write, device, [placement], since=max(since, placement.since), holder=None)
        write.bump(device)
