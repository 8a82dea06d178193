"""An answer that is named and cancelled at once, on PostgreSQL; SQLite has one writer and cannot show this race."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.db.models import QuerySet

from common.errors import ActionError
from communes.writing import Write
from documents.actions import entries, handling
from documents.models import Document
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def letters(monkeypatch):
    """An incoming document and its answer to be; every act rests between looking at its rows and writing."""
    make.open_calendar()
    unit = make.make_unit("Tả Củ Tỷ")
    update = Write.update

    def after_a_rest(write, row):
        threading.Event().wait(0.4)
        update(write, row)

    monkeypatch.setattr(Write, "update", after_a_rest)
    return docs.make_document(unit), docs.make_document(unit, "outgoing")


@pytest.fixture
def without_lock(monkeypatch):
    """Rows are read as if nobody else could write them: what these tests must notice."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)


def at_once(*acts) -> list:
    """What came of each act, an error in its place."""
    start = threading.Barrier(len(acts))

    def one(act):
        try:
            start.wait(timeout=10)
            return act()
        except ActionError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def named_and_cancelled(question, answer) -> list:
    return at_once(
        lambda: handling.finish(
            question, by=None, version=1, completed_on=date(2020, 7, 8), answered_by=Document.objects.get(pk=answer.pk)
        ),
        lambda: entries.cancel(answer, by=None, version=1, reason="Nhầm"),
    )


def test_answer_is_either_named_or_cancelled(letters):
    found = named_and_cancelled(*letters)
    assert sum(isinstance(one, ActionError) for one in found) == 1
    assert not Document.objects.filter(cancelled=False, answered_by__cancelled=True).exists()


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_it_is_both(letters):
    named_and_cancelled(*letters)
    assert Document.objects.filter(cancelled=False, answered_by__cancelled=True).exists()
