"""Changing many devices by hand: tick, describe, preview, confirm."""

from datetime import date

import pytest
from django.urls import reverse

from communes import bulk
from communes.actions import equipment
from communes.models import Placement
from tests.communes.pages import errors, shown
from tests.factories import communes as make

JUNE = date(2020, 6, 1)
URL = reverse("communes:equipment-together")


@pytest.fixture
def devices(tree):
    return [make.make_equipment(tree.tacuty, since=JUNE, kind=kind) for kind in ("desktop", "laptop", "printer")]


@pytest.fixture
def page(client, official):
    client.force_login(official)
    return client


def opened(page, devices) -> dict:
    """The values of the form for some devices, as a browser would send them."""
    answer = page.get(URL, {"device": [device.pk for device in devices]})
    return shown(answer.context["form"])


def previewed(page, devices, /, **typed):
    return page.post(URL, opened(page, devices) | {"since": "15/07/2020"} | typed)


def confirmed(page, preview, **typed):
    return page.post(URL, shown(preview.context["form"]) | {"step": "confirm"} | typed)


def conditions() -> set[str]:
    return set(Placement.objects.filter(until=None).values_list("condition", flat=True))


def test_from_the_ticks_to_the_change(page, devices):
    preview = previewed(page, devices, condition="broken", note="sét đánh")
    assert conditions() == {"good"}
    assert len(preview.context["lines"]) == 3
    answer = confirmed(page, preview)
    assert answer["Location"] == reverse("communes:equipment-list")
    assert conditions() == {"broken"}
    assert "3" in str(next(iter(page.get(answer["Location"]).context["messages"])))


def test_confirmation_sent_twice_changes_once(page, devices):
    preview = previewed(page, devices, condition="broken")
    for _ in range(2):
        assert confirmed(page, preview)["Location"] == reverse("communes:equipment-list")
    assert Placement.objects.count() == 6


def test_all_rows_of_the_filters_are_taken(page, devices):
    answer = page.get(URL, {"all": "1", "kind": "computer"})
    assert {device.kind for device in answer.context["chosen"]} == {"desktop", "laptop"}


@pytest.mark.parametrize("query", [{}, {"device": "987654"}, {"device": "x"}, {"device": "9" * 40}])
def test_nothing_chosen_is_said(page, devices, query):
    answer = page.get(URL, query)
    assert answer.status_code == 200
    assert answer.context["form"] is None
    assert answer.context["too_many"] is False


def test_too_many_are_refused_with_a_way_out(page, devices, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    assert page.get(URL, {"all": "1"}).context["too_many"] is True


def test_devices_of_others_cannot_be_chosen(page, devices, tree):
    other = make.make_equipment(tree.banpho, since=JUNE)
    answer = page.get(URL, {"device": [devices[0].pk, other.pk]})
    assert answer.context["chosen"] == [devices[0]]
    values = opened(page, devices[:1]) | {"devices": f"{other.pk}:1:0", "condition": "broken", "step": "confirm"}
    answer = page.post(URL, values)
    assert answer.status_code == 200
    assert other.placements.get().condition == "good"


def test_refused_ones_ask_for_the_box(page, devices):
    devices[0].placements.update(condition="liquidated")
    preview = previewed(page, devices, condition="broken")
    assert [line.device for line in preview.context["refused"]] == [devices[0]]
    again = confirmed(page, preview)
    assert list(errors(again)) == ["leave_out"]
    assert conditions() == {"liquidated", "good"}
    assert errors(confirmed(page, again, leave_out="on")) == {}
    assert conditions() == {"liquidated", "broken"}


def test_change_in_between_shows_the_new_preview(page, devices, official):
    preview = previewed(page, devices, condition="broken")
    equipment.propose(devices[1], by=official, version=1, since=date(2020, 7, 20))
    again = confirmed(page, preview)
    assert "__all__" in errors(again)
    assert [line.device for line in again.context["refused"]] == [devices[1]]
    assert conditions() == {"good", "proposed"}
    assert errors(confirmed(page, again, leave_out="on")) == {}
    assert conditions() == {"broken", "proposed"}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "__all__"),
        ({"condition": "broken", "since": "04/08/2020"}, "since"),
        ({"condition": "broken", "since": "31/02/2020"}, "since"),
        ({"condition": "lost"}, "condition"),
        ({"funding_source": "project"}, "reason"),
        ({"condition": "broken", "devices": ""}, "devices"),
        ({"condition": "broken", "devices": "1;2"}, "devices"),
    ],
)
def test_form_says_what_is_wrong(page, devices, typed, field):
    assert field in errors(previewed(page, devices, **typed))


def test_holder_and_nobody_are_one_choice(page, devices, tree):
    person = make.make_staff(tree.tacuty, since=JUNE)
    assert "release" in errors(previewed(page, devices, holder=str(person.pk), release="on"))
    preview = previewed(page, devices, holder=str(person.pk))
    assert {line.changes[0][2] for line in preview.context["lines"]} == {f'<a href="/staff/{person.pk}/">{person}</a>'}
    confirmed(page, preview)
    preview = previewed(page, devices, since="20/07/2020", release="on")
    confirmed(page, preview)
    assert set(Placement.objects.filter(until=None).values_list("holder", flat=True)) == {None}


def test_way_back_keeps_the_typing(page, devices):
    preview = previewed(page, devices, condition="broken", note="sét đánh")
    answer = page.post(URL, shown(preview.context["form"]) | {"step": "edit"})
    assert answer.context["form"]["note"].value() == "sét đánh"
    assert answer.context["chosen"] == sorted(devices, key=lambda device: device.pk)
    assert conditions() == {"good"}


@pytest.mark.parametrize("role", ["head", "leader", "auditor"])
def test_others_neither_tick_nor_change(client, tree, devices, role):
    client.force_login(make.make_member(role, tree.tacuty))
    page = client.get(reverse("communes:equipment-list"))
    assert "chosen" not in [column.name for column in page.context["table"].columns]
    assert client.get(URL, {"device": devices[0].pk}).status_code == 403
    assert client.post(URL, {"devices": f"{devices[0].pk}:1:0"}).status_code == 403


@pytest.mark.parametrize("wrong", [{"funding_source": "x"}, {"note": "x" * 600}, {"since": "31/02/2020"}])
def test_confirmation_that_was_tampered_with_leads_back_to_the_form(page, devices, wrong):
    preview = previewed(page, devices, condition="broken")
    answer = confirmed(page, preview, **wrong)
    assert answer.status_code == 200
    assert set(wrong) <= set(errors(answer))
    assert conditions() == {"good"}
