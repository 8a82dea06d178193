"""What a unit enters by hand once a month: monthly counts, and the treasury's confirmation of its month."""

from datetime import date

import pytest

from common.errors import ActionError, ClosedMonth, Invalid, NotAllowed, OutOfScope, Refused
from common.months import Month
from communes.models import SectionSource, StaleMark
from services.actions import activities, treasury
from services.models import ActivityMonth, TreasuryMonth
from tests.factories.communes import close_month
from tests.factories.desk import make_activity_month, make_treasury_month
from tests.services.pages import address, rows, sentences, submit

JUNE, JULY = Month(2020, 6), Month(2020, 7)


def marks() -> list:
    return sorted(StaleMark.objects.values_list("month", "section"))


def test_counts_mark_the_sections_that_they_speak_of(place, official):
    activities.create(by=official, unit=place.tacuty, month=JULY, feedback_due=3, feedback_on_time=0, guidance_checks=0)
    assert marks() == [(7, "feedback"), (7, "guidance")]


def test_only_what_changes_is_counted_anew(place, official):
    row = make_activity_month(place.tacuty, feedback_due=3, feedback_on_time=2, outreach_sessions=1)
    activities.change(row, by=official, version=1, reason="sót", outreach_sessions=2)
    assert marks() == [(7, "outreach")]
    StaleMark.objects.all().delete()
    activities.change(row, by=official, version=2, reason="nhầm tháng", month=JUNE)
    assert marks() == [(6, "feedback"), (6, "outreach"), (7, "feedback"), (7, "outreach")]


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({}, "feedback_due"),
        ({"note": "không có gì"}, "feedback_due"),
        ({"feedback_due": 3}, "feedback_on_time"),
        ({"tasks_done": 3}, "tasks_assigned"),
        ({"security_incidents": 0}, "security_infected"),
        ({"feedback_due": 3, "feedback_on_time": 4}, "feedback_on_time"),
        ({"tasks_assigned": 0, "tasks_done": 1}, "tasks_done"),
        ({"outreach_sessions": -1}, "outreach_sessions"),
        ({"outreach_sessions": 2_147_483_648}, "outreach_sessions"),
    ],
)
def test_odd_counts_are_refused_at_their_field(place, official, numbers, field):
    with pytest.raises(Invalid) as refused:
        activities.create(by=official, unit=place.tacuty, month=JULY, **numbers)
    assert field in refused.value.errors
    assert not ActivityMonth.objects.exists()


def test_a_note_holds_no_number_of_a_person(place, official):
    with pytest.raises(Refused) as refused:
        activities.create(by=official, unit=place.tacuty, month=JULY, outreach_sessions=1, note="CCCD 010095001234")
    assert refused.value.field == "note"
    assert not ActivityMonth.objects.exists()


@pytest.mark.parametrize(
    ("unit", "month", "error"),
    [
        ("tacuty", Month(2020, 9), Refused),  # not begun
        ("tacuty", JUNE, Refused),  # there is one
        ("tacuty", Month(2020, 5), ClosedMonth),
        ("banpho", JULY, OutOfScope),
    ],
)
def test_counts_of_an_odd_month_or_unit_are_refused(place, official, unit, month, error):
    make_activity_month(place.tacuty, month=6)
    close_month(place.tacuty, Month(2020, 5))
    with pytest.raises(error):
        activities.create(by=official, unit=getattr(place, unit), month=month, outreach_sessions=1)
    assert ActivityMonth.objects.count() == 1


def test_reviewers_do_not_write_counts(place, reviewer):
    with pytest.raises(NotAllowed):
        activities.create(by=reviewer, unit=place.tacuty, month=JULY, outreach_sessions=1)


