"""The outgoing document that answers an incoming one, when it changes while somebody names it."""

from datetime import date

import pytest

from common.errors import Invalid, Refused
from common.models import AuditChange
from documents.actions import entries, handling, reservations
from documents.models import Document
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

JULY, LATER, TODAY = date(2020, 7, 6), date(2020, 7, 10), date(2020, 8, 3)


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def answer(world):
    return docs.make_document(world.unit, "outgoing", registered_on=LATER, type=world.kind, code="")


@pytest.fixture
def loaded(world, answer):
    """The answer as a form has loaded it before somebody cancelled it."""
    entries.cancel(Document.objects.get(pk=answer.pk), by=world.official, version=1, reason="Nhầm")
    return answer


def entered(world, **fields):
    values = {"subject": "Về việc báo cáo", "organ_name": "UBND tỉnh", "registered_on": JULY}
    return {"by": world.official} | values | fields


def register(world, answer):
    entries.register(**entered(world, direction="incoming", unit=world.unit, answered_by=answer))


def fill(world, answer):
    kept = reservations.keep(by=world.official, direction="incoming", unit=world.unit, kept_on=JULY, purpose="Chờ")
    reservations.fill(kept[0], version=1, **entered(world, answered_by=answer))


def change(world, answer):
    document = docs.make_document(world.unit)
    entries.change(document, by=world.official, version=1, reason="", answered_by=answer)


def finish(world, answer):
    handling.finish(
        docs.make_document(world.unit), by=world.official, version=1, completed_on=LATER, answered_by=answer
    )


@pytest.mark.parametrize("act", [register, fill, change, finish])
def test_answer_that_was_cancelled_since_the_form_opened_is_refused(world, loaded, act):
    assert not loaded.cancelled
    with pytest.raises(Invalid) as refused:
        act(world, loaded)
    assert list(refused.value.errors) == ["answered_by"]
    assert not loaded.answers.exists()


@pytest.mark.parametrize("act", [register, fill, change, finish])
def test_answer_that_holds_is_kept(world, answer, act):
    act(world, answer)
    assert answer.answers.count() == 1


def test_answer_does_not_move_before_what_it_answers(world, answer):
    docs.make_document(world.unit, registered_on=JULY, answered_by=answer)
    with pytest.raises(Refused, match=r"answers 123/UBND-VP \(06/07/2020\)") as refused:
        entries.change(answer, by=world.official, version=1, reason="", registered_on=date(2020, 7, 3))
    assert refused.value.field == "registered_on"
    moved = entries.change(answer, by=world.official, version=1, reason="", registered_on=JULY)
    assert moved.registered_on == JULY


def test_cancelled_question_holds_its_answer_to_no_day(world, answer):
    docs.make_document(world.unit, answered_by=answer, cancelled=True, cancel_reason="Nhầm")
    moved = entries.change(answer, by=world.official, version=1, reason="", registered_on=date(2020, 7, 3))
    assert moved.registered_on == date(2020, 7, 3)


def cancelled_with(world, answer):
    question = docs.make_document(world.unit, completed_on=LATER, answered_by=answer)
    return entries.cancel(question, by=world.official, version=1, reason="Nhầm")


def test_reinstated_entry_lets_go_of_an_answer_that_was_cancelled(world, answer):
    question = cancelled_with(world, answer)
    entries.cancel(answer, by=world.official, version=1, reason="Nhầm")
    question = entries.reinstate(question, by=world.official, version=2, reason="")
    assert (question.cancelled, question.answered_by, question.completed_on) == (False, None, LATER)
    told = AuditChange.objects.get(event__action="documents.reinstated")
    assert (told.before["answered_by_id"], told.after["answered_by_id"]) == (answer.pk, None)


def test_reinstated_entry_keeps_an_answer_that_holds(world, answer):
    question = entries.reinstate(cancelled_with(world, answer), by=world.official, version=2, reason="")
    assert question.answered_by == answer
