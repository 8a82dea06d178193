"""The audit trail: each person's own part of it, in words, with the seal."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import audit
from common.models import AuditChange, AuditEvent
from common.months import Month
from communes.models import Role
from dashboards import trail
from tests.dashboards.conftest import person
from tests.factories import communes as ground


def note(by, *units, action="units.changed", reason="", before="cũ", after="mới") -> AuditEvent:
    """An event that changed the code of each unit; a unit of None: a record of no unit."""
    with audit.event(by=by, action=action, reason=reason) as event:
        for unit in units:
            record = unit or by
            field = "code" if unit else "full_name"
            event.changed(record, before={field: before}, after={field: after}, unit_id=unit.pk if unit else None)
    return event.row


def shown(response) -> set[int]:
    return {event.pk for event in response.context["table"].data.data}


def test_auditor_sees_changes_of_the_audited_units_only(place, see):
    other = ground.make_unit("Si Ma Cai", kind="district", parent=place.province)
    own = note(place.leader, place.tacuty)
    both = note(place.leader, place.banpho, other)
    note(place.leader, other)
    note(place.leader, None)
    note(place.leader, action="accounts.logged_in")
    response = see(place.auditor, "/audit/")
    assert shown(response) == {own.pk, both.pk}
    assert "Si Ma Cai" not in response.content.decode()


def test_administrator_sees_events_of_no_unit_too(place, see):
    events = {note(place.leader, place.tacuty).pk, note(place.leader, None).pk}
    login = note(place.leader, action="accounts.logged_in")
    response = see(place.administrator, "/audit/")
    assert events | {login.pk} <= shown(response)
    assert "Accounts: logged in" in response.content.decode()


def test_trail_equals_the_changes_in_scope(place):
    commune = person(Role.AUDITOR, place.tacuty)
    for units in ([place.tacuty], [place.banpho], [place.office, place.tacuty], [place.district], [None]):
        note(place.leader, *units)
    district = {place.district.pk, place.tacuty.pk, place.banpho.pk, place.office.pk}
    for who, units in ((commune, {place.tacuty.pk}), (place.auditor, district)):
        oracle = [change for change in AuditChange.objects.all() if change.unit_id in units]
        assert set(trail.visible_changes(who)) == set(oracle)
        assert {event.pk for event in trail.visible_events(who)} == {change.event_id for change in oracle}


@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER, Role.OFFICIAL, Role.HEAD])
def test_only_auditors_and_administrators_enter(place, see, role):
    event = note(place.leader, place.tacuty)
    who = person(role, place.district)
    assert see(who, "/audit/").status_code == 403
    assert see(who, f"/audit/{event.pk}/").status_code == 403
    assert see(who, "/audit/?export=csv").status_code == 403


def test_event_tells_before_after_reason_and_seal(place, see):
    event = note(place.leader, place.tacuty, reason="gõ nhầm", before="02854", after="02842")
    text = see(place.auditor, "/audit/").content.decode()
    assert "<del>02854</del> → <ins>02842</ins>" in text
    assert "gõ nhầm" in text
    assert "not yet sealed" in text
    audit.seal()
    text = see(place.auditor, f"/audit/{event.pk}/").content.decode()
    assert "Units: changed" in text
    assert f"<dd>{AuditEvent.objects.get(pk=event.pk).seal.number}</dd>" in text


def test_event_out_of_scope_answers_like_a_missing_one(place, see):
    event = note(place.leader, place.province)
    denied, missing = see(place.auditor, f"/audit/{event.pk}/"), see(place.auditor, "/audit/999999999999/")
    assert (denied.status_code, denied.content) == (404, missing.content)


def test_large_event_leads_to_its_own_page(place, see):
    units = [ground.make_unit(parent=place.district) for _number in range(60)]
    event = note(place.administrator, *units)
    assert "and 58 more changes" in see(place.auditor, "/audit/").content.decode()
    first = see(place.auditor, f"/audit/{event.pk}/")
    assert len(first.context["lines"]) == 50
    second = see(place.auditor, f"/audit/{event.pk}/?after={first.context['pages'].next['after']}")
    assert len(second.context["lines"]) == 10


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("unit=xa-ta-cu-ty", {"one"}),
        ("person=nguyen+van", {"one", "two"}),
        ("person=khong+co", set()),
        ("act=units", {"one"}),
        ("record=communes.unit", {"one", "two"}),
        ("record=communes.equipment", set()),
        ("since=03/08/2020&until=03/08/2020", {"one", "two"}),
        ("since=04/08/2020", set()),
        ("since=31/02/2020", {"one", "two"}),
    ],
)
def test_filters_narrow(place, see, query, found):
    events = {"one": note(place.leader, place.tacuty), "two": note(place.leader, place.banpho, action="months.closed")}
    assert shown(see(place.auditor, f"/audit/?{query}")) == {events[name].pk for name in found}


def test_filter_by_a_foreign_unit_finds_nothing_more(place, see):
    other = ground.make_unit("Si Ma Cai", kind="district", parent=place.province)
    event = note(place.leader, place.tacuty)
    note(place.leader, other)
    assert shown(see(place.auditor, f"/audit/?unit={other.slug}")) == {event.pk}


def test_trail_turns_pages_by_keyset(place, see):
    events = [note(place.leader, place.tacuty).pk for _number in range(20)]
    first = see(place.auditor, "/audit/")
    assert shown(first) == set(events[5:])
    after = first.context["table"].pages.next["after"]
    assert shown(see(place.auditor, f"/audit/?after={after}")) == set(events[:5])


def test_trail_asks_the_same_number_of_queries_for_many_events(place, client):
    client.force_login(place.auditor)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/audit/")
        return len(queries)

    note(place.leader, place.tacuty)
    count()
    before = count()
    for _number in range(10):
        note(place.leader, place.tacuty, place.banpho)
    assert count() == before
    assert before <= 18


def test_export_tells_the_same_and_is_safe(place, see):
    note(place.leader, place.tacuty, reason="=cmd|' /C calc'!A0", after="@SUM(1)")
    note(place.leader, place.province, reason="bí mật")
    text = see(place.auditor, "/audit/?export=csv").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][4:] == [
        str(place.leader), "Units: changed", "Xã Tả Củ Tỷ", "Unit “xã Tả Củ Tỷ”", "Official code", "cũ", "'@SUM(1)",
        "'=cmd|' /C calc'!A0",
    ]  # fmt: skip
    assert "bí mật" not in text


def test_export_of_an_administrator_has_events_without_records(place, see):
    note(place.leader, action="accounts.logged_in")
    text = see(place.administrator, "/audit/?export=csv").getvalue().decode("utf-8-sig")
    assert "Accounts: logged in" in text


def test_people_and_years_are_shown_as_people_write_them(place, see):
    with audit.event(by=place.administrator, action="months.closed") as event:
        row = ground.close_month(place.tacuty, Month(2020, 7), by=place.leader)
        event.changed(row, before=None, after=audit.snapshot(row), unit_id=place.tacuty.pk)
    text = see(place.auditor, "/audit/").content.decode()
    assert "Year: 2020" in text
    assert f"Closed by: {place.leader}" in text


def test_hostile_values_stay_text(place, see):
    note(place.leader, place.tacuty, before="<script>alert(1)</script>", after="<img src=x onerror=alert(1)>")
    text = see(place.auditor, "/audit/").content.decode()
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
