"""The life of a device in sentences."""

from datetime import date

import pytest
from django.utils import translation

from communes.actions import equipment
from communes.models import Placement
from communes.timeline import moments
from tests.factories import communes as make

JUNE, JULY, LATER, TODAY = date(2020, 6, 1), date(2020, 7, 1), date(2020, 7, 15), date(2020, 8, 3)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def told(device) -> list[tuple]:
    rows = device.placements.select_related("unit", "holder")
    return [(moment.day, moment.sentence, moment.note) for moment in moments(device, rows)]


def test_life_reads_from_acquisition_to_liquidation(tree, administrator):
    person = make.make_staff(tree.banpho, "Lý A Sẻng", since=JUNE)
    device = make.make_equipment(tree.tacuty, since=JUNE, cost=12_000_000, funding_source="district", on_lan=True)
    act = {"by": administrator, "version": None}
    equipment.move(device, **act, since=JULY, unit=tree.banpho, holder=person, on_lan=False)
    equipment.report_broken(device, **act, since=LATER, note="không lên nguồn")
    equipment.repair(device, **act, since=date(2020, 7, 20), note="thay nguồn")
    equipment.propose(device, **act, since=date(2020, 7, 25))
    equipment.liquidate(device, **act, since=TODAY, note="QĐ 12/QĐ-UBND")
    assert told(device) == [
        (JUNE, "Acquired by xã Tả Củ Tỷ for 12.000.000 VND (district budget).", ""),
        (JUNE, "Placed in xã Tả Củ Tỷ; in good use; connected to the LAN.", ""),
        (JULY, "Moved from xã Tả Củ Tỷ to xã Bản Phố; handed to Lý A Sẻng; taken off the LAN.", ""),
        (LATER, "Reported broken.", "không lên nguồn"),
        (date(2020, 7, 20), "Repaired, in good use again.", "thay nguồn"),
        (date(2020, 7, 25), "Proposed for liquidation.", ""),
        (TODAY, "Liquidated; given back by Lý A Sẻng.", "QĐ 12/QĐ-UBND"),
    ]


def test_withdrawn_proposal_is_no_repair(tree, official):
    device = make.make_equipment(tree.tacuty, since=JUNE, condition="proposed")
    equipment.withdraw_proposal(device, by=official, version=None, since=JULY, condition="good")
    assert told(device)[-1][1] == "Proposal for liquidation withdrawn, in good use."


def test_what_was_elsewhere_in_between_is_told_as_new(tree):
    device = make.make_equipment(tree.tacuty, since=JUNE, until=JULY)
    Placement.objects.create(equipment=device, unit=tree.tacuty, since=LATER)
    assert told(device)[-1][:2] == (LATER, "Placed in xã Tả Củ Tỷ; in good use.")


def test_device_that_left_says_so(tree):
    device = make.make_equipment(tree.tacuty, since=JUNE, until=JULY)
    assert told(device)[-1][:2] == (JULY, "No longer in xã Tả Củ Tỷ.")


def test_page_tells_only_what_the_person_sees(client, tree, official, administrator):
    device = make.make_equipment(tree.banpho, since=JUNE)
    equipment.report_broken(device, by=administrator, version=None, since=JULY, note="bí mật của Bản Phố")
    equipment.move(device, by=administrator, version=None, since=LATER, unit=tree.tacuty)
    client.force_login(official)
    page = client.get(device.get_absolute_url())
    assert [moment.day for moment in page.context["moments"]] == [JUNE, LATER]
    assert "bí mật của Bản Phố" not in page.content.decode()
