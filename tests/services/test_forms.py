"""Forms: what a clerk types becomes a record; bad input is a sentence at the field, and nothing is written."""

from datetime import date

import pytest

from common.months import Month
from services.models import Filing, Procedure, TreasuryMonth
from tests.factories.communes import close_month
from tests.factories.desk import at, make_filing, make_meeting, make_procedure, make_treasury_month
from tests.services.pages import address, sentences, submit

GOOD = {"code": "000.00.12.H38-200706-0001", "received_time": "06/07/2020 08:30"}


@pytest.fixture(autouse=True)
def english(official, reviewer):
    """Sentences are compared in the language of the source."""
    for user in (official, reviewer):
        user.language = "en"
        user.save()


def test_a_filing_is_entered(place, official, procedure, client):
    client.force_login(official)
    answer = submit(client, "filing-create", procedure=procedure.pk, **GOOD)
    filing = Filing.objects.get()
    assert answer["Location"] == filing.get_absolute_url()
    assert (filing.unit, filing.status, filing.promised_time) == (place.tacuty, 2, at("2020-07-09 17:30"))
    page = client.get(filing.get_absolute_url()).content.decode()
    assert "09/07/2020 17:30" in page


def test_the_same_form_twice_is_one_filing(place, official, procedure, client):
    client.force_login(official)
    page = client.get(address("filing-create"))
    token = page.context["form"]["token"].value()
    for _again in range(2):
        submit(client, "filing-create", procedure=procedure.pk, token=str(token), **GOOD)
    assert Filing.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"code": ""}, "code", "no filing yet"),
        ({"code": "x" * 60}, "code", "At most 40"),
        ({"code": "12345"}, "code", "no filing yet"),
        ({"code": "12/345"}, "code", "looks like"),
        ({"code": "000.00.12.H38-200707-0001"}, "code", "07/07/2020"),
        ({"note": "Người nộp 0912 345 678"}, "note", "telephone"),
        ({"note": "CMND 060.123.456"}, "note", "identity"),
        ({"received_time": "31/02/2020"}, "received_time", "not in the calendar"),
        ({"received_time": "hôm qua"}, "received_time", "day/month/year"),
        ({"received_time": "04/08/2020 08:00", "code": "H38-200804-0001"}, "received_time", "future"),
        ({"procedure": ""}, "procedure", "required"),
        ({"procedure": "999999"}, "procedure", "valid"),
        ({"unit": "banpho"}, "unit", "valid"),
        ({"promised_time": "02/09/2020"}, "promised_time", "is a holiday"),
        ({"promised_time": "03/07/2020"}, "promised_time", "before"),
        ({"channel": "pigeon"}, "channel", "pigeon"),
        ({"status": "9"}, "status", "9"),
        ({"note": "x" * 501}, "note", "At most 500"),
    ],
)
def test_bad_filings_keep_the_typing(place, official, procedure, client, typed, field, words):
    typed = {"procedure": procedure.pk, **GOOD, **typed}
    if typed.get("unit") == "banpho":
        typed["unit"] = place.banpho.pk
    client.force_login(official)
    answer = submit(client, "filing-create", **typed)
    assert any(words in sentence for sentence in sentences(answer)[field]), sentences(answer)
    assert answer.context["form"]["code"].value() == typed["code"]
    assert not Filing.objects.exists()


def test_a_closed_month_is_said(place, official, procedure, client):
    close_month(place.tacuty, Month(2020, 7))
    client.force_login(official)
    answer = submit(client, "filing-create", procedure=procedure.pk, **GOOD)
    assert "07/2020" in str(sentences(answer))
    assert not Filing.objects.exists()


def test_steps_by_their_pages(place, official, client):
    filing = make_filing(place.tacuty, promised_time="2020-07-09 17:30")
    client.force_login(official)
    submit(client, "filing-supplement", filing, at="07/07/2020 09:00")
    submit(client, "filing-answer", filing, at="08/07/2020 09:00")
    submit(client, "filing-status", filing, at="08/07/2020 10:00", status=6)
    submit(client, "filing-finish", filing, at="10/07/2020 09:00", electronic_result="on")
    submit(client, "filing-result", filing, at="13/07/2020 09:00", result_channel="postal")
    filing.refresh_from_db()
    assert (filing.status, filing.timeliness, filing.result_channel, filing.version) == (10, "on_time", "postal", 6)
    history = client.get(address("filing-history", filing)).content.decode()
    assert official.full_name in history


def test_a_step_in_the_wrong_order_is_a_sentence(place, official, client):
    client.force_login(official)
    answer = submit(client, "filing-finish", make_filing(place.tacuty), at="05/07/2020 09:00")
    assert "06/07/2020 08:30" in sentences(answer)["at"][0]


def test_two_people_edit(place, official, client):
    filing = make_filing(place.tacuty, note="cũ")
    client.force_login(official)
    submit(client, "filing-edit", filing, note="của người kia", reason="bổ sung")
    answer = submit(client, "filing-edit", filing, version=1, note="của tôi", reason="bổ sung")
    assert answer.status_code == 200
    assert "của người kia" in answer.content.decode()
    assert Filing.objects.get().note == "của người kia"


