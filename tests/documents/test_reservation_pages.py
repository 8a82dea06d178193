"""The pages of kept numbers, as the clerk uses them."""

from datetime import date

import pytest
from django.urls import reverse

from documents.actions import entries, reservations
from documents.models import Document, NumberReservation
from tests.documents.test_entry import INCOMING, OUTGOING, errors

pytestmark = pytest.mark.django_db

DAY = date(2020, 7, 6)


def address(verb, *args):
    return reverse(f"documents:reservation-{verb}", args=args)


@pytest.fixture
def clerk(world, client):
    client.force_login(world.official)
    return client


@pytest.fixture
def kept(world):
    """A number of the outgoing book, with an entry on each side."""
    fields = {"direction": "outgoing", "unit": world.unit, "by": world.official}
    entries.register(registered_on=DAY, subject="Trước", type=world.kind, **fields)
    (found,) = reservations.keep(kept_on=DAY, purpose="Báo cáo quý II", **fields)
    entries.register(registered_on=date(2020, 7, 8), subject="Sau", type=world.kind, **fields)
    return found


def test_list_of_documents_leads_to_the_kept_numbers(world, clerk, kept):
    assert address("list") in clerk.get(reverse("documents:document-list")).content.decode()
    page = clerk.get(address("list")).content.decode()
    assert "02\xa0/\xa02020" in page
    assert "Báo cáo quý II" in page


def test_numbers_are_kept_by_form(world, clerk):
    form = clerk.get(address("create"), {"direction": "incoming"}).context["form"]
    assert form["kept_on"].value() == date(2020, 8, 3)
    assert form["direction"].value() == "incoming"
    assert "01" in str(form["first"].help_text)
    values = {
        "unit": world.unit.pk,
        "direction": "outgoing",
        "count": "3",
        "purpose": "Nghị quyết",
        "kept_on": "06/07/2020",
    }
    response = clerk.post(address("create"), values, follow=True)
    assert "01, 02, 03" in response.content.decode()
    assert NumberReservation.objects.open().count() == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("count", "0"), ("count", "21"), ("count", "x"), ("purpose", ""), ("purpose", "x" * 301),
        ("purpose", "Mật: kế hoạch"), ("kept_on", "04/08/2020"), ("kept_on", "31/02/2020"), ("first", "0"),
        ("series", "MẬT"),
    ],
)  # fmt: skip
def test_bad_input_is_told_at_its_field(world, clerk, field, value):
    values = {"unit": world.unit.pk, "direction": "outgoing", "count": "1", "purpose": "x", "kept_on": "06/07/2020"}
    response = clerk.post(address("create"), values | {field: value})
    assert field in errors(response)
    assert response.context["form"][field].value() == value
    assert not NumberReservation.objects.exists()


def test_form_opens_with_the_number_and_the_days_beside_it(world, clerk, kept):
    response = clerk.get(address("fill", kept.pk))
    page, form = response.content.decode(), response.context["form"]
    assert all(word in page for word in ("02 / 2020", "06/07/2020", "08/07/2020"))
    assert (form["registered_on"].value(), form["subject"].value()) == (DAY, "Báo cáo quý II")
    assert "number" not in form.fields


def test_document_is_entered_under_the_number(world, clerk, kept):
    values = OUTGOING | {"type": world.kind.pk, "version": 1, "registered_on": "07/07/2020"}
    response = clerk.post(address("fill", kept.pk), values, follow=True)
    document = Document.objects.get(number=2)
    assert response.redirect_chain[0][0] == document.get_absolute_url()
    assert document.code == "02/QĐ-UBND"
    assert len(response.context["messages"]) == 1
    again = clerk.post(address("fill", kept.pk), values | {"version": 2})
    assert "02/QĐ-UBND" in str(errors(again))


def test_day_that_does_not_fit_its_neighbours_is_warned_of_and_stored(world, clerk, kept):
    values = OUTGOING | {"type": world.kind.pk, "version": 1, "registered_on": "20/07/2020"}
    response = clerk.post(address("fill", kept.pk), values, follow=True)
    assert Document.objects.get(number=2).registered_on == date(2020, 7, 20)
    warnings = [str(one) for one in response.context["messages"] if one.level_tag == "warning"]
    assert len(warnings) == 1
    assert "08/07/2020" in warnings[0]
    assert "06/07/2020" not in warnings[0]


def test_incoming_document_is_entered_under_its_number(world, clerk):
    fields = {"direction": "incoming", "unit": world.unit, "by": None}
    (kept,) = reservations.keep(kept_on=DAY, purpose="Công văn của tỉnh", **fields)
    assert clerk.post(address("fill", kept.pk), INCOMING | {"version": 1}).status_code == 302
    assert Document.objects.get().number == 1


def test_number_is_given_up_with_its_reason_on_the_page(world, clerk, kept):
    assert "reason" in errors(clerk.post(address("release", kept.pk), {"version": 1, "reason": ""}))
    response = clerk.post(address("release", kept.pk), {"version": 1, "reason": "Không ban hành"}, follow=True)
    assert "Không ban hành" in response.content.decode()
    assert address("fill", kept.pk) not in response.content.decode()
    assert "Không ban hành" in clerk.get(address("history", kept.pk)).content.decode()


def test_stranger_finds_no_kept_number(world, client, kept):
    client.force_login(world.stranger)
    for verb in ("detail", "fill", "release", "history"):
        assert client.get(address(verb, kept.pk)).status_code == 404
    assert "02\u00a0/\u00a02020" not in client.get(address("list")).content.decode()