@pytest.mark.parametrize("since", [date(2020, 7, 1), date(2020, 7, 2)])
def test_what_is_declared_in_the_report_is_not_entered_here(place, official, since):
    """The source of a month is the one in force on its first day."""
    for section in ("outreach", "treasury"):
        SectionSource.objects.create(unit=place.tacuty, section=section, source="report", since=since)
    entries = [
        lambda: activities.create(by=official, unit=place.tacuty, month=JULY, outreach_sessions=1, guidance_checks=1),
        lambda: treasury.create(by=official, unit=place.tacuty, month=JULY, transactions=1, online=1),
    ]
    if since.day == 2:
        assert all(enter() for enter in entries)
        return
    for enter, field in zip(entries, ("outreach_sessions", "month"), strict=True):
        with pytest.raises(Invalid) as refused:
            enter()
        assert list(refused.value.errors) == [field]


def test_a_closed_month_may_still_be_confirmed_but_not_corrected(place, official):
    row = make_treasury_month(place.tacuty, month=6)
    close_month(place.tacuty, JUNE)
    row = treasury.confirm(row, by=official, version=1, confirmed_on=date(2020, 7, 3), confirmation="12/KBNN")
    assert (row.confirmed_on, row.version, marks()) == (date(2020, 7, 3), 2, [])
    with pytest.raises(ClosedMonth):
        treasury.change(row, by=official, version=2, reason="sót", transactions=41)
    row.refresh_from_db()
    assert (row.transactions, row.confirmation) == (40, "12/KBNN")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"note": "đã đối chiếu"}, (date(2020, 8, 1), "12/KBNN")),
        ({"transactions": 41}, (None, "")),
        ({"month": JUNE}, (None, "")),
        (
            {"online": 39, "confirmed_on": date(2020, 8, 2), "confirmation": "13/KBNN"},
            (date(2020, 8, 2), "13/KBNN"),
        ),
    ],
)
def test_a_confirmation_falls_with_the_numbers_it_was_of(place, official, fields, expected):
    row = make_treasury_month(place.tacuty, confirmed_on=date(2020, 8, 1), confirmation="12/KBNN")
    row = treasury.change(row, by=official, version=1, reason="đối chiếu", **fields)
    assert (row.confirmed_on, row.confirmation) == expected


@pytest.mark.parametrize("day", [date(2020, 7, 30), date(2020, 8, 4)])
def test_a_confirmation_before_the_end_of_the_month_or_tomorrow_is_refused(place, official, day):
    with pytest.raises(ActionError) as refused:
        treasury.confirm(make_treasury_month(place.tacuty), by=official, version=1, confirmed_on=day)
    assert refused.value.field == "confirmed_on"
    assert TreasuryMonth.objects.get().confirmed_on is None


def test_counts_and_confirmations_by_form(place, official, client):
    client.force_login(official)
    typed = {"month": "07/2020", "feedback_due": "1.240", "feedback_on_time": "1.241"}
    assert "1.241" in sentences(submit(client, "activity-create", **typed))["feedback_on_time"][0]
    assert submit(client, "activity-create", **typed | {"feedback_on_time": "1.239"}).status_code == 302
    assert ActivityMonth.objects.get().given == {"feedback": (1240, 1239)}
    row = make_treasury_month(place.tacuty)
    assert sentences(submit(client, "treasury-confirm", row, confirmed_on=""))["confirmed_on"]
    assert submit(client, "treasury-confirm", row, confirmed_on="03/08/2020").status_code == 302
    assert rows(client, "treasury-list", confirmed="true") == [row]
    assert rows(client, "treasury-list", confirmed="false") == []
    assert client.get(address("treasury-edit", row)).context["sentence"]


def test_lists_find_counts_by_what_was_counted(place, official, client):
    client.force_login(official)
    feedback = make_activity_month(place.tacuty)
    outreach = make_activity_month(place.tacuty, month=6, outreach_sessions=0)
    assert rows(client, "activity-list", section="feedback") == [feedback]
    assert rows(client, "activity-list", section="outreach") == [outreach]
    assert rows(client, "activity-list", month_until="06/2020") == [outreach]
