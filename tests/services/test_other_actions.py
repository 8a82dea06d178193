"""Treasury months, meetings, holidays, and the data of holidays."""

from datetime import date

import pytest

from common.calendar import WorkCalendar
from common.errors import ClosedMonth, Invalid, NotAllowed, OutOfScope, Refused
from common.models import AuditChange, Holiday, SwappedWorkday
from common.months import Month
from communes.models import StaleMark
from services import reference
from services.actions import holidays, meetings, treasury
from services.models import Meeting, TreasuryMonth
from tests.factories.communes import close_month
from tests.factories.desk import make_holiday, make_meeting, make_swap, make_treasury_month

JULY = Month(2020, 7)


def test_a_treasury_month_is_entered_and_marked(place, official):
    row = treasury.create(by=official, unit=place.tacuty, month=JULY, transactions=40, online=40)
    assert (row.year, row.month, row.returned) == (2020, 7, 0)
    assert list(StaleMark.objects.values_list("unit_id", "month", "section")) == [(place.tacuty.pk, 7, "treasury")]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"transactions": 5, "online": 6}, Refused),
        ({"transactions": 5, "online": 5, "returned": 6}, Refused),
        ({"transactions": 5, "online": 5, "month": Month(2020, 9)}, Refused),
        ({"transactions": 5, "online": 5, "month": Month(2020, 6)}, Refused),  # there is one already
        ({"transactions": 5, "online": 5, "month": Month(2020, 5)}, ClosedMonth),
    ],
)
def test_odd_treasury_months_are_refused(place, official, fields, error):
    make_treasury_month(place.tacuty, month=6)
    close_month(place.tacuty, Month(2020, 5))
    with pytest.raises(error):
        treasury.create(by=official, unit=place.tacuty, **{"month": JULY, **fields})
    assert TreasuryMonth.objects.count() == 1


def test_a_treasury_month_moves_to_another_month(place, official):
    row = make_treasury_month(place.tacuty, month=6)
    treasury.change(row, by=official, version=1, reason="nhầm tháng", month=JULY)
    assert set(StaleMark.objects.values_list("month", flat=True)) == {6, 7}


def test_treasury_is_written_in_the_own_unit(place, official, reviewer):
    with pytest.raises(OutOfScope):
        treasury.create(by=official, unit=place.banpho, month=JULY, transactions=1, online=1)
    with pytest.raises(NotAllowed):
        treasury.create(by=reviewer, unit=place.tacuty, month=JULY, transactions=1, online=1)


def test_a_meeting_with_its_units(place, reviewer):
    meeting = meetings.create(
        by=reviewer, host_unit=place.district, held_on=date(2020, 7, 8), subject="Giao ban  tháng 7",
        attendances={place.tacuty: True, place.banpho: False},
    )  # fmt: skip
    assert meeting.subject == "Giao ban tháng 7"
    changed = meetings.change(
        meeting, by=reviewer, version=1, reason="điểm danh lại", attendances={place.banpho: True, place.office: True}
    )
    assert dict(changed.attendances.values_list("unit__name", "attended")) == {
        "Bản Phố": True, "Phòng Văn hóa và Thông tin": True,
    }  # fmt: skip
    assert set(StaleMark.objects.values_list("section", flat=True)) == {"meetings"}


def test_attendance_of_one_unit(place, reviewer):
    row = make_meeting(place.district, absent=[place.tacuty]).attendances.get()
    meetings.set_attendance(row, by=reviewer, attended=True, reason="đến muộn")
    row.refresh_from_db()
    assert (row.attended, row.meeting.version) == (True, 2)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"held_on": date(2020, 8, 4)}, "held_on"), ({"attendances": {}}, "attendances")],
)
def test_odd_meetings_are_refused(place, reviewer, change, field):
    fields = {"host_unit": place.district, "held_on": date(2020, 7, 8), "subject": "Họp"}
    with pytest.raises(Refused) as refused:
        meetings.create(by=reviewer, **{**fields, "attendances": {place.tacuty: True}, **change})
    assert refused.value.field == field
    assert not Meeting.objects.exists()


def test_officials_do_not_write_meetings(place, official):
    with pytest.raises(NotAllowed):
        meetings.remove(make_meeting(place.tacuty), by=official, reason="x")


def test_holidays_are_the_reviewers(place, official, reviewer):
    with pytest.raises(NotAllowed):
        holidays.create(by=official, day=date(2022, 9, 2), name="Quốc khánh")
    holiday = holidays.create(by=reviewer, day=date(2022, 9, 2), name="Quốc khánh")
    holidays.change(holiday, by=reviewer, version=1, reason="tên", name="Ngày Quốc khánh")
    assert AuditChange.objects.filter(model="common.holiday", object_id=holiday.pk).count() == 2
    with pytest.raises(Invalid):
        holidays.create(by=reviewer, day=date(2022, 9, 2), name="Hai lần")
    holidays.remove(holiday, by=reviewer, version=2, reason="nhầm")
    assert not Holiday.objects.filter(day=date(2022, 9, 2)).exists()


@pytest.mark.parametrize(
    ("off", "on", "field"),
    [
        (date(2022, 9, 3), date(2022, 9, 10), "day_off"),  # a Saturday is off already
        (date(2022, 9, 2), date(2022, 9, 10), "day_off"),  # so is a holiday
        (date(2022, 9, 9), date(2022, 9, 12), "worked_on"),  # a Monday is worked already
    ],
)
def test_odd_swaps_are_refused(place, reviewer, off, on, field):
    make_holiday()
    with pytest.raises(Refused) as refused:
        holidays.create_swap(by=reviewer, day_off=off, worked_on=on)
    assert refused.value.field == field


def test_a_swap_changes_the_calendar(place, reviewer):
    swap = holidays.create_swap(by=reviewer, day_off=date(2022, 9, 9), worked_on=date(2022, 9, 10))
    holidays.change_swap(swap, by=reviewer, version=1, reason="theo công văn", legal_basis="CV 1")
    assert WorkCalendar.load().is_working_day(date(2022, 9, 10))
    holidays.remove_swap(swap, by=reviewer, version=2, reason="bỏ")
    assert not WorkCalendar.load().is_working_day(date(2022, 9, 10))


def test_a_day_worked_in_exchange_is_no_holiday(place, reviewer):
    make_swap()
    with pytest.raises(Refused):
        holidays.create(by=reviewer, day=date(2022, 9, 10), name="Nghỉ")


def test_reference_data_loads_once_and_keeps_corrections(place, reviewer):
    Holiday.objects.all().delete()
    SwappedWorkday.objects.all().delete()
    assert reference.load() == Holiday.objects.count() + SwappedWorkday.objects.count() > 35
    new_year = Holiday.objects.get(day=date(2020, 1, 1))
    holidays.change(new_year, by=reviewer, version=1, reason="tên", name="Năm mới")
    holidays.remove(Holiday.objects.get(day=date(2021, 9, 3)), by=reviewer, version=1, reason="nhầm")
    assert reference.load() == 0
    assert Holiday.objects.get(day=date(2020, 1, 1)).name == "Năm mới"
    calendar = WorkCalendar.load(2018, 2021)
    assert not calendar.is_working_day(date(2020, 4, 2))
    assert calendar.is_working_day(date(2019, 5, 4))
    assert calendar.working_days_between(date(2019, 12, 31), date(2020, 12, 31)) == 262 - 10
    assert all("chưa đối chiếu" in row.legal_basis for row in Holiday.objects.exclude(pk=new_year.pk))
