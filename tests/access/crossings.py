"""What belongs to several units of the small country: things that moved, a merger's filing, a council, a joint act."""

from datetime import date

from common.models import AuditChange
from communes.models import Placement, Posting, Training
from services.models import Attendance, FilingTransfer
from tests.access.rows import DAY, note
from tests.access.world import MERGED, SINCE, World
from tests.factories import communes as ground
from tests.factories import desk
from tests.factories import documents as papers

MOVED = date(2020, 6, 1)


def cross(world: World) -> None:
    """Things that stood first in one unit and then in another: each sees its own rows of them."""
    for before, after in (("b", "a"), ("a", "c")):
        _moved(world, before, after)
    unit, heir = world.units["x"], world.units["a"]
    held = desk.make_filing(
        unit, world.common.procedure, received="2020-02-10 09:30", status=4, holding_unit=heir,
        note=world.word("x", "passedfiling", "xa"),
    )  # fmt: skip
    world.add(held, "xa", "a", page="services:filing", mark=held.code)
    passed = FilingTransfer.objects.create(filing=held, from_unit=unit, to_unit=heir, on=MERGED)
    world.add(passed, "xa", "-")
    subject = world.word("x", "passed")
    paper = papers.make_document(unit, registered_on=DAY, subject=subject, handling_unit=heir)
    world.add(paper, "x", page="documents:document", mark=subject)
    subject = world.word("d", "council", "dabc")
    council = desk.make_meeting(
        world.units["d"], held_on=DAY, attended=[world.units["a"], world.units["b"]], absent=[world.units["c"]],
        subject=subject,
    )  # fmt: skip
    world.add(council, "dabc", "d", page="services:meeting", mark=subject)
    for row in Attendance.objects.filter(meeting=council):
        letter = next(key for key, unit in world.units.items() if unit.pk == row.unit_id)
        world.add(row, letter)
        note(world, row, letter, None, {"unit_id": row.unit_id, "attended": row.attended})


def joint_event(world: World) -> None:
    """One act that changed a record in each of two districts: everybody reads of one's own."""
    event = note(world, world.units["b"], "b", None, {"note": world.word("b", "joint")}, readers="bc")
    AuditChange.objects.create(
        event=event, model="communes.unit", object_id=world.units["c"].pk, label=world.word("c", "jointlabel"),
        unit_id=world.units["c"].pk, before=None, after={"note": world.word("c", "joint")},
    )  # fmt: skip
    world.common.joint = world.add(event, "bc", "-", page="dashboards:audit", mark=event.reason)


def _moved(world: World, before: str, after: str) -> None:
    """A device and a person that went from one unit to another."""
    old, new = world.units[before], world.units[after]
    both = before + after
    name = world.word(before, f"mover{after}", both)
    person = ground.make_staff(old, name, since=SINCE, until=MOVED, position=world.word(before, f"oldpost{after}"))
    Posting.objects.create(staff_member=person, unit=new, since=MOVED, position=world.word(after, f"newpost{before}"))
    course = Training.objects.create(
        staff_member=person, unit=old, trained_on=DAY, subject=world.word(before, f"oldcourse{after}")
    )
    world.add(course, before, after)
    world.add(person, both, after, page="communes:staff", mark=name)
    # Named, with the post, on the record of the handover, which both sides keep; nowhere else beyond the own unit.
    name, post = (world.word(before, f"{what}{after}", both) for what in ("giver", "giverpost"))
    holder = ground.make_staff(old, name, since=SINCE, position=post)
    world.add(holder, before, page="communes:staff", mark=name)
    world.add(holder.postings.get(), before)
    device = ground.make_equipment(
        old, since=SINCE, until=MOVED, holder=holder, name=world.word(before, f"moved{after}", both)
    )
    Placement.objects.create(equipment=device, unit=new, since=MOVED)
    world.add(device, both, after, page="communes:equipment", mark=device.name)
    for root, rows in ((person, person.postings.all()), (device, device.placements.all())):
        for row in rows:
            letter = before if row.unit_id == old.pk else after
            world.add(row, letter)
            told = {"position": row.position} if isinstance(row, Posting) else {"holder_id": row.holder_id}
            note(world, row, letter, None, told | {"since": str(row.since), "unit_id": row.unit_id})
        note(world, root, after, {"note": ""}, {"note": "x"}, readers=both)
