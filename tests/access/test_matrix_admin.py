"""Every admin page of a record × every person × every relation of the record's unit to the person's.

All people of the world may enter the admin, so only rights and scope decide. What may be written and deleted where is
said here once more, by kind of record, apart from the admin classes.
"""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from common.models import Holiday, SwappedWorkday
from communes import models as ground
from documents.models import Attachment, Document, DocumentType, NumberCounter, NumberReservation
from indicators.models import Indicator, Measure, Target
from services import models as desk
from tests.access.driving import MISSING, Drive, checksum, everybody, is_left_to_sqlite, swiftly
from tests.access.oracle import Person
from tests.access.world import Thing, World

pytestmark = pytest.mark.long
# Nobody else sees these, whatever the unit.
ADMINISTRATORS = {User, ground.UnitAlias, ground.Reorganisation, ground.Succession}
# The same for every member.
SHARED = {
    ground.Software, desk.Procedure, desk.ProcedureLevel, Holiday, SwappedWorkday, DocumentType, Indicator, Measure,
    Target,
}  # fmt: skip
# Who changes what: the capability, in the unit of the record; anything else belongs to the registers of officials.
CHANGED_BY = {
    **dict.fromkeys([ground.Unit, ground.UnitFact, ground.Membership, ground.SectionSource, Indicator], "units"),
    **dict.fromkeys([User, ground.UnitAlias], "units"),
    **dict.fromkeys(
        [ground.Software, ground.SoftwareLead, desk.Procedure, desk.ProcedureLevel, desk.ProcedureOffer, desk.Meeting,
         desk.Attendance, Holiday, SwappedWorkday, DocumentType, Target], "catalogue",
    ),
    **dict.fromkeys(
        [ground.ClosedMonth, ground.Reorganisation, ground.Succession, desk.FilingTransfer, NumberCounter,
         NumberReservation, Measure, Attachment],
        "nobody",
    ),
    ground.SoftwareUse: "software_uses",
    ground.FollowUp: "follow_up",
}  # fmt: skip
NEVER_DELETED = {
    User, ground.Unit, ground.UnitFact, ground.Membership, ground.SectionSource, ground.Reorganisation,
    ground.Succession, desk.FilingTransfer, desk.Attendance, Document, DocumentType, NumberCounter,
    NumberReservation, Indicator, Target, Measure, Attachment,
}  # fmt: skip
# Besides administrators.
DELETED_BY = {ground.ClosedMonth: "close", Holiday: "catalogue", SwappedWorkday: "catalogue"}


def things_of(world: World, model) -> list[Thing]:
    """The records of a model: the world's, or one of those that come with the system."""
    found = world.of(model)
    if model is User:
        return [Thing(user, frozenset()) for user in world.people.values() if user]
    if model is desk.ProcedureLevel:
        return [Thing(model.objects.first(), None)]
    return found or [Thing(model.objects.order_by("pk").first(), None)]


def may(person: Person, words: str, thing: Thing) -> bool:
    """Whether the person may do one of the acts where the record is at home."""
    if thing.model in SHARED:
        return any(person.may(word) for word in words.split(" or "))
    return any(person.may(word, thing.home) for word in words.split(" or "))


def expected(person: Person, thing: Thing, verb: str, *, post: bool) -> int:
    """The status by this file's table and the oracle; 404 also means: exactly as if it did not exist."""
    if not person.is_logged_in:
        return 302
    if not person.role or (thing.model in ADMINISTRATORS and not person.is_administrator) or not person.sees(thing):
        return 404
    if verb == "delete":
        if thing.model in NEVER_DELETED:
            return 403
        allowed = person.is_administrator or may(person, DELETED_BY.get(thing.model, "nobody"), thing)
        return 200 if allowed else 403
    if verb == "change" and post:
        words = CHANGED_BY.get(thing.model, "registers")
        return 200 if words != "nobody" and may(person, words, thing) else 403
    return 200


def address(model, verb: str) -> str:
    """The address of a page of a record, with a gap for its key."""
    options = model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{verb}", args=["7"]).replace("/7/", "/{}/")


def is_sampled(person: Person, status: int, shown: int, number: int) -> bool:
    """Of what is out of reach those who write somewhere are asked everything, the others every fourth record. A page
    that is shown costs ten times as much as a refusal: one of each kind for an official and an administrator, every
    third for the others."""
    if status == 404:
        return person.name in ("official", "elsewhere", "reviewer") or number % 4 == 0
    always = person.name in ("official", "administrator")
    return (shown == 1 and (always or number % 3 == 0)) or (status == 302 and number % 4 == 0)


def drive(world: World, clients: dict, verbs, *, post=None, everything: bool = False) -> Drive:
    """Ask for every cell."""
    found, number = Drive(world, clients), 0
    for model in admin.site._registry:
        for verb in verbs:
            pattern, things = address(model, verb), things_of(world, model)
            for person in everybody():
                shown = 0
                for thing in things:
                    number += 1
                    status = expected(person, thing, verb, post=post is not None)
                    shown += status != 404
                    if not everything and is_left_to_sqlite(number):
                        continue
                    if not (everything or is_sampled(person, status, shown, number)):
                        continue
                    if status == 404:
                        found.expect_missing(person, pattern, thing.obj.pk, statuses=(403, 404), post=post)
                    else:
                        found.expect(person, pattern.format(thing.obj.pk), status, post=post)
    return found


def test_every_admin_has_a_record(world):
    assert [model for model in admin.site._registry if things_of(world, model)[0].obj is None] == []


@pytest.mark.parametrize("verb", ["change", "history", "delete"])
def test_every_record_of_the_admin_answers_by_scope_and_writes_nothing(world, clients, verb):
    before = checksum()
    with swiftly():
        found = drive(world, clients, [verb])
    found.conclude(at_least=1000, sparse=True)
    assert checksum() == before


def test_every_form_of_the_admin_refuses_by_scope(world, clients):
    before = checksum()
    with swiftly():
        found = drive(world, clients, ["change", "delete"], post={})
    found.conclude(at_least=1800, sparse=True)
    assert checksum() == before


def test_access_of_a_person_is_missing_for_everybody_but_administrators(world, clients):
    found, pattern = Drive(world, clients), "/admin/accounts/user/{}/access/"
    with swiftly():
        for person in everybody():
            for other in filter(None, world.people.values()):
                if not person.is_logged_in:
                    found.expect(person, pattern.format(other.pk), 302)
                elif person.is_administrator:
                    found.expect(person, pattern.format(other.pk), 200)
                else:
                    found.expect_missing(person, pattern, other.pk)
                    found.expect_missing(person, pattern, other.pk, post={})
    found.conclude(at_least=150)
    assert not any(user.sessions for user in User.objects.all())


@pytest.mark.soak
def test_every_cell_of_the_admin_without_sampling(world, clients):
    with swiftly():
        found = drive(world, clients, ["change", "history", "delete"], everything=True)
    found.conclude(at_least=8000)


def test_the_door_of_the_admin_is_closed_to_who_may_not_enter(world, clients):
    User.objects.filter(username="administrator").update(is_staff=False)
    with swiftly():
        for model in admin.site._registry:
            key = things_of(world, model)[0].obj.pk
            for verb in ("change", "history", "delete"):
                assert clients["administrator"].get(address(model, verb).format(key)).status_code == 403, model


def test_an_odd_key_is_a_missing_record(world, clients):
    with swiftly():
        for key in (MISSING, "abc", "-1", "9" * 30):
            for verb in ("change", "history", "delete"):
                answer = clients["administrator"].get(f"/admin/documents/document/{key}/{verb}/")
                assert answer.status_code == 404
