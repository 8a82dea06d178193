"""The second way in: the same rules, and the correction of a closed month with its effects shown first."""

from datetime import date

import pytest
from django.urls import reverse

from common.models import AuditEvent
from communes.models import Role
from documents.models import Document, NumberCounter
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

VALUES = {
    "direction": "incoming", "registered_on": "06/07/2020", "subject": "Về việc báo cáo", "organ_name": "UBND tỉnh",
    "urgency": "normal", "circulation": "open", "medium": "electronic",
    "in_software": "on", "signature": "none", "secrecy": "none",
}  # fmt: skip


def url(verb, obj=None, model="document"):
    return reverse(f"admin:documents_{model}_{verb}", args=[obj.pk] if obj else [])


def form_of(response):
    assert response.status_code == 200
    return response.context["adminform"].form


def change(client, document, **fields):
    values = VALUES | {"registered_on": f"{document.registered_on:%d/%m/%Y}", "version": document.version}
    return client.post(url("change", document), values | {"subject": document.subject, "reason": "Sửa"} | fields)


def test_official_adds_a_document_in_the_own_unit(world, client):
    client.force_login(world.official)
    assert client.post(url("add"), VALUES | {"unit": world.unit.pk}).status_code == 302
    assert Document.objects.get().number == 1
    assert "unit" in form_of(client.post(url("add"), VALUES | {"unit": world.other.pk})).errors


def test_list_is_scoped_and_searched_without_diacritics(world, client):
    mine = docs.make_document(world.unit, subject="Phòng chống dịch")
    docs.make_document(world.other, subject="Phòng chống dịch")
    client.force_login(world.official)
    response = client.get(url("changelist") + "?q=phong chong")
    assert list(response.context["cl"].result_list) == [mine]


def test_stranger_cannot_open_or_change(world, client):
    document = docs.make_document(world.unit)
    client.force_login(world.stranger)
    assert client.get(url("change", document)).status_code in (302, 404)
    change(client, document, subject="Của người khác")
    document.refresh_from_db()
    assert document.version == 1


def test_reviewer_looks_and_does_not_change(world, client):
    document = docs.make_document(world.unit)
    client.force_login(make.make_member(Role.REVIEWER, world.district))
    assert client.get(url("change", document)).status_code == 200
    assert change(client, document, subject="x").status_code == 403
    assert client.get(url("add")).status_code == 403


def test_change_needs_a_reason_and_the_current_version(world, client):
    document = docs.make_document(world.unit)
    client.force_login(world.official)
    assert "reason" in form_of(change(client, document, reason="")).errors
    assert form_of(change(client, document, version=7)).errors
    assert change(client, document, subject="Mới").status_code == 302
    document.refresh_from_db()
    assert (document.subject, document.version) == ("Mới", 2)


def test_rules_stand_at_their_fields(world, client):
    document = docs.make_document(world.unit)
    client.force_login(world.official)
    assert "due_on" in form_of(change(client, document, due_on="01/07/2020")).errors
    assert "registered_on" in form_of(change(client, document, registered_on="31/02/2020")).errors


def test_administrator_corrects_june_after_seeing_the_effect(world, client):
    june = docs.make_document(world.unit, registered_on=date(2020, 6, 8))
    client.force_login(world.administrator)
    asked = form_of(change(client, june, medium="paper"))
    assert asked.effects
    closed, advice = asked.non_field_errors()
    assert "06/2020" in closed
    assert "quản trị" not in closed.lower()
    assert "ô" in advice.split()
    june.refresh_from_db()
    assert june.medium == "electronic"
    ticked = {"medium": "paper", "override": "on", "effects_seen": asked.effects_proof, "reason": "Công văn 12"}
    assert change(client, june, **ticked).status_code == 302
    june.refresh_from_db()
    assert june.medium == "paper"
    event = AuditEvent.objects.get(action="documents.changed")
    assert (event.actor_id, event.reason) == (world.administrator.pk, "Công văn 12")


def test_official_cannot_correct_june(world, client):
    june = docs.make_document(world.unit, registered_on=date(2020, 6, 8))
    client.force_login(world.official)
    asked = form_of(change(client, june, medium="paper", override="on"))
    assert asked.errors
    assert not asked.effects
    june.refresh_from_db()
    assert june.medium == "electronic"


def test_entry_is_cancelled_and_taken_back_but_never_deleted(world, client):
    document = docs.make_document(world.unit)
    client.force_login(world.administrator)
    assert change(client, document, cancelled="on", reason="Ghi trùng").status_code == 302
    document.refresh_from_db()
    assert (document.cancelled, document.cancel_reason) == (True, "Ghi trùng")
    assert form_of(change(client, document, cancelled="on", subject="x")).errors
    assert change(client, document, reason="Bấm nhầm").status_code == 302
    document.refresh_from_db()
    assert not document.cancelled
    assert client.post(url("delete", document), {"reason": "x"}).status_code == 403
    assert Document.objects.filter(pk=document.pk).exists()


def test_kinds_are_changed_by_the_reviewer_only(world, client):
    client.force_login(world.official)
    assert client.get(url("add", model="documenttype")).status_code == 403
    client.force_login(make.make_member(Role.REVIEWER, world.district))
    values = {"number": world.kind.number, "name": "Quyết định cá biệt", "abbreviation": "QĐ", "version": 1}
    target = url("change", world.kind, model="documenttype")
    assert "reason" in form_of(client.post(target, values)).errors
    assert client.post(target, values | {"reason": "Sửa"}).status_code == 302


def test_counters_are_only_looked_at(world, client):
    counter = NumberCounter.objects.create(unit=world.unit, direction="incoming", year=2020, last=4)
    client.force_login(world.administrator)
    assert client.get(url("changelist", model="numbercounter")).status_code == 200
    assert client.post(url("change", counter, model="numbercounter"), {"last": 9}).status_code == 403
