"""The verdict on files signed by a test authority: the whole way, through the child process."""

from datetime import UTC, datetime

import pytest
from pyhanko.sign.timestamps import DummyTimeStamper

from common.confined import Ending, Outcome
from documents.signatures import checking
from documents.signatures.roots import Roots, configured
from tests import authority, odd_pdf
from tests.authority import NOW, OFFICE, PERSON, SIGNED, issuer, paper, sign, signed_by_both


@pytest.fixture
def folder(settings, tmp_path):
    """The folder of root certificates, with the root of the tests in it."""
    settings.SIGNATURE_ROOTS_DIR = tmp_path / "roots"
    settings.SIGNATURE_ROOTS_DIR.mkdir()
    (settings.SIGNATURE_ROOTS_DIR / "root.pem").write_bytes(issuer().pem)
    return settings.SIGNATURE_ROOTS_DIR


@pytest.fixture
def look(folder, tmp_path):
    """verify() of some bytes, at noon of the tests unless said otherwise."""

    def looked(pdf: bytes, *, at=NOW, **options):
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        return checking.verify(path, at=at, **options)

    return looked


def traits(verdict):
    return [(found.kind, found.integrity, found.coverage, found.trust) for found in verdict.signatures]


BOTH = [("personal", "intact", "further", "trusted"), ("agency", "intact", "whole", "trusted")]


def test_person_and_office_on_one_file_are_both_fine(look):
    verdict = look(signed_by_both())
    assert (verdict.state, verdict.shows, verdict.is_verified, verdict.is_changed) == ("ok", "agency", True, False)
    assert traits(verdict) == BOTH
    person, office = verdict.signatures
    assert (person.signer, person.organisation, person.department) == (PERSON["CN"], PERSON["O"], PERSON["OU"])
    assert (office.field, office.signer, office.issuer) == ("Office", OFFICE["CN"], "Cơ quan chứng thực thử nghiệm")
    assert datetime.fromisoformat(office.claimed_at) == SIGNED
    assert int(office.serial, 16) > 0
    assert verdict.library.startswith("pyHanko ")


def test_without_roots_nothing_is_trusted(look, folder):
    """The control: the very same file; only the root is missing."""
    (folder / "root.pem").unlink()
    verdict = look(signed_by_both())
    assert (verdict.state, verdict.shows, verdict.is_verified, verdict.roots) == ("ok", "agency", False, "")
    assert {found.trust for found in verdict.signatures} == {"no_roots"}


def test_root_of_another_authority_makes_it_untrusted(look, folder):
    (folder / "root.pem").write_bytes(issuer("Cơ quan khác").der)
    verdict = look(signed_by_both())
    assert {found.trust for found in verdict.signatures} == {"untrusted"}
    assert (verdict.shows, verdict.is_verified) == ("agency", False)


def test_text_added_after_signing_is_a_change(look):
    verdict = look(authority.appended(signed_by_both()))
    assert traits(verdict) == [("personal", "intact", "changed", "trusted"), ("agency", "intact", "changed", "trusted")]
    assert (verdict.shows, verdict.is_changed, verdict.is_verified) == ("none", True, False)


def test_text_changed_between_two_signatures_spoils_the_first_only(look):
    first = authority.appended(sign(paper(), issuer().signer(PERSON), "Person"))
    verdict = look(sign(first, issuer().signer(OFFICE), "Office"))
    assert traits(verdict) == [("personal", "intact", "changed", "trusted"), ("agency", "intact", "whole", "trusted")]
    assert (verdict.shows, verdict.is_changed, verdict.is_verified) == ("agency", True, False)


def test_letter_changed_in_place_breaks_the_signatures(look):
    verdict = look(authority.flipped(signed_by_both()))
    assert [found.integrity for found in verdict.signatures] == ["broken", "broken"]
    assert (verdict.shows, verdict.is_changed, verdict.is_verified) == ("none", True, False)


def test_bytes_behind_the_end_are_a_change(look):
    assert look(signed_by_both() + b"\n% something more\n").is_changed


def test_certificate_that_expired_since_is_accepted(look):
    verdict = look(signed_by_both(), at=datetime(2031, 1, 1, tzinfo=UTC))
    assert {found.trust for found in verdict.signatures} == {"expired_since"}
    assert verdict.is_verified


