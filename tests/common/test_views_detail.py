"""A record's page, its history, and the look-up."""

import pytest

from tests.common.gadget import Gadget
from tests.common.gadget_pages import GadgetFilter

pytestmark = pytest.mark.django_db


def test_detail_shows_labelled_values(client, clerk, make_gadget):
    gadget = make_gadget("thing", version=3)
    response = client.get(gadget.get_absolute_url())
    assert response.context["groups"] == [("Facts", [("Name", "thing"), ("Day", "01/01/2020"), ("Twice", "6.000")])]
    assert "Related" in response.content.decode()


def test_detail_offers_what_the_user_may_do(client, clerk, make_gadget):
    page = client.get(make_gadget().get_absolute_url())
    assert [button["url"].split("/")[-2] for button in page.context["buttons"]] == ["edit", "rename", "delete"]
    clerk.username = "reader"
    clerk.save()
    assert client.get(page.request["PATH_INFO"]).context["buttons"] == []


def test_history_tells_who_what_and_why_in_words(client, clerk, make_gadget):
    gadget = make_gadget("old")
    client.post(
        f"/gadgets/{gadget.pk}/edit/", {"day": "09/01/2020", "name": "new", "version": 1, "reason": "it was wrong"}
    )
    response = client.get(f"/gadgets/{gadget.pk}/history/")
    [entry] = response.context["entries"]
    assert (entry.actor, entry.reason, entry.kind) == ("Clerk", "it was wrong", "changed")
    assert {(field.before, field.after) for field in entry.fields} == {("01/01/2020", "09/01/2020"), ("old", "new")}
    assert "it was wrong" in response.content.decode()


def test_history_of_an_untouched_record_says_so(client, clerk, make_gadget):
    assert b"empty" in client.get(f"/gadgets/{make_gadget().pk}/history/").content


def lookup(client, query):
    return [row["text"] for row in client.get("/gadgets/lookup/", {"q": query}).json()["results"]]


def test_lookup_finds_by_parts_and_key_within_scope(client, clerk, make_gadget):
    first = make_gadget("xa ban gia")
    make_gadget("xa ban pho")
    hidden = make_gadget("xa ban ma", legal_basis="secret")
    assert lookup(client, "Giã bản") == [f"xa ban gia · {first.pk}"]
    assert lookup(client, str(first.pk)) == [f"xa ban gia · {first.pk}"]
    assert lookup(client, str(hidden.pk)) == []
    assert len(lookup(client, "bản")) == 2
    assert lookup(client, "\x00%_") == []


@pytest.fixture
def field(rf, clerk):
    request = rf.get("/")
    request.user = clerk
    return GadgetFilter({}, queryset=Gadget.objects.all(), request=request).form.fields["twin"]


def test_lookup_field_reads_text_key_and_unambiguous_name(field, make_gadget):
    first, second = make_gadget("xa ban gia"), make_gadget("xa ban pho")
    assert field.clean(f"xa ban gia · {first.pk}") == first
    assert field.clean(str(second.pk)) == second
    assert field.clean("phổ") == second
    assert field.clean("") is None
    assert field.prepare_value(first.pk) == f"xa ban gia · {first.pk}"


@pytest.mark.parametrize(
    ("typed", "part"), [("ban", "xa ban gia, xa ban pho"), ("nowhere", "nowhere"), ("9" * 30, "9")]
)
def test_lookup_field_refuses_with_a_sentence(field, make_gadget, typed, part):
    make_gadget("xa ban gia")
    make_gadget("xa ban pho")
    with pytest.raises(Exception, match=part):
        field.clean(typed)


def test_lookup_field_knows_nothing_out_of_scope(field, make_gadget):
    hidden = make_gadget("hidden", legal_basis="secret")
    with pytest.raises(Exception, match="hidden"):
        field.clean(f"hidden · {hidden.pk}")


def test_lookup_widget_names_its_address(field, make_gadget):
    assert 'data-lookup="/gadgets/lookup/"' in field.widget.render("twin", "x", {"id": "id_twin"})
