"""Secrecy marks in what is done with a stored document and in the names of its files: refused, and kept nowhere."""

import pytest

from common.errors import Invalid
from common.files.incoming import Incoming
from documents import bulk
from documents.actions import attachments, handling, handling_many
from documents.models import Attachment
from documents.secrecy import is_marked_file
from tests.documents.test_secrecy import CANARY, everything_stored, log
from tests.factories import documents as docs
from tests.factories import files

__all__ = ["log"]

TEXT = f"Tối mật: {CANARY}"


def file(name: str) -> Incoming:
    return Incoming.of(name, files.pdf())


def handled(world, act: str, **fields):
    """The act on a document that is ready for it."""
    finished = {"completed_on": docs.ARRIVED} if act == "reopen" else {}
    document = docs.make_document(world.unit, **finished)
    values = {"assigned_to": "Văn phòng", "transferred_on": docs.ARRIVED}
    if act == "assign_many":
        return handling_many.assign_many(by=world.official, chosen={document.pk: 1}, **values | fields)
    more = {"assign": values, "finish": {"completed_on": docs.ARRIVED}, "reopen": {}}[act]
    return getattr(handling, act)(document, by=world.official, version=1, **more | fields)


ACTS = [
    ("assign", "instruction"), ("assign", "reason"), ("finish", "reason"), ("reopen", "reason"),
    ("assign_many", "instruction"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("act", "field"), ACTS)
def test_mark_in_handling_is_refused_at_its_field_and_kept_nowhere(world, log, act, field):
    with pytest.raises(Invalid) as refused:
        handled(world, act, **{field: TEXT})
    assert set(refused.value.errors) == {field}
    assert CANARY not in f"{refused.value.errors}{everything_stored()}{log.getvalue()}"
    handled(world, act, **{field: CANARY})
    assert CANARY in everything_stored()


@pytest.mark.django_db
def test_mark_in_the_name_of_a_file_is_refused_by_its_place_and_kept_nowhere(world, log):
    document = docs.make_document(world.unit)
    (kept,) = attachments.attach(document, by=world.official, files=[file("a.pdf")])
    marked = file(f"TUYỆT MẬT - {CANARY}.pdf")
    for act in (
        lambda: attachments.attach(document, by=world.official, files=[file("b.pdf"), marked]),
        lambda: attachments.replace(kept, by=world.official, version=1, file=marked),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert set(refused.value.errors) == {"files"}
        assert CANARY not in f"{refused.value.errors}{everything_stored()}{log.getvalue()}"
    assert Attachment.objects.count() == 1


@pytest.mark.django_db
def test_mark_in_the_reason_about_a_file_is_refused(world, log):
    document = docs.make_document(world.unit)
    (kept,) = attachments.attach(document, by=world.official, files=[file("a.pdf")])
    for act in (
        lambda: attachments.replace(kept, by=world.official, version=1, file=file("b.pdf"), reason=TEXT),
        lambda: attachments.withdraw(kept, by=world.official, version=1, reason=TEXT),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert set(refused.value.errors) == {"reason"}
    assert CANARY not in everything_stored() + log.getvalue()


@pytest.mark.django_db
def test_mark_in_an_imported_reason_of_cancelling_is_refused(world, log):
    row = docs.incoming(world.unit, cancelled=True, cancel_reason=TEXT)
    with pytest.raises(Invalid) as refused:
        bulk.insert_rows(by=None, batch=docs.make_batch(), documents=[row])
    assert set(refused.value.errors) == {"cancel_reason"}
    assert CANARY not in everything_stored() + log.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "TUYỆT MẬT - kế hoạch.pdf", "Kế hoạch - Mật.pdf", "ke_hoach_(MAT).docx", "TUYET_MAT_ke_hoach.pdf", "Mật.pdf",
        "Tối-mật-kế-hoạch.pdf", "[MẬT] phương án.xlsx", "Kế hoạch MẬT về phòng thủ.pdf",
    ],
)  # fmt: skip
def test_mark_in_the_name_of_a_file_is_found(name):
    assert is_marked_file(name)


@pytest.mark.parametrize(
    "name",
    ["bao mat thong tin.pdf", "Bảo-mật-thông-tin.pdf", "mat_khau.docx", "Quy chế bảo vệ bí mật.pdf", "Báo cáo.pdf", ""],
)
def test_open_name_of_a_file_is_no_mark(name):
    assert not is_marked_file(name)
