"""Reasons why people did not use a channel: counted by unit and month, with what cannot be said in words."""

from datetime import date

import pytest

from common.errors import ClosedMonth, Invalid, NotAllowed, OutOfScope, Refused
from common.months import Month
from communes.models import StaleMark
from services.actions import reasons
from services.models import Cause, ReasonCount, UnusedChannel, causes_of
from tests.factories import communes as ground
from tests.factories.desk import make_procedure, make_reason
from tests.services.pages import rows, sentences, shown, submit
from tests.services.test_admin import refusals, send

JULY = Month(2020, 7)
SAID = {("online", "habit"): 12, ("postal", "urgent"): 3, ("postal", "other"): 0}


def test_a_month_is_recorded_in_one_act_and_marked(place, official, procedure):
    found = reasons.record(by=official, unit=place.tacuty, month=JULY, people=SAID, procedure=procedure)
    assert [(row.channel, row.cause, row.people) for row in found] == [
        ("online", "habit", 12), ("postal", "urgent", 3),
    ]  # fmt: skip
    assert set(ReasonCount.objects.values_list("procedure", "year", "month")) == {(procedure.pk, 2020, 7)}
    assert set(StaleMark.objects.values_list("unit_id", "month", "section")) == {(place.tacuty.pk, 7, "filings")}


@pytest.mark.parametrize(
    ("fields", "error", "field"),
    [
        ({"people": {("online", "habit"): 0}}, Refused, None),
        ({"month": Month(2020, 9)}, Refused, "month"),
        ({"month": Month(2020, 5)}, ClosedMonth, None),
        ({"month": Month(1999, 5)}, Refused, "unit"),
        ({"people": {("online", "charges"): 2}}, Refused, "cause"),
        ({"note": "gọi 0912 345 678"}, Refused, "note"),
        ({"people": {("postal", "habit"): 2, ("postal", "other"): 1}}, Invalid, "postal_habit"),
    ],
)
def test_odd_counts_are_refused_and_nothing_is_written(place, official, fields, error, field):
    place.tacuty.valid_from = date(2000, 1, 1)
    place.tacuty.save()
    make_reason(place.tacuty)
    ground.close_month(place.tacuty, Month(2020, 5))
    with pytest.raises(error) as refused:
        reasons.record(by=official, **{"unit": place.tacuty, "month": JULY, "people": SAID} | fields)
    assert field is None or field in (getattr(refused.value, "errors", None) or {refused.value.field: ""})
    assert ReasonCount.objects.count() == 1


def test_a_procedure_must_have_been_offered_in_the_month(place, official):
    elsewhere = make_procedure(offered_by=[place.banpho])
    with pytest.raises(Refused) as refused:
        reasons.record(by=official, unit=place.tacuty, month=JULY, people=SAID, procedure=elsewhere)
    assert refused.value.field == "procedure"


def test_a_count_is_corrected_moved_and_removed(place, official):
    row = make_reason(place.tacuty)
    reasons.change(row, by=official, version=1, reason="nhầm tháng", month=Month(2020, 6), people=9)
    assert set(StaleMark.objects.values_list("month", flat=True)) == {6, 7}
    reasons.remove(row, by=official, reason="nhập nhầm")
    assert not ReasonCount.objects.exists()


def test_reasons_are_written_in_the_own_unit(place, official, reviewer):
    with pytest.raises(OutOfScope):
        reasons.record(by=official, unit=place.banpho, month=JULY, people=SAID)
    with pytest.raises(NotAllowed):
        reasons.record(by=reviewer, unit=place.tacuty, month=JULY, people=SAID)


def test_every_reason_fits_a_channel_and_some_only_one():
    online, postal = (set(causes_of(channel)) for channel in UnusedChannel)
    assert online | postal == set(Cause)
    assert online - postal == {Cause.NO_INTERNET}
    assert postal - online == {Cause.CHARGES, Cause.FAR_FROM_POST}


def test_a_month_by_form(place, official, procedure, client):
    client.force_login(official)
    typed = {"month": "07/2020", "procedure": procedure.pk}
    assert set(sentences(submit(client, "reason-create", **typed))) == {"__all__"}
    wrong = sentences(submit(client, "reason-create", **typed, online_habit="-1", postal_habit="nhiều"))
    assert set(wrong) == {"online_habit", "postal_habit"}
    answer = submit(client, "reason-create", **typed, online_habit="1.200", postal_urgent="3")
    assert answer.status_code == 302
    assert "unit=xa-ta-cu-ty&month_from=2020-07" in answer.url
    again = submit(client, "reason-create", **typed, online_habit="5", online_other="4")
    assert "1.200" in sentences(again)["online_habit"][0]
    assert shown(again.context["form"])["online_other"] == "4"
    assert sorted(ReasonCount.objects.values_list("people", flat=True)) == [3, 1200]


def test_list_narrows_by_channel_reason_procedure_and_month(place, official, procedure, client):
    client.force_login(official)
    general, asked = make_reason(place.tacuty), make_reason(place.tacuty, month=6, procedure=procedure)
    online = make_reason(place.tacuty, channel="online", cause="no_internet")
    make_reason(place.banpho)
    assert rows(client, "reason-list", channel="postal") == [general, asked]
    assert rows(client, "reason-list", cause="no_internet") == [online]
    assert rows(client, "reason-list", procedure=procedure.code) == [asked]
    assert rows(client, "reason-list", month_until="06/2020") == [asked]


def test_the_administration_counts_and_corrects(place, official, client):
    client.force_login(official)
    typed = {"unit": place.tacuty.pk, "year": "2020", "month": "6", "people": "12", "cause": "no_internet"}
    assert "cause" in refusals(send(client, "reasoncount", **typed, channel="postal"))
    assert refusals(send(client, "reasoncount", **typed, channel="online")) == {}
    row = ReasonCount.objects.get(month=6)
    assert refusals(send(client, "reasoncount", row, people="13", reason="đếm lại")) == {}
    row.refresh_from_db()
    assert (row.people, row.channel, row.procedure) == (13, "online", None)
