"""The rows of the small country: one of every register in every unit, and the audit of them."""

from datetime import date, timedelta

from django.utils import timezone

from common.models import AuditChange, AuditEvent, Batch
from common.months import Month
from communes.models import (
    ClosedMonth,
    Placement,
    Posting,
    SectionSource,
    Training,
    UnitAlias,
    UnitFact,
    VillageCount,
)
from documents.models import DeadlineRule, Document, NumberCounter, NumberReservation
from indicators.models import DeclaredValue, Measure
from services.models import Attendance, FilingSupplement
from tests.access.world import SINCE, World
from tests.factories import communes as ground
from tests.factories import desk, files, sheets, spreadsheets
from tests.factories import documents as papers
from tests.factories import jobs as works

DAY = date(2020, 2, 10)


def fill(world: World, letter: str) -> None:
    """One thing of every register of a unit, and what only the admin shows."""
    ground_rows(world, letter)
    paper_rows(world, letter)
    desk_rows(world, letter)
    state_rows(world, letter)
    if letter == "a":
        work_rows(world)


def ground_rows(world: World, letter: str) -> None:
    """Staff, equipment, connection, village, software."""
    unit, ended = world.units[letter], world.until(letter)
    options = {"is_open": ended is None}

    def name(what: str) -> str:
        return world.word(letter, what)

    person = ground.make_staff(unit, name("staff"), since=SINCE, until=ended, position=name("position"))
    world.add(person, letter, page="communes:staff", mark=name("staff"), **options)
    world.add(Posting.objects.get(staff_member=person), letter)
    course = Training.objects.create(staff_member=person, unit=unit, trained_on=DAY, subject=name("course"))
    world.add(course, letter)
    device = ground.make_equipment(unit, since=SINCE, until=ended, holder=person, name=name("device"), cost=9_000_000)
    world.add(device, letter, page="communes:equipment", mark=name("device"), **options)
    world.add(Placement.objects.get(equipment=device), letter)
    line = ground.make_connection(unit, since=SINCE, until=ended, provider=name("provider"), note=name("line"))
    world.add(line, letter, page="communes:connection", mark=name("provider"), **options)
    village = ground.make_village(unit, name("village"), since=SINCE, until=ended, households=40)
    world.add(village, letter, page="communes:village", mark=name("village"), **options)
    world.add(VillageCount.objects.get(village=village), letter)
    programme = ground.make_software(f"Phần mềm {letter}{letter}{letter}", lead=unit)
    world.add(programme, None, page="communes:software")
    world.add(programme.leads.get(), letter)
    use = ground.make_software_use(programme, unit, since=SINCE, until=ended, accounts=5)
    world.add(use, letter, page="communes:software-use", mark=str(programme), **options)
    common = ground.make_software_use(world.common.shared, unit, since=SINCE, until=ended, accounts=7)
    world.add(common, letter, page="communes:software-use", mark=f"#{common.pk}", **options)
    boss, subject = world.people["administrator"], name("followup")
    asked = ground.make_follow_up(unit, software=world.common.shared, by=boss, asked_on=DAY, subject=subject)
    world.add(asked, letter, page="communes:follow-up", mark=subject)
    count_rows(world, letter, device)


def count_rows(world: World, letter: str, device) -> None:
    """A stock-take with a device on the books and one found besides, finished in one unit; a confirmation."""
    boss, is_open = world.people["administrator"], letter != "b"
    day = DAY if is_open else DAY + timedelta(1)
    take = sheets.make_stock_take(world.units[letter], counted_on=day, by=boss, closed=not is_open)
    world.add(take, letter, page="communes:stocktake", mark=f"/equipment/stock-takes/{take.pk}/", is_open=is_open)
    note(world, take, letter, None, {"counted_on": str(day)})
    world.add(sheets.make_line(take, device, name=device.name, holder=world.word(letter, "counted")), letter)
    world.add(sheets.make_line(take, name=world.word(letter, "found"), note=world.word(letter, "sheetnote")), letter)
    world.add(sheets.make_confirmation(world.units[letter], Month(2020, 2), by=boss), letter)


def paper_rows(world: World, letter: str) -> None:
    """An incoming document with a file, answered by an outgoing one."""
    unit = world.units[letter]
    subject, answer = world.word(letter, "incoming"), world.word(letter, "outgoing")
    issued = {"registered_on": DAY + timedelta(1), "type": papers.make_kind(), "number": ord(letter)}
    issued["code"] = f"{issued['number']}/QĐ-{letter.upper()}"
    sent = papers.make_document(unit, "outgoing", subject=answer, **issued)
    due = DAY + timedelta(7)
    came = papers.make_document(unit, registered_on=DAY, subject=subject, answered_by=sent, note=subject, due_on=due)
    world.add(sent, letter, page="documents:document", mark=answer)
    world.add(came, letter, page="documents:document", mark=subject)
    kept = files.make_attachment(came, f"{world.word(letter, 'file')}.pdf")
    world.add(kept, letter, page="documents:attachment", mark=kept.name)
    counter = NumberCounter.objects.create(unit=unit, direction="incoming", year=2020, last=77, series=letter * 9)
    world.add(counter, letter, "-")
    book = {"unit": unit, "direction": "outgoing", "year": 2020, "number": 500}
    kept = NumberReservation.objects.create(**book, purpose=world.word(letter, "kept"), kept_on=DAY)
    world.add(kept, letter, page="documents:reservation", mark=kept.purpose)
    below = {"p": set("pdeabxokcq"), "d": set("dabxok"), "e": set("ecq"), "a": set("ak")}.get(letter, {letter})
    basis = world.word(letter, "basis", below)
    rule = DeadlineRule.objects.create(unit=unit, urgency="normal", working_days=5, valid_from=SINCE, basis=basis)
    world.add(rule, below, letter, page="documents:deadline", mark=basis)


