"""The administration of this floor: scope, reasons, rules at the fields, closed months."""

from datetime import date

import pytest
from django.urls import reverse

from common.models import AuditEvent, Holiday
from common.months import Month
from communes.models import Role
from services.models import Filing, FilingSupplement, Meeting, Procedure, ProcedureLevel, ProcedureOffer, TreasuryMonth
from tests.factories.communes import close_month, make_member
from tests.factories.desk import (
    at,
    make_activity_month,
    make_filing,
    make_holiday,
    make_meeting,
    make_reason,
    make_swap,
    make_treasury_month,
)
from tests.services.pages import shown

MODELS = ["procedure", "procedurelevel", "procedureoffer", "filing", "filingsupplement", "filingtransfer",
          "reasoncount", "treasurymonth", "activitymonth", "meeting", "attendance", "holiday",
          "swappedworkday"]  # fmt: skip


def url(name: str, verb: str, obj=None) -> str:
    app = "common" if name in {"holiday", "swappedworkday"} else "services"
    return reverse(f"admin:{app}_{name}_{verb}", args=[obj.pk] if obj else [])


def send(client, name: str, obj=None, /, **typed):
    """Open the form, type, save."""
    address = url(name, "change" if obj else "add", obj)
    page = client.get(address)
    assert page.status_code == 200
    values = shown(page.context["adminform"].form) | {key: str(value) for key, value in typed.items()}
    return client.post(address, values)


def refusals(answer) -> dict:
    """Fields with errors; empty when it was saved."""
    return {} if answer.status_code == 302 else dict(answer.context["adminform"].form.errors)


@pytest.fixture
def records(place, procedure):
    filing = make_filing(place.tacuty, procedure, promised_time="2020-07-09 17:30")
    meeting = make_meeting(place.district, attended=[place.tacuty])
    return {
        "procedure": procedure,
        "procedurelevel": procedure.levels.get(),
        "procedureoffer": procedure.offers.get(unit=place.tacuty),
        "filing": filing,
        "filingsupplement": FilingSupplement.objects.create(filing=filing, requested_time=at("2020-07-07 09:00")),
        "reasoncount": make_reason(place.tacuty),
        "treasurymonth": make_treasury_month(place.tacuty),
        "activitymonth": make_activity_month(place.tacuty),
        "meeting": meeting,
        "attendance": meeting.attendances.get(),
        "holiday": make_holiday(),
        "swappedworkday": make_swap(),
    }


def test_every_page_of_the_administration_opens(records, administrator, client):
    client.force_login(administrator)
    for name in MODELS:
        assert client.get(url(name, "changelist"), {"q": "Khai sinh"}).status_code == 200, name
        if name not in {"filingtransfer", "attendance"}:
            assert client.get(url(name, "add")).status_code == 200, name
    for name, record in records.items():
        assert client.get(url(name, "change", record)).status_code == 200, name
        assert client.get(url(name, "history", record)).status_code == 200, name
    assert client.get(url("filingtransfer", "add")).status_code == 403


def test_strangers_find_nothing(place, records, client):
    client.force_login(make_member(Role.OFFICIAL, place.banpho))
    for name in (
        "filing",
        "filingsupplement",
        "reasoncount",
        "treasurymonth",
        "activitymonth",
        "meeting",
        "attendance",
        "procedureoffer",
    ):
        found = client.get(url(name, "changelist")).context["cl"].result_list
        assert [row for row in found if row == records[name]] == [], name
        assert client.get(url(name, "change", records[name])).status_code == 404, name


def test_officials_write_their_filings_and_look_at_the_catalogue(records, official, client):
    client.force_login(official)
    assert client.get(url("filing", "add")).status_code == 200
    for name in ("procedure", "meeting", "holiday", "procedurelevel"):
        assert client.get(url(name, "add")).status_code == 403, name
        assert client.get(url(name, "change", records[name])).status_code == 200, name
        assert client.post(url(name, "change", records[name]), {"reason": "x"}).status_code == 403, name
    assert client.get(url("filing", "delete", records["filing"])).status_code == 403


def test_a_filing_is_received_and_corrected(place, records, official, client):
    client.force_login(official)
    typed = {"procedure": records["procedure"].pk, "unit": place.tacuty.pk, "received_time": "06/07/2020 08:30"}
    wrong = send(client, "filing", **typed, code="H38-200701-0001")
    assert "code" in refusals(wrong)
    assert refusals(send(client, "filing", **typed, code="H38-200706-0001")) == {}
    filing = Filing.objects.get(code="H38-200706-0001")
    assert filing.promised_time == at("2020-07-09 17:30")
    assert "reason" in refusals(send(client, "filing", filing, note="mới"))
    assert refusals(send(client, "filing", filing, note="mới", reason="bổ sung")) == {}
    filing.refresh_from_db()
    assert (filing.note, filing.status) == ("mới", 2)


