"""Receiving filings and correcting them: rules, derived times, months, scope."""

from datetime import date

import pytest

from common.errors import ClosedMonth, NotAllowed, OutOfScope, Refused, StaleVersion
from common.models import AuditEvent
from common.months import Month
from communes.models import Role, StaleMark
from services.actions import filings
from services.models import Filing
from tests.factories.communes import close_month, make_member
from tests.factories.desk import at, make_filing, make_holiday, make_procedure


def receive(official, place, procedure, *, code="000.00.12.H38-200706-0001", received="2020-07-06 08:30", **fields):
    unit = fields.pop("unit", place.tacuty)
    return filings.receive(
        by=official, unit=unit, procedure=procedure, code=code, received_time=at(received), **fields
    )  # fmt: skip


def test_receiving_computes_the_promise_and_marks_the_months(place, official, procedure):
    filing = receive(official, place, procedure)
    assert filing.promised_time == filing.late_from == at("2020-07-09 17:30")
    assert filing.timeliness == ""
    marks = set(StaleMark.objects.filter(section="filings").values_list("unit_id", "month"))
    assert marks == {(place.tacuty.pk, 7), (place.tacuty.pk, 8)}  # received in July, open at the end of both
    assert AuditEvent.objects.filter(action="filings.received", actor_id=official.pk).count() == 1


def test_whether_a_fee_is_due_is_what_the_catalogue_said_on_receipt(place, official, procedure):
    filing = receive(official, place, procedure)
    type(procedure).objects.update(fee=8000)
    later = receive(official, place, type(procedure).objects.get(), code="000.00.12.H38-200706-0002")
    filing = filings.correct(filing, by=official, version=1, reason="thêm ghi chú", note="x")
    assert (filing.fee_due, later.fee_due) == (False, True)
    other = make_procedure(offered_by=[place.tacuty])
    assert not filings.correct(later, by=official, version=1, reason="nhầm thủ tục", procedure=other).fee_due


def test_a_promise_given_stays_and_a_day_alone_means_closing(place, official, procedure):
    filing = receive(official, place, procedure, promised_time=at("2020-07-08 00:00"))
    assert filing.promised_time == at("2020-07-08 17:30")


def test_holidays_put_the_promise_off(place, official, procedure):
    make_holiday(date(2020, 7, 8))
    assert receive(official, place, procedure).promised_time == at("2020-07-10 17:30")


def test_without_a_limit_nothing_is_promised(place, official):
    free = make_procedure(limit_value=None, limit_unit="", offered_by=[place.tacuty])
    filing = receive(official, place, free)
    assert (filing.promised_time, filing.late_from) == (None, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "000.00.12.H38-200707-0001"}, "code"),  # another day
        ({"code": "HS-1"}, "code"),
        ({"code": "000.00.12.H38-200804-0001", "received": "2020-08-04 08:00"}, "received_time"),  # tomorrow
        ({"code": "000.00.12.H38-181231-0001", "received": "2018-12-31 08:00"}, "received_time"),  # before the register
        ({"promised_time": at("2020-07-11 10:00")}, "promised_time"),  # a Saturday
        ({"status": 9}, "status"),
    ],
)
def test_receiving_refuses_at_the_field(place, official, procedure, change, field):
    with pytest.raises(Refused) as refused:
        receive(official, place, procedure, **change)
    assert refused.value.field == field
    assert not Filing.objects.exists()


@pytest.mark.parametrize("code", ["H38.12.03-200706-0001", "H38-200706-00012", "000.00.12.H38-200706-123456"])
def test_both_styles_of_codes_are_known(place, official, procedure, code):
    assert receive(official, place, procedure, code=code).code == code


def test_a_code_is_used_once(place, official, procedure):
    receive(official, place, procedure)
    with pytest.raises(Refused) as refused:
        receive(official, place, procedure)
    assert refused.value.field == "code"
    assert "06/07/2020 08:30" in str(refused.value), "which one has it"
    with pytest.raises(Refused) as hidden:
        receive(make_member(Role.OFFICIAL, place.banpho), place, procedure, unit=place.banpho)
    assert "06/07" not in str(hidden.value), "of a filing out of reach no more than that the code is taken"


