from datetime import date

import pytest
from django.urls import reverse

from common import display
from communes.models import Role
from documents.models import Document
from tests.factories import communes as make
from tests.factories import documents as docs
from tests.factories import files

pytestmark = pytest.mark.django_db

READING = ["detail", "history"]
WRITING = ["edit", "finish", "cancel", "reinstate"]
CREATING = ["create-incoming", "create-outgoing"]


def address(verb, document=None):
    return reverse(f"documents:document-{verb}", args=[document.pk] if document else [])


def page(client, user, url, status=200):
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == status, url
    return response


def test_member_reads_and_writes(world, client):
    document = docs.make_document(world.unit)
    for verb in [*READING, *WRITING]:
        page(client, world.official, address(verb, document))
    for verb in ["list", "lookup", *CREATING]:
        page(client, world.official, address(verb))


def test_stranger_gets_the_answer_of_a_missing_one(world, client):
    document = docs.make_document(world.unit)
    for verb in [*READING, *WRITING]:
        denied = page(client, world.stranger, address(verb, document), 404)
        missing = client.get(address(verb, document).replace(str(document.pk), "999999"))
        assert (missing.status_code, missing.content) == (404, denied.content)
    assert "123/UBND-VP" not in page(client, world.stranger, address("list")).content.decode()


def test_stranger_writes_nothing(world, client):
    document = docs.make_document(world.unit)
    client.force_login(world.stranger)
    for verb in WRITING:
        assert client.post(address(verb, document), {"reason": "x", "version": 1}).status_code == 404
    document.refresh_from_db()
    assert document.version == 1


def test_anonymous_is_sent_to_the_login(world, client):
    document = docs.make_document(world.unit)
    urls = [address(verb, document) for verb in [*READING, *WRITING]] + [address("list"), address("create-incoming")]
    for url in urls:
        response = client.get(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("role", [Role.HEAD, Role.REVIEWER, Role.LEADER, Role.AUDITOR])
def test_other_roles_look_and_do_not_write(world, client, role):
    unit = world.unit if role == Role.HEAD else world.district
    user = make.make_member(role, unit)
    document = docs.make_document(world.unit)
    for verb in READING:
        page(client, user, address(verb, document))
    for verb in WRITING:
        page(client, user, address(verb, document), 403)
        assert client.post(address(verb, document), {"reason": "x"}).status_code == 403
    for verb in CREATING:
        page(client, user, address(verb), 403)
    shown = page(client, user, document.get_absolute_url()).content.decode()
    assert address("edit", document) not in shown
    assert address("create-incoming") not in page(client, user, address("list")).content.decode()


def test_somebody_without_a_role_sees_nothing(world, client):
    page(client, make.make_member(), address("list"), 403)


def test_detail_offers_what_fits_the_entry(world, client):
    def offered(document):
        shown = page(client, world.official, document.get_absolute_url()).content.decode()
        return {verb for verb in WRITING if f'href="{address(verb, document)}"' in shown}

    assert offered(docs.make_document(world.unit)) == {"edit", "finish", "cancel"}
    assert offered(docs.make_document(world.unit, completed_on=date(2020, 7, 9))) == {"edit", "cancel"}
    assert offered(docs.make_document(world.unit, "outgoing")) == {"edit", "cancel"}
    cancelled = docs.make_document(world.unit, cancelled=True, cancel_reason="Ghi trùng số")
    assert offered(cancelled) == {"reinstate"}
    assert "Ghi trùng số" in page(client, world.official, cancelled.get_absolute_url()).content.decode()


def test_outgoing_entry_lists_what_it_answers(world, client):
    answer = docs.make_document(world.unit, "outgoing")
    docs.make_document(world.unit, subject="Xin ý kiến", answered_by=answer, completed_on=docs.ARRIVED)
    assert "Xin ý kiến" in page(client, world.official, answer.get_absolute_url()).content.decode()


def test_history_tells_who_did_what(world, client):
    client.force_login(world.official)
    document = docs.make_document(world.unit)
    client.post(address("cancel", document), {"version": 1, "reason": "Ghi trùng số"})
    shown = client.get(address("history", document)).content.decode()
    assert "Ghi trùng số" in shown
    assert str(world.official) in shown


def test_reading_writes_nothing(world, client):
    document = docs.make_document(world.unit)
    before = list(Document.objects.values())
    for verb in [*READING, *WRITING]:
        page(client, world.official, address(verb, document))
    assert list(Document.objects.values()) == before


def test_lookup_offers_own_outgoing_documents_only(world, client):
    docs.make_document(world.unit, "outgoing", code="15/QĐ-UBND")
    docs.make_document(world.other, "outgoing", code="15/QĐ-UBND khác")
    docs.make_document(world.unit, "outgoing", code="15/BC-UBND", cancelled=True, cancel_reason="x")
    found = page(client, world.official, address("lookup") + "?q=15").json()["results"]
    assert [row["key"] for row in found] == ["15/QĐ-UBND"]


def test_page_of_a_document_names_each_file_once_and_no_empty_fact(world, client):
    document = docs.make_document(world.unit)
    empty = page(client, world.official, address("detail", document)).content.decode()
    assert "Chưa có tệp đính kèm" in empty
    attached = files.make_attachment(document, "bao-cao.pdf")
    answer = page(client, world.official, address("detail", document))
    assert answer.content.decode().count(reverse("documents:attachment-download", args=[attached.pk])) == 1
    facts = {str(label): value for _heading, facts in answer.context["groups"] for label, value in facts}
    assert display.nothing() not in facts.values()
    assert "không hạn" in facts["Thời hạn giải quyết"]
