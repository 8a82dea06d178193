"""POST filings: entered once, by the steps of the desk, in one's own unit, with nothing of a citizen."""

import pytest
from django.test import Client

from common.models import AuditEvent
from communes.models import Role
from services import actions
from services.models import Filing, FilingPush
from tests.api.papers import make, sender
from tests.factories import desk

pytestmark = pytest.mark.django_db

PATH = "/api/v1/filings"
DAY = "2020-07-06T08:30:00+07:00"
DONE = {"status": 9, "finished_time": "2020-07-08T10:00:00+07:00"}


@pytest.fixture
def program():
    found = sender()
    found.procedure = desk.make_procedure("Đăng ký khai sinh", code="1.001193", fee=5000)
    for unit in (found.unit, found.other):
        desk.make_offer(found.procedure, unit)
    return found


def push(program, key: str = "k1", **changes):
    """The answer to sending one filing; a change to None leaves the field out."""
    values = {
        "unit": program.unit.slug, "procedure": "1.001193", "received_time": DAY,
        "code": "000.00.12.H38-200706-0001", "channel": "online",
    } | changes  # fmt: skip
    body = {name: value for name, value in values.items() if value is not None}
    return program.client.post(PATH, body, content_type="application/json", headers={"Idempotency-Key": key})


def test_filing_is_entered_with_its_promise(program):
    answer = push(program)
    assert answer.status_code == 201
    (filing,) = Filing.objects.all()
    assert (filing.unit, filing.holding_unit, filing.channel) == (program.unit, program.unit, "online")
    assert (filing.status, filing.promised_time) == (2, desk.at("2020-07-09 17:30"))
    assert filing.fee_due
    assert answer.json() == program.client.get(f"{PATH}/{filing.pk}").json()
    assert AuditEvent.objects.get(action="filings.received").actor_id == program.person.pk


def test_filing_without_code_gets_the_next_one_of_the_day(program):
    push(program)
    assert push(program, "k2", code=None).json()["code"] == "000.00.12.H38-200706-0002"


@pytest.mark.parametrize(
    ("status", "more", "acts"),
    [
        (1, {}, []),
        (4, {}, []),
        (9, {"paid_online": True, "electronic_result": True, "digitised": True}, ["filings.finished"]),
        (10, {"returned_time": "2020-07-09T08:00:00+07:00"}, ["filings.finished", "filings.result_returned"]),
        (3, {}, ["filings.status_changed"]),
        (7, {}, ["filings.status_changed"]),
        (8, {}, ["filings.status_changed"]),
    ],
)
def test_filing_is_entered_as_far_as_it_has_come(program, status, more, acts):
    ended = {"finished_time": DONE["finished_time"]} if acts else {}
    assert push(program, status=status, **ended, **more).status_code == 201
    (filing,) = Filing.objects.all()
    assert filing.status == status
    assert (filing.finished_time is None, filing.returned_time is None) == (not acts, status != 10)
    assert {name: getattr(filing, name) for name in more if not name.endswith("_time")} == {
        name: value for name, value in more.items() if not name.endswith("_time")
    }
    found = AuditEvent.objects.filter(action__startswith="filings.").order_by("pk").values_list("action", flat=True)
    assert list(found) == ["filings.received", *acts]


def test_the_same_key_enters_once_and_another_content_is_a_conflict(program):
    first, second, other = push(program), push(program), push(program, channel="direct")
    assert (first.status_code, second.status_code, other.status_code) == (201, 200, 409)
    assert first.json() == second.json()
    assert other.json()["detail"].startswith("Idempotency-Key")
    assert Filing.objects.count() == FilingPush.objects.count() == 1


def test_a_filing_taken_out_since_does_not_come_back(program):
    push(program)
    actions.filings.remove(Filing.objects.get(), by=make.make_administrator(), reason="Nhập nhầm")
    answer = push(program)
    assert answer.status_code == 409
    assert not Filing.objects.exists()
    assert push(program, channel="direct").status_code == 409
    assert push(program, "k2").status_code == 201


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_time": "2020-07-06T08:30:00"}, "received_time"), ({"received_time": 1593993600}, "received_time"),
        ({"received_time": "2020-02-31T08:30:00+07:00"}, "received_time"),
        ({"received_time": "9999-12-31T23:59:00-07:00"}, "received_time"),
        ({"received_time": "2020-08-04T08:30:00+07:00", "code": None}, "received_time"),
        ({"code": "000.00.12.H38-200707-0001"}, "code"), ({"code": "x" * 41}, "code"),
        ({"procedure": "9.999999"}, "procedure"), ({"procedure": "\x00"}, "procedure"),
        ({"channel": "pigeon"}, "channel"), ({"status": 5}, "status"), ({"status": "2"}, "status"),
        ({"status": 9}, "finished_time"), ({"finished_time": DONE["finished_time"]}, "finished_time"),
        ({**DONE, "status": 10}, "returned_time"), ({**DONE, "returned_time": "2020-07-09T08:00:00+07:00"},
        "returned_time"), ({**DONE, "finished_time": "2020-07-06T08:00:00+07:00"}, "finished_time"),
        ({**DONE, "finished_time": "2020-08-09T08:00:00+07:00"}, "finished_time"),
        ({"paid_online": True}, "paid_online"),
        ({"promised_time": "2020-07-12T08:00:00+07:00"}, "promised_time"), ({"note": "ĐT 0912345678"}, "note"),
        ({"resolving_unit": "xa-khong-co"}, "resolving_unit"), ({"applicant": "Giàng A Sính"}, "applicant"),
        ({"version": 7}, "version"), ({"fee_due": True}, "fee_due"),
    ],
)  # fmt: skip
def test_bad_content_is_422_with_a_sentence_and_stores_nothing(program, changes, field):
    push(program, "k0", code="000.00.12.H38-200701-0001", received_time="2020-07-01T08:00:00+07:00")
    answer = push(program, **changes)
    assert (answer.status_code, answer.json()["detail"].partition(":")[0]) == (422, field)
    assert Filing.objects.count() == FilingPush.objects.count() == 1


def test_procedure_that_the_unit_does_not_offer_and_a_closed_month_are_refused(program):
    from common.months import Month

    desk.make_procedure("Khác", code="1.000009")
    assert push(program, procedure="1.000009").json()["detail"].startswith("procedure: ")
    make.close_month(program.unit, Month(2020, 6), by=make.make_administrator())
    june = {"received_time": "2020-06-05T08:00:00+07:00", "code": "000.00.12.H38-200605-0001"}
    assert "06/2020" in push(program, **june).json()["detail"]
    assert not Filing.objects.exists()


@pytest.mark.parametrize("role", [Role.HEAD, Role.LEADER, Role.AUDITOR, Role.REVIEWER])
def test_who_only_reads_a_unit_enters_nothing(program, role):
    program.client.force_login(make.make_member(role, program.unit))
    assert push(program).status_code == 403
    assert not Filing.objects.exists()


def test_a_unit_out_of_reach_is_as_one_that_does_not_exist_and_nobody_is_401(program):
    hidden, missing = push(program, unit=program.other.slug), push(program, unit="xa-khong-co")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content == b'{"detail": "not found"}'
    program.client = Client()
    assert push(program).status_code == 401
