"""Two uploads at once at the edge of a unit's room, two of the same file, and a check beside a withdrawal.

On PostgreSQL; SQLite has one writer.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from common.errors import ActionError
from common.files.incoming import Incoming
from documents.actions import attachments, signatures
from documents.models import Attachment, SignatureCheck
from tests.documents.signing import UNSIGNED
from tests.factories import communes as make
from tests.factories import documents as docs
from tests.factories import files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def unit(monkeypatch):
    """A unit; every upload rests a while between looking at the room and writing its row."""
    make.open_calendar()
    monkeypatch.setattr(attachments, "has_room", lambda: threading.Event().wait(0.4) or True)
    return make.make_unit("Tả Củ Tỷ")


@pytest.fixture
def without_lock(monkeypatch):
    """Rows are read as if nobody else could write them: what these tests must notice."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)


def all_attach(jobs) -> list:
    """Everybody at once; what came of it, an error in its place."""
    start = threading.Barrier(len(jobs))

    def one(job):
        document, content = job
        try:
            with Incoming.of("a.pdf", content) as file:
                start.wait(timeout=10)
                return attachments.attach(document, by=None, files=[file])[0]
        except (ActionError, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(one, jobs))


def edge(unit, settings):
    """Three documents, a file for each, and room for two of them."""
    jobs = [(docs.make_document(unit), files.pdf(str(number))) for number in range(3)]
    settings.FILES_BYTES_PER_UNIT = 2 * len(jobs[0][1]) + 10
    return jobs


def test_uploads_at_once_do_not_pass_the_limit_of_the_unit(unit, settings):
    found = all_attach(edge(unit, settings))
    assert sum(isinstance(one, Attachment) for one in found) == 2
    assert Attachment.objects.stored_in(unit) <= settings.FILES_BYTES_PER_UNIT


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_they_do(unit, settings):
    all_attach(edge(unit, settings))
    assert Attachment.objects.stored_in(unit) > settings.FILES_BYTES_PER_UNIT


def test_same_file_at_once_stands_once(unit):
    document = docs.make_document(unit)
    found = all_attach([(document, files.pdf())] * 3)
    assert sum(isinstance(one, Attachment) for one in found) == 1
    assert Attachment.objects.count() == 1


@pytest.mark.usefixtures("without_lock")
def test_without_the_lock_the_table_still_holds_the_same_file_once(unit, settings, monkeypatch):
    save = Attachment.save

    def after_a_rest(row, **options):
        threading.Event().wait(0.4)  # everybody has looked by now and found nothing
        save(row, **options)

    monkeypatch.setattr(Attachment, "save", after_a_rest)
    document = docs.make_document(unit)
    found = all_attach([(document, files.pdf())] * 3)
    assert any(isinstance(one, IntegrityError) for one in found)
    assert Attachment.objects.count() == 1
    kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert kept == [Attachment.objects.get().path], "the files of those who lost are gone"


def test_file_is_withdrawn_while_it_is_checked(unit, monkeypatch):
    kept = files.make_attachment(docs.make_document(unit, "outgoing"))
    keep, holds = signatures._keep, threading.Event()

    def after_a_rest(*arguments):
        holds.set()  # the document is taken
        threading.Event().wait(0.4)
        return keep(*arguments)

    def withdraw():
        try:
            assert holds.wait(timeout=10)
            attachments.withdraw(kept, by=None, version=1, reason="Nhầm")
        finally:
            connection.close()

    monkeypatch.setattr(signatures, "verify", lambda _path: UNSIGNED)
    monkeypatch.setattr(signatures, "_keep", after_a_rest)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(withdraw)
        signatures.check(kept)
        other.result(timeout=10)
    assert SignatureCheck.objects.get().state == "ok"
    assert not Attachment.objects.served().exists()
