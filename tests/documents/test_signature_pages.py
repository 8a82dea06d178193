"""What people see of the signatures: on the page of an entry, in the list, and the check by hand."""

from datetime import date

import pytest
from django.urls import reverse

from communes.models import ClosedMonth
from documents.actions import signatures
from documents.models import SignatureCheck
from documents.signatures.verdict import SignatureFound
from tests.documents.signing import UNSIGNED, attached, verdict
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db


@pytest.fixture
def says(monkeypatch):
    """says(verdict): what the next looks find; no process is started."""

    def set_to(found):
        monkeypatch.setattr(signatures, "verify", lambda _path: found)

    return set_to


@pytest.fixture
def person(world):
    """An official who reads English, so that tests meet the source texts."""
    return make.make_member("official", world.unit, language="en")


@pytest.fixture
def letter(world):
    return docs.make_document(world.unit, "outgoing", signature="agency")


@pytest.fixture
def see(client, person):
    client.force_login(person)

    def get(address):
        response = client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    return get


def checked(letter, says, found):
    says(found)
    signatures.check(attached(letter))


def test_page_tells_signer_time_and_trust_in_words(letter, says, see):
    checked(letter, says, verdict(trust="expired_since"))
    text = see(letter.get_absolute_url())
    for words in (
        "1. Ủy ban nhân dân xã", "UBND huyện", "06/07/2020 10:00 (given by the signer)", "covers the whole file",
        "expired since, in force when signed (by the time that the signer gave)", "agency signature (guessed",
        "0A1B", "01/01/2019", "not asked: the check uses no network", "pyHanko 0.38.0",
    ):  # fmt: skip
        assert words in text, words
    assert '<span class="badge good">intact</span>' in text


def test_change_after_signing_stands_on_top(letter, says, see):
    checked(letter, says, verdict(coverage="changed"))
    text = see(letter.get_absolute_url())
    assert 'role="alert">“van-ban-' in text
    assert "was changed after it had been signed" in text
    assert text.index("was changed after") < text.index('<dl class="facts">')


def test_state_that_differs_is_flagged_with_the_way_to_correct_it(letter, says, see):
    checked(letter, says, UNSIGNED)
    text = see(letter.get_absolute_url())
    assert (
        "The register says “personal and agency signature”, the attached file shows “no signature that holds”." in text
    )
    assert f'<a href="{reverse("documents:document-edit", args=[letter.pk])}">Correct the entry</a>' in text


def test_agreement_is_not_flagged(letter, says, see):
    checked(letter, says, verdict())
    assert "The register says" not in see(letter.get_absolute_url())


def test_reader_without_rights_is_told_whom_to_ask(world, letter, says, client):
    checked(letter, says, UNSIGNED)
    client.force_login(make.make_member("auditor", world.district, language="en"))
    text = client.get(letter.get_absolute_url()).content.decode()
    assert "Ask the unit to correct the entry" in text
    assert "Check the signatures again" not in text


def test_entry_without_files_says_nothing_of_signatures(letter, see):
    assert "Digital signatures in the files" not in see(letter.get_absolute_url())


def test_names_from_a_certificate_are_text_and_nothing_else(letter, says, see):
    name = "<script>alert(1)</script>"
    found = SignatureFound(name, signer=name, organisation=name, issuer=name, serial=name, integrity="intact")
    checked(letter, says, verdict(signatures=(found,)))
    text = see(letter.get_absolute_url())
    assert name not in text
    assert "&lt;script&gt;alert(1)" in text


def test_settled_month_is_said_where_it_counts_otherwise(world, says, see):
    june = docs.make_document(world.unit, "outgoing", signature="agency", registered_on=date(2020, 6, 10))
    july = docs.make_document(world.unit, "outgoing", signature="agency")
    for letter, is_said in ((june, True), (july, False)):
        checked(letter, says, verdict())
        text = see(letter.get_absolute_url())
        assert ("were settled before this check and stay as they are" in text) is is_said
    ClosedMonth.objects.all().delete()
    assert "were settled before this check" not in see(june.get_absolute_url())


def test_missing_roots_are_said(letter, says, see, settings, tmp_path):
    settings.SIGNATURE_ROOTS_DIR = tmp_path
    checked(letter, says, verdict(trust="no_roots", roots=""))
    text = see(letter.get_absolute_url())
    assert "No root certificate of an authority is configured yet" in text
    assert '<span class="badge watch">no root certificate configured</span>' in text


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("differs", {"b"}), ("verified", {"a"}), ("unproved", {"b", "c"}), ("missing", {"c"})],
)
def test_list_is_filtered_by_the_file(world, says, see, wanted, found):
    letters = {
        name: docs.make_document(world.unit, "outgoing", signature="agency", subject=f"Kanari {name}") for name in "abc"
    }
    docs.make_document(world.unit, "outgoing", subject="Kanari d")
    checked(letters["a"], says, verdict())
    checked(letters["b"], says, UNSIGNED)
    text = see(reverse("documents:document-list") + f"?direction=outgoing&file={wanted}")
    assert {name for name in "abcd" if f"Kanari {name}" in text} == found


def test_list_says_what_differs_and_what_is_verified(world, says, see):
    for found in (verdict(), UNSIGNED):
        checked(docs.make_document(world.unit, "outgoing", signature="agency"), says, found)
    text = see(reverse("documents:document-list") + "?direction=outgoing")
    assert text.count('<span class="badge good">verified</span>') == 1
    assert text.count('<span class="badge late">differs from the file</span>') == 1


def test_check_by_hand(world, letter, says, client, person, django_capture_on_commit_callbacks):
    attached(letter)
    attached(letter, kind="docx")
    says(verdict())
    client.force_login(person)
    address = reverse("documents:document-check", args=[letter.pk])
    version = letter.version
    with django_capture_on_commit_callbacks(execute=True):
        assert client.get(address).status_code == 200
        assert not SignatureCheck.objects.exists()
        assert client.post(address, {"version": version}).status_code == 302
    assert SignatureCheck.objects.get().checked_by == person
    client.force_login(world.stranger)
    assert client.post(address, {"version": version}).status_code == 404


def test_checks_together_stop_after_their_time(letter, says, monkeypatch):
    says(verdict())
    files = [attached(letter) for _ in range(3)]
    moments = iter([0, 1, 14, 16])
    monkeypatch.setattr(signatures.time, "monotonic", lambda: next(moments))
    assert signatures.check_all(files) == 2