def test_an_edit_asks_for_a_reason(place, official, client):
    client.force_login(official)
    answer = submit(client, "filing-edit", make_filing(place.tacuty), note="mới")
    assert sentences(answer)["reason"] == ["Write the reason for the change."]


def test_treasury_months_by_form(place, official, client):
    client.force_login(official)
    typed = {"month": "07/2020", "transactions": "1.240", "online": "1.240"}
    assert sentences(submit(client, "treasury-create", **typed, returned="2.000"))["returned"]
    assert sentences(submit(client, "treasury-create", **{**typed, "online": "1.241"}))["online"]
    answer = submit(client, "treasury-create", **typed)
    assert answer.status_code == 302
    assert TreasuryMonth.objects.get().transactions == 1240
    assert "already" in str(sentences(submit(client, "treasury-create", **typed)))
    assert sentences(submit(client, "treasury-create", **{**typed, "month": "13/2020"}))["month"]


def test_catalogue_by_form(place, reviewer, client):
    client.force_login(reviewer)
    typed = {"code": "1.001193", "name": "Đăng ký khai sinh", "field": "Hộ tịch", "authority": "commune",
             "valid_from": "01/01/2016", "limit_value": "0", "limit_unit": "day", "level": "3"}  # fmt: skip
    assert submit(client, "procedure-create", **typed).status_code == 302
    procedure = Procedure.objects.get()
    submit(client, "procedure-offer", procedure, units=[place.tacuty.pk, place.banpho.pk], since="01/07/2020")
    submit(client, "procedure-level", procedure, level="4", since="15/07/2020", legal_basis="QĐ 2")
    offer = procedure.offers.get(unit=place.banpho)
    answer = submit(client, "offer-change", offer, since="20/07/2020", postal="on")
    assert answer["Location"] == procedure.get_absolute_url()
    submit(client, "offer-withdraw", procedure.offers.open().get(unit=place.banpho), since="01/08/2020")
    assert [row.unit for row in procedure.offers.open()] == [place.tacuty]
    assert procedure.levels.open().get().level == "4"
    submit(client, "procedure-end", procedure, since="03/08/2020", reason="bãi bỏ")
    assert sentences(submit(client, "procedure-edit", procedure, code="abc", reason="x"))["code"]


def test_a_stale_offer_page_is_refused(place, reviewer, client):
    procedure = make_procedure(offered_by=[place.tacuty])
    client.force_login(reviewer)
    offer = procedure.offers.get()
    submit(client, "procedure-level", procedure, level="4", since="15/07/2020")
    answer = submit(client, "offer-change", offer, version=1, since="20/07/2020", postal="on")
    assert answer.status_code == 200
    assert procedure.offers.count() == 1


def test_meetings_by_form(place, reviewer, client):
    client.force_login(reviewer)
    lines = {f"attendances-{unit.pk}": state for unit, state in [(place.tacuty, "attended"), (place.banpho, "absent")]}
    nobody = submit(client, "meeting-create", subject="Giao ban", held_on="08/07/2020")
    assert "invited" in sentences(nobody)["attendances"][0]
    answer = submit(client, "meeting-create", subject="Giao ban", held_on="08/07/2020", **lines)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).context["related"][0][1]
    assert [row.record.attended for row in page.rows] == [False, True]


def test_two_people_edit_a_meeting(place, reviewer, client):
    meeting = make_meeting(place.district, attended=[place.tacuty])
    client.force_login(reviewer)
    absent = {f"attendances-{place.tacuty.pk}": "absent", "reason": "điểm danh"}
    assert submit(client, "meeting-edit", meeting, **absent).status_code == 302
    there = {f"attendances-{place.tacuty.pk}": "attended", "reason": "điểm danh", "version": 1}
    answer = submit(client, "meeting-edit", meeting, **there)
    assert "Tả Củ Tỷ: absent" in answer.content.decode()


def test_holidays_by_form(place, reviewer, client):
    client.force_login(reviewer)
    answer = submit(client, "holiday-create", day="02/09/2022", name="Quốc khánh")
    assert answer.status_code == 302
    assert "already" in str(sentences(submit(client, "holiday-create", day="02/09/2022", name="Lại")))
    assert sentences(submit(client, "swap-create", day_off="02/09/2022", worked_on="10/09/2022"))["day_off"]
    assert submit(client, "swap-create", day_off="09/09/2022", worked_on="10/09/2022").status_code == 302
    page = client.get(address("holiday-list", year="2022"))
    assert [row.record.day_off for row in page.context["swaps"].rows] == [date(2022, 9, 9)]


def test_moving_a_treasury_month_is_seen_in_the_old_one(place, official, client):
    row = make_treasury_month(place.tacuty, month=6)
    close_month(place.tacuty, Month(2020, 6))
    client.force_login(official)
    answer = submit(client, "treasury-edit", row, month="07/2020", reason="nhầm tháng")
    assert "06/2020" in str(sentences(answer))
