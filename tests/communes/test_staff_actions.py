from datetime import date

import pytest

from common.errors import ClosedMonth, OutOfScope, Refused, StaleVersion
from common.months import Month
from communes.actions import equipment, staff
from communes.models import Placement, StaffMember, StaleMark
from tests.factories import communes as make

JUNE, JULY, TODAY, TOMORROW = date(2020, 6, 1), date(2020, 7, 15), date(2020, 8, 3), date(2020, 8, 4)


@pytest.fixture
def person(tree):
    return make.make_staff(tree.tacuty, "Giàng A Páo", since=JUNE)


def test_create_writes_person_and_posting(official, tree):
    person = staff.create(
        by=official, unit=tree.tacuty, full_name="Lý Thị  Dúa", since=JULY, position="Kế toán", fluent=True
    )
    posting = person.postings.get()
    assert person.full_name == "Lý Thị Dúa"
    assert (posting.unit, posting.position, posting.fluent) == (tree.tacuty, "Kế toán", True)


def test_create_refuses_the_future_and_other_units(official, tree):
    fields = {"full_name": "Lý Thị Dúa", "position": "Kế toán"}
    with pytest.raises(Refused) as refused:
        staff.create(by=official, unit=tree.tacuty, since=TOMORROW, **fields)
    assert refused.value.field == "since"
    with pytest.raises(OutOfScope):
        staff.create(by=official, unit=tree.banpho, since=JULY, **fields)
    assert not StaffMember.objects.exists()


def test_skills_change_from_a_day(official, person):
    staff.change_skills(person, by=official, version=1, since=JULY, skill_level="basic", fluent=True)
    before, after = person.postings.order_by("since")
    assert (before.skill_level, before.until) == ("none", JULY)
    assert (after.skill_level, after.fluent, after.position) == ("basic", True, before.position)


def test_move_within_the_unit_keeps_skills(official, person, tree):
    staff.move(person, by=official, version=1, since=JULY, unit=tree.tacuty, position="Chủ tịch")
    assert person.postings.get(until=None).position == "Chủ tịch"


def test_move_to_another_unit_leaves_the_devices(administrator, person, tree):
    make.make_equipment(tree.tacuty, since=JUNE, holder=person)
    staff.move(person, by=administrator, version=1, since=JULY, unit=tree.banpho, position="Kế toán")
    before, after = Placement.objects.order_by("since")
    assert (before.holder, before.until, after.holder) == (person, JULY, None)


def test_leave_ends_the_posting_and_releases_devices(official, person, tree):
    make.make_equipment(tree.tacuty, since=TODAY, holder=person)
    staff.leave(person, by=official, version=1, since=JULY)
    assert person.postings.get().until == JULY
    assert Placement.objects.get().holder is None
    with pytest.raises(Refused):
        staff.leave(person, by=official, version=2, since=JULY)


def test_leave_on_the_first_day_is_refused(official, person):
    with pytest.raises(Refused, match="01/06/2020"):
        staff.leave(person, by=official, version=1, since=JUNE)


def test_somebody_who_left_can_come_back(official, person, tree):
    staff.leave(person, by=official, version=1, since=JULY)
    with pytest.raises(Refused, match="15/07/2020"):
        staff.move(person, by=official, version=2, since=date(2020, 7, 1), unit=tree.tacuty, position="Kế toán")
    staff.move(person, by=official, version=2, since=TODAY, unit=tree.tacuty, position="Kế toán")
    assert person.postings.get(until=None).since == TODAY


def test_training_counts_where_the_person_works(official, person, tree):
    training = staff.record_training(person, by=official, version=1, trained_on=JULY, subject="Ký số")
    assert training.unit == tree.tacuty
    assert StaleMark.objects.filter(section="staff", month=7).exists()


@pytest.mark.parametrize("day", [TOMORROW, date(2020, 5, 31)])
def test_training_outside_the_post_is_refused(official, person, day):
    with pytest.raises(Refused) as refused:
        staff.record_training(person, by=official, version=1, trained_on=day, subject="Ký số")
    assert refused.value.field == "trained_on"


def test_training_can_be_corrected_and_deleted(administrator, person):
    training = staff.record_training(person, by=administrator, trained_on=JULY, subject="Ký số")
    training = staff.correct_training(
        training, by=administrator, version=2, reason="sai ngày", trained_on=TODAY, subject="Ký số"
    )
    assert training.trained_on == TODAY
    staff.delete_training(training, by=administrator, version=3, reason="nhập trùng")
    assert not person.trainings.exists()


def test_stale_version_and_closed_month_are_refused(official, administrator, person, tree):
    with pytest.raises(StaleVersion):
        staff.change(person, by=official, version=7, reason="x", full_name="A")
    make.close_month(tree.tacuty, Month(2020, 7), by=administrator)
    with pytest.raises(ClosedMonth):
        staff.leave(person, by=official, version=1, since=JULY)
    assert staff.change(person, by=official, version=1, reason="sai tên", full_name="Giàng A Pao").version == 2


def test_person_with_devices_is_not_deleted(administrator, person, tree):
    device = make.make_equipment(tree.tacuty, since=JUNE, holder=person)
    with pytest.raises(Refused):
        staff.delete(person, by=administrator, reason="nhập trùng")
    equipment.delete(device, by=administrator, reason="nhập trùng")
    staff.delete(person, by=administrator, reason="nhập trùng")
    assert not StaffMember.objects.exists()
