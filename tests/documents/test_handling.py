from datetime import date

import pytest

from common.errors import ClosedMonth, Invalid, Refused
from common.models import AuditChange
from common.months import Month
from communes.models import StaleMark
from communes.reorganise import merge
from communes.scope import forget
from documents.actions import entries, handling
from documents.models import Document, DocumentState
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

TODAY = date(2020, 8, 3)


@pytest.fixture(autouse=True)
def _worker(settings):
    settings.REFRESH_MODE = "worker"


def finish(world, document, day, **fields):
    return handling.finish(document, by=world.official, version=document.version, completed_on=day, **fields)


def test_june_document_is_finished_in_july_and_june_stays(world):
    june = docs.make_document(world.unit, registered_on=date(2020, 6, 8), due_on=date(2020, 6, 18))
    assert finish(world, june, date(2020, 7, 2)).is_on_time is False
    assert not StaleMark.objects.exists()


def test_document_due_in_june_cannot_be_finished_in_june_any_more(world):
    june = docs.make_document(world.unit, registered_on=date(2020, 6, 8), due_on=date(2020, 6, 18))
    with pytest.raises(ClosedMonth, match="06/2020"):
        finish(world, june, date(2020, 6, 18))
    june.refresh_from_db()
    assert june.completed_on is None


def test_document_of_june_due_in_july_counts_in_july(world):
    june = docs.make_document(world.unit, registered_on=date(2020, 6, 26), due_on=date(2020, 7, 10))
    assert finish(world, june, date(2020, 6, 30)).is_on_time is True
    mark = StaleMark.objects.get()
    assert (mark.unit_id, Month(mark.year, mark.month)) == (world.unit.pk, Month(2020, 7))


def test_finished_on_the_last_day_is_in_time(world):
    document = docs.make_document(world.unit, due_on=date(2020, 7, 20))
    assert finish(world, document, date(2020, 7, 20)).is_on_time is True


def test_answer_stands_in_the_units_outgoing_book(world):
    document = docs.make_document(world.unit)
    answer = docs.make_document(world.unit, "outgoing", registered_on=date(2020, 7, 8))
    assert finish(world, document, date(2020, 7, 8), answered_by=answer).answered_by == answer
    with pytest.raises(Refused):
        entries.cancel(answer, by=world.official, version=1, reason="Nhầm")


@pytest.mark.parametrize("wrong", ["incoming", "cancelled", "older", "of another unit"])
def test_wrong_answer_is_refused(world, wrong):
    answer = {
        "incoming": lambda: docs.make_document(world.unit),
        "cancelled": lambda: docs.make_document(world.unit, "outgoing", cancelled=True, cancel_reason="x"),
        "older": lambda: docs.make_document(world.unit, "outgoing", registered_on=date(2020, 7, 1)),
        "of another unit": lambda: docs.make_document(world.other, "outgoing"),
    }[wrong]()
    with pytest.raises(Invalid) as refused:
        finish(world, docs.make_document(world.unit), date(2020, 7, 8), answered_by=answer)
    assert list(refused.value.errors) == ["answered_by"]


def test_outgoing_and_finished_documents_are_not_finished(world):
    with pytest.raises(Refused):
        finish(world, docs.make_document(world.unit, "outgoing"), TODAY)
    with pytest.raises(Refused):
        finish(world, docs.make_document(world.unit, completed_on=TODAY), TODAY)


def test_states_of_an_entry_on_a_day(world):
    def state(**fields):
        return docs.make_document(world.unit, registered_on=date(2020, 7, 1), **fields).state(on=TODAY)

    assert state() == DocumentState.REGISTERED
    assert state(due_on=date(2020, 8, 4)) == DocumentState.OPEN
    assert state(due_on=TODAY) == DocumentState.DUE_TODAY
    assert state(due_on=date(2020, 8, 2)) == DocumentState.OVERDUE
    assert state(due_on=date(2020, 8, 2), completed_on=TODAY) == DocumentState.LATE
    assert state(due_on=TODAY, completed_on=TODAY) == DocumentState.FINISHED
    assert state(cancelled=True, cancel_reason="x") == DocumentState.CANCELLED
    assert docs.make_document(world.unit, "outgoing").state(on=TODAY) == DocumentState.REGISTERED


def test_deadline_querysets_agree_with_the_state_of_each_entry(world):
    for due in (None, date(2020, 7, 20), TODAY, date(2020, 8, 20)):
        for done in (None, date(2020, 7, 15), date(2020, 7, 25)):
            docs.make_document(world.unit, due_on=due, completed_on=done)
    rows = Document.objects.all()
    found = {
        DocumentState.OVERDUE: rows.overdue(on=TODAY),
        DocumentState.DUE_TODAY: rows.due_on_day(TODAY),
        DocumentState.LATE: rows.finished_late(),
    }
    for state, queryset in found.items():
        assert set(queryset) == {row for row in rows if row.state(on=TODAY) == state}
    assert set(rows.finished_in_time()) == {row for row in rows if row.is_on_time}


def test_merger_passes_on_what_was_open_and_not_overdue(world):
    day = date(2020, 7, 15)
    late = docs.make_document(world.unit, due_on=date(2020, 7, 14))
    open_ = docs.make_document(world.unit, due_on=date(2020, 7, 20))
    undated = docs.make_document(world.unit)
    done = docs.make_document(world.unit, due_on=date(2020, 7, 20), completed_on=date(2020, 7, 10))
    merge(by=world.administrator, effective_on=day, resolution="896/NQ", absorbed=[world.unit], into=world.other)
    handled = set(Document.objects.filter(handling_unit=world.other))
    assert handled == {open_, undated}
    told = AuditChange.objects.filter(model="documents.document", event__action="units.merged")
    assert {change.object_id for change in told} == {open_.pk, undated.pk}
    assert set(Document.objects.filter(unit=world.unit)) == {late, open_, undated, done}
    document = finish(world, Document.objects.get(pk=open_.pk), date(2020, 7, 20))
    assert {cell.unit_id for cell in document.counted().cells()} == {world.unit.pk, world.other.pk}


def test_passing_on_costs_the_same_for_many(world, django_assert_max_num_queries):
    for _ in range(60):
        docs.make_document(world.unit, due_on=date(2020, 7, 20))
    values = {"effective_on": date(2020, 7, 15), "resolution": "896/NQ", "absorbed": [world.unit], "into": world.other}
    with django_assert_max_num_queries(130):
        merge(by=world.administrator, **values)
    assert Document.objects.filter(handling_unit=world.other, version=2).count() == 60


def test_successor_sees_and_finishes_what_was_passed_on(world):
    from communes.reorganise import merge

    document = docs.make_document(world.unit, due_on=date(2020, 7, 20))
    merge(
        by=world.administrator, effective_on=date(2020, 7, 15), resolution="896/NQ", absorbed=[world.unit],
        into=world.other,
    )  # fmt: skip
    forget(world.stranger)
    document = Document.objects.visible_to(world.stranger).get()
    assert handling.finish(document, by=world.stranger, version=2, completed_on=TODAY).version == 3


def test_new_unit_without_merger_sees_nothing(world):
    docs.make_document(world.unit)
    newcomer = make.make_member("official", make.make_unit("Na Hối", parent=world.district))
    assert not Document.objects.visible_to(newcomer).exists()
