"""Attaching, replacing and withdrawing, as every way in does it."""

from datetime import date

import pytest

from common.errors import Invalid, NotAllowed, OutOfScope, Refused, StaleVersion
from common.files.incoming import Incoming
from common.models import AuditChange
from communes.models import Role, StaleMark
from communes.reorganise import merge
from communes.scope import forget
from documents.actions import attachments, entries
from documents.models import Attachment
from tests.factories import communes as make
from tests.factories import documents as docs
from tests.factories import files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def document(world):
    return docs.make_document(world.unit)


def attach(document, *contents, by):
    """As a request does it; what its transaction would commit stays here, though the test's never ends."""
    found = [Incoming.of(f"tep {n}.pdf", content) for n, content in enumerate(contents or [files.pdf()], 1)]
    return attachments.attach(document, by=by, files=found)


def test_file_stands_in_the_unit_of_its_document_with_who_and_when(world, document):
    (kept,) = attach(document, by=world.official)
    assert (kept.unit, kept.document, kept.kind, kept.name) == (world.unit, document, "pdf", "tep 1.pdf")
    assert kept.added_by == world.official
    assert kept.added_at.date() == date(2020, 8, 3)
    assert kept.path.read_bytes() == files.pdf()
    told = AuditChange.objects.get(event__action="attachments.added")
    assert (told.object_id, told.unit_id, told.after["sha256"]) == (kept.pk, world.unit.pk, kept.sha256)


def test_closed_month_takes_files_since_no_figure_changes(world):
    june = docs.make_document(world.unit, registered_on=date(2020, 6, 8))
    attach(june, by=world.official)
    assert Attachment.objects.get().document == june
    assert not StaleMark.objects.exists()


def test_files_leave_the_version_of_the_entry_alone(world, document):
    attach(document, by=world.official)
    entries.change(document, by=world.official, version=1, reason="Sửa", subject="Khác")


def test_all_bad_files_are_named_and_none_is_kept(world, document):
    with pytest.raises(Invalid) as refused:
        attach(document, files.pdf(), b"MZ", files.pdf()[:50], by=world.official)
    first, second = refused.value.errors["files"]
    assert first.startswith("“tep 2.pdf”")
    assert second.startswith("“tep 3.pdf”")
    assert not Attachment.objects.exists()


def test_same_file_stands_once_in_a_document(world, document):
    attach(document, by=world.official)
    with pytest.raises(Refused, match="already") as refused:
        attach(document, files.pdf("khác"), files.pdf(), by=world.official)
    assert refused.value.field == "files"
    assert Attachment.objects.count() == 1
    with pytest.raises(Refused):
        attach(document, files.pdf("đôi"), files.pdf("đôi"), by=world.official)
    attach(docs.make_document(world.unit), by=world.official)


def test_cancelled_entry_takes_no_file_and_lets_one_be_withdrawn(world, document):
    (kept,) = attach(document, by=world.official)
    entries.cancel(document, by=world.official, version=1, reason="Nhầm")
    with pytest.raises(Refused, match="cancelled"):
        attach(document, files.pdf("khác"), by=world.official)
    with pytest.raises(Refused, match="cancelled"):
        attachments.replace(kept, by=world.official, version=1, file=Incoming.of("b.pdf", files.pdf("b")))
    attachments.withdraw(kept, by=world.official, version=1, reason="Gửi nhầm")


def test_new_version_keeps_the_old_one_readable(world, document):
    (old,) = attach(document, by=world.official)
    new = attachments.replace(old, by=world.official, version=1, file=Incoming.of("moi.pdf", files.pdf("mới")))
    old.refresh_from_db()
    assert old.replaced_by == new
    assert old.path.read_bytes() == files.pdf()
    assert list(Attachment.objects.current()) == [new]
    assert set(Attachment.objects.served()) == {old, new}
    assert list(document.attachments.for_document()) == [new, old]


def test_version_is_replaced_once(world, document):
    (old,) = attach(document, by=world.official)
    attachments.replace(old, by=world.official, version=1, file=Incoming.of("b.pdf", files.pdf("b")))
    for version in (1, 2):
        with pytest.raises(StaleVersion):
            attachments.replace(old, by=world.official, version=version, file=Incoming.of("c.pdf", files.pdf("c")))
    assert Attachment.objects.count() == 2


