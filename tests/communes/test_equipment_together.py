"""One change to many devices: what the preview says is what the act does, and nothing else."""

from datetime import date

import pytest

from common.errors import NotAllowed, Refused, StaleVersion
from common.models import AuditEvent, Batch
from common.months import Month
from communes import bulk
from communes.actions import equipment, equipment_bulk
from communes.models import Placement
from tests.factories import communes as make

JUNE, JULY, TODAY, TOMORROW = date(2020, 6, 1), date(2020, 7, 15), date(2020, 8, 3), date(2020, 8, 4)
BROKEN = bulk.Change(JULY, {"condition": "broken"}, note="sét đánh")


@pytest.fixture
def devices(tree):
    return [make.make_equipment(tree.tacuty, since=JUNE) for _ in range(3)]


def planned(change, devices, by) -> dict:
    """device id -> (what changes, why it is refused)."""
    lines = bulk.plan(change, [device.pk for device in devices], by=by)
    return {line.device.pk: (line.changes, line.refusal) for line in lines}


def do(change, devices, by, **options):
    chosen = {device.pk: device.version for device in devices}
    return equipment_bulk.change_many(by=by, change=change, chosen=chosen, **options)


def conditions() -> list[str]:
    return list(Placement.objects.filter(until=None).order_by("equipment_id").values_list("condition", flat=True))


def test_all_change_in_one_event_and_one_batch(devices, official):
    done = do(BROKEN, devices, official, reason="biên bản 3/BB")
    assert conditions() == ["broken"] * 3
    assert {device.version for device in done} == {2}
    batch, event = Batch.objects.get(), AuditEvent.objects.get(action__startswith="equipment")
    assert (batch.kind, batch.rows) == ("equipment_together", 3)
    assert (event.action, event.batch_id, event.reason) == ("equipment.changed_together", batch.pk, "biên bản 3/BB")
    begun = Placement.objects.filter(until=None)
    assert {(row.batch_id, row.note, row.since) for row in begun} == {(batch.pk, "sét đánh", JULY)}
    assert Placement.objects.exclude(until=None).values_list("until", flat=True).distinct().get() == JULY


def test_plan_tells_before_and_after_and_writes_nothing(devices, official):
    found = planned(BROKEN, devices, official)
    assert {changes[0][1:] for changes, _refusal in found.values()} == {("đang sử dụng tốt", "hỏng")}
    assert {refusal for _changes, refusal in found.values()} == {""}
    assert Placement.objects.count() == 3


def test_refused_ones_are_left_out_only_when_the_person_says_so(devices, official):
    equipment.change_condition(devices[0], by=official, version=1, since=JUNE, condition="liquidated")
    devices[0].refresh_from_db()
    refused = [pk for pk, (_changes, refusal) in planned(BROKEN, devices, official).items() if refusal]
    assert refused == [devices[0].pk]
    with pytest.raises(Refused) as error:
        do(BROKEN, devices, official, refused=refused)
    assert error.value.field == "leave_out"
    assert conditions() == ["liquidated", "good", "good"]
    do(BROKEN, devices, official, refused=refused, leave_out=True)
    assert conditions() == ["liquidated", "broken", "broken"]


def test_what_changed_since_the_preview_is_told(devices, official):
    equipment.report_broken(devices[2], by=official, version=1, since=JULY)
    with pytest.raises(StaleVersion):
        do(BROKEN, devices, official)
    assert conditions() == ["good", "good", "broken"]
    assert not Batch.objects.exists()


def test_month_closed_since_the_preview_is_told_even_when_refused_ones_are_left_out(devices, tree, official):
    other = make.make_equipment(tree.tacuty, since=JUNE, condition="liquidated")
    make.close_month(tree.tacuty, Month(2020, 7))
    with pytest.raises(StaleVersion):
        do(BROKEN, [*devices, other], official, refused=[other.pk], leave_out=True)
    assert "broken" not in conditions()