def work_rows(world: World) -> None:
    """Background work of two people: one that waits, one that has ended."""
    for name, is_open in (("official", True), ("neighbour", False)):
        job = works.make_job(world.people[name], title=f"Work of {name}", state="waiting" if is_open else "failed")
        world.add(job, "", "", page="jobs:job", mark=job.title, owner=name, is_open=is_open)
        import_row(world, name, is_open)


def import_row(world: World, name: str, is_open: bool) -> None:
    """A file that waits to be published; one that was."""
    person = world.people[name]
    fields = {"name": f"sheet-of-{name}.xlsx", "state": "checked", "new": 3}
    if not is_open:
        batch = Batch.objects.create(kind="import", title=name, created_at=timezone.now())
        fields |= {"state": "published", "batch": batch, "published_at": timezone.now(), "published_by": person}
    spreadsheet = spreadsheets.make_import(person, **fields)
    world.add(spreadsheet, "", "", page="imports:import", mark=spreadsheet.name, owner=name, is_open=is_open)


def desk_rows(world: World, letter: str) -> None:
    """A filing with a supplement, entries by month, a reason, a meeting of the unit alone, an offer."""
    unit, ended, number = world.units[letter], world.until(letter), ord(letter)
    options = {"is_open": ended is None}
    offer = desk.make_offer(world.common.procedure, unit, since=SINCE, until=ended)
    world.add(offer, letter, page="services:offer", **options)
    filing = desk.make_filing(
        unit, world.common.procedure, received="2020-02-10 08:30", status=4, note=world.word(letter, "filing")
    )
    world.add(filing, letter, page="services:filing", mark=filing.code)
    asked, came = desk.at("2020-02-11 09:00"), desk.at("2020-02-12 09:00")
    world.add(FilingSupplement.objects.create(filing=filing, requested_time=asked, answered_time=came), letter)
    month = desk.make_treasury_month(
        unit, month=2, transactions=70_000 + number, online=number, note=world.word(letter, "treasury")
    )
    world.add(month, letter, page="services:treasury", mark=f"70.{number:03}")
    said = desk.make_reason(unit, month=2, people=60_000 + number, note=world.word(letter, "reason"))
    world.add(said, letter, page="services:reason", mark=f"60.{number:03}")
    counts = desk.make_activity_month(
        unit, month=2, outreach_sessions=60_000 + number, note=world.word(letter, "counts")
    )  # fmt: skip
    world.add(counts, letter, page="services:activity", mark=f"60.{number:03}")
    subject = world.word(letter, "meeting")
    meeting = desk.make_meeting(unit, held_on=DAY, attended=[unit], subject=subject)
    world.add(meeting, letter, page="services:meeting", mark=subject)
    world.add(Attendance.objects.get(meeting=meeting), letter)


def state_rows(world: World, letter: str) -> None:
    """What only the admin and the audit show: closed month, source, fact, other name, declared value, an event."""
    unit = world.units[letter]
    boss = world.people["administrator"]
    closed = ClosedMonth.objects.create(unit=unit, year=2020, month=1, closed_at=timezone.now(), closed_by=boss)
    world.add(closed, letter)
    source = SectionSource.objects.create(unit=unit, section="feedback", source="report", since=SINCE)
    world.add(source, letter)
    fact = UnitFact.objects.create(unit=unit, key="posts", value=21, since=SINCE, source=world.word(letter, "fact"))
    world.add(fact, letter)
    alias = UnitAlias.objects.create(unit=unit, kind="former", name=world.word(letter, "alias"))
    world.add(alias, "", letter)
    measure = Measure.objects.get(key="feedback.due")
    declared = DeclaredValue.objects.create(
        unit=unit, measure=measure, year=2020, month=2, value=3, reason=world.word(letter, "declared")
    )
    world.add(declared, letter, page="indicators:declared", mark=declared.reason)
    came = next(thing.obj for thing in world.of(Document) if thing.mark == world.word(letter, "incoming"))
    event = note(world, came, letter, {"subject": world.word(letter, "before")}, {"subject": came.subject})
    world.add(event, letter, page="dashboards:audit", mark=event.reason)


def note(world: World, obj, letter: str, before, after, *, readers: str = "") -> AuditEvent:
    """A change of a record as the audit keeps it; its reason is for those who see the unit, or one of `readers`."""
    reason = world.word(letter, f"reason{'abcdefghijklmnopqrstuvwxyz'[AuditEvent.objects.count() % 26]}", readers)
    event = AuditEvent.objects.create(
        action="documents.changed", actor_name="Ai đó", happened_at=timezone.now(), business_day=DAY, reason=reason
    )
    AuditChange.objects.create(
        event=event, model=obj._meta.label_lower, object_id=obj.pk, label=str(obj)[:300],
        unit_id=world.units[letter].pk, before=before, after=after,
    )  # fmt: skip
    return event


def calendar(world: World) -> None:
    """The working calendar, which every member reads."""
    # The rules for all units that ship with the system are nobody's thing; those of the units are in `paper_rows`.
    DeadlineRule.objects.filter(unit=None).delete()
    world.add(desk.make_holiday(), None, page="services:holiday")
    world.add(desk.make_swap(), None, page="services:swap")
