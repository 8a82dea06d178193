"""Pages that write: refusals at their fields with the typing kept, once only, stale versions side by side."""

import re
import uuid
from datetime import date

import pytest

from common.models import FormToken
from tests.common.gadget import Gadget, events

pytestmark = pytest.mark.django_db
DAY = {"day": "02/01/2020", "name": "new"}


def post(client, path, **data):
    return client.post(path, data)


def edit_data(gadget, **changes):
    data = {"day": f"{gadget.day:%d/%m/%Y}", "name": gadget.name, "legal_basis": gadget.legal_basis}
    return {**data, "version": gadget.version, "reason": "because", **changes}


def test_create_writes_and_leads_to_the_record(client, clerk):
    response = client.post("/gadgets/new/", DAY)
    gadget = Gadget.objects.get()
    assert response.url == gadget.get_absolute_url()
    assert gadget.day == date(2020, 1, 2)


def test_create_page_carries_a_token_and_csrf(client, clerk):
    page = client.get("/gadgets/new/").content.decode()
    assert re.search(r'name="token" value="[0-9a-f-]{36}"', page)
    assert "csrfmiddlewaretoken" in page


def test_create_keeps_the_typing_when_a_value_is_wrong(client, clerk):
    response = client.post("/gadgets/new/", {"day": "31/02/2020", "name": "kept"})
    page = response.content.decode()
    assert 'value="kept"' in page
    assert 'value="31/02/2020"' in page
    assert not Gadget.objects.exists()


@pytest.mark.parametrize(
    ("name", "field"), [("refused", "name"), ("invalid", "name"), ("foreign", "name"), ("invalid", "__all__")]
)
def test_create_shows_a_refusal_where_it_belongs(client, clerk, name, field):
    response = client.post("/gadgets/new/", {**DAY, "name": name, "token": uuid.uuid4()})
    assert response.context["form"].errors[field]
    assert not Gadget.objects.exists()
    assert not FormToken.objects.exists()
    assert not events().exists()


def test_create_in_a_closed_month_says_so_at_the_day(client, clerk):
    response = client.post("/gadgets/new/", {**DAY, "day": "31/12/2019"})
    assert response.context["form"].errors["day"] == ["The month is closed."]


def test_create_out_of_scope_without_a_field_is_missing(client, clerk):
    assert client.post("/gadgets/new/", {**DAY, "name": "lost"}).status_code == 404


def test_create_same_form_twice_writes_once(client, clerk):
    data = {**DAY, "token": str(uuid.uuid4())}
    first, second = client.post("/gadgets/new/", data), client.post("/gadgets/new/", {**data, "day": "03/01/2020"})
    assert first.url == second.url
    assert Gadget.objects.count() == 1


def test_token_of_somebody_else_gives_no_address_away(client, clerk, boss):
    data = {**DAY, "token": str(uuid.uuid4())}
    client.post("/gadgets/new/", data)
    client.force_login(clerk)
    assert client.post("/gadgets/new/", {**data, "day": "03/01/2020"}).url == "/gadgets/"
    assert Gadget.objects.count() == 1


def test_database_rule_met_too_late_is_a_sentence(client, clerk, monkeypatch):
    monkeypatch.setattr("tests.common.gadget_pages.GadgetForm._post_clean", lambda self: None)
    client.post("/gadgets/new/", DAY)
    response = client.post("/gadgets/new/", {**DAY, "name": "again"})
    assert response.status_code == 200
    assert len(response.context["form"].non_field_errors()) == 1
    assert Gadget.objects.count() == 1


def test_edit_changes_with_reason_and_version(client, clerk, make_gadget):
    gadget = make_gadget("old")
    client.post(f"/gadgets/{gadget.pk}/edit/", edit_data(gadget, name="better"))
    gadget.refresh_from_db()
    assert (gadget.name, gadget.version) == ("better", 2)
    assert events().get().reason == "because"


def test_edit_needs_a_reason(client, clerk, make_gadget):
    gadget = make_gadget("old")
    response = client.post(f"/gadgets/{gadget.pk}/edit/", edit_data(gadget, name="better", reason=" "))
    assert response.context["form"].errors["reason"]
    assert Gadget.objects.get().name == "old"


def test_edit_of_a_stale_version_shows_both_values_and_keeps_the_typing(client, clerk, make_gadget):
    gadget = make_gadget("old")
    seen = edit_data(gadget, name="mine")
    client.post(f"/gadgets/{gadget.pk}/edit/", edit_data(gadget, name="theirs"))
    response = client.post(f"/gadgets/{gadget.pk}/edit/", seen)
    [(field, mine, theirs)] = response.context["differences"]
    assert (field.name, mine, theirs) == ("name", "mine", "theirs")
    assert 'value="mine"' in response.content.decode()
    assert 'name="version" value="2"' in response.content.decode()
    client.post(f"/gadgets/{gadget.pk}/edit/", {**seen, "version": 2})
    assert Gadget.objects.get().name == "mine"


def test_edit_ignores_fields_that_are_not_in_the_form(client, clerk, make_gadget):
    gadget = make_gadget("old")
    client.post(f"/gadgets/{gadget.pk}/edit/", {**edit_data(gadget), "id": 99, "pk": 99, "override": "on"})
    assert Gadget.objects.get().pk == gadget.pk


@pytest.mark.parametrize("tail", ["", "edit/", "history/", "rename/", "delete/"])
def test_record_out_of_scope_answers_like_a_missing_one(client, clerk, make_gadget, tail):
    hidden = make_gadget("hidden", legal_basis="secret")
    answers = []
    for pk in (hidden.pk, hidden.pk + 1000, 2**63 + 5):
        for method in (client.get, client.post):
            response = method(f"/gadgets/{pk}/{tail}")
            answers.append((response.status_code, response.content) if response.status_code != 405 else (404, None))
    assert {status for status, _body in answers} == {404}
    assert len({body for _status, body in answers} - {None}) == 1


@pytest.mark.parametrize("path", ["new/", "{pk}/edit/", "{pk}/rename/", "{pk}/delete/"])
def test_reader_may_not_write(client, clerk, make_gadget, path):
    gadget = make_gadget("old")
    clerk.username = "reader"
    clerk.save()
    path = "/gadgets/" + path.format(pk=gadget.pk)
    assert client.get(path).status_code == 403
    assert client.post(path, edit_data(gadget, name="new")).status_code == 403
    assert Gadget.objects.get().name == "old"


def test_action_acts_on_post_only(client, clerk, make_gadget):
    gadget = make_gadget("old")
    assert "It gets another name." in client.get(f"/gadgets/{gadget.pk}/rename/").content.decode()
    assert Gadget.objects.get().name == "old"
    client.post(f"/gadgets/{gadget.pk}/rename/", {"name": "new", "version": 1, "reason": "x"})
    assert Gadget.objects.get().name == "new"


def test_delete_leads_to_the_list_with_its_name(client, clerk, make_gadget):
    gadget = make_gadget("doomed")
    response = client.post(f"/gadgets/{gadget.pk}/delete/", {"version": 1, "reason": "broken"}, follow=True)
    assert response.redirect_chain[0][0] == "/gadgets/"
    assert "doomed" in response.content.decode()
    assert not Gadget.objects.exists()


def test_get_never_writes(client, clerk, make_gadget):
    gadget = make_gadget("old")
    for tail in ["", "new/", f"{gadget.pk}/", f"{gadget.pk}/edit/", f"{gadget.pk}/delete/?reason=x&version=1"]:
        client.get(f"/gadgets/{tail}")
    assert (Gadget.objects.count(), FormToken.objects.count(), events().count()) == (1, 0, 0)
