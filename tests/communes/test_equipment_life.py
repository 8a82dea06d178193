"""The acts of a device's life: what leads where, what is refused, what is written down."""

from datetime import date

import pytest
from django.urls import reverse

from common.errors import ClosedMonth, Refused, StaleVersion
from common.models import AuditEvent
from common.months import Month
from communes.actions import equipment
from communes.models import Condition
from tests.communes.pages import errors, submit
from tests.factories import communes as make

JUNE, JULY, TODAY = date(2020, 6, 1), date(2020, 7, 15), date(2020, 8, 3)
ACTS = {
    "fault": (equipment.report_broken, {}),
    "repair": (equipment.repair, {"note": "thay nguồn"}),
    "propose": (equipment.propose, {}),
    "withdraw": (equipment.withdraw_proposal, {"condition": "good"}),
    "liquidate": (equipment.liquidate, {}),
}
LEADS = {
    ("good", "fault"): "broken",
    ("good", "propose"): "proposed",
    ("broken", "repair"): "good",
    ("broken", "propose"): "proposed",
    ("proposed", "withdraw"): "good",
    ("proposed", "liquidate"): "liquidated",
}


def device_in(tree, condition: str):
    return make.make_equipment(tree.tacuty, since=JUNE, condition=condition)


def now(device) -> str:
    return device.placements.get(until=None).condition


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("condition", Condition.values)
def test_act_leads_out_of_its_conditions_only(tree, official, condition, act):
    device, (do, more) = device_in(tree, condition), ACTS[act]
    if (condition, act) in LEADS:
        do(device, by=official, version=1, since=JULY, **more)
        assert now(device) == LEADS[condition, act]
    else:
        with pytest.raises(Refused):
            do(device, by=official, version=1, since=JULY, **more)
        assert now(device) == condition


def test_liquidated_device_never_moves_nor_changes(tree, official):
    device = device_in(tree, "liquidated")
    with pytest.raises(Refused, match="01/06/2020"):
        equipment.move(device, by=official, version=1, since=TODAY, unit=tree.tacuty)
    with pytest.raises(Refused, match="01/06/2020"):
        equipment.change_condition(device, by=official, version=1, since=TODAY, condition="good")


def test_slip_of_the_day_may_be_put_right(tree, official):
    device = device_in(tree, "liquidated")
    equipment.change_condition(device, by=official, version=1, since=JUNE, condition="good")
    assert now(device) == "good"


def test_liquidated_device_is_in_nobodys_hands(tree, official):
    person = make.make_staff(tree.tacuty, since=JUNE)
    device = make.make_equipment(
        tree.tacuty, since=JUNE, condition="proposed", holder=person, on_lan=True, antivirus=True, one_stop=True
    )
    equipment.liquidate(device, by=official, version=1, since=JULY, note="QĐ 12/QĐ-UBND")
    row = device.placements.get(until=None)
    assert (row.holder, row.on_lan, row.antivirus, row.one_stop) == (None, False, False, False)


def test_repair_says_what_was_repaired_and_the_past_stays(tree, official):
    device = device_in(tree, "broken")
    with pytest.raises(Refused) as refused:
        equipment.repair(device, by=official, version=1, since=JULY, note=" ")
    assert refused.value.field == "note"
    equipment.repair(device, by=official, version=1, since=JULY, note="thay nguồn")
    assert [(row.condition, row.note) for row in device.placements.all()] == [("broken", ""), ("good", "thay nguồn")]
    assert AuditEvent.objects.get(action="equipment.repaired").actor_id == official.pk


def test_note_belongs_to_one_row(tree, official):
    device = device_in(tree, "broken")
    equipment.repair(device, by=official, version=1, since=JULY, note="thay nguồn")
    equipment.change_condition(device, by=official, version=2, since=TODAY, condition="good", antivirus=True)
    assert device.placements.get(until=None).note == ""


def test_act_in_a_closed_month_is_refused(tree, official):
    device = device_in(tree, "good")
    make.close_month(tree.tacuty, Month(2020, 7))
    with pytest.raises(ClosedMonth):
        equipment.report_broken(device, by=official, version=1, since=JULY)
    equipment.report_broken(device, by=official, version=1, since=TODAY)
    assert now(device) == "broken"


def test_second_of_two_acts_is_told(tree, official):
    device = device_in(tree, "good")
    equipment.report_broken(device, by=official, version=1, since=JULY)
    with pytest.raises(StaleVersion):
        equipment.propose(device, by=official, version=1, since=TODAY)


@pytest.mark.parametrize("condition", Condition.values)
def test_page_offers_what_leads_on(client, tree, official, condition):
    client.force_login(official)
    answer = client.get(device_in(tree, condition).get_absolute_url())
    offered = {button["url"].rstrip("/").rsplit("/")[-1] for button in answer.context["buttons"]}
    assert offered & set(ACTS) == {act for (before, act) in LEADS if before == condition}
    assert ("move" in offered) is (condition != "liquidated")


def test_act_by_form(client, tree, official):
    client.force_login(official)
    device = device_in(tree, "good")
    assert errors(submit(client, "equipment-fault", device, since="15/07/2020", note="không lên nguồn")) == {}
    assert "note" in errors(submit(client, "equipment-repair", device, since="20/07/2020"))
    assert errors(submit(client, "equipment-repair", device, since="20/07/2020", note="thay nguồn")) == {}
    assert errors(submit(client, "equipment-propose", device, since="25/07/2020")) == {}
    assert errors(submit(client, "equipment-withdraw", device, since="26/07/2020", condition="broken")) == {}
    assert "__all__" in errors(submit(client, "equipment-liquidate", device))
    assert now(device) == "broken"


def test_stale_page_of_an_act_says_why_it_does_not_fit(client, tree, official):
    client.force_login(official)
    answer = client.get(reverse("communes:equipment-repair", args=[device_in(tree, "good").pk]))
    assert answer.status_code == 200
