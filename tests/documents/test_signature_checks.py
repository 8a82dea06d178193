"""What the checks leave in the register, and what the figures make of it."""

from datetime import date

import pytest

from common.errors import NotAllowed, OutOfScope
from common.models import AuditChange, AuditEvent
from common.months import Month
from communes.actions.months import reopen
from documents.actions import attachments, signatures
from documents.models import Document, FoundSignature, SignatureCheck
from indicators import checking, rollups
from indicators.models import Figure
from tests.documents.signing import LOCKED, NOT_NOW, UNSIGNED, attached, verdict
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db
JULY, JUNE = date(2020, 7, 6), date(2020, 6, 10)


@pytest.fixture
def says(monkeypatch):
    """says(verdict): what the next looks find; no process is started."""

    def set_to(found):
        monkeypatch.setattr(signatures, "verify", lambda _path: found)

    return set_to


@pytest.fixture
def letter(world):
    """An outgoing document of an open month, declared signed by the agency."""
    return docs.make_document(world.unit, "outgoing", signature="agency", registered_on=JULY)


def state(document):
    document.refresh_from_db()
    return document.signature_shown, document.signature_proof


def figure(unit, name, month=7):
    row = Figure.objects.filter(unit=unit, measure__key=f"documents.outgoing_signed_{name}", year=2020, month=month)
    return row.values_list("total", flat=True).first() or 0


def test_check_is_kept_with_its_signatures(world, letter, says):
    says(verdict())
    found = signatures.check(attached(letter), by=world.official)
    assert (found.state, found.shows, found.is_verified, found.roots) == ("ok", "agency", True, "abc123")
    assert (found.checked_by, found.unit) == (world.official, world.unit)
    (row,) = found.signatures.all()
    assert (row.position, row.signer, row.claimed.year, row.trust) == (1, "Ủy ban nhân dân xã", 2020, "trusted")
    assert state(letter) == ("agency", "verified")
    assert AuditEvent.objects.filter(action="documents.signatures_checked", actor_id=world.official.pk).count() == 1


def test_second_check_replaces_the_first(world, letter, says):
    file = attached(letter)
    says(verdict())
    signatures.check(file, by=world.official)
    says(UNSIGNED)
    signatures.check(file, by=world.official)
    assert (SignatureCheck.objects.count(), FoundSignature.objects.count()) == (1, 0)
    assert state(letter) == ("none", "checked")


def test_entry_open_in_a_form_is_not_outdated_by_a_check(world, letter, says):
    says(verdict())
    signatures.check(attached(letter), by=world.official)
    assert Document.objects.get(pk=letter.pk).version == letter.version


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (verdict(), ("agency", "verified")),
        (verdict(trust="untrusted"), ("agency", "checked")),
        (verdict(kind="personal"), ("personal", "checked")),
        (verdict(kind="unknown"), ("signed", "checked")),
        (verdict(coverage="changed"), ("none", "checked")),
        (UNSIGNED, ("none", "checked")),
        (LOCKED, ("", "none")),
        (NOT_NOW, ("", "none")),
    ],
)
def test_verdict_reaches_the_entry(world, letter, says, found, expected):
    says(found)
    signatures.check(attached(letter), by=world.official)
    assert state(letter) == expected


def test_best_of_several_files_counts_and_withdrawn_ones_do_not(world, letter, says):
    good, annex = attached(letter), attached(letter)
    says(verdict())
    signatures.check(good, by=world.official)
    says(UNSIGNED)
    signatures.check(annex, by=world.official)
    assert state(letter) == ("agency", "verified")
    attachments.withdraw(good, by=world.official, version=1, reason="nhầm tệp")
    assert state(letter) == ("none", "checked")


def test_failed_look_takes_nothing_back(world, letter, says):
    file = attached(letter)
    says(verdict())
    signatures.check(file, by=world.official)
    says(NOT_NOW)
    signatures.check(file, by=world.official)
    assert state(letter) == ("agency", "verified")


def test_incoming_paper_is_checked_and_compared_with_nothing(world, says):
    document = docs.make_document(world.unit)
    says(verdict(coverage="changed"))
    assert signatures.check(attached(document), by=world.official).is_changed
    assert state(document) == ("", "none")


def test_other_kinds_of_files_are_left_alone(world, letter):
    assert signatures.check(attached(letter, b"PK", kind="docx"), by=world.official) is None


def test_only_who_keeps_the_register_may_check(world, letter, says):
    says(verdict())
    with pytest.raises(OutOfScope):
        signatures.check(attached(letter), by=world.stranger)
    with pytest.raises(NotAllowed):
        signatures.check(attached(letter), by=make.make_member("auditor", world.district))
    assert not SignatureCheck.objects.exists()


# --- Figures ---------------------------------------------------------------------------------------------------------


def test_figures_follow_the_checks(world, letter, says, django_capture_on_commit_callbacks):
    file, month = attached(letter), Month(2020, 7)
    rollups.rebuild(months=[month])
    for found, expected in [(verdict(), (1, 1)), (UNSIGNED, (1, 0)), (verdict(), (1, 1))]:
        says(found)
        with django_capture_on_commit_callbacks(execute=True):
            signatures.check(file, by=world.official)
        assert (figure(world.unit, "checked"), figure(world.unit, "verified")) == expected
        assert figure(world.district, "verified") == expected[1]
    assert checking.check(months=[month])[0] == []


def test_settled_month_keeps_its_figure_and_shows_the_verdict(world, says, django_capture_on_commit_callbacks):
    letter = docs.make_document(world.unit, "outgoing", signature="none", registered_on=JUNE)
    says(verdict())
    with django_capture_on_commit_callbacks(execute=True):
        signatures.check(attached(letter), by=world.official)
    assert state(letter) == ("agency", "none")
    assert figure(world.unit, "verified", 6) == 0
    assert letter.is_signed_otherwise
    assert SignatureCheck.objects.get().is_verified


def again(world):
    reopen(by=world.administrator, unit=world.unit, month=Month(2020, 6), reason="kiểm tra lại")


def test_reopened_month_counts_what_the_files_show(world, says, django_capture_on_commit_callbacks):
    letter = docs.make_document(world.unit, "outgoing", signature="agency", registered_on=JUNE)
    docs.make_document(world.unit, "outgoing", registered_on=JUNE)
    says(verdict())
    signatures.check(attached(letter), by=world.official)
    assert state(letter) == ("agency", "none")
    with django_capture_on_commit_callbacks(execute=True):
        again(world)
    assert state(letter) == ("agency", "verified")
    assert figure(world.unit, "verified", 6) == 1
    (change,) = AuditChange.objects.filter(event__action="months.reopened", model="documents.document")
    assert (change.object_id, change.after["signature_proof"]) == (letter.pk, "verified")


def test_reopened_month_counts_no_file_that_was_withdrawn(world, says):
    counted = {"signature_shown": "agency", "signature_proof": "verified"}
    letter = docs.make_document(world.unit, "outgoing", signature="agency", registered_on=JUNE, **counted)
    july = docs.make_document(world.unit, "outgoing", signature="agency", registered_on=JULY, **counted)
    other = docs.make_document(world.other, "outgoing", signature="agency", registered_on=JUNE, **counted)
    file = attached(letter)
    says(verdict())
    signatures.check(file, by=world.official)
    attachments.withdraw(file, by=world.official, version=1, reason="nhầm tệp")
    assert state(letter) == ("", "verified")
    again(world)
    assert state(letter) == ("", "none")
    assert [state(row) for row in (july, other)] == [("agency", "verified")] * 2