def test_withdrawn_file_stays_with_reason_hash_and_bytes(world, document):
    (kept,) = attach(document, by=world.official)
    with pytest.raises(Refused):
        attachments.withdraw(kept, by=world.official, version=1, reason="  ")
    attachments.withdraw(kept, by=world.official, version=1, reason=" Gửi  nhầm ")
    kept.refresh_from_db()
    assert (kept.withdraw_reason, kept.withdrawn_by) == ("Gửi nhầm", world.official)
    assert kept.path.exists()
    assert not Attachment.objects.served().exists()
    with pytest.raises(Refused, match="already"):
        attachments.withdraw(kept, by=world.official, version=2, reason="Lần nữa")
    attach(document, by=world.official)


@pytest.mark.parametrize("act", ["attach", "replace", "withdraw"])
def test_strangers_and_readers_change_no_file(world, document, act):
    kept = files.make_attachment(document)
    acts = {
        "attach": lambda by: attach(document, by=by),
        "replace": lambda by: attachments.replace(kept, by=by, version=1, file=Incoming.of("b.pdf", files.pdf("b"))),
        "withdraw": lambda by: attachments.withdraw(kept, by=by, version=1, reason="x"),
    }
    with pytest.raises(OutOfScope):
        acts[act](world.stranger)
    with pytest.raises(NotAllowed):
        acts[act](make.make_member(Role.HEAD, world.unit))
    kept.refresh_from_db()
    assert (Attachment.objects.count(), kept.version) == (1, 1)


def test_successor_of_a_merged_unit_keeps_its_files(world, document):
    kept = files.make_attachment(document)
    assert not Attachment.objects.visible_to(world.stranger).exists()
    merge(
        by=world.administrator, effective_on=date(2020, 7, 15), resolution="896/NQ", absorbed=[world.unit],
        into=world.other,
    )  # fmt: skip
    forget(world.stranger)
    assert list(Attachment.objects.visible_to(world.stranger)) == [kept]
    document.refresh_from_db()
    attach(document, by=world.stranger)
    assert {row.unit for row in document.attachments.all()} == {world.unit}


def test_file_of_a_document_that_was_passed_on_meanwhile_is_not_withdrawn(world, document):
    kept = files.make_attachment(document)
    values = {"effective_on": date(2020, 7, 15), "resolution": "896/NQ", "absorbed": [world.unit], "into": world.other}
    merge(by=world.administrator, **values)
    with pytest.raises(StaleVersion):
        attachments.withdraw(kept, by=None, version=1, reason="Gửi nhầm")
    attachments.withdraw(Attachment.objects.get(), by=None, version=1, reason="Gửi nhầm")


def test_limit_of_files_in_a_document(world, document, settings):
    settings.FILES_PER_DOCUMENT = 2
    attach(document, by=world.official)
    with pytest.raises(Refused, match="at most 2 files"):
        attach(document, files.pdf("b"), files.pdf("c"), by=world.official)
    attach(document, files.pdf("b"), by=world.official)
    with pytest.raises(Refused):
        attach(document, files.pdf("c"), by=world.official)
    attach(docs.make_document(world.unit), by=world.official)


def test_limit_of_a_unit_stops_that_unit_only_and_counts_what_was_withdrawn(world, document, settings):
    settings.FILES_BYTES_PER_UNIT = 2 * len(files.pdf()) + 50
    (kept,) = attach(document, by=world.official)
    attachments.withdraw(kept, by=world.official, version=1, reason="Nhầm")
    attach(document, by=world.official)
    with pytest.raises(Refused, match="xã Tả Củ Tỷ"):
        attach(docs.make_document(world.unit), files.pdf("c"), by=world.official)
    attach(docs.make_document(world.other), by=world.stranger)


def test_full_disk_is_said_in_words(world, document, monkeypatch):
    monkeypatch.setattr(attachments, "has_room", lambda: False)
    with pytest.raises(Refused, match="no room"):
        attach(document, by=world.official)
    assert not Attachment.objects.exists()