def test_an_administrator_corrects_a_closed_month_and_sees_the_effect_first(place, records, administrator, client):
    filing = make_filing(place.tacuty, records["procedure"], received="2020-06-15 08:00")
    close_month(place.tacuty, Month(2020, 6))
    client.force_login(administrator)
    typed = {"channel": "online", "reason": "nhập nhầm kênh"}
    answer = send(client, "filing", filing, **typed)
    form = answer.context["adminform"].form
    assert form.errors
    assert form.effects is not None
    again = shown(form) | typed | {"override": "on", "effects_seen": form.effects_proof}
    done = client.post(url("filing", "change", filing), again)
    assert done.status_code == 302, refusals(done)
    filing.refresh_from_db()
    assert filing.channel == "online"
    assert AuditEvent.objects.filter(action="filings.corrected", reason="nhập nhầm kênh").count() == 1


def test_deleting_asks_for_a_reason(records, administrator, client):
    client.force_login(administrator)
    filing = records["filing"]
    client.post(url("filing", "delete", filing), {"version": 1})
    assert Filing.objects.filter(pk=filing.pk).exists()
    client.post(url("filing", "delete", filing), {"version": 1, "reason": "nhập trùng"})
    assert not Filing.objects.filter(pk=filing.pk).exists()


def test_supplements_are_put_right(records, administrator, client):
    client.force_login(administrator)
    row, reason = records["filingsupplement"], {"reason": "quên ghi"}
    assert refusals(send(client, "filingsupplement", row, answered_time="06/07/2020 09:00", **reason))
    assert refusals(send(client, "filingsupplement", row, answered_time="08/07/2020 09:00", **reason)) == {}
    assert Filing.objects.get(pk=row.filing_id).late_from == at("2020-07-10 17:30")


def test_reviewers_keep_the_catalogue(place, reviewer, client):
    client.force_login(reviewer)
    typed = {"code": "1.001193", "name": "Đăng ký khai sinh", "field": "Hộ tịch", "authority": "commune",
             "valid_from": "01/01/2016", "level": "2"}  # fmt: skip
    assert "limit_unit" in refusals(send(client, "procedure", **typed, limit_value="3"))
    assert refusals(send(client, "procedure", **typed)) == {}
    procedure = Procedure.objects.get()
    assert refusals(send(client, "procedurelevel", procedure=procedure.pk, level="3", since="01/07/2020")) == {}
    offer = {"procedure": procedure.pk, "unit": place.tacuty.pk, "since": "01/07/2020"}
    assert refusals(send(client, "procedureoffer", **offer)) == {}
    assert refusals(send(client, "procedureoffer", **offer))
    assert (ProcedureLevel.objects.count(), ProcedureOffer.objects.count()) == (2, 1)
    row = ProcedureLevel.objects.get(level="3")
    assert refusals(send(client, "procedurelevel", row, legal_basis="QĐ 5", reason="ghi thêm")) == {}


def test_meetings_and_attendance(place, records, reviewer, client):
    client.force_login(reviewer)
    line = {f"attendances-{place.tacuty.pk}": "attended"}
    typed = {"host_unit": place.district.pk, "held_on": "08/07/2020", "subject": "Giao ban"}
    assert "attendances" in refusals(send(client, "meeting", **typed))
    assert refusals(send(client, "meeting", **typed, **line)) == {}
    assert Meeting.objects.count() == 2
    row = records["attendance"]
    values = shown(client.get(url("attendance", "change", row)).context["adminform"].form)
    values.pop("attended")
    assert client.post(url("attendance", "change", row), {**values, "reason": "vắng"}).status_code == 302
    row.refresh_from_db()
    assert (row.attended, row.meeting.version) == (False, 2)


def test_treasury_months_in_words(place, records, official, client):
    client.force_login(official)
    typed = {"unit": place.tacuty.pk, "year": "2020", "transactions": "5", "online": "5"}
    assert "month" in refusals(send(client, "treasurymonth", **typed, month="13"))
    assert "year" in refusals(send(client, "treasurymonth", **{**typed, "year": "20"}, month="6"))
    assert refusals(send(client, "treasurymonth", **typed, month="6")) == {}
    assert TreasuryMonth.objects.count() == 2


def test_reviewers_take_a_wrong_holiday_out(records, reviewer, client):
    client.force_login(reviewer)
    client.post(url("holiday", "delete", records["holiday"]), {"version": 1, "reason": "không phải ngày nghỉ"})
    assert not Holiday.objects.filter(day=date(2022, 9, 2)).exists()
