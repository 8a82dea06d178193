"""The life of a filing: every pair of statuses, times of steps, supplements."""

from itertools import product

import pytest

from common.errors import Refused
from common.months import Month
from communes.models import StaleMark
from services import statuses
from services.actions import filings
from services.models import Filing, FilingStatus
from tests.factories.communes import close_month
from tests.factories.desk import at, make_filing

# domain.md 4.4, written out: what follows what. Everything else is refused.
ALLOWED = {
    1: {2, 3, 5, 7},
    2: {4, 5, 6, 7, 8, 9, 10},
    3: set(),
    4: {5, 6, 7, 8, 9, 10},
    5: {4, 7, 8},
    6: {4, 7, 8, 9, 10},
    7: set(),
    8: set(),
    9: {10},
    10: set(),
}
PAIRS = list(product(FilingStatus.values, FilingStatus.values))


def standing(place, status: int):
    """A filing that has come to a status on 6 July."""
    fields = {"finished_time": "2020-07-06 10:00"} if status in statuses.FINAL else {}
    if status == FilingStatus.RESULT_RETURNED:
        fields["returned_time"] = "2020-07-06 10:00"
    filing = make_filing(place.tacuty, status=status, promised_time="2020-07-09 17:30", **fields)
    if status == FilingStatus.SUPPLEMENT_REQUESTED:
        filing.supplements.create(requested_time=at("2020-07-06 09:00"))
    return filing


@pytest.mark.parametrize(("status", "following"), PAIRS)
def test_every_pair_of_statuses(place, official, status, following):
    filing = standing(place, status)
    step = {"by": official, "version": 1, "status": following, "at": at("2020-07-08 10:00")}
    if following not in ALLOWED[status]:
        with pytest.raises(Refused) as refused:
            filings.change_status(filing, **step)
        assert refused.value.field == "status"
        return
    done = filings.change_status(filing, **step)
    done.refresh_from_db()
    assert done.status == following
    assert (done.finished_time is not None) == (following in statuses.FINAL)
    assert (done.returned_time is not None) == (following == FilingStatus.RESULT_RETURNED)


def test_a_step_is_not_before_the_last_one(place, official):
    filing = make_filing(place.tacuty, received="2020-07-06 08:30")
    with pytest.raises(Refused) as refused:
        filings.finish(filing, by=official, version=1, at=at("2020-07-06 08:00"))
    assert refused.value.field == "at"
    asked = filings.request_supplement(filing, by=official, version=1, at=at("2020-07-07 09:00"))
    with pytest.raises(Refused):
        filings.answer_supplement(asked, by=official, version=2, at=at("2020-07-07 08:00"))


def test_a_step_is_not_in_the_future(place, official):
    with pytest.raises(Refused) as refused:
        filings.finish(make_filing(place.tacuty), by=official, version=1, at=at("2020-08-04 08:00"))
    assert refused.value.field == "at"


def test_a_supplement_stops_the_clock_and_gives_the_time_back(place, official):
    filing = make_filing(place.tacuty, promised_time="2020-07-09 17:30", late_from="2020-07-09 17:30")
    asked = filings.request_supplement(filing, by=official, version=1, at=at("2020-07-08 09:00"))
    assert (asked.status, asked.late_from) == (FilingStatus.SUPPLEMENT_REQUESTED, None)
    answered = filings.answer_supplement(asked, by=official, version=2, at=at("2020-07-13 09:00"))
    assert (answered.status, answered.late_from) == (FilingStatus.IN_PROGRESS, at("2020-07-14 17:30"))
    done = filings.finish(answered, by=official, version=3, at=at("2020-07-14 09:00"), electronic_result=True)
    assert (done.timeliness, done.electronic_result) == ("on_time", True)


def test_a_second_request_makes_it_late(place, official):
    filing = make_filing(place.tacuty, promised_time="2020-07-31 17:30")
    for day, step in enumerate(
        [filings.request_supplement, filings.answer_supplement, filings.request_supplement], start=7
    ):
        filing = step(filing, by=official, version=filing.version, at=at(f"2020-07-{day:02} 09:00"))
    assert filing.late_from == at("2020-07-09 09:00")


def test_nothing_is_answered_that_was_not_asked(place, official):
    with pytest.raises(Refused):
        filings.answer_supplement(make_filing(place.tacuty), by=official, version=1, at=at("2020-07-07 09:00"))


