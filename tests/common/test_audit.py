"""The audit chain names everything that was altered, is missing or was never sealed."""

import pytest
from django.utils import timezone

from common import audit
from common.models import AuditChange, AuditEvent, AuditHead, AuditSeal
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_trail(db):
    # Reference rows leave events of their own when the tables are made.
    for model in (AuditSeal, AuditChange, AuditEvent, AuditHead):
        model.objects.all().delete()


@pytest.fixture
def chain():
    person = make_user("ghi.so")
    for number in range(5):
        with audit.event(by=person, action="test.done", reason=f"lần {number}") as event:
            event.changed(person, before={"n": number}, after={"n": number + 1}, unit_id=None)
    audit.seal()
    return list(AuditEvent.objects.order_by("pk"))


def test_whole_chain_has_no_findings(chain):
    assert audit.verify() == []
    assert list(AuditSeal.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_sealing_again_adds_nothing(chain):
    assert audit.seal() == 0
    assert AuditSeal.objects.count() == 5


@pytest.mark.parametrize("column", ["action", "actor_name", "reason"])
def test_altered_event_is_named(chain, column):
    AuditEvent.objects.filter(pk=chain[2].pk).update(**{column: "đã sửa"})
    assert [f"event {chain[2].pk} (seal 3) was altered"] == audit.verify()


def test_altered_change_is_named(chain):
    AuditChange.objects.filter(event=chain[1]).update(after={"n": 99})
    assert any(f"event {chain[1].pk}" in finding for finding in audit.verify())


def test_change_slipped_in_later_is_named(chain):
    AuditChange.objects.create(event=chain[0], model="x.y", object_id=1, label="lén", after={"a": 1})
    assert any(f"event {chain[0].pk}" in finding for finding in audit.verify())


def test_missing_event_is_named(chain):
    AuditSeal.objects.filter(number=3).delete()
    AuditChange.objects.filter(event=chain[2]).delete()
    chain[2].delete()
    assert any("seal 3 is missing" in finding for finding in audit.verify())


def test_cut_off_end_is_named(chain):
    AuditSeal.objects.filter(number=5).delete()
    AuditChange.objects.filter(event=chain[4]).delete()
    chain[4].delete()
    assert any("its signed head says 5" in finding for finding in audit.verify())


def test_forged_head_is_named(chain):
    last = AuditSeal.objects.get(number=4)
    AuditSeal.objects.filter(number=5).delete()
    AuditHead.objects.filter(pk=1).update(number=4, hash=last.hash)
    assert any("not signed" in finding for finding in audit.verify())


def test_event_left_unsealed_is_named_after_five_minutes(chain):
    late = AuditEvent.objects.create(
        action="test.late", actor_name="ai đó", happened_at=timezone.now() - timezone.timedelta(minutes=6),
        business_day="2020-08-03",
    )  # fmt: skip
    assert audit.verify() == [f"event {late.pk} has been unsealed for over 300 seconds"]


def failing_act(person):
    with audit.event(by=person, action="test.failed") as event:
        event.changed(person, before={"n": 1}, after={"n": 2})
        raise ZeroDivisionError


def test_event_stands_or_falls_with_its_change():
    person = make_user("rut.lai")
    with pytest.raises(ZeroDivisionError):
        failing_act(person)
    assert not AuditEvent.objects.exists()


def test_unchanged_fields_are_not_noted():
    person = make_user("khong.doi")
    with audit.event(by=person, action="test.done") as event:
        event.changed(person, before={"a": 1, "b": 2}, after={"a": 1, "b": 3})
    assert AuditChange.objects.get().before == {"b": 2}