def test_certificate_that_had_expired_when_signed_is_not(look):
    late = issuer().signer(OFFICE, until=datetime(2026, 2, 1, tzinfo=UTC))
    verdict = look(sign(paper(), late, "Office"))
    assert traits(verdict) == [("agency", "intact", "whole", "expired")]
    assert (verdict.shows, verdict.is_verified) == ("agency", False)


def test_certificate_of_tomorrow_is_not_in_force(look):
    early = issuer().signer(OFFICE, since=datetime(2026, 12, 1, tzinfo=UTC))
    assert [found.trust for found in look(sign(paper(), early, "Office")).signatures] == ["not_yet"]


def test_time_stamp_is_read_and_judged(look):
    signer = issuer().signer(OFFICE)
    stamper = issuer().timestamper(SIGNED)
    assert isinstance(stamper, DummyTimeStamper)
    (found,) = look(sign(paper(), signer, "Office", timestamper=stamper)).signatures
    assert datetime.fromisoformat(found.stamped_at) == SIGNED
    assert (found.timestamp_trusted, found.trust) == (True, "trusted")


def test_unsigned_file_shows_none(look):
    verdict = look(paper())
    assert (verdict.state, verdict.signatures, verdict.shows, verdict.is_verified) == ("ok", (), "none", False)


@pytest.mark.parametrize(
    ("made", "state"),
    [
        (odd_pdf.encrypted, "encrypted"),
        (lambda: paper()[:300], "broken"),
        (lambda: b"%PDF-1.7\n" + b"\xff" * 4000, "broken"),
        (lambda: b"<html>not a paper</html>", "not_pdf"),
        (lambda: b"", "not_pdf"),
        (odd_pdf.bomb, "heavy"),
        (odd_pdf.looping, "broken"),
    ],
    ids=["encrypted", "cut", "noise", "html", "empty", "bomb", "loop"],
)
def test_file_that_cannot_be_read_says_why(look, made, state):
    verdict = look(made())
    assert (verdict.state, verdict.signatures, verdict.shows) == (state, (), "")


def test_file_locked_against_printing_only_is_read(look):
    assert look(odd_pdf.encrypted(password="")).state == "ok"


def test_busy_machine_is_not_held_against_the_file(look):
    assert look(signed_by_both(), limits=checking.Limits(seconds=0.05)).state == "unchecked"


@pytest.mark.parametrize(("ending", "error", "state"), [
    ("time", "", "heavy"), ("memory", "", "heavy"), ("answer", "", "heavy"), ("failed", "RecursionError", "heavy"),
    ("late", "", "unchecked"), ("crashed", "", "unchecked"), ("failed", "OSError", "unchecked"),
])  # fmt: skip
def test_end_of_the_child_is_the_state_of_the_file(look, monkeypatch, ending, error, state):
    monkeypatch.setattr(checking, "run", lambda *_args, **_limits: Outcome(Ending(ending), None, error))
    assert look(paper()).state == state


def test_machine_without_room_for_a_process_is_not_held_against_the_file(look, monkeypatch):
    def full(*_args, **_limits):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checking, "run", full)
    assert look(paper()).state == "unchecked"


def test_ends_of_lines_behind_the_end_are_no_change(look):
    assert traits(look(signed_by_both() + b"\r\n")) == BOTH


def test_missing_file_is_not_checked(folder, tmp_path):
    assert checking.verify(tmp_path / "gone.pdf").state == "unchecked"


def test_roots_are_told_apart_by_their_content(folder):
    one = configured()
    (folder / "again.crt").write_bytes(issuer("Cơ quan khác").der)
    (folder / "README").write_text("no certificate", encoding="utf-8")
    two = configured()
    assert (len(one.files), len(two.files)) == (1, 2)
    assert len({one.fingerprint, two.fingerprint, Roots().fingerprint}) == 3


def test_junk_among_the_roots_harms_nothing(look, folder):
    (folder / "junk.pem").write_bytes(b"no certificate at all")
    assert traits(look(signed_by_both())) == BOTH


def test_folder_of_junk_alone_is_no_root(look, folder):
    (folder / "root.pem").write_bytes(b"no certificate at all")
    verdict = look(signed_by_both())
    assert {found.trust for found in verdict.signatures} == {"no_roots"}
    assert not verdict.is_verified