def test_only_refused_ones_is_nothing_to_do(devices, official):
    change = bulk.Change(JULY, {"condition": "good"})
    with pytest.raises(Refused):
        do(change, devices, official, refused=[device.pk for device in devices], leave_out=True)
    assert not AuditEvent.objects.filter(action__startswith="equipment").exists()


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (bulk.Change(JULY, {"condition": "good"}), "Không có gì khác"),
        (bulk.Change(date(2020, 5, 31), {"condition": "broken"}), "01/06/2020"),
        (bulk.Change(JULY, {"standalone": True, "on_lan": True}), "mạng LAN"),
    ],
)
def test_refusals_of_the_register(devices, official, change, part):
    for _changes, refusal in planned(change, devices, official).values():
        assert part in refusal


def test_closed_month_and_other_unit_are_refused(devices, tree, official, administrator):
    make.close_month(tree.tacuty, Month(2020, 7))
    gone = make.make_equipment(tree.tacuty, since=JUNE)
    equipment.move(gone, by=administrator, version=1, since=TODAY, unit=tree.banpho)
    found = planned(BROKEN, [devices[0], gone], official)
    assert "07/2020" in found[devices[0].pk][1]
    assert "đơn vị khác" in found[gone.pk][1]
    assert planned(bulk.Change(TODAY, {"condition": "broken"}), devices, official)[devices[0].pk][1] == ""


def test_holder_must_work_there_and_a_move_releases(devices, tree, administrator):
    person = make.make_staff(tree.tacuty, "Lý A Sẻng", since=JUNE)
    given = bulk.Change(JULY, {"holder": person})
    assert {refusal for _c, refusal in planned(given, devices, administrator).values()} == {""}
    do(given, devices, administrator)
    for device in devices:
        device.refresh_from_db()
    gone = bulk.Change(TODAY, {"unit": tree.banpho})
    do(gone, devices, administrator)
    assert set(Placement.objects.filter(until=None).values_list("unit", "holder")) == {(tree.banpho.pk, None)}
    stray = bulk.Change(TODAY, {"unit": tree.banpho, "holder": person})
    assert "Lý A Sẻng" in planned(stray, devices, administrator)[devices[0].pk][1]


def test_unit_that_has_ended_is_refused(devices, tree, administrator):
    tree.banpho.valid_until = date(2020, 7, 1)
    tree.banpho.save()
    found = planned(bulk.Change(JULY, {"unit": tree.banpho}), devices, administrator)
    assert all("Bản Phố" in refusal for _changes, refusal in found.values())


def test_funding_source_needs_a_reason_and_leaves_the_placements(devices, official):
    change = bulk.Change(TODAY, funding_source="project")
    with pytest.raises(Refused) as error:
        do(change, devices, official)
    assert error.value.field == "reason"
    do(change, devices, official, reason="theo quyết định đầu tư")
    assert {device.funding_source for device in (d.__class__.objects.get(pk=d.pk) for d in devices)} == {"project"}
    assert Placement.objects.count() == 3


def test_future_is_refused(devices, official):
    with pytest.raises(Refused) as error:
        do(bulk.Change(TOMORROW, {"condition": "broken"}), devices, official)
    assert error.value.field == "since"


def test_heads_change_nothing(devices, tree):
    head = make.make_member("head", tree.tacuty)
    refused = [device.pk for device in devices]
    with pytest.raises((NotAllowed, Refused)):
        do(BROKEN, devices, head, refused=refused, leave_out=True)
    assert conditions() == ["good"] * 3


def test_unseen_devices_are_no_part_of_the_plan(devices, tree, official):
    other = make.make_equipment(tree.banpho, since=JUNE)
    assert list(planned(BROKEN, [other], official)) == []
    with pytest.raises(StaleVersion):
        do(BROKEN, [*devices, other], official)


def test_plan_costs_the_same_however_many(devices, tree, official, django_assert_num_queries):
    planned(BROKEN, devices, official)  # the scope of the person
    for number in (3, 30):
        holder = make.make_staff(tree.tacuty, since=JUNE)
        chosen = [make.make_equipment(tree.tacuty, since=JUNE, holder=holder) for _ in range(number)]
        with django_assert_num_queries(5):  # devices, placements, postings, opened months, closed months
            planned(BROKEN, chosen, official)
