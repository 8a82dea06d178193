from datetime import date

import pytest

from common.errors import ClosedMonth, NotAllowed, Refused
from common.models import AuditChange, AuditEvent
from communes.models import StaleMark
from communes.together import SomeRefused
from documents.actions import entries, handling
from documents.actions.handling_many import assign_many, finish_many
from documents.models import Document
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

TODAY, ARRIVED = date(2020, 8, 3), date(2020, 7, 6)


@pytest.fixture(autouse=True)
def _worker(settings):
    settings.REFRESH_MODE = "worker"


def chosen(*documents):
    return {document.pk: document.version for document in documents}


def finish(world, *documents, **fields):
    return finish_many(by=world.official, chosen=chosen(*documents), **{"completed_on": TODAY} | fields)


def test_many_are_passed_on_in_one_act(world):
    first, second = docs.make_document(world.unit, instruction="Cũ"), docs.make_document(world.unit, due_on=TODAY)
    values = {"assigned_to": "  Giàng A  Sính ", "transferred_on": TODAY}
    done = assign_many(by=world.official, chosen=chosen(first, second), **values)
    assert len(done.rows) == 2
    names = ("assigned_to", "transferred_on", "instruction", "due_on", "version")
    rows = Document.objects.order_by("pk").values_list(*names)
    assert list(rows) == [("Giàng A Sính", TODAY, "Cũ", None, 2), ("Giàng A Sính", TODAY, "", TODAY, 2)]
    event = AuditEvent.objects.get(action="documents.assigned")
    assert set(event.changes.values_list("object_id", flat=True)) == {first.pk, second.pk}


def test_a_deadline_given_to_many_marks_the_months_in_which_it_counts(world):
    document = docs.make_document(world.unit, due_on=date(2020, 7, 20))
    values = {"assigned_to": "Văn phòng", "transferred_on": TODAY, "due_on": date(2020, 8, 1)}
    assign_many(by=world.official, chosen=chosen(document), **values)
    assert set(StaleMark.objects.values_list("year", "month")) == {(2020, 7), (2020, 8)}


def test_one_that_cannot_be_stops_all_until_it_is_left_out(world):
    good, done = docs.make_document(world.unit), docs.make_document(world.unit, completed_on=ARRIVED)
    cancelled = docs.make_document(world.unit, cancelled=True, cancel_reason="x")
    later = docs.make_document(world.unit, registered_on=date(2020, 7, 20))
    with pytest.raises(SomeRefused) as refused:
        finish(world, good, done, cancelled, later, completed_on=date(2020, 7, 10))
    assert len(refused.value.errors[None]) == 3
    assert not Document.objects.filter(pk=good.pk, completed_on__isnull=False).exists()
    result = finish(world, good, done, cancelled, later, completed_on=date(2020, 7, 10), leave_out=True)
    assert [row.pk for row in result.rows] == [good.pk]
    assert len(result.refused) == 3
    assert AuditChange.objects.filter(event__action="documents.finished").count() == 1


def test_changed_foreign_and_missing_rows_are_refused(world):
    changed, foreign = docs.make_document(world.unit), docs.make_document(world.other)
    outgoing = docs.make_document(world.unit, "outgoing")
    rows = chosen(changed, foreign, outgoing) | {changed.pk: 9, 10**9: 1}
    with pytest.raises(SomeRefused) as refused:
        finish_many(by=world.official, chosen=rows, completed_on=TODAY, leave_out=True)
    assert len(refused.value.errors[None]) == 3, "what the person does not see is counted, not named"
    with pytest.raises(NotAllowed):
        finish_many(by=world.official, chosen=chosen(foreign), completed_on=TODAY)
    assert not Document.objects.filter(completed_on__isnull=False).exists()


def test_a_row_that_would_change_a_closed_month_is_left_out_alone(world):
    june = docs.make_document(world.unit, registered_on=date(2020, 6, 8), due_on=date(2020, 6, 18))
    july = docs.make_document(world.unit, registered_on=date(2020, 6, 8), due_on=date(2020, 7, 2))
    with pytest.raises(SomeRefused):
        finish(world, june, july, completed_on=date(2020, 6, 18))
    result = finish(world, june, july, completed_on=date(2020, 6, 18), leave_out=True)
    assert [row.pk for row in result.rows] == [july.pk]
    assert "06/2020" in result.refused[0][1]
    assert [row.pk for row in finish(world, june).rows] == [june.pk], "late it changes nothing of June"


def test_a_day_in_the_future_is_refused(world):
    document, day = docs.make_document(world.unit), date(2020, 8, 4)
    with pytest.raises(Refused) as refused:
        finish(world, document, completed_on=day)
    assert refused.value.field == "completed_on"
    with pytest.raises(Refused) as refused:
        assign_many(by=world.official, chosen=chosen(document), assigned_to="A", transferred_on=day)
    assert refused.value.field == "transferred_on"


def test_one_act_costs_the_same_for_many(world, django_assert_max_num_queries):
    documents = [docs.make_document(world.unit, due_on=date(2020, 8, 1)) for _ in range(60)]
    with django_assert_max_num_queries(25):
        finish(world, *documents)
    assert Document.objects.filter(version=2, completed_on=TODAY).count() == 60


def test_an_open_document_is_passed_on_with_words_and_deadline(world):
    document = docs.make_document(world.unit)
    values = {"version": 1, "assigned_to": "Địa chính", "transferred_on": TODAY, "instruction": "Báo cáo trước thứ Sáu"}
    changed = handling.assign(document, by=world.official, due_on=date(2020, 8, 7), **values)
    assert (changed.assigned_to, changed.due_on) == ("Địa chính", date(2020, 8, 7))
    with pytest.raises(Refused) as refused:
        handling.assign(changed, by=world.official, **values | {"version": 2, "assigned_to": " "})
    assert refused.value.field == "assigned_to"
    with pytest.raises(Refused):
        handling.assign(docs.make_document(world.unit, completed_on=TODAY), by=world.official, **values)


def test_a_finished_document_is_opened_again_with_a_reason(world):
    answer = docs.make_document(world.unit, "outgoing", registered_on=date(2020, 7, 8))
    document = docs.make_document(world.unit, completed_on=date(2020, 7, 8), answered_by=answer)
    with pytest.raises(Refused):
        handling.reopen(document, by=world.official, version=1, reason=" ")
    opened = handling.reopen(document, by=world.official, version=1, reason="Trả lời chưa đủ")
    assert (opened.completed_on, opened.answered_by) == (None, None)
    assert AuditEvent.objects.get(action="documents.reopened").reason == "Trả lời chưa đủ"
    with pytest.raises(Refused):
        handling.reopen(opened, by=world.official, version=2, reason="x")
    entries.cancel(answer, by=world.official, version=1, reason="Nhầm")


def test_opening_again_does_not_change_a_closed_month(world):
    june = docs.make_document(
        world.unit, registered_on=date(2020, 6, 8), due_on=date(2020, 6, 18), completed_on=date(2020, 6, 17)
    )
    with pytest.raises(ClosedMonth):
        handling.reopen(june, by=world.official, version=1, reason="Chưa xong")