def test_finishing_then_returning_keeps_the_end(place, official):
    filing = make_filing(place.tacuty, promised_time="2020-07-09 17:30")
    done = filings.finish(filing, by=official, version=1, at=at("2020-07-08 09:00"))
    given = filings.return_result(done, by=official, version=2, at=at("2020-07-20 09:00"), result_channel="postal")
    assert (given.finished_time, given.returned_time) == (at("2020-07-08 09:00"), at("2020-07-20 09:00"))
    assert (given.timeliness, given.result_channel) == ("early", "postal")


def test_a_result_of_a_closed_month_is_returned_and_counts_later(place, official):
    """How it goes out is settled when it goes out: the month in which it was finished stays as it was closed."""
    done = {"status": 9, "finished_time": "2020-06-24 09:00", "timeliness": "early"}
    due = {"promised_time": "2020-06-25 17:30", "late_from": "2020-06-25 17:30"}
    filing = make_filing(place.tacuty, received="2020-06-22 08:30", **done, **due)
    close_month(place.tacuty, Month(2020, 6))
    how = {"result_channel": "postal", "electronic_result": True, "paid_online": True}
    filings.return_result(filing, by=official, version=1, at=at("2020-07-06 09:00"), **how)
    assert set(StaleMark.objects.values_list("month", "section")) == {(7, "filings")}


def test_correcting_a_request_works_the_deadline_out_anew(place, official):
    filing = make_filing(place.tacuty, promised_time="2020-07-09 17:30")
    asked = filings.request_supplement(filing, by=official, version=1, at=at("2020-07-08 09:00"))
    row = asked.supplements.get()
    filings.correct_supplement(row, by=official, reason="quên ghi", answered_time=at("2020-07-09 09:00"))
    filing.refresh_from_db()
    assert (filing.status, filing.late_from) == (4, at("2020-07-10 17:30")), "it waits no more"
    filings.remove_supplement(row, by=official, reason="nhầm hồ sơ")
    filing.refresh_from_db()
    assert filing.late_from == at("2020-07-09 17:30")


def test_a_request_without_an_answer_keeps_a_filing_waiting(place, official, administrator):
    """Otherwise its clock would stand for ever, and it would never be late."""
    filing = make_filing(place.tacuty, promised_time="2020-07-09 17:30")
    asked = filings.request_supplement(filing, by=official, version=1, at=at("2020-07-08 09:00"))
    with pytest.raises(Refused) as refused:
        filings.correct(asked, by=administrator, version=2, reason="x", status=4)
    assert refused.value.field == "status"
    filings.answer_supplement(asked, by=official, version=2, at=at("2020-07-09 09:00"))
    with pytest.raises(Refused) as refused:
        filings.correct_supplement(asked.supplements.get(), by=official, reason="x", answered_time=None)
    assert refused.value.field == "answered_time"
    assert asked.supplements.get().answered_time == at("2020-07-09 09:00")


def test_papers_come_before_the_end_whichever_of_the_two_is_corrected(place, official):
    """The citizen's time is taken away from the filing's: what came after the end would make a late one early."""
    filing = make_filing(place.tacuty, promised_time="2020-07-09 17:30")
    filing = filings.request_supplement(filing, by=official, version=1, at=at("2020-07-08 09:00"))
    filing = filings.answer_supplement(filing, by=official, version=2, at=at("2020-07-09 09:00"))
    done = filings.finish(filing, by=official, version=3, at=at("2020-07-13 09:00"))
    row, moved = done.supplements.get(), at("2020-07-14 09:00")
    with pytest.raises(Refused) as refused:
        filings.correct_supplement(row, by=official, reason="x", answered_time=moved)
    assert (refused.value.field, "13/07/2020 09:00" in str(refused.value)) == ("answered_time", True)
    with pytest.raises(Refused) as refused:
        filings.correct(done, by=official, version=4, reason="x", finished_time=at("2020-07-09 08:00"))
    assert (refused.value.field, "09/07/2020 09:00" in str(refused.value)) == ("finished_time", True)
    assert Filing.objects.get().timeliness == "late"


def test_a_filing_turned_away_has_no_class(place, official):
    filing = make_filing(place.tacuty, status=1, promised_time="2020-07-09 17:30")
    away = filings.change_status(filing, by=official, version=1, status=3, at=at("2020-07-06 09:00"))
    assert away.timeliness == ""
