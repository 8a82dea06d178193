"""The next code of a unit: as the unit writes its codes, the day of receipt, one more than the highest number."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from common.errors import Refused
from communes.models import Role
from services.actions import filings
from services.models import Filing
from services.numbering import habit_of
from tests.factories import communes as make
from tests.factories.desk import at, make_filing, make_procedure

DAY = date(2020, 7, 6)


def receive(by, unit, procedure, code="", received="2020-07-06 09:00"):
    return filings.receive(by=by, unit=unit, procedure=procedure, code=code, received_time=at(received)).code


@pytest.mark.parametrize(
    ("typed", "received", "code"),
    [
        ("", "2020-07-06 09:00", "000.00.12.H38-200706-0042"),
        ("", "2020-07-07 09:00", "000.00.12.H38-200707-0001"),
        ("7", "2020-07-06 09:00", "000.00.12.H38-200706-0007"),
        (" 12345 ", "2020-07-07 09:00", "000.00.12.H38-200707-12345"),
        ("H38.12.03-200707-001", "2020-07-07 09:00", "H38.12.03-200707-001"),
    ],
)
def test_a_code_is_completed_from_what_was_typed(place, official, procedure, typed, received, code):
    make_filing(place.tacuty, procedure, code="000.00.12.H38-200706-0041")
    make_filing(place.banpho, procedure, code="000.00.13.H38-200706-0090")
    assert receive(official, place.tacuty, procedure, typed, received) == code


def test_the_agency_code_written_last_is_the_one_that_goes_on(place, official, procedure):
    make_filing(place.tacuty, procedure, code="000.00.12.H38-200706-0041")
    make_filing(place.tacuty, procedure, code="H38.12.03-200707-005", received="2020-07-07 08:00")
    assert receive(official, place.tacuty, procedure, received="2020-07-07 09:00") == "H38.12.03-200707-006"


def test_desks_that_share_an_agency_code_share_its_numbers(place, official, procedure):
    make_filing(place.tacuty, procedure, code="000.00.12.H38-200706-0001")
    make_filing(place.banpho, procedure, code="000.00.12.H38-200706-0002")
    assert habit_of(place.tacuty.pk).next_code(DAY) == "000.00.12.H38-200706-0003"


@pytest.mark.parametrize("typed", ["", "12"])
def test_without_a_filing_to_go_by_the_code_is_asked_for_in_full(place, official, procedure, typed):
    with pytest.raises(Refused) as refused:
        receive(official, place.tacuty, procedure, typed)
    assert refused.value.field == "code"
    assert not Filing.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_clerks_who_leave_the_code_empty_at_once_get_different_ones():
    make.open_calendar()
    place = make.make_district()
    clerk = make.make_member(Role.OFFICIAL, place.tacuty)
    procedure = make_procedure(offered_by=[place.tacuty])
    make_filing(place.tacuty, procedure)
    start = threading.Barrier(6)

    def enter(_turn):
        try:
            start.wait(timeout=10)
            return [receive(clerk, place.tacuty, procedure) for _again in range(4)]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as desk:
        codes = [code for found in desk.map(enter, range(6)) for code in found]
    assert len(set(codes)) == 24 == Filing.objects.count() - 1
