"""The administrator's way through: kind, form, preview, apply, undo."""

from datetime import date

import pytest
from django.urls import reverse

from communes import reorganise
from communes.models import Reorganisation, Unit
from tests.communes.reorganise.shapes import DAY, plan_of, plans
from tests.factories import communes as make

NEW = "communes:reorganisation-new"


@pytest.fixture
def admin(client, administrator):
    client.force_login(administrator)
    return client


def address(kind: str) -> str:
    return reverse(NEW, args=[kind])


def fields_of(tree, **more) -> dict:
    form = {"ending_1": tree.banpho.pk, "into": tree.tacuty.pk, "new_type": "xa", "resolution": "1/NQ-HĐND"}
    return form | {"effective_on": "16/07/2020"} | more


def seen(page) -> dict:
    return {"seen": page.context["preview"].fingerprint}


def test_merger_is_previewed_then_applied(admin, tree, held):
    page = admin.post(address("merge"), fields_of(tree))
    assert page.context["preview"].units[0].unit == tree.banpho
    assert not Reorganisation.objects.exists()
    done = admin.post(address("merge"), fields_of(tree, apply="1") | seen(page))
    act = Reorganisation.objects.get()
    assert done.url == act.get_absolute_url()
    shown = admin.get(done.url)
    assert shown.status_code == 200
    assert "Tả Củ Tỷ" in shown.content.decode()


def test_what_changed_after_the_preview_is_shown_before_it_is_applied(admin, tree, held):
    page = admin.post(address("merge"), fields_of(tree))
    make.make_equipment(tree.banpho, since=date(2020, 1, 1))
    again = admin.post(address("merge"), fields_of(tree, apply="1") | seen(page))
    assert again.context["preview"].units
    assert not Reorganisation.objects.exists()


def test_entries_can_be_changed_after_the_preview(admin, tree):
    page = admin.post(address("merge"), fields_of(tree, again="1"))
    assert page.context["form"]["resolution"].value() == "1/NQ-HĐND"
    assert "preview" not in page.context


def test_faults_are_listed_and_nothing_can_be_applied(admin, tree):
    page = admin.post(address("merge"), fields_of(tree, into=tree.banpho.pk, apply="1"))
    assert page.context["preview"].faults
    assert b'name="apply"' not in page.content
    assert not Reorganisation.objects.exists()


def test_same_form_sent_twice_is_done_once(admin, tree):
    token = {"token": "0b7a2f4e-5d1c-4d55-9d0a-0d4a4f3c2b1a"}
    page = admin.post(address("merge"), fields_of(tree, **token))
    first = admin.post(address("merge"), fields_of(tree, apply="1", **token) | seen(page))
    second = admin.post(address("merge"), fields_of(tree, apply="1", **token) | seen(page))
    assert Reorganisation.objects.count() == 1
    assert first.url == second.url == Reorganisation.objects.get().get_absolute_url()


def test_split_offers_every_thing_and_takes_the_choice(admin, tree, held):
    form = {"unit": tree.banpho.pk, "heir_1": tree.tacuty.pk, "share_1": "60", "name_2": "Bản Phố Hai", "share_2": "40"}
    form |= {f"type_{number}": "xa" for number in range(1, 5)}
    form |= {"effective_on": "16/07/2020", "resolution": "2/NQ-HĐND"}
    page = admin.post(address("split"), form)
    keys = {thing.key for _group, rows in page.context["things"] for thing in rows}
    assert {f"equipment:{held['device'].pk}", f"staff:{held['person'].pk}", "unfinished"} <= keys
    chosen = {f"choice:equipment:{held['device'].pk}": "1"}
    admin.post(address("split"), form | chosen | {"apply": "1"} | seen(page))
    assert held["device"].placements.get(until=None).unit.name == "Bản Phố Hai"


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("rename", {"unit": "banpho", "new_name": "Bản Phố Mới", "new_type": "thi_tran"}),
        ("move", {"unit": "banpho", "new_parent": "province"}),
        ("abolish", {"ending_1": "office"}),
        ("create", {"new_name": "Bản Mới", "new_type": "xa", "new_parent": "district"}),
    ],
)
def test_each_kind_has_its_form(admin, tree, kind, form):
    units = {name: getattr(tree, name).pk for name in ("banpho", "province", "district", "office")}
    form = {name: units.get(value, value) for name, value in form.items()}
    form |= {"effective_on": "16/07/2020", "resolution": "3/NQ"}
    assert admin.get(address(kind)).status_code == 200
    page = admin.post(address(kind), form)
    assert page.context["preview"].faults == []
    admin.post(address(kind), form | {"apply": "1"} | seen(page))
    assert Reorganisation.objects.get().kind == kind


def test_empty_and_odd_entries_are_told_at_their_fields(admin, tree):
    wrong = {"heir_1": tree.tacuty.pk, "name_2": "X", "share_2": "abc", "share_3": "120", "effective_on": "31/02/2020"}
    page = admin.post(address("split"), wrong)
    errors = page.context["form"].errors
    assert {"unit", "share_1", "share_2", "share_3", "effective_on", "resolution"} <= set(errors)
    page = admin.post(address("merge"), fields_of(tree, into="", new_name=""))
    assert "into" in page.context["form"].errors
    page = admin.post(address("merge"), fields_of(tree, new_name="Bản Mới"))
    assert "new_name" in page.context["form"].errors


def test_kind_that_does_not_exist_is_not_found(admin, db):
    assert admin.get(address("conquest")).status_code == 404


def test_reorganisation_is_undone_from_its_page(admin, tree, held, administrator):
    act = reorganise.apply(plans(tree)["merge"], by=administrator)
    url = reverse("communes:reorganisation-undo", args=[act.pk])
    assert admin.get(url).context["blockers"] == []
    assert "reason" in admin.post(url, {"reason": ""}).context["form"].errors
    assert admin.post(url, {"reason": "nhầm ngày"}).status_code == 302
    assert Unit.objects.get(pk=tree.banpho.pk).valid_until is None
    assert admin.get(url).status_code == 403


def test_page_of_the_undoing_lists_what_stands_in_the_way(admin, tree, held, administrator):
    act = reorganise.apply(plans(tree)["merge"], by=administrator)
    reorganise.apply(plan_of("merge", [tree.tacuty], [tree.office], day=date(2020, 7, 20)), by=administrator)
    url = reverse("communes:reorganisation-undo", args=[act.pk])
    assert len(admin.get(url).context["blockers"]) >= 1
    page = admin.post(url, {"reason": "nhầm"})
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()


def test_list_shows_the_units_and_the_state(admin, tree, administrator, django_assert_max_num_queries):
    act = reorganise.apply(plans(tree)["merge"], by=administrator)
    with django_assert_max_num_queries(10):
        page = admin.get(reverse("communes:reorganisation-list")).content.decode()
    assert "xã Bản Phố → xã Tả Củ Tỷ" in page
    reorganise.undo(act, by=administrator, reason="nhầm")
    assert admin.get(reverse("communes:reorganisation-list")).status_code == 200
    assert DAY.strftime("%d/%m/%Y") in page
