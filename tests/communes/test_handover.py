"""The handover record: for which placements, for whom, and what the paper says."""

import re
from datetime import date

import pytest
from django.urls import reverse

from communes.actions import equipment, staff
from communes.handover import handovers, positions
from tests.communes.pages import submit
from tests.factories import communes as make

JUNE, MARCH, JULY, LATER = date(2020, 6, 1), date(2020, 3, 5), date(2020, 7, 1), date(2020, 7, 15)


@pytest.fixture
def moved(tree, administrator):
    """A device of Tả Củ Tỷ that went to somebody in Bản Phố."""
    giver = make.make_staff(tree.tacuty, "Giàng Seo Ân", since=date(2020, 1, 1), position="Kế toán")
    taker = make.make_staff(tree.banpho, "Lý A Sẻng", since=date(2020, 1, 1), position="Chủ tịch UBND")
    device = make.make_equipment(
        tree.tacuty, since=date(2020, 1, 1), holder=giver, name="Dell", serial="XYZ-1", cost=12_000_000
    )
    return equipment.move(device, by=administrator, version=None, since=MARCH, unit=tree.banpho, holder=taker)


def address(device, since) -> str:
    return reverse("communes:equipment-handover", args=[device.pk, device.placements.get(since=since).pk])


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_only_a_change_of_unit_or_holder_hands_over(tree, official):
    person = make.make_staff(tree.tacuty, since=JUNE)
    device = make.make_equipment(tree.tacuty, since=JUNE)
    equipment.move(device, by=official, version=None, since=JULY, unit=tree.tacuty, holder=person)
    equipment.report_broken(device, by=official, version=None, since=LATER)
    found = handovers(device.placements.all())
    assert [handover.day for handover in found.values()] == [JULY]


def test_new_device_is_handed_to_its_first_holder(tree):
    device = make.make_equipment(tree.tacuty, since=JUNE, holder=make.make_staff(tree.tacuty, since=JUNE))
    (handover,) = handovers(device.placements.all()).values()
    assert (handover.giver, handover.giving_unit, handover.taker) == (None, tree.tacuty, device.placements.get().holder)


def test_paper_names_both_sides_the_day_and_the_device(client, moved, tree):
    client.force_login(make.make_member("leader", tree.district, language="vi"))
    said = words(client.get(address(moved, MARCH)))
    for part in (
        "Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc", "Tả Củ Tỷ, ngày 05 tháng 3 năm 2020",
        "1. Bên giao: UBND xã Tả Củ Tỷ", "Giàng Seo Ân", "Kế toán", "2. Bên nhận: UBND xã Bản Phố", "Lý A Sẻng",
        "Chủ tịch UBND", "Máy tính để bàn Dell", "XYZ-1", "12.000.000", "đang sử dụng tốt", "(Ký, ghi rõ họ tên)",
    ):  # fmt: skip
        assert part in said, part


@pytest.mark.parametrize("side", ["tacuty", "banpho"])
def test_each_side_sees_the_record(client, moved, tree, side):
    client.force_login(make.make_member("official", getattr(tree, side)))
    assert client.get(address(moved, MARCH)).status_code == 200


def test_third_unit_gets_the_answer_of_a_missing_record(client, moved, tree):
    third = make.make_unit("Na Hối", parent=tree.district)
    client.force_login(make.make_member("official", third))
    hidden = client.get(address(moved, MARCH))
    assert hidden.status_code == 404
    assert hidden.content == client.get("/equipment/987654/handover/987654/").content


def test_handover_between_others_is_hidden_from_a_later_owner(client, moved, tree, administrator):
    third = make.make_unit("Na Hối", parent=tree.district)
    equipment.move(moved, by=administrator, version=None, since=JULY, unit=third)
    client.force_login(make.make_member("official", third))
    assert client.get(address(moved, JULY)).status_code == 200
    assert client.get(address(moved, MARCH)).status_code == 404


def test_placement_without_a_handover_has_no_record(client, tree, official):
    device = make.make_equipment(tree.tacuty, since=JUNE)
    client.force_login(official)
    assert client.get(address(device, JUNE)).status_code == 404


def test_move_leads_to_its_record(client, tree, official):
    device, person = make.make_equipment(tree.tacuty, since=JUNE), make.make_staff(tree.tacuty, since=JUNE)
    client.force_login(official)
    answer = submit(client, "equipment-move", device, since="01/07/2020", holder=person.pk)
    page = client.get(answer["Location"])
    (message,) = page.context["messages"]
    assert address(device, JULY) in str(message)
    table = page.context["related"][0][1]
    assert [row.record.handover_url for row in table.rows] == [address(device, JULY), None]


def test_move_that_hands_nothing_over_has_no_record(client, tree, official):
    device = make.make_equipment(tree.tacuty, since=JUNE)
    client.force_login(official)
    answer = submit(client, "equipment-move", device, since="01/07/2020", on_lan="on")
    (message,) = client.get(answer["Location"]).context["messages"]
    assert "href" not in str(message)


def test_each_side_signs_with_its_post_in_its_own_unit(tree, administrator):
    """Who moves away on the day gives with the post held until then; what the person becomes elsewhere is not told."""
    giver = make.make_staff(tree.tacuty, "Giàng Seo Ân", since=date(2020, 1, 1), position="Kế toán")
    device = make.make_equipment(tree.tacuty, since=date(2020, 1, 1), holder=giver)
    staff.move(giver, by=administrator, version=None, since=MARCH, unit=tree.banpho, position="Chủ tịch UBND")
    (handover,) = [one for one in handovers(device.placements.all()).values() if one.day == MARCH]
    assert positions(handover) == {giver.pk: "Kế toán"}