def test_a_procedure_that_the_unit_does_not_offer_is_refused(place, official):
    with pytest.raises(Refused) as refused:
        receive(official, place, make_procedure(offered_by=[place.banpho]))
    assert refused.value.field == "procedure"


def test_scope_decides_who_receives(place, official, reviewer, procedure):
    with pytest.raises(OutOfScope):
        receive(official, place, procedure, unit=place.banpho)
    with pytest.raises(NotAllowed):
        receive(reviewer, place, procedure)


def test_a_closed_month_takes_no_new_filing(place, official, procedure):
    close_month(place.tacuty, Month(2020, 6))
    with pytest.raises(ClosedMonth):
        receive(official, place, procedure, code="000.00.12.H38-200630-0001", received="2020-06-30 08:00")


def test_a_june_filing_is_finished_in_july_when_june_is_closed(place, official):
    filing = make_filing(place.tacuty, received="2020-06-30 08:30", promised_time="2020-07-02 17:30")
    close_month(place.tacuty, Month(2020, 6))
    asked = filings.request_supplement(filing, by=official, version=1, at=at("2020-07-01 09:00"))
    answered = filings.answer_supplement(asked, by=official, version=2, at=at("2020-07-03 09:00"))
    done = filings.finish(answered, by=official, version=3, at=at("2020-07-04 17:30"))
    assert done.timeliness == "on_time"
    with pytest.raises(ClosedMonth):
        filings.correct(done, by=official, version=4, reason="nhầm", channel="online")


def test_correcting_works_out_the_class_anew(place, official):
    filing = make_filing(place.tacuty, status=9, finished_time="2020-07-08 09:00", promised_time="2020-07-09 17:30")
    fixed = filings.correct(filing, by=official, version=1, reason="gõ nhầm", promised_time=at("2020-07-07 17:30"))
    assert (fixed.timeliness, fixed.late_from) == ("late", at("2020-07-07 17:30"))


def test_clearing_the_promise_computes_it(place, official):
    filing = make_filing(place.tacuty, promised_time="2020-07-31 17:30")
    fixed = filings.correct(filing, by=official, version=1, reason="theo luật", promised_time=None)
    assert fixed.promised_time == at("2020-07-09 17:30")


def test_only_an_administrator_sets_a_status(place, official, administrator):
    filing = make_filing(place.tacuty, status=9, finished_time="2020-07-08 09:00")
    again = {"status": 4, "finished_time": None, "reason": "bấm nhầm"}
    with pytest.raises(NotAllowed) as refused:
        filings.correct(filing, by=official, version=1, **again)
    assert refused.value.field == "status"
    assert filings.correct(filing, by=administrator, version=1, **again).timeliness == ""


def test_correcting_times_out_of_order_is_refused(place, official):
    filing = make_filing(place.tacuty, status=9, finished_time="2020-07-08 09:00")
    with pytest.raises(Refused) as refused:
        filings.correct(filing, by=official, version=1, reason="x", finished_time=at("2020-07-06 08:00"))
    assert refused.value.field == "finished_time"


def test_the_second_of_two_edits_is_refused(place, official):
    filing = make_filing(place.tacuty)
    filings.correct(filing, by=official, version=1, reason="ghi chú", note="a")
    with pytest.raises(StaleVersion):
        filings.correct(filing, by=official, version=1, reason="ghi chú", note="b")


def test_only_an_administrator_removes(place, official, administrator):
    filing = make_filing(place.tacuty)
    with pytest.raises(NotAllowed):
        filings.remove(filing, by=official, version=1, reason="trùng")
    filings.remove(filing, by=administrator, version=1, reason="trùng")
    assert not Filing.objects.exists()
