"""The declared state beside what the files show, and the command that checks what is due."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from documents.models import Document, FoundSignature
from tests.authority import issuer, signed_by_both
from tests.documents.signing import attached
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db


def state(document):
    document.refresh_from_db()
    return document.signature_shown, document.signature_proof


@pytest.fixture
def letter(world):
    """An outgoing document of an open month, declared signed by the agency."""
    return docs.make_document(world.unit, "outgoing", signature="agency", registered_on=date(2020, 7, 6))


@pytest.mark.parametrize(
    ("declared", "shown", "differs"),
    [
        ("agency", "agency", False), ("agency", "personal", True), ("agency", "none", True), ("agency", "", False),
        ("agency", "signed", False), ("personal", "signed", False), ("personal", "agency", True), ("none", "", False),
        ("none", "signed", True), ("none", "none", False),
    ],
)  # fmt: skip
def test_declared_and_shown_are_compared(world, declared, shown, differs):
    document = docs.make_document(world.unit, "outgoing", signature=declared, signature_shown=shown)
    assert document.is_signed_otherwise is differs
    assert Document.objects.signed_otherwise().exists() is differs


def test_cancelled_entry_differs_from_nothing(world):
    values = {"signature": "agency", "signature_shown": "none", "cancelled": True, "cancel_reason": "nhầm"}
    assert not docs.make_document(world.unit, "outgoing", **values).is_signed_otherwise
    assert not Document.objects.signed_otherwise().exists()


def test_differing_entries_are_found_by_their_index(world):
    rows = Document.objects.signed_otherwise().filter(unit=world.unit).order_by("-registered_on", "-pk")
    if connection.vendor == "sqlite":
        assert "documents_document_differs" in rows.explain()


def run(*arguments):
    out = StringIO()
    call_command("verify_signatures", *arguments, stdout=out)
    return out.getvalue()


def test_command_checks_what_is_due(world, letter, settings, tmp_path):
    """Once, again after the roots have changed, and everything if asked to: the real way through the child."""
    settings.SIGNATURE_ROOTS_DIR = tmp_path / "roots"
    attached(letter, signed_by_both())
    said = run()
    assert "1 files checked (ok: 1)" in said
    assert "No root certificate is configured" in said
    assert state(letter) == ("agency", "checked")
    assert run().startswith("0 files checked")
    settings.SIGNATURE_ROOTS_DIR.mkdir()
    (settings.SIGNATURE_ROOTS_DIR / "root.pem").write_bytes(issuer().pem)
    assert run().startswith("1 files checked")
    assert state(letter)[0] == "agency"
    assert {row.trust for row in FoundSignature.objects.all()} <= {"trusted", "expired_since"}
    assert state(letter) == ("agency", "verified")
    assert (run().startswith("0 files"), run("--all").startswith("1 files")) == (True, True)


def test_file_that_is_gone_is_tried_again(world, letter):
    file = attached(letter)
    file.path.unlink()
    assert "(unchecked: 1)" in run()
    assert "(unchecked: 1)" in run()
