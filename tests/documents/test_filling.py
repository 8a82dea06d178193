"""Entering the document for which a number was kept is entering like any other: deadline, doubles, the script."""

from datetime import date

import pytest
from django.urls import reverse

from common.errors import Refused
from documents.actions import entries
from documents.models import Document, NumberReservation
from tests.documents.test_entry import INCOMING, OUTGOING
from tests.documents.test_reservations import fill, keep
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

ISSUED = date(2020, 7, 1)


@pytest.fixture
def clerk(world, client):
    client.force_login(world.official)
    return client


def kept(world, direction="incoming"):
    return keep(world, direction=direction)[0]


def address(reservation):
    return reverse("documents:reservation-fill", args=[reservation.pk])


def enter(clerk, reservation, **fields):
    values = INCOMING | {"version": 1, "issued_on": "1/7"}
    return clerk.post(address(reservation), values | fields, follow=True)


def test_filled_incoming_document_gets_its_deadline_by_rule(world):
    assert fill(kept(world), world, type=None).due_on == date(2020, 7, 20)
    assert fill(kept(world), world, type=None, due_on=date(2020, 7, 31)).due_on == date(2020, 7, 31)
    assert fill(kept(world), world, type=None, no_deadline=True).due_on is None
    with pytest.raises(Refused) as refused:
        fill(kept(world), world, type=None, no_deadline=True, due_on=date(2020, 7, 31))
    assert refused.value.field == "no_deadline"
    assert fill(kept(world, "outgoing"), world).due_on is None


@pytest.mark.parametrize(
    ("fields", "due_on", "is_told"),
    [
        ({}, date(2020, 7, 20), True),
        ({"due_on": "31/7/2020"}, date(2020, 7, 31), False),
        ({"no_deadline": "on"}, None, False),
    ],
)
def test_deadline_is_told_where_the_software_worked_it_out(world, clerk, fields, due_on, is_told):
    page = enter(clerk, kept(world), **fields)
    assert Document.objects.get().due_on == due_on
    (told,) = map(str, page.context["messages"])
    assert ("20/07/2020" in told) == is_told


def test_filling_asks_about_the_same_document(world, clerk):
    entry = docs.make_document(world.unit, organ_name="UBND tỉnh", issued_on=ISSUED, number=12)
    reservation = kept(world)
    page = enter(clerk, reservation, subject="Văn bản thứ hai")
    text = page.content.decode()
    assert page.context["form"].asks_about_double
    assert all(word in text for word in (entry.get_absolute_url(), "số đến 12", "Văn bản thứ hai"))
    assert f'name="despite" value="{entry.pk}"' in text
    assert NumberReservation.objects.open().count() == 1
    enter(clerk, reservation, despite="999999")
    assert NumberReservation.objects.open().count() == 1
    enter(clerk, reservation, despite=str(entry.pk))
    assert Document.objects.count() == 2
    assert not NumberReservation.objects.open().exists()


def test_filling_asks_about_the_same_outgoing_notation(world, clerk):
    docs.make_document(world.unit, "outgoing", code="01/QĐ-HĐTĐ", number=2)
    values = OUTGOING | {"type": world.kind.pk, "version": 1, "registered_on": "07/07/2020", "code": "1/qđ-hđtđ"}
    page = clerk.post(address(kept(world, "outgoing")), values)
    assert page.context["form"].asks_about_double
    assert Document.objects.count() == 1


def test_doubles_of_a_filled_document_are_no_matter_where_nobody_looks(world):
    docs.make_document(world.unit, organ_name="UBND tỉnh", issued_on=ISSUED, number=12)
    same = {"organ_name": "UBND tỉnh", "code": "123/UBND-VP", "issued_on": ISSUED, "type": None}
    with pytest.raises(Refused):
        fill(kept(world), world, known=[], **same)
    assert fill(NumberReservation.objects.get(), world, **same).pk


@pytest.mark.parametrize(("direction", "first"), [("incoming", "organ_name"), ("outgoing", "type")])
def test_form_of_a_kept_number_is_that_of_entering(world, clerk, direction, first):
    reservation = kept(world, direction)
    page = clerk.get(address(reservation))
    text, form = page.content.decode(), page.context["form"]
    for part in (
        "js/entry.js", f'data-entry="{direction}"', f'data-unit="{world.unit.pk}"', "data-doubles=",
        f'data-draft="kept.{world.official.pk}.{reservation.pk}"', "Báo cáo quý",
    ):  # fmt: skip
        assert part in text, part
    assert form.fields[first].widget.attrs["autofocus"]
    assert ("no_deadline" in form.fields) == (direction == "incoming")
    assert 'name="next" value="1"' not in text


def test_script_is_told_where_a_filled_number_leads(world, clerk):
    values = INCOMING | {"version": 1}
    answer = clerk.post(address(kept(world)), values, HTTP_ACCEPT="application/json")
    assert answer.json() == {"url": Document.objects.get().get_absolute_url()}


def test_corrected_outgoing_document_is_not_older_than_the_keeping(world):
    def change(document, **fields):
        return entries.change(document, by=world.official, version=document.version, reason="Ghi nhầm", **fields)

    document = fill(kept(world, "outgoing"), world, registered_on=date(2020, 7, 8))
    with pytest.raises(Refused, match="06/07/2020") as refused:
        change(document, registered_on=date(2020, 7, 5))
    assert refused.value.field == "registered_on"
    document.refresh_from_db()
    assert document.registered_on == date(2020, 7, 8)
    assert change(document, registered_on=date(2020, 7, 6)).registered_on == date(2020, 7, 6)
    incoming = fill(kept(world), world, type=None)
    assert change(incoming, registered_on=date(2020, 7, 1)).registered_on == date(2020, 7, 1)


def test_draft_is_offered_for_new_entries_only(world, clerk):
    entry = docs.make_document(world.unit)
    edit = clerk.get(reverse("documents:document-edit", args=[entry.pk])).content.decode()
    create = clerk.get(reverse("documents:document-create-incoming")).content.decode()
    for part in ("data-draft=", "data-doubles=", "data-offer"):
        assert part in create
        assert part not in edit
