"""Rows of the register of staff: each a person with the post and skills of the day."""

from django.db.models import Prefetch

from common import clock
from communes.actions.staff import correct_person, insert_person, next_posting
from communes.intake.base import Intake, Line, row_of, said, stored
from communes.models import Posting, StaffMember

OWN = ("full_name", "note")
STATE = (
    "unit", "position", "norm_group", "skill_level", "skill_evidence", "skill_evidence_on", "fluent", "has_computer",
    "digital_certificate", "certificate_expires_on",
)  # fmt: skip


class StaffIntake(Intake):
    """A row has the names of OWN and STATE, and `since`; `joined_on` stands in where a new person has none.

    A person is known again by unit and name, of several the one of whom it says the same. `since`: the day from which
    changed posts and skills hold, today unless given.
    """

    model = StaffMember
    needed = ("unit", "full_name", "position")
    aside = ("since", "joined_on")
    belongings = ("postings__unit", "trainings")

    def candidates(self, lines: list[Line], *, by) -> list[StaffMember]:
        units = {line.values["unit"].pk for line in lines if line.values.get("unit")}
        here = Posting.objects.open().filter(unit__in=units)
        visible = StaffMember.objects.all() if by is None else StaffMember.objects.visible_to(by)
        people = visible.filter(pk__in=here.values("staff_member_id")).order_by("pk")
        found = list(people.prefetch_related(Prefetch("postings", here.select_related("unit"), to_attr="open_rows")))
        for person in found:
            (person.last,) = person.open_rows
        return found

    def match(self, lines: list[Line], things: list[StaffMember]) -> None:
        self.pair(lines, things, _by_name)

    def present(self, thing: StaffMember) -> dict:
        return row_of(thing, OWN) | row_of(thing.last, STATE)

    def units(self, line: Line, *, by) -> set[int]:
        return {line.values["unit"].pk}

    def write(self, write, line: Line) -> None:
        values = line.values
        if line.thing is None:
            own = stored(StaffMember, said(line, OWN))
            state = stored(Posting, said(line, STATE))
            insert_person(write, since=values.get("since") or values.get("joined_on") or clock.today(), **own, **state)
            return
        changed = line.changes
        person = write.take(line.thing)
        own = {name: changed.pop(name) for name in OWN if name in changed}
        if own:
            correct_person(write, person, **own)
        if changed:
            next_posting(write, person, since=values.get("since") or clock.today(), **changed)


def _by_name(row: dict):
    return (row["unit"], row["full_name"].casefold()) if row.get("unit") and row.get("full_name") else None


STAFF = StaffIntake(action="staff.imported")
