"""The admin as second way in: the same rules at the same fields, effects before a correction, no back doors."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry

from tests.common.gadget import Gadget, events
from tests.common.gadget_pages import GadgetAdmin, site

pytestmark = pytest.mark.django_db
LIST = "/admin/tests_gadgets/gadget/"


def edit_data(gadget, **changes):
    data = {"day": f"{gadget.day:%d/%m/%Y}", "name": gadget.name, "legal_basis": gadget.legal_basis}
    return {**data, "version": gadget.version, "reason": "because", **changes}


def change(client, gadget, **changes):
    return client.post(f"{LIST}{gadget.pk}/change/", edit_data(gadget, **changes))


def form_of(response):
    return response.context["adminform"].form


def test_add_reads_vietnamese_days_and_asks_no_reason(client, clerk):
    response = client.post(f"{LIST}add/", {"day": "02/01/2020", "name": "new"})
    assert response.status_code == 302
    assert Gadget.objects.get().day == date(2020, 1, 2)
    assert events().get().action == "gadget.create"
    assert not LogEntry.objects.exists()


def test_add_page_shows_no_page_fields(client, clerk):
    page = client.get(f"{LIST}add/").content.decode()
    assert "reason" not in form_of(client.get(f"{LIST}add/")).fields
    assert 'name="version"' not in page
    assert 'type="number"' not in page


def test_change_calls_the_action_once(client, clerk, make_gadget):
    gadget = make_gadget("old")
    assert change(client, gadget, name="new").status_code == 302
    gadget.refresh_from_db()
    assert (gadget.name, gadget.version) == ("new", 2)
    assert [event.reason for event in events()] == ["because"]


def test_change_page_shows_the_day_in_vietnamese(client, clerk, make_gadget):
    page = client.get(f"{LIST}{make_gadget(day=date(2020, 1, 2)).pk}/change/").content.decode()
    assert 'value="02/01/2020"' in page
    assert re.search(r'name="version" value="1"', page)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"version": ""}, "version"),
        ({"day": "31/02/2020"}, "day"),
        ({"name": "refused"}, "name"),
        ({"name": "invalid"}, "name"),
        ({"name": "foreign"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": ""}, "name"),
    ],
)
def test_change_refused_stands_at_the_field_and_writes_nothing(client, clerk, make_gadget, changes, field):
    gadget = make_gadget("old")
    response = change(client, gadget, **changes)
    assert form_of(response).errors[field]
    gadget.refresh_from_db()
    assert (gadget.name, gadget.version, events().count()) == ("old", 1, 0)


def test_change_of_a_stale_version_is_refused_once(client, clerk, make_gadget):
    gadget = make_gadget("old")
    change(client, gadget, name="theirs")
    response = change(client, gadget, name="mine")
    assert form_of(response).non_field_errors()
    assert 'value="mine"' in response.content.decode()
    assert 'name="version" value="2"' in response.content.decode()
    assert Gadget.objects.get().name == "theirs"


def test_closed_month_is_closed_to_a_clerk(client, clerk, make_gadget):
    gadget = make_gadget("old", day=date(2019, 5, 1))
    response = change(client, gadget, name="renamed", override="on")
    assert form_of(response).errors["day"] == ["The month is closed."]
    assert "override" not in response.content.decode().split("effects")[-1]
    assert Gadget.objects.get().name == "old"


def proof_in(response):
    return re.search(r'name="effects_seen" value="([0-9a-f]{64})"', response.content.decode())[1]


def test_closed_month_is_corrected_after_its_effects_were_seen(client, boss, make_gadget):
    gadget = make_gadget("old", day=date(2019, 5, 1))
    shown = change(client, gadget, name="renamed")
    assert [(e.label, e.before, e.after) for e in form_of(shown).effects] == [("renamed", 0, 1)]
    assert Gadget.objects.get().name == "old"
    unticked = change(client, gadget, name="renamed", effects_seen=proof_in(shown))
    assert unticked.status_code == 200
    assert change(client, gadget, name="renamed", effects_seen=proof_in(shown), override="on").status_code == 302
    assert Gadget.objects.get().name == "renamed"


@pytest.mark.parametrize("other", [{"name": "else"}, {"effects_seen": "0" * 64}, {"effects_seen": ""}])
def test_closed_month_needs_the_effects_of_this_very_correction(client, boss, make_gadget, other):
    gadget = make_gadget("old", day=date(2019, 5, 1))
    seen = proof_in(change(client, gadget, name="renamed"))
    data = {"name": "renamed", "effects_seen": seen, "override": "on", **other}
    assert change(client, gadget, **data).status_code == 200
    assert Gadget.objects.get().name == "old"


def test_override_does_nothing_in_an_open_month(client, boss, make_gadget, monkeypatch):
    given = []
    monkeypatch.setattr(
        GadgetAdmin, "perform", lambda self, request, obj, form, change: given.append(form.override) or obj
    )
    change(client, make_gadget("old"), name="new", override="on", effects_seen="0" * 64)
    assert set(given) == {False}


def test_records_out_of_scope_are_missing_everywhere(client, clerk, make_gadget):
    hidden = make_gadget("concealed", legal_basis="secret")
    for tail in ("change/", "history/", "delete/"):
        there, nowhere = (client.get(f"{LIST}{pk}/{tail}") for pk in (hidden.pk, hidden.pk + 1000))
        assert there.status_code == nowhere.status_code == 404
    assert "concealed" not in client.get(LIST).content.decode()
    assert change(client, hidden, name="mine").status_code == 404
    assert Gadget.objects.get().name == "concealed"


def test_reader_changes_nothing(client, clerk, make_gadget):
    gadget = make_gadget("old")
    clerk.username = "reader"
    clerk.save()
    assert client.get(f"{LIST}{gadget.pk}/change/").status_code == 200
    assert change(client, gadget, name="new").status_code == 403
    assert client.post(f"{LIST}add/", {"day": "02/02/2020", "name": "new"}).status_code == 403
    assert client.post(f"{LIST}{gadget.pk}/delete/", {"version": 1, "reason": "x"}).status_code == 403
    assert [g.name for g in Gadget.objects.all()] == ["old"]


def test_delete_needs_a_reason_and_calls_the_action(client, boss, make_gadget):
    gadget = make_gadget("old")
    assert client.get(f"{LIST}{gadget.pk}/delete/").status_code == 200
    assert client.post(f"{LIST}{gadget.pk}/delete/", {"version": 1, "post": "yes"}).status_code == 200
    assert Gadget.objects.exists()
    assert client.post(f"{LIST}{gadget.pk}/delete/", {"version": 1, "reason": "broken"}).status_code == 302
    assert not Gadget.objects.exists()
    assert events().get().reason == "broken"


def test_forged_bulk_posts_do_nothing(client, boss, make_gadget):
    gadget = make_gadget("old")
    client.post(LIST, {"action": "delete_selected", "_selected_action": [gadget.pk], "post": "yes"})
    client.post(
        LIST, {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": gadget.pk, "form-0-name": "new", "_save": 1}
    )
    change(client, gadget, pk=99, id=99, version=1, _saveasnew="1", **{"form-TOTAL_FORMS": "1"})
    assert [(g.pk, g.name) for g in Gadget.objects.all()] == [(gadget.pk, "old")]


def test_history_is_the_audit(client, clerk, make_gadget):
    gadget = make_gadget("old")
    change(client, gadget, name="new")
    page = client.get(f"{LIST}{gadget.pk}/history/").content.decode()
    assert "because" in page
    assert "new" in page


def test_list_searches_and_counts_within_bounds(client, clerk, make_gadget, django_assert_max_num_queries):
    for number in range(60):
        make_gadget(f"thing {number}")
    with django_assert_max_num_queries(6):
        assert client.get(LIST).status_code == 200
    assert "thing 7<" in client.get(LIST, {"q": "thing 7"}).content.decode()


def test_site_has_no_redirect_that_tells_what_exists():
    assert "view_on_site" not in {getattr(route, "name", None) for route in site.get_urls()}


def test_list_says_where_counting_stopped(client, boss, make_gadget, monkeypatch):
    make_gadget("one"), make_gadget("two")
    monkeypatch.setattr("common.admin.action_admin.MOST_COUNTED", 2)
    assert "hơn 2" not in client.get(f"{LIST}").content.decode()
    make_gadget("three")
    assert " ".join(client.get(LIST).content.decode().split()).count("hơn 2") == 2
