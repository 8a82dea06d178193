"""What the database itself refuses, past every form and action."""

from datetime import date, timedelta

import pytest

from services.models import (
    Attendance,
    Filing,
    FilingSupplement,
    FilingTransfer,
    Meeting,
    Procedure,
    ProcedureLevel,
    ProcedureOffer,
)
from tests.factories.desk import (
    at,
    make_filing,
    make_meeting,
    make_procedure,
)
from tests.services.refusing import refused

LATER, EARLIER = at("2020-07-07 09:00"), at("2020-07-05 09:00")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"channel": "pigeon"}, "channel_known"),
        ({"result_channel": ""}, "result_channel_known"),
        ({"status": 11}, ""),  # two rules refuse it; either may be named
        ({"timeliness": "soon"}, "timeliness_known"),
        ({"promised_by_hand": True}, "by_hand_is_promised"),
        ({"status": 9}, "finished_with_time"),
        ({"finished_time": LATER}, "finished_with_time"),
        ({"status": 9, "finished_time": EARLIER}, "finished_after_receipt"),
        ({"status": 10, "finished_time": LATER, "returned_time": EARLIER}, "returned_after_finish"),
        ({"returned_time": LATER}, "returned_after_finish"),
        ({"promised_time": EARLIER}, "promised_after_receipt"),
    ],
)
def test_filings(place, change, rule):
    filing = make_filing(place.tacuty)
    refused(lambda: Filing.objects.filter(pk=filing.pk).update(**change), f"services_filing_{rule}")


def test_only_the_result_of_a_finished_filing_is_handed_out_elsewhere(place):
    rows = Filing.objects.filter(pk=make_filing(place.tacuty).pk)
    done = {"status": 9, "finished_time": LATER}
    for change in ({"returning_unit": place.banpho}, done | {"returning_unit": place.tacuty}):
        refused(lambda change=change: rows.update(**change), "services_filing_result_passed_on")
    assert rows.update(**done, returning_unit=place.banpho) == 1


def test_a_code_is_unique(place):
    filing = make_filing(place.tacuty)
    refused(lambda: make_filing(place.banpho, code=filing.code), "code")


def test_supplements_and_transfers(place):
    filing = make_filing(place.tacuty)
    row = {"filing": filing, "requested_time": LATER}
    refused(lambda: FilingSupplement.objects.create(**row, answered_time=EARLIER), "answered_after_request")
    FilingSupplement.objects.create(**row)
    refused(lambda: FilingSupplement.objects.create(**row), "services_filingsupplement_once")
    moved = {"filing": filing, "from_unit": place.tacuty, "on": date(2020, 7, 8)}
    refused(lambda: FilingTransfer.objects.create(**moved, to_unit=place.tacuty), "units_differ")
    FilingTransfer.objects.create(**moved, to_unit=place.banpho)
    refused(lambda: FilingTransfer.objects.create(**moved, to_unit=place.office), "services_filingtransfer_once")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"authority": "king"}, "authority_known"),
        ({"limit_unit": "week"}, "limit_unit_known"),
        ({"limit_value": None}, "limit_with_unit"),
        ({"limit_unit": ""}, "limit_with_unit"),
        ({"valid_until": date(2015, 1, 1)}, "until_after_from"),
    ],
)
def test_procedures(place, change, rule):
    procedure = make_procedure()
    refused(lambda: Procedure.objects.filter(pk=procedure.pk).update(**change), f"services_procedure_{rule}")


def test_a_code_begins_once_on_a_day(place):
    procedure = make_procedure()
    twin = {"code": procedure.code, "valid_until": date(2030, 1, 1)}
    refused(lambda: make_procedure(**twin), "services_procedure_code_since")


def test_one_procedure_of_a_code_is_open(place):
    procedure = make_procedure()
    refused(lambda: make_procedure(code=procedure.code, valid_from=date(2019, 5, 1)), "services_procedure_one_open")


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ({"level": "5"}, "level_known"),
        ({"level": "full"}, "new_levels_dated"),
        ({"since": date(2022, 8, 15), "until": date(2022, 9, 1)}, "old_levels_dated"),
        ({"until": date(2022, 8, 16)}, "old_levels_dated"),
        ({"until": date(2020, 7, 1)}, "until_after_since"),
        ({"since": date(2020, 8, 1)}, "one_open"),
        ({"since": date(2015, 1, 1), "until": date(2016, 1, 1)}, "one_start"),
    ],
)
def test_levels(place, procedure, row, rule):
    fields = {"procedure": procedure, "level": "2", "since": date(2020, 7, 1), "until": date(2020, 8, 1), **row}
    if rule == "one_open":
        fields["until"] = None
    refused(lambda: ProcedureLevel.objects.create(**fields), f"services_procedurelevel_{rule}")


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ({"until": date(2020, 7, 1)}, "until_after_since"),
        ({"until": None}, "one_open"),
        ({"since": date(2015, 1, 1)}, "one_start"),
    ],
)
def test_offers(place, procedure, row, rule):
    fields = {"procedure": procedure, "unit": place.tacuty, "since": date(2020, 7, 1), "until": date(2020, 8, 1)}
    refused(lambda: ProcedureOffer.objects.create(**fields | row), f"services_procedureoffer_{rule}")


def test_meetings(place):
    meeting = make_meeting(place.district, attended=[place.tacuty])
    refused(lambda: Meeting.objects.filter(pk=meeting.pk).update(subject=""), "services_meeting_subject_given")
    refused(
        lambda: Attendance.objects.create(meeting=meeting, unit=place.tacuty), "services_attendance_once"
    )  # fmt: skip


def test_open_counts_stay_in_time_up_to_the_day_they_turn_late(place):
    """What a filing counts as at the end of a month does not depend on promises of later months."""
    filing = make_filing(place.tacuty, received="2020-05-28 09:00", late_from="2020-07-02 17:30")
    was = filing.counted()
    filing.late_from += timedelta(days=10)
    assert was.differing(filing.counted()) == set()
    filing.late_from = at("2020-06-30 17:30")
    assert {(c.year, c.month) for c in was.differing(filing.counted())} == {(2020, 6)}
